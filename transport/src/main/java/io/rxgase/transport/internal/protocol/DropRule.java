package io.rxgase.transport.internal.protocol;

/**
 * Why something was dropped or refused; a closed list, each with its counter. A rule either has a remedy, and then the log is told of it,
 * or it is a part of any network's life, and then it is counted and nothing more.
 */
public enum DropRule {
    // ---- whole datagrams

    /** Of no known form: first byte, length, a frame that runs past the end or is of unknown type. */
    MALFORMED(
            "datagrams were of no known form",
            "another program sends to this port, or a peer of another build: keep others off the port"),
    /** The tag does not fit the bytes: damaged under way, or not from the peer. */
    BAD_TAG(
            "datagrams did not fit their checksum",
            "a few are damaged under way; many are a broken network, or somebody who forges them: look at their senders"),
    /** Names a connection that does not exist here (any more). */
    UNKNOWN_CONNECTION,
    /** From another address than the one expected, where that is not allowed. */
    WRONG_ADDRESS(
            "datagrams came from another address than the server's",
            "a server with several addresses may answer from another one: let it listen on the one that clients use"),
    /** Its sequence number has been received before. */
    DUPLICATE,
    /** Its sequence number is older than the window of 64 that is remembered. */
    TOO_OLD,
    /** A hello shorter than the least length. */
    SHORT_HELLO(
            "greetings were shorter than any client's",
            "somebody probes this port, or a peer of another build: keep others off the port"),
    /** A hello to a machine that never listens. */
    NOT_LISTENING(
            "greetings came to a port that nobody listens on",
            "clients have this port as the server's: give them the server's address"),
    /** A cookie that is too old or was not made here for that address. */
    BAD_COOKIE,
    /** The connection it belongs to has ended or waits for something else. */
    WRONG_PHASE,
    /** The connection holds as much as it may; the peer sends it again, as if it had been lost. */
    NO_ROOM(
            "datagrams found no room in what their connection may hold",
            "take messages faster, or raise TransportOptions.withMaxQueuedBytes"),
    /** An answer for which the queue of stateless answers had no room. */
    ANSWER_QUEUE_FULL(
            "answers to greetings found no room",
            "so many clients knock at once, and ask again; if it goes on, somebody floods this port"),

    // ---- parts of datagrams that were taken

    /** A reliable message, or a piece, that was here before. */
    DUPLICATE_MESSAGE,
    /** A sequenced message older than one already delivered. */
    STALE_MESSAGE,
    /** A partial unreliable message that was given up for age or room. */
    PARTIAL_MESSAGE(
            "large unreliable messages came in part only",
            "each lost piece loses all of it: send what is larger than a datagram reliably"),
    /** A state not newer than what has arrived, or a piece of one. */
    STALE_STATE,
    /** A state that the application could not use, as it lacks the one that the difference starts from. */
    MISSING_BASE,
    /** A partial state given up for a newer one. */
    PARTIAL_STATE,
    /** An outgoing unreliable message pushed out of its full queue by younger ones. */
    UNRELIABLE_OVERFLOW(
            "unreliable messages to send were pushed out of a full queue by younger ones",
            "send less often than the link carries, or raise TransportOptions.withMaxQueuedBytes"),
    /** An outgoing message whose deadline or resends were used up, as its sender wanted. */
    EXPIRED_MESSAGE,
    /** An outgoing large message that gave way to one of the peer's: there was no room for both. */
    CROSSED_MESSAGE(
            "large messages gave way to large ones of the peer",
            "send again, or raise TransportOptions.withMaxQueuedBytes on both sides"),
    /** An outgoing state that a newer one replaced before it was sent completely. */
    REPLACED_STATE,
    /** An outgoing state that is larger than the peer takes, or whose source failed; the driver tells with the state at hand. */
    UNSENDABLE_STATE,
    /** A peer broke the protocol; its connection was closed. */
    PROTOCOL_VIOLATION(
            "peers broke the protocol and were cut off",
            "use the same release on both sides; if they do, somebody attacks this port"),

    // ---- refused to the one who asked, who is told

    /** A client that was not let in. */
    REFUSED_CLIENT(
            "greetings were answered with a refusal",
            "the client was told why: admission, TransportOptions.withMaxConnections, other channels or another version"),

    // ---- counted by the driver

    /** A message to send for which a queue had no room. */
    REFUSED_MESSAGE(
            "messages to send found no room in a queue of their connection",
            "send a Publisher, as sendAll does, which is asked for what the peer can take; send less; or raise"
                    + " TransportOptions.withMaxQueuedBytes"),
    /** A message to send that is larger than the peer takes. */
    TOO_LARGE_MESSAGE(
            "messages to send were larger than the peer takes",
            "split them, or raise TransportOptions.withMaxMessageBytes of the peer"),
    /** A message of an unreliable channel that nobody took in time. */
    UNREAD_MESSAGE(
            "unreliable messages were not taken in time and gave way to younger ones",
            "subscribe to messages() of their channel, and take slow work off its subscriber"),
    /** A datagram that the system did not send, or failed to receive. */
    UNSENT_DATAGRAM(
            "datagrams were not sent or not received by the system",
            "a network that is down or unreachable, a firewall, or datagrams larger than the path carries: lower"
                    + " TransportOptions.withMaxDatagramBytes"),
    /** A datagram for another event loop of the same port, which had too many waiting. */
    HANDOVER_FULL(
            "datagrams came to another event loop than their connection's, which had too many waiting",
            "many clients change their address at once; they send again what is reliable");

    private final String what;
    private final String remedy;

    DropRule() {
        this("", "");
    }

    DropRule(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /**
     * Whether a line in the log tells of it, with the count and the remedy.
     *
     * @return false if it happens on any network and there is nothing to do about it
     */
    public boolean isLogged() {
        return !remedy.isEmpty();
    }

    /**
     * What happened, to follow a count.
     *
     * @return the middle of a sentence; empty if it is not logged
     */
    public String what() {
        return what;
    }

    /**
     * What can be done about it.
     *
     * @return a clause; empty if it is not logged
     */
    public String remedy() {
        return remedy;
    }

    /** Whether this rule drops a whole datagram, as opposed to a part of one. */
    boolean isWholeDatagram() {
        return compareTo(DUPLICATE_MESSAGE) < 0;
    }
}
