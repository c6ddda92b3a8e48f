package io.rxgase.transport;

/** Why a connection ended or was never made; a closed list, one meaning each. */
public enum DisconnectReason {
    /** This side closed it. */
    CLOSED_LOCALLY,
    /** The other side said farewell. */
    CLOSED_BY_PEER,
    /** The other side is shutting down altogether and said so. */
    PEER_SHUTDOWN,
    /** Nothing arrived for the idle time-out. */
    TIMED_OUT,
    /** No answer to the connection request within the connect time-out. */
    CONNECT_TIMED_OUT,
    /** The server's admission refused; the detail is its text. */
    REFUSED,
    /** The server has as many connections as it allows. */
    SERVER_FULL,
    /** The two sides speak different protocol versions or dialects. */
    VERSION_MISMATCH,
    /** The peer broke the protocol (acknowledged what was never sent, ignored the credit edge, …). */
    PROTOCOL_VIOLATION,
    /** The local send queues were full and the application kept sending. */
    OVERLOADED,
    /**
     * The server's state can't be sent to this client: it is larger than one of the two sides allows ({@link
     * TransportOptions#withMaxStateBytes}), or encoding it fails. The detail says which.
     */
    UNSENDABLE_STATE,
    /** The local socket failed. */
    TRANSPORT_FAILED
}
