package io.rxgase.transport.internal.protocol;

/**
 * How far a reliable channel may send: the absolute right edges that the peer advertises, one in messages and one in
 * bytes. They only grow, so a lost, repeated or overtaken advertisement does no harm.
 */
final class SendEdge {
    /** More than this is not asked from a publisher at once, so that the sizes of what comes are known soon. */
    private static final long MAX_CREDIT = 64;

    private final long byteWindow;
    private long messages;
    private long bytes;
    private long sentBytes;
    private int typicalCost;
    private long creditTold = EndpointMachine.NEVER;

    SendEdge(long first, PeerLimits peer) {
        byteWindow = peer.receiveBytesPerChannel();
        messages = first + peer.messageWindow();
        bytes = byteWindow;
    }

    /** The peer advertised edges, in their short forms. Returns whether one of them moved. */
    boolean advertised(int messages16, int bytes32) {
        long newMessages = Sequence.expand16(messages, messages16);
        long newBytes = Sequence.expand32(bytes, bytes32);
        boolean moved = newMessages > messages || newBytes > bytes;
        messages = Math.max(messages, newMessages);
        bytes = Math.max(bytes, newBytes);
        return moved;
    }

    /**
     * Whether a message of that cost may be begun. One that is larger than the whole window may if everything before
     * it has been consumed.
     */
    boolean allows(long id, int cost) {
        return id < messages && (sentBytes + cost <= bytes || sentBytes == bytes - byteWindow);
    }

    void began(int cost) {
        sentBytes += cost;
    }

    /** Remembers roughly how large messages of this channel are lately, leaning to the large ones. */
    void noteSize(int cost) {
        typicalCost = Math.max(cost, typicalCost - typicalCost / 8);
    }

    /** How many more messages may come after those that wait already. */
    long credit(long nextWaitingId, int waitingBytes, boolean idle, int roomBytes) {
        long room = Math.min(roomBytes, bytes - sentBytes - waitingBytes);
        // One message first, to see how large they are.
        long byBytes = typicalCost == 0 ? 1 : room / typicalCost;
        if (idle && sentBytes == bytes - byteWindow) {
            byBytes = Math.max(1, byBytes);
        }
        return Math.max(0, Math.min(MAX_CREDIT, Math.min(messages - nextWaitingId, byBytes)));
    }

    /** Remembers what the application was told. */
    void told(long credit) {
        creditTold = credit;
    }

    /** A message for which a publisher was asked did not fit: nothing more is told until one as large does. */
    void refused(int cost) {
        noteSize(cost);
        creditTold = 0;
    }

    /** Whether the application was told of less than it may want. */
    boolean isCreditAwaited() {
        return creditTold != EndpointMachine.NEVER;
    }

    /** Whether more can be told now than the last time; once, until told again. */
    boolean hasGrown(long credit) {
        if (credit <= creditTold) {
            return false;
        }
        creditTold = EndpointMachine.NEVER;
        return true;
    }
}
