package io.rxgase.core.event;

import org.jspecify.annotations.Nullable;

/**
 * An argument of an event isn't there or is of another type than its reader expects. The sender's mistake as a rule: the
 * game loop reports it and goes on.
 *
 * <pre>{@code
 * try {
 *     event.getList("new_position");
 * } catch (EventArgumentException e) {
 *     log.debug(e.getMessage());        // MOVE: argument new_position: expected list, found string
 * }
 * }</pre>
 */
public final class EventArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which event. */
    private final String eventType;
    /** Which argument. */
    private final String argument;
    /** What the reader expects. */
    private final String expected;
    /** What there is. */
    private final String found;

    EventArgumentException(
            String eventType, String argument, String expected, String found, @Nullable Throwable cause) {
        super(eventType + ": argument " + argument + ": expected " + expected + ", found " + found, cause);
        this.eventType = eventType;
        this.argument = argument;
        this.expected = expected;
        this.found = found;
    }

    /**
     * Which event.
     *
     * @return its type
     */
    public String eventType() {
        return eventType;
    }

    /**
     * Which argument.
     *
     * @return its name or position, followed by the path inside it
     */
    public String argument() {
        return argument;
    }

    /**
     * What the reader expects.
     *
     * @return the name of a type
     */
    public String expected() {
        return expected;
    }

    /**
     * What there is.
     *
     * @return the name of a type, or {@code nothing} and the arguments there are
     */
    public String found() {
        return found;
    }
}
