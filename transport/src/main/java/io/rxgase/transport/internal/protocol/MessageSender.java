package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The send queues of a connection: which message goes next, and what all of them may hold together. Among channels of one
 * priority the first turn goes round, packet by packet.
 */
final class MessageSender {
    private final Limits limits;
    private final ConnectionMemory memory;
    private final Counters counters;
    private final ConnectionEvents events;
    private final int peerMaxMessageBytes;
    private final SendQueue[] byPriority;
    private final @Nullable SendQueue[] byChannel = new @Nullable SendQueue[Channel.MAX_ID + 1];
    private int turn;

    // Most packets of most connections carry no message: then one look here spares looking into every queue.
    private boolean idle = true;
    private boolean creditAwaited;

    MessageSender(ConnectionContext context, long first) {
        limits = context.limits();
        memory = context.memory();
        counters = context.counters();
        events = context.events();
        PeerLimits peer = context.peer();
        peerMaxMessageBytes = peer.maxMessageBytes();
        byPriority = new SendQueue[limits.byPriority.size()];
        for (int i = 0; i < byPriority.length; i++) {
            Channel channel = limits.byPriority.get(i);
            byPriority[i] = channel.delivery().isReliable()
                    ? new ReliableSendQueue(channel, limits, counters, events, first, peer)
                    : new UnreliableSendQueue(channel, limits, counters, events, first);
            byChannel[channel.id()] = byPriority[i];
        }
    }

    DeliveryException.@Nullable Reason add(
            int channel, byte[] payload, SendOptions options, long ticket, boolean credited, long nowNanos) {
        if (payload.length > peerMaxMessageBytes) {
            return DeliveryException.Reason.TOO_LARGE;
        }
        int cost = payload.length + Limits.MESSAGE_OVERHEAD;
        SendQueue queue = byChannel[channel];
        idle = false;
        if (queue instanceof ReliableSendQueue reliable) {
            int room = room(reliable);
            boolean isLarge = cost > room && cost > limits.sendBytes / 4 && fitsAsLarge();
            boolean fits = credited || isLarge || cost <= room;
            if (!fits || !memory.reserve(cost, cost)) {
                if (credited) {
                    creditAwaited = true;
                    reliable.edge().refused(cost);
                }
                return DeliveryException.Reason.QUEUE_FULL;
            }
            reliable.add(payload, options, ticket, nowNanos, isLarge);
        } else if (queue instanceof UnreliableSendQueue unreliable) {
            unreliable.makeRoom(cost - room(unreliable));
            memory.settleSending(queuedBytes());
            if (!memory.reserve(cost, cost)) {
                counters.drop(DropRule.UNRELIABLE_OVERFLOW);
                return DeliveryException.Reason.QUEUE_FULL;
            }
            unreliable.add(payload, options, ticket, nowNanos);
        }
        return null;
    }

    /**
     * What one queue may still take: as much as is free beside it, so that one busy queue leaves as much as it holds to
     * the others (the dynamic threshold of Choudhury and Hahne, 1998, with factor 1). A large message does not count.
     */
    private int room(SendQueue queue) {
        int large = largeBytes();
        return memory.sendRoom(large) - (queuedBytes() - large) - (queue.queuedBytes() - queue.largeBytes());
    }

    /** A message that is larger than the room for its queue may come on top, if it is the only such one. */
    private boolean fitsAsLarge() {
        return largeBytes() == 0 && queuedBytes() <= limits.sendBytes / 2;
    }

    private int largeBytes() {
        int sum = 0;
        for (SendQueue queue : byPriority) {
            sum += queue.largeBytes();
        }
        return sum;
    }

    /** The large message gives way if nothing of it has arrived: the peer has one for this side, and there is no room for both. */
    void giveWay() {
        for (SendQueue queue : byPriority) {
            if (queue instanceof ReliableSendQueue reliable) {
                reliable.giveWay();
            }
        }
    }

