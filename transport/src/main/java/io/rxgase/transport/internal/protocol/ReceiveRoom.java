package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;

/** Whether a connection has room for what a packet carries, and what becomes of the packet and of others if not. */
final class ReceiveRoom {
    // Two large messages that cross and do not fit together: the client's gives way first.
    private static final long CLIENT_PATIENCE_NANOS = 1_000_000_000;
    private static final long SERVER_PATIENCE_NANOS = 3_000_000_000L;

    private final ConnectionMemory memory;
    private final Inbound inbound;
    private final Outbound outbound;
    private final PacketNeed need;
    private final long patienceNanos;

    ReceiveRoom(ConnectionMemory memory, Inbound inbound, Outbound outbound, boolean isServer) {
        this.memory = memory;
        this.inbound = inbound;
        this.outbound = outbound;
        need = new PacketNeed(inbound);
        patienceNanos = isServer ? SERVER_PATIENCE_NANOS : CLIENT_PATIENCE_NANOS;
    }

    /** Looks what the packet would hold; false if it is malformed. Leaves the position as it was. */
    boolean measure(ByteBuffer frames) {
        return need.measure(frames);
    }

    /** Takes room for the packet that was measured last, at the cost of what nobody was promised. */
    boolean take(ByteBuffer frames, long nowNanos) {
        if (need.bytes() == 0 && need.stateBytes() == 0) {
            return true;
        }
        boolean taken = reserve();
        if (!taken) {
            inbound.makeRoom(need.state(), need.base());
            settle();
            need.measure(frames); // what has been given up would have to be begun anew
            taken = reserve();
        }
        if (taken) {
            memory.accepted(need.bytes(), nowNanos);
        }
        return taken;
    }

    private boolean reserve() {
        return inbound.hasStateRoom(need.stateBytes())
                && (need.bytes() == 0 || memory.reserve(need.bytes(), need.largest()));
    }

    /** There was none. */
    void refused(long nowNanos) {
        long sinceNanos = memory.refused(need.bytes(), nowNanos);
        if (need.isReliable() && sinceNanos > patienceNanos) {
            outbound.messages.giveWay();
        }
    }

    /** The queues hold what they hold: what was taken in advance and not needed is free again. */
    void settle() {
        if (memory.isEmpty()) {
            return; // as most of the time: spares looking into every queue
        }
        memory.settle(outbound.messages.queuedBytes(), inbound.reservedBytes());
    }
}
