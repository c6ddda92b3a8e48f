package io.rxgase.core.internal.codec;

import java.io.IOException;

/**
 * Carries a fault out of the depth of a reader. It takes no stack trace: senders can cause it.
 *
 * <pre>{@code
 * Decoded<Long> even = MessagePackReader.decode(bytes, reader -> {
 *     long number = reader.whole();
 *     if (number % 2 != 0) {
 *         throw reader.malformed(Decoded.Reason.OUT_OF_RANGE, number + " is odd");
 *     }
 *     return number;
 * });
 * }</pre>
 */
public final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why bytes are refused. */
    private final Decoded.Reason reason;

    /**
     * A fault.
     *
     * @param reason why bytes are refused
     * @param detail where and what, at most 200 characters
     */
    public MalformedException(Decoded.Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** Leaves the stack trace out. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /**
     * Returns what a decoder returns.
     *
     * @param <T> the type that was expected
     * @return the fault
     */
    public <T> Decoded<T> toFault() {
        return new Decoded.Fault<>(reason, String.valueOf(getMessage()));
    }
}
