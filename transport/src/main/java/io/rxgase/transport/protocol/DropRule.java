package io.rxgase.transport.protocol;

/** Why something was dropped; a closed list, each with its counter. */
public enum DropRule {
    // ---- whole datagrams

    /** Of no known form: first byte, length, a frame that runs past the end or is of unknown type. */
    MALFORMED,
    /** The tag does not fit the bytes: damaged under way, or not from the peer. */
    BAD_TAG,
    /** Names a connection that does not exist here (any more). */
    UNKNOWN_CONNECTION,
    /** From another address than the one expected, where that is not allowed. */
    WRONG_ADDRESS,
    /** Its sequence number has been received before. */
    DUPLICATE,
    /** Its sequence number is older than the window of 64 that is remembered. */
    TOO_OLD,
    /** A hello shorter than the least length. */
    SHORT_HELLO,
    /** A hello to a machine that admits nobody (any more). */
    NOT_LISTENING,
    /** A cookie that is too old or was not made here for that address. */
    BAD_COOKIE,
    /** The connection it belongs to has ended or waits for something else. */
    WRONG_PHASE,
    /** The connection holds as much as it may; the peer sends it again, as if it had been lost. */
    NO_ROOM,
    /** An answer for which the queue of stateless answers had no room. */
    ANSWER_QUEUE_FULL,

    // ---- parts of datagrams that were taken

    /** A reliable message, or a piece, that was here before. */
    DUPLICATE_MESSAGE,
    /** A sequenced message older than one already delivered. */
    STALE_MESSAGE,
    /** A partial unreliable message that was given up for age or room. */
    PARTIAL_MESSAGE,
    /** A state not newer than what has arrived, or a piece of one. */
    STALE_STATE,
    /** A state that the application could not use, as it lacks the one that the difference starts from. */
    MISSING_BASE,
    /** A partial state given up for a newer one. */
    PARTIAL_STATE,
    /** An outgoing unreliable message pushed out of its full queue by younger ones. */
    UNRELIABLE_OVERFLOW,
    /** An outgoing message whose deadline or resends were used up. */
    EXPIRED_MESSAGE,
    /** An outgoing large message that gave way to one of the peer's: there was no room for both. */
    CROSSED_MESSAGE,
    /** An outgoing state that a newer one replaced before it was sent completely. */
    REPLACED_STATE,
    /** An outgoing state that is larger than the peer takes, or whose source failed. */
    UNSENDABLE_STATE,
    /** A peer broke the protocol; its connection was closed. */
    PROTOCOL_VIOLATION;

    /** Whether this rule drops a whole datagram, as opposed to a part of one. */
    boolean isWholeDatagram() {
        return compareTo(DUPLICATE_MESSAGE) < 0;
    }
}