    /** How many messages a publisher on that channel may be asked for. */
    long credit(int channel, long congestionRoom) {
        if (channel < 0 || channel > Channel.MAX_ID) {
            return 0;
        }
        if (byChannel[channel] instanceof UnreliableSendQueue unreliable) {
            return unreliable.credit();
        }
        if (!(byChannel[channel] instanceof ReliableSendQueue queue)) {
            return 0;
        }
        long credit = queue.credit((int) Math.min(room(queue), congestionRoom));
        queue.edge().told(credit);
        creditAwaited = true;
        return credit;
    }

    /** Reports the channels on which a publisher may be asked for more than it was told. */
    void reportCredit(long congestionRoom) {
        if (!creditAwaited) {
            return;
        }
        creditAwaited = false;
        for (SendQueue any : byPriority) {
            if (any instanceof ReliableSendQueue queue) {
                if (queue.edge().hasGrown(queue.credit((int) Math.min(room(queue), congestionRoom)))) {
                    events.creditChanged(queue.channel.id());
                }
                creditAwaited |= queue.edge().isCreditAwaited();
            }
        }
    }

    /** Looks whether all queues have become idle; called when the connection has nothing more to send for now. */
    void rest() {
        if (idle) {
            return;
        }
        for (SendQueue queue : byPriority) {
            if (!queue.isIdle()) {
                return;
            }
        }
        idle = true;
    }

    /** Whether anything could leave: anything at all, or small messages only. */
    boolean hasNext(long nowNanos, boolean bulkToo) {
        if (idle) {
            return false;
        }
        for (SendQueue queue : byPriority) {
            if (queue.hasNext(nowNanos) && (bulkToo || !queue.isNextBulk())) {
                return true;
            }
        }
        return false;
    }

    /** Fills the packet with messages, those of the first priority first. */
    void write(ByteBuffer out, SentPacket packet, long nowNanos, boolean bulkToo) {
        turn++;
        int from = 0;
        while (from < byPriority.length) {
            int to = from + 1;
            while (to < byPriority.length && byPriority[to].channel.priority() == byPriority[from].channel.priority()) {
                to++;
            }
            for (int i = 0; i < to - from; i++) {
                SendQueue queue = byPriority[from + Math.floorMod(turn + i, to - from)];
                while ((bulkToo || !queue.isNextBulk()) && queue.writeNext(out, packet, nowNanos)) {
                    // as many as fit
                }
            }
            from = to;
        }
    }

    /** Fills up with copies of small reliable messages, see {@link ReliableSendQueue#writeCopies}. */
    void writeCopies(ByteBuffer out, SentPacket packet, int copies, long lifeNanos) {
        if (idle) {
            return;
        }
        for (SendQueue queue : byPriority) {
            if (queue instanceof ReliableSendQueue reliable) {
                reliable.writeCopies(out, packet, copies, lifeNanos);
            }
        }
    }

    /** Puts one travelling piece up for resending. Returns false if none travels. */
    boolean probe() {
        for (SendQueue queue : byPriority) {
            if (queue instanceof ReliableSendQueue reliable && reliable.probe()) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    ReliableSendQueue reliable(int channel) {
        return channel <= Channel.MAX_ID && byChannel[channel] instanceof ReliableSendQueue queue ? queue : null;
    }

    void expire(long nowNanos) {
        for (SendQueue queue : byPriority) {
            if (queue instanceof ReliableSendQueue reliable) {
                reliable.expire(nowNanos);
            }
        }
    }

    long nextExpiryNanos() {
        if (idle) {
            return EndpointMachine.NEVER;
        }
        long next = EndpointMachine.NEVER;
        for (SendQueue queue : byPriority) {
            if (queue instanceof ReliableSendQueue reliable) {
                next = Math.min(next, reliable.nextExpiryNanos());
            }
        }
        return next;
    }

    /** Whether all reliable messages have been acknowledged or given up. */
    boolean isFlushed() {
        for (SendQueue queue : byPriority) {
            if (queue instanceof ReliableSendQueue reliable && !reliable.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    int queuedBytes() {
        int sum = 0;
        for (SendQueue queue : byPriority) {
            sum += queue.queuedBytes();
        }
        return sum;
    }

    void end() {
        for (SendQueue queue : byPriority) {
            queue.end();
        }
    }
}
