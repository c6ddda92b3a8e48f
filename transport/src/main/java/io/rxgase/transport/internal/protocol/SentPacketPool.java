package io.rxgase.transport.internal.protocol;

import java.util.ArrayDeque;

/**
 * Records of packets whose fate is known, to be used again by any connection of the endpoint. The last one that came back goes out
 * first: it is still in the processor's cache, where one that each connection kept for itself would not be.
 */
final class SentPacketPool {
    /** No more are kept, about 7 MiB; what a burst needed beyond that is garbage. */
    private static final int MAX_IDLE = 1 << 16;

    private final ArrayDeque<SentPacket> idle = new ArrayDeque<>();

    SentPacket take() {
        SentPacket packet = idle.poll();
        return packet == null ? new SentPacket() : packet;
    }

    /** Nobody refers to it any more. */
    void give(SentPacket packet) {
        if (idle.size() < MAX_IDLE) {
            idle.push(packet);
        }
    }
}
