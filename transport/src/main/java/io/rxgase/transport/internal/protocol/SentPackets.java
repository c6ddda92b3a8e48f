package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.internal.protocol.SentPacket.Fate;
import org.jspecify.annotations.Nullable;

/**
 * The one record of what was sent: round-trip time, loss, resending and congestion are all drawn from it, so that they cannot
 * disagree. A ring, indexed by sequence number, that grows with what is in flight up to {@link #MAX_IN_FLIGHT}.
 */
final class SentPackets {
    /** Numbers between the oldest packet in flight and the next: beyond it only acknowledgements leave. */
    static final int MAX_IN_FLIGHT = 4096;

    /** Packets acknowledged beyond a missing one that make it lost (RFC 9002, 6.1.1). */
    static final int PACKET_THRESHOLD = 3;

    /** Told what became of each packet that wanted an acknowledgement. */
    interface Outcome {
        /** It arrived; {@code late} if it had been declared lost. */
        void acked(SentPacket packet, boolean late);

        void lost(SentPacket packet);
    }

    private @Nullable SentPacket[] ring = new @Nullable SentPacket[32];
    private final SentPacketPool pool;
    private final SentPacket unrecorded = new SentPacket();
    private final long first;
    private long next;
    private long oldest;
    private long largestAcked;
    private long bytesInFlight;
    private int packetsInFlight;
    private int reliableInFlight;
    private long lossNanos = EndpointMachine.NEVER;
    private long lastSentNanos;
    private long lastReliableSentNanos;

    SentPackets(SentPacketPool pool, long first) {
        this.pool = pool;
        this.first = first;
        next = first;
        oldest = first;
        largestAcked = first - 1;
    }

    /** The record for the next packet. It is not counted until {@link #sent}; beginning again reuses it. */
    SentPacket begin(long nowNanos) {
        if (!hasRoom()) {
            // A mere acknowledgement, whose fate nobody asks for: it must not take the place of one that matters.
            unrecorded.begin(next, nowNanos);
            return unrecorded;
        }
        if (next - oldest >= ring.length) {
            grow();
        }
        int slot = (int) next & (ring.length - 1);
        SentPacket packet = ring[slot];
        if (packet == null) {
            packet = pool.take();
            ring[slot] = packet;
        }
        packet.begin(next, nowNanos);
        return packet;
    }

    void sent(SentPacket packet, int bytes) {
        next++;
        packet.bytes = bytes;
        if (packet.urgency == AckUrgency.NONE) {
            if (packetsInFlight == 0) {
                oldest = next;
            }
            return;
        }
        if (packetsInFlight == 0) {
            oldest = packet.sequence;
        }
        packet.fate = Fate.IN_FLIGHT;
        packetsInFlight++;
        bytesInFlight += bytes;
        lastSentNanos = packet.sentNanos;
        if (packet.urgency == AckUrgency.RELIABLE) {
            reliableInFlight++;
            lastReliableSentNanos = packet.sentNanos;
        }
    }

    /** Whether a packet that wants an acknowledgement may leave: the ring is not full of older ones. */
    boolean hasRoom() {
        return next - oldest < MAX_IN_FLIGHT;
    }

    /** The number nearest to those sent with these low bits. */
    long expand(int low16) {
        return Sequence.expand16(next - 1, low16);
    }

    /** Whether a packet with that number has been sent. */
    boolean wasSent(long sequence) {
        return sequence >= first && sequence < next;
    }

    /** The record of a packet, if it is still there: it goes when the packet is acknowledged. */
    @Nullable
    SentPacket find(long sequence) {
        SentPacket packet = ring[(int) sequence & (ring.length - 1)];
        return packet != null && packet.sequence == sequence && sequence < next ? packet : null;
    }

    /** Works in an acknowledgement: the head and 64 bits for the numbers before it. */
    void acknowledge(long head, long bits, Outcome outcome) {
        if (head > largestAcked) {
            largestAcked = head;
        }
        acknowledge(head, outcome);
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            acknowledge(head - 1 - Long.numberOfTrailingZeros(rest), outcome);
        }
    }

    private void acknowledge(long sequence, Outcome outcome) {
        SentPacket packet = find(sequence);
        if (packet == null || packet.fate == Fate.NONE) {
            return;
        }
        boolean late = packet.fate == Fate.LOST;
        if (!late) {
            leave(packet);
        }
        packet.fate = Fate.NONE;
        outcome.acked(packet, late);
        packet.clearMessages();
        ring[(int) sequence & (ring.length - 1)] = null;
        pool.give(packet);
    }

    /** Declares lost what is too far behind the highest acknowledged packet, in number or in time. */
    void detectLoss(long nowNanos, long lossDelayNanos, Outcome outcome) {
        lossNanos = EndpointMachine.NEVER;
        for (long sequence = oldest; sequence < largestAcked; sequence++) {
            SentPacket packet = find(sequence);
            if (packet == null || packet.fate != Fate.IN_FLIGHT) {
                continue;
            }
            long due = packet.sentNanos + lossDelayNanos;
            if (largestAcked - sequence >= PACKET_THRESHOLD || due <= nowNanos) {
                leave(packet);
                packet.fate = Fate.LOST;
                outcome.lost(packet);
            } else {
                lossNanos = Math.min(lossNanos, due);
            }
        }
        skipSettled();
    }

    private void leave(SentPacket packet) {
        packetsInFlight--;
        bytesInFlight -= packet.bytes;
        if (packet.urgency == AckUrgency.RELIABLE) {
            reliableInFlight--;
        }
    }

    private void skipSettled() {
        while (oldest < next) {
            SentPacket packet = find(oldest);
            if (packet != null && packet.fate == Fate.IN_FLIGHT) {
                return;
            }
            oldest++;
        }
    }

    private void grow() {
        @Nullable SentPacket[] larger = new @Nullable SentPacket[ring.length * 2];
        for (SentPacket packet : ring) {
            if (packet != null && packet.sequence >= 0) {
                larger[(int) packet.sequence & (larger.length - 1)] = packet;
            }
        }
        ring = larger;
    }

    long next() {
        return next;
    }

    long oldest() {
        return oldest;
    }

    /** Below {@code first} if nothing has been acknowledged. */
    long largestAcked() {
        return largestAcked;
    }

    boolean hasInFlight() {
        return packetsInFlight > 0;
    }

    boolean hasReliableInFlight() {
        return reliableInFlight > 0;
    }

    long bytesInFlight() {
        return bytesInFlight;
    }

    /** When the next packet becomes lost by time. */
    long lossNanos() {
        return lossNanos;
    }

    /** When the last packet that wants an acknowledgement left. */
    long lastSentNanos() {
        return lastSentNanos;
    }

    /** When the last packet with reliable content left. */
    long lastReliableSentNanos() {
        return lastReliableSentNanos;
    }
}
