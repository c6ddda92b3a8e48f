package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Channel;
import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: which packets and messages have arrived, when to acknowledge, and how much more the peer may send.
 */
final class Inbound {
    final AckSchedule acks = new AckSchedule();
    final ReceivedPackets received;
    private final ConnectionContext context;
    private final @Nullable ReliableReceiveQueue[] reliable = new @Nullable ReliableReceiveQueue[Channel.MAX_ID + 1];
    private final ReliableReceiveQueue[] queues;
    private final UnreliableReceiveQueues unreliable;
    private final StateReceiver state;
    private boolean holds;
    private boolean missed;

    /** Whether an unreliable message has arrived in part. */
    private boolean hasPartial;

    /** Whether an edge may have moved, or been lost, since all were found where they were told to be. */
    private boolean edgesMoved;

    private long held = StateSource.NONE;
    private long heartbeatSequence = -1;
    private long holdDelayNanos = AckSchedule.STATE_DELAY_NANOS;

    Inbound(ConnectionContext context, boolean isServer) {
        this.context = context;
        Limits limits = context.limits();
        long first = context.peer().firstSequence();
        received = new ReceivedPackets(first);
        queues = limits.byPriority.stream()
                .filter(channel -> channel.delivery().isReliable())
                .map(channel -> new ReliableReceiveQueue(channel, limits, context.events(), first))
                .toArray(ReliableReceiveQueue[]::new);
        for (ReliableReceiveQueue queue : queues) {
            reliable[queue.channel.id()] = queue;
        }
        unreliable = new UnreliableReceiveQueues(limits, context.counters(), context.events(), first);
        state = new StateReceiver(limits.takenStateBytes(isServer), !isServer, context.counters(), context.events());
    }

    // ---- what arrives; false means that the peer broke the protocol

    boolean onMessage(int id, int id16, ByteBuffer in, int length) {
        ReliableReceiveQueue queue = reliable[id];
        if (queue != null) {
            return take(queue.onMessage(id16, in, length));
        }
        Channel channel = context.limits().channel(id);
        if (channel == null || length > context.limits().maxMessageBytes) {
            return false;
        }
        unreliable.onMessage(channel, id16, in, length);
        return true;
    }

    boolean onFragment(int id, int id16, int index, int count, ByteBuffer in, int length, long nowNanos) {
        ReliableReceiveQueue queue = reliable[id];
        if (queue != null) {
            return take(queue.onFragment(id16, index, count, in, length, nowNanos));
        }
        Channel channel = context.limits().channel(id);
        hasPartial = true;
        return channel != null && unreliable.onFragment(channel, id16, index, count, in, length, nowNanos);
    }

    boolean onSkip(int id, int id16, int cost) {
        ReliableReceiveQueue queue = id <= Channel.MAX_ID ? reliable[id] : null;
        return queue != null && take(queue.onSkip(id16, cost));
    }

    private boolean take(ReliableReceiveQueue.Verdict verdict) {
        edgesMoved = true;
        if (verdict == ReliableReceiveQueue.Verdict.DOUBLE) {
            context.counters().drop(DropRule.DUPLICATE_MESSAGE);
        }
        return verdict != ReliableReceiveQueue.Verdict.VIOLATION;
    }

    void onState(long base, long version, boolean relaxed, ByteBuffer in, int length, long nowNanos) {
        holdDelayNanos = relaxed ? AckSchedule.RELAXED_DELAY_NANOS : AckSchedule.STATE_DELAY_NANOS;
        state.onState(base, version, in, length, nowNanos);
    }

    boolean onSlice(int number, long base, long version, int index, int count, ByteBuffer in, int length, long now) {
        holdDelayNanos = AckSchedule.STATE_DELAY_NANOS;
        return state.onSlice(number, base, version, index, count, in, length, now);
    }

    /** Packets may overtake each other: only what is newer than the last one counts. */
    void onHeartbeat(ByteBuffer in, int length, long sequence) {
        if (sequence > heartbeatSequence) {
            heartbeatSequence = sequence;
            byte[] bytes = new byte[length];
            in.get(bytes);
            context.events().heartbeat(bytes);
        }
    }

    // ---- what a packet would hold

    boolean isReliable(int channel) {
        return reliable[channel] != null;
    }

    int needOfFragment(int channel, int id16, int index, int count, int length) {
        ReliableReceiveQueue queue = reliable[channel];
        return queue == null ? length + Limits.MESSAGE_OVERHEAD : queue.needOf(id16, index, count, length);
    }

