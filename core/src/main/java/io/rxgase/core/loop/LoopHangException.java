package io.rxgase.core.loop;

/**
 * A loop has been at one thing for too long. The message says at what, the stack trace is that of the loop's thread.
 *
 * <pre>{@code
 * Consumer<LoopHangException> givenUp = hang -> log.error("The game hung: {}", hang.getMessage(), hang);
 * }</pre>
 */
public final class LoopHangException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoopHangException(String what, StackTraceElement[] where) {
        super(what, null, false, true);
        setStackTrace(where);
    }
}
