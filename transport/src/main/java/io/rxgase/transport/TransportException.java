package io.rxgase.transport;

/**
 * A connection could not be made, or a port not be opened. Unchecked, so that the blocking twins of reactive calls read alike.
 */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The closed reason. */
    private final DisconnectReason reason;

    /**
     * Made by the transport.
     *
     * @param reason why
     * @param message a sentence for people that says what to do
     */
    public TransportException(DisconnectReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * Why.
     *
     * @return the closed reason, for programs
     */
    public DisconnectReason reason() {
        return reason;
    }
}