    int needOfSlice(int number, long version, int index, int count, int length) {
        return state.needOf(number, version, index, count, length);
    }

    /** Whether states have a bound of their own, beside what the connection may hold. */
    boolean hasOwnStateRoom() {
        return state.hasOwnRoom();
    }

    /** Whether so many bytes more of states keep within that bound. */
    boolean hasStateRoom(int bytes) {
        return state.hasRoom(bytes);
    }

    /** Gives up what nobody was promised, except for one partial state and those that it starts from. */
    void makeRoom(int exceptState, long exceptBase) {
        if (!state.hasOwnRoom()) {
            unreliable.clear();
        }
        state.clear(exceptState, exceptBase);
    }

    // ---- what the application says

    void consumed(int channel, int messages, long nowNanos) {
        if (channel == EndpointMachine.STATE_STREAM) {
            state.consumed(messages);
        } else if (channel >= 0 && channel <= Channel.MAX_ID) {
            ReliableReceiveQueue queue = reliable[channel];
            if (queue != null) {
                queue.consumed(messages);
                edgesMoved = true;
                scheduleEdge(queue, nowNanos);
            } else {
                unreliable.consumed(channel, messages);
            }
        }
    }

    void hold(long version, boolean hasMissed, long nowNanos) {
        if (hasMissed) {
            context.counters().drop(DropRule.MISSING_BASE);
        }
        if (hasMissed || version == StateSource.NONE) {
            state.restart(version);
            acks.within(0, nowNanos);
        } else if (!holds || version != held) {
            acks.within(holdDelayNanos, nowNanos);
        }
        missed = hasMissed;
        holds = true;
        held = version;
    }

    // ---- what leaves

    /** Puts in the acknowledgement, if there is anything new to acknowledge, with the version that is held. */
    void writeAck(ByteBuffer out, long nowNanos) {
        if (!acks.isPending()) {
            return;
        }
        if (received.hasAny()) {
            FrameWriter.ack(out, received, nowNanos);
        }
        if (holds) {
            FrameWriter.hold(out, held, missed);
        }
        acks.sent();
    }

    /** Puts in the edges that have moved, or all. */
    void writeEdges(ByteBuffer out, SentPacket packet, boolean all) {
        if (!all && !edgesMoved) {
            return;
        }
        edgesMoved = false;
        for (ReliableReceiveQueue queue : queues) {
            ReceiveEdge edge = queue.edge();
            if (!all && !edge.isNews()) {
                continue;
            }
            if (out.remaining() < FrameWriter.EDGE_BYTES) {
                edgesMoved = true;
            } else {
                int channel = queue.channel.id();
                edge.advertised(packet.sequence);
                FrameWriter.edge(out, channel, edge.messages(), edge.bytes());
                packet.edges |= 1L << channel;
                packet.urgency = AckUrgency.RELIABLE;
            }
        }
    }

    void edgesLost(SentPacket packet, long nowNanos) {
        for (ReliableReceiveQueue queue : queues) {
            if ((packet.edges >>> queue.channel.id() & 1) != 0) {
                queue.edge().lost(packet.sequence);
                edgesMoved = true;
                scheduleEdge(queue, nowNanos);
            }
        }
    }

    private void scheduleEdge(ReliableReceiveQueue queue, long nowNanos) {
        long patience = queue.edge().patienceNanos(queue.heldBytes());
        if (patience != EndpointMachine.NEVER) {
            acks.within(patience, nowNanos);
        }
    }

    // ---- time and readings

    void expire(long nowNanos) {
        if (hasPartial) {
            unreliable.expire(nowNanos);
        }
    }

    long nextExpiryNanos() {
        if (!hasPartial) {
            return EndpointMachine.NEVER;
        }
        long next = unreliable.nextExpiryNanos();
        hasPartial = next != EndpointMachine.NEVER;
        return next;
    }

    int heldBytes() {
        int sum = unreliable.heldBytes() + (state.hasOwnRoom() ? 0 : state.heldBytes());
        for (ReliableReceiveQueue queue : queues) {
            sum += queue.heldBytes();
        }
        return sum;
    }

    /** With what will come of messages and states that are partly here. */
    int reservedBytes() {
        int sum = unreliable.heldBytes() + (state.hasOwnRoom() ? 0 : state.reservedBytes());
        for (ReliableReceiveQueue queue : queues) {
            sum += queue.reservedBytes();
        }
        return sum;
    }
}
