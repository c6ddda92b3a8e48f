package io.rxgase.transport;

/**
 * A message was given up. It did not reach the peer, except that a message whose acknowledgement was under way when
 * the connection ended may have.
 */
public final class DeliveryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The closed reason. */
    private final Reason reason;

    /** Why a message was given up. */
    public enum Reason {
        /** The connection ended before the acknowledgement came. */
        CONNECTION_ENDED,
        /** The channel's or the connection's queue was full. */
        QUEUE_FULL,
        /** Its allowed number of resends was used up, or its deadline passed. */
        EXPIRED,
        /** Larger than the peer accepts. */
        TOO_LARGE
    }

    /**
     * Made by the transport, without a stack trace: one may be made for each of thousands of messages.
     *
     * @param reason why
     * @param message a sentence for people
     */
    public DeliveryException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /**
     * Why.
     *
     * @return the closed reason, for programs
     */
    public Reason reason() {
        return reason;
    }
}
