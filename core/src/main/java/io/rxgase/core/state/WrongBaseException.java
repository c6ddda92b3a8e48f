package io.rxgase.core.state;

/**
 * An update was applied to a state that it was not made for.
 *
 * <pre>{@code
 * try {
 *     held = model.apply(held, update);
 * } catch (WrongBaseException e) {
 *     askForWholeState(e.held());
 * }
 * }</pre>
 */
public final class WrongBaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The version that is held, or -1. */
    private final long held;

    /** The version that the update needs. */
    private final long base;

    WrongBaseException(long held, long base) {
        super("the update is a difference to version " + base + ", but "
                + (held == Snapshot.NO_BASE ? "no state is held" : "version " + held + " is held")
                + ": apply it to that version, or ask for the whole state");
        this.held = held;
        this.base = base;
    }

    /**
     * Returns the version that is held.
     *
     * @return a time order, or {@link Snapshot#NO_BASE}
     */
    public long held() {
        return held;
    }

    /**
     * Returns the version that the update is a difference to.
     *
     * @return a time order
     */
    public long base() {
        return base;
    }
}
