package io.rxgase.core.internal.codec;

/** Carries a fault out of the depth of a reader. It never leaves this package, and takes no stack trace: senders can cause it. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Decoded.Reason reason;

    MalformedException(Decoded.Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    <T> Decoded<T> toFault() {
        return new Decoded.Fault<>(reason, String.valueOf(getMessage()));
    }
}
