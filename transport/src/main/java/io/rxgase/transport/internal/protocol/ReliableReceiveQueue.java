package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Channel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a reliable channel: keeps doubles out, holds early messages of an ordered channel, joins pieces, and moves the
 * right edges as the application consumes.
 */
final class ReliableReceiveQueue {
    /** What a frame did. */
    enum Verdict {
        TAKEN,
        DOUBLE,
        /** Beyond an edge: the peer ignores what it was told. */
        VIOLATION
    }

    private static final Object DONE = new Object();

    final Channel channel;
    private final Limits limits;
    private final ConnectionEvents events;
    private final ReceiveEdge edge;
    private final ConsumptionQueue handedOut = new ConsumptionQueue();

    /** By number from {@link #next} on: null, {@link #DONE}, a {@link Partial}, or the payload of an early message. */
    private @Nullable Object[] window = new @Nullable Object[16];

    private long next;
    private int heldBytes;
    private int heldMessages;

    /** Room kept for the rest of partial messages. */
    private int promisedBytes;

    ReliableReceiveQueue(Channel channel, Limits limits, ConnectionEvents events, long first) {
        this.channel = channel;
        this.limits = limits;
        this.events = events;
        next = first;
        edge = new ReceiveEdge(first, limits.receiveBytesPerChannel);
    }

    Verdict onMessage(int id16, ByteBuffer in, int length) {
        long id = Sequence.expand16(next, id16);
        if (!edge.permits(id) || length > limits.maxMessageBytes) {
            return Verdict.VIOLATION;
        }
        if (isDone(id) || slotOf(id) != null) {
            return Verdict.DOUBLE;
        }
        byte[] payload = new byte[length];
        in.get(payload);
        hold(length + Limits.MESSAGE_OVERHEAD, 1);
        complete(id, payload);
        return verdict();
    }

    Verdict onFragment(int id16, int index, int count, ByteBuffer in, int length, long nowNanos) {
        long id = Sequence.expand16(next, id16);
        if (!edge.permits(id) || count > Limits.maxPieces(limits.maxMessageBytes)) {
            return Verdict.VIOLATION;
        }
        if (isDone(id)) {
            return Verdict.DOUBLE;
        }
        Object slot = slotOf(id);
        if (slot instanceof byte[]) {
            return Verdict.DOUBLE;
        }
        Partial partial = slot instanceof Partial begun ? begun : begin(id, index, count, length, nowNanos);
        if (partial.count == count && partial.has(index)) {
            return Verdict.DOUBLE;
        }
        if (partial.count != count || partial.bytes() + length > limits.maxMessageBytes) {
            return Verdict.VIOLATION;
        }
        promisedBytes -= partial.reserved() - partial.bytes();
        partial.add(index, in, length);
        promisedBytes += partial.reserved() - partial.bytes();
        hold(length, 0);
        if (partial.isComplete()) {
            promisedBytes -= partial.reserved() - partial.bytes();
            set(id, null);
            complete(id, partial.join());
        }
        return verdict();
    }

    /** The peer has given a message up, or never will send it: it counts as consumed. */
    Verdict onSkip(int id16, int cost) {
        long id = Sequence.expand16(next, id16);
        if (!edge.permits(id)) {
            return Verdict.VIOLATION;
        }
        if (isDone(id) || slotOf(id) instanceof byte[]) {
            return Verdict.DOUBLE;
        }
        if (slotOf(id) instanceof Partial partial) {
            hold(-partial.bytes() - Limits.MESSAGE_OVERHEAD, -1);
            promisedBytes -= partial.reserved() - partial.bytes();
        }
        set(id, DONE);
        edge.consumed(1, cost);
        advance();
        return Verdict.TAKEN;
    }

    private Partial begin(long id, int index, int count, int length, long nowNanos) {
        Partial partial = new Partial(count, nowNanos, Partial.expected(index, count, length, limits.maxMessageBytes));
        set(id, partial);
        promisedBytes += partial.reserved();
        hold(Limits.MESSAGE_OVERHEAD, 1);
        return partial;
    }

    private void complete(long id, byte[] payload) {
        edge.received(id);
        if (channel.delivery().isOrdered()) {
            set(id, payload);
        } else {
            set(id, DONE);
            handOut(payload);
        }
        advance();
    }

    /** Goes on over all that is there without a gap. */
    private void advance() {
        while (true) {
            Object slot = window[(int) next & (window.length - 1)];
            if (slot instanceof byte[] payload) {
                handOut(payload);
            } else if (slot != DONE) {
                break;
            }
            window[(int) next & (window.length - 1)] = null;
            next++;
        }
        edge.reached(next);
    }

    private void handOut(byte[] payload) {
        handedOut.add(payload.length + Limits.MESSAGE_OVERHEAD);
        events.message(channel.id(), payload);
    }

    /** The application took messages that were handed out. */
    void consumed(int messages) {
        int count = Math.min(messages, handedOut.size());
        for (int i = 0; i < count; i++) {
            int cost = handedOut.remove();
            hold(-cost, -1);
            edge.consumed(1, cost);
        }
    }

    private void hold(int bytes, int messages) {
        heldBytes += bytes;
        heldMessages += messages;
    }

    /** More than the byte edge allows is a violation, unless it is one large message alone. */
    private Verdict verdict() {
        return heldBytes > limits.receiveBytesPerChannel && heldMessages > 1 ? Verdict.VIOLATION : Verdict.TAKEN;
    }

    /** How much more would be held with that piece, at most. */
    int needOf(int id16, int index, int count, int length) {
        long id = Sequence.expand16(next, id16);
        if (id >= next && slotOf(id) instanceof Partial partial) {
            return partial.need(length);
        }
        return isDone(id)
                ? 0
                : Partial.expected(index, count, length, limits.maxMessageBytes) + Limits.MESSAGE_OVERHEAD;
    }

    ReceiveEdge edge() {
        return edge;
    }

    int heldBytes() {
        return heldBytes;
    }

    /** With what will come of messages that are partly here. */
    int reservedBytes() {
        return heldBytes + promisedBytes;
    }

    private boolean isDone(long id) {
        return id < next || slotOf(id) == DONE;
    }

    private @Nullable Object slotOf(long id) {
        return id - next < window.length ? window[(int) id & (window.length - 1)] : null;
    }

    private void set(long id, @Nullable Object value) {
        while (id - next >= window.length) {
            grow();
        }
        window[(int) id & (window.length - 1)] = value;
    }

    private void grow() {
        @Nullable Object[] larger = new @Nullable Object[window.length * 2];
        for (long id = next; id < next + window.length; id++) {
            larger[(int) id & (larger.length - 1)] = window[(int) id & (window.length - 1)];
        }
        window = larger;
    }
}
