package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Channel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection's unreliable channels: newest wins where the channel says so, and a few split messages wait
 * for their pieces, within bounds of number, bytes and age.
 */
final class UnreliableReceiveQueues {
    /** Split messages that wait at once; the oldest makes way. */
    static final int MAX_PARTIALS = 8;

    /** A split message that is not complete by then is given up. */
    static final long MAX_AGE_NANOS = 1_000_000_000;

    private record Waiting(int channel, long id, Partial partial) {}

    private final Limits limits;
    private final Counters counters;
    private final ConnectionEvents events;
    private final List<Waiting> waiting = new ArrayList<>(0);
    private final long[] newest = new long[Channel.MAX_ID + 1];
    private final @Nullable ConsumptionQueue[] handedOut = new @Nullable ConsumptionQueue[Channel.MAX_ID + 1];
    private int heldBytes;
    private int handedOutBytes;

    UnreliableReceiveQueues(Limits limits, Counters counters, ConnectionEvents events, long first) {
        this.limits = limits;
        this.counters = counters;
        this.events = events;
        Arrays.fill(newest, first - 1);
    }

    void onMessage(Channel channel, int id16, ByteBuffer in, int length) {
        long id = Sequence.expand16(newest[channel.id()] + 1, id16);
        if (isStale(channel, id)) {
            return;
        }
        byte[] payload = new byte[length];
        in.get(payload);
        handOut(channel, id, payload);
    }

    /** Returns false if the piece contradicts the bounds that both sides know. */
    boolean onFragment(Channel channel, int id16, int index, int count, ByteBuffer in, int length, long nowNanos) {
        if (count > Limits.maxPieces(limits.maxMessageBytes)) {
            return false;
        }
        long id = Sequence.expand16(newest[channel.id()] + 1, id16);
        if (isStale(channel, id)) {
            return true;
        }
        Waiting message = find(channel.id(), id, count, nowNanos);
        Partial partial = message.partial();
        if (partial.count == count && partial.has(index)) {
            return true;
        }
        if (partial.count != count || partial.bytes() + length > limits.maxMessageBytes) {
            return false;
        }
        partial.add(index, in, length);
        heldBytes += length;
        if (partial.isComplete()) {
            remove(message);
            handOut(channel, id, partial.join());
        } else {
            makeRoom(message);
        }
        return true;
    }

    private boolean isStale(Channel channel, long id) {
        boolean stale = channel.delivery().isOrdered() && id <= newest[channel.id()];
        if (stale) {
            counters.drop(DropRule.STALE_MESSAGE);
        }
        return stale;
    }

    private void handOut(Channel channel, long id, byte[] payload) {
        newest[channel.id()] = Math.max(newest[channel.id()], id);
        ConsumptionQueue costs = handedOut[channel.id()];
        if (costs == null) {
            costs = new ConsumptionQueue();
            handedOut[channel.id()] = costs;
        }
        costs.add(payload.length + Limits.MESSAGE_OVERHEAD);
        handedOutBytes += payload.length + Limits.MESSAGE_OVERHEAD;
        events.message(channel.id(), payload);
    }

    /** The application took messages that were handed out, or the driver dropped them. */
    void consumed(int channel, int messages) {
        ConsumptionQueue costs = handedOut[channel];
        for (int i = 0; costs != null && i < messages && costs.size() > 0; i++) {
            handedOutBytes -= costs.remove();
        }
    }

    /** Gives up all partial messages: their room is needed. */
    void clear() {
        while (!waiting.isEmpty()) {
            giveUp(waiting.get(0));
        }
    }

    private Waiting find(int channel, long id, int count, long nowNanos) {
        for (int i = 0; i < waiting.size(); i++) {
            Waiting message = waiting.get(i);
            if (message.id() == id && message.channel() == channel) {
                return message;
            }
        }
        if (waiting.size() == MAX_PARTIALS) {
            giveUp(waiting.get(0));
        }
        Waiting message = new Waiting(channel, id, new Partial(count, nowNanos, 0));
        waiting.add(message);
        return message;
    }

    /** Keeps all partial messages together within the size of one largest message. */
    private void makeRoom(Waiting keep) {
        while (heldBytes > limits.maxMessageBytes) {
            Waiting oldest = waiting.get(0);
            giveUp(oldest.equals(keep) ? waiting.get(1) : oldest);
        }
    }

    private void giveUp(Waiting message) {
        remove(message);
        counters.drop(DropRule.PARTIAL_MESSAGE);
    }

    private void remove(Waiting message) {
        waiting.remove(message);
        heldBytes -= message.partial().bytes();
    }

    /** Gives up what has waited too long. */
    void expire(long nowNanos) {
        while (!waiting.isEmpty() && waiting.get(0).partial().sinceNanos + MAX_AGE_NANOS <= nowNanos) {
            giveUp(waiting.get(0));
        }
    }

    long nextExpiryNanos() {
        return waiting.isEmpty() ? EndpointMachine.NEVER : waiting.get(0).partial().sinceNanos + MAX_AGE_NANOS;
    }

    int heldBytes() {
        return heldBytes + handedOutBytes;
    }
}
