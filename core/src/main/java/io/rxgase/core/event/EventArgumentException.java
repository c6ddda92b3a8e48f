package io.rxgase.core.event;

import java.util.Set;

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
 *
 * <p>The stack trace has one frame: the one that read the argument.
 */
public final class EventArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Set<String> READERS =
            Set.of(EventArgumentException.class.getName(), Event.class.getName(), Payload.class.getName());

    /** Which event. */
    private final String eventType;
    /** Which argument. */
    private final String argument;
    /** What the reader expects. */
    private final String expected;
    /** What there is. */
    private final String found;

    EventArgumentException(String eventType, String argument, String expected, String found) {
        super(eventType + ": argument " + argument + ": expected " + expected + ", found " + found);
        this.eventType = eventType;
        this.argument = argument;
        this.expected = expected;
        this.found = found;
        setStackTrace(reader());
    }

    /** Does nothing: a whole trace costs more than to handle ten events, and the sender would decide how many are made. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** The one frame that a game author wants to see. */
    private static StackTraceElement[] reader() {
        return StackWalker.getInstance()
                .walk(frames -> frames.dropWhile(frame -> READERS.contains(frame.getClassName()))
                        .limit(1)
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .toArray(StackTraceElement[]::new));
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
