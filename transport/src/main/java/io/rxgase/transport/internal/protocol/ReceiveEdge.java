package io.rxgase.transport.internal.protocol;

/**
 * The right edges of a reliable channel that this side advertises: what has been consumed plus what may be held. The one in messages
 * stays within two windows of the first missing message, which bounds the memory of what has arrived.
 */
final class ReceiveEdge {
    private static final long IDLE_PATIENCE_NANOS = 200_000_000;

    private final long first;
    private final int byteWindow;
    private long consumedMessages;
    private long bytes;
    private long next;
    private long highest;
    private long advertisedMessages;
    private long advertisedBytes;

    /** The packet that carried the newest edges, or -1. */
    private long carrier = -1;

    private boolean dirty;

    ReceiveEdge(long first, int byteWindow) {
        this.first = first;
        this.byteWindow = byteWindow;
        next = first;
        highest = first - 1;
        bytes = byteWindow;
        advertisedMessages = messages();
        advertisedBytes = bytes;
    }

    /** Whether a message of that number has been allowed for. */
    boolean permits(long id) {
        return id >= 0 && id < advertisedMessages;
    }

    void received(long id) {
        highest = Math.max(highest, id);
    }

    void reached(long firstMissing) {
        next = firstMissing;
    }

    void consumed(int messages, int cost) {
        consumedMessages += messages;
        bytes += cost;
    }

    long messages() {
        return Math.min(first + consumedMessages, next + Limits.MESSAGE_WINDOW) + Limits.MESSAGE_WINDOW;
    }

    long bytes() {
        return bytes;
    }

    /** Whether an edge has moved since it was last sent, or what was sent was lost. */
    boolean isNews() {
        return dirty || messages() != advertisedMessages || bytes != advertisedBytes;
    }

    /**
     * How long that news may wait for a packet that leaves anyway: not long if the sender is running short or much has
     * been consumed, a while if all has been consumed, else until the next keep-alive.
     */
    long patienceNanos(int heldBytes) {
        long movedMessages = messages() - advertisedMessages;
        long movedBytes = bytes - advertisedBytes;
        if (!dirty && movedMessages == 0 && movedBytes == 0) {
            return EndpointMachine.NEVER;
        }
        boolean much = movedMessages >= Limits.MESSAGE_WINDOW / 4 || movedBytes >= byteWindow / 4;
        boolean isShort = advertisedMessages - highest - 1 <= Limits.MESSAGE_WINDOW / 2
                || byteWindow - movedBytes - heldBytes <= byteWindow / 2;
        if (dirty || much || isShort) {
            return AckSchedule.RELIABLE_DELAY_NANOS;
        }
        return heldBytes == 0 ? IDLE_PATIENCE_NANOS : EndpointMachine.NEVER;
    }

    void advertised(long sequence) {
        advertisedMessages = messages();
        advertisedBytes = bytes;
        carrier = sequence;
        dirty = false;
    }

    /** The packet that carried edges was lost. */
    void lost(long sequence) {
        dirty |= sequence == carrier;
    }
}
