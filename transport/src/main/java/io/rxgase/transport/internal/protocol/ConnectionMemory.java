package io.rxgase.transport.internal.protocol;

/**
 * The machine's side of a connection's {@link MemoryBudget}. Before it takes something in, it reserves an upper bound of what that
 * will hold; when it is done, it settles what its queues hold in truth.
 *
 * <p>Sending gets at most half of what receiving leaves, so that acknowledgements, which free the send queues, are never
 * starved by them, nor one direction by the other.
 */
final class ConnectionMemory {
    /** After a packet was refused, room is made for what it carried for so long. */
    private static final long WANTED_NANOS = 1_000_000_000;

    private final MemoryBudget budget;
    private final int limit;
    private final int sendBytes;
    private int settled;
    private int receiving;
    private int wanted;
    private long refusedSinceNanos = EndpointMachine.NEVER;
    private long refusedLastNanos;

    ConnectionMemory(Limits limits) {
        limit = limits.maxQueuedBytes;
        sendBytes = limits.sendBytes;
        budget = new MemoryBudget(limit);
    }

    MemoryBudget budget() {
        return budget;
    }

    /** Takes room for something; {@code largest} is the size of the largest single thing in it. */
    boolean reserve(int bytes, int largest) {
        int before = budget.allowance();
        budget.allow(Math.max(before, largest - huge()));
        if (budget.take(bytes)) {
            settled += bytes;
            return true;
        }
        budget.allow(before);
        return false;
    }

    /** Above this size a single thing gets an allowance. */
    private int huge() {
        return limit - limit / 8;
    }

    /** Whether nothing is held, so that there is nothing to settle. */
    boolean isEmpty() {
        return settled == 0;
    }

    /** What the queues hold now, which is no more than before and what was reserved. */
    void settle(int sending, int received) {
        receiving = received;
        budget.give(settled - sending - received);
        settled = sending + received;
        if (settled <= huge()) {
            budget.allow(0);
        }
    }

    void settleSending(int sending) {
        settle(sending, receiving);
    }

    /** What the send queues may hold together, beside a large message that was taken on top. */
    int sendRoom(int large) {
        return Math.min(sendBytes, (budget.limit() - receiving - large - wanted) / 2);
    }

    // ---- packets for which there was no room

    /** A packet of the peer was treated as lost. Returns for how long that has been so without one of its size getting in. */
    long refused(int bytes, long nowNanos) {
        if (refusedSinceNanos == EndpointMachine.NEVER || nowNanos - refusedLastNanos > WANTED_NANOS) {
            refusedSinceNanos = nowNanos;
            wanted = 0;
        }
        wanted = Math.max(wanted, bytes);
        refusedLastNanos = nowNanos;
        return nowNanos - refusedSinceNanos;
    }

    /** A packet got in. */
    void accepted(int bytes, long nowNanos) {
        if (wanted > 0 && (bytes >= wanted || nowNanos - refusedLastNanos > WANTED_NANOS)) {
            wanted = 0;
            refusedSinceNanos = EndpointMachine.NEVER;
        }
    }
}
