package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of an unreliable channel. Messages leave with the next packet; where congestion holds packets up,
 * the oldest messages make way for younger ones.
 */
final class UnreliableSendQueue extends SendQueue {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Waiting(byte[] payload, long ticket, long deadlineNanos) {
        int cost() {
            return payload.length + Limits.MESSAGE_OVERHEAD;
        }
    }

    private static final int MAX_CREDIT = 16;

    private final Limits limits;
    private final Counters counters;
    private final ConnectionEvents events;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(4);
    private long nextId;
    private int nextPiece;
    private int queuedBytes;
    private int creditTold = MAX_CREDIT;

    UnreliableSendQueue(Channel channel, Limits limits, Counters counters, ConnectionEvents events, long first) {
        super(channel);
        this.limits = limits;
        this.counters = counters;
        this.events = events;
        nextId = first;
    }

    /** The oldest messages go, until that much is free or none is left. */
    void makeRoom(int bytes) {
        int over = bytes;
        while (over > 0 && !waiting.isEmpty()) {
            over -= waiting.element().cost();
            drop(DropRule.UNRELIABLE_OVERFLOW, DeliveryException.Reason.QUEUE_FULL);
        }
    }

    void add(byte[] payload, SendOptions options, long ticket, long nowNanos) {
        long timeLeft = options.deadline().toNanos();
        long deadline = timeLeft >= EndpointMachine.NEVER - nowNanos ? EndpointMachine.NEVER : nowNanos + timeLeft;
        Waiting message = new Waiting(payload, ticket, deadline);
        waiting.add(message);
        queuedBytes += message.cost();
    }

    /** Knows no edge: a publisher is asked for some more whenever some have left. */
    int credit() {
        creditTold = Math.max(0, MAX_CREDIT - waiting.size());
        return creditTold;
    }

    private void drop(DropRule rule, DeliveryException.Reason reason) {
        counters.drop(rule);
        events.failed(remove().ticket(), reason);
    }

    private Waiting remove() {
        Waiting message = waiting.remove();
        queuedBytes -= message.cost();
        if (nextPiece > 0) {
            nextPiece = 0;
            nextId++;
        }
        return message;
    }

    @Override
    boolean hasNext(long nowNanos) {
        return next(nowNanos) != null;
    }

    private @Nullable Waiting next(long nowNanos) {
        Waiting head = waiting.peek();
        while (head != null && head.deadlineNanos() <= nowNanos) {
            drop(DropRule.EXPIRED_MESSAGE, DeliveryException.Reason.EXPIRED);
            head = waiting.peek();
        }
        return head;
    }

    @Override
    boolean isNextBulk() {
        Waiting head = waiting.peek();
        return head != null && head.payload().length > limits.maxSingleBytes;
    }

    @Override
    boolean writeNext(ByteBuffer out, SentPacket packet, long nowNanos) {
        Waiting head = next(nowNanos);
        if (head == null) {
            return false;
        }
        byte[] payload = head.payload();
        if (payload.length <= limits.maxSingleBytes) {
            if (out.remaining() < FrameWriter.messageSize(payload.length)) {
                return false;
            }
            FrameWriter.message(out, channel.id(), nextId++, payload);
            finish(packet);
            return true;
        }
        int pieces = (payload.length + limits.pieceBytes - 1) / limits.pieceBytes;
        int from = nextPiece * limits.pieceBytes;
        int length = Math.min(limits.pieceBytes, payload.length - from);
        if (out.remaining() < FrameWriter.fragmentSize(nextPiece, pieces, length)) {
            return false;
        }
        FrameWriter.fragment(out, channel.id(), nextId, nextPiece, pieces, payload, from, length);
        packet.urgency = packet.urgency.and(AckUrgency.UNRELIABLE);
        nextPiece++;
        if (nextPiece == pieces) {
            finish(packet);
        }
        return true;
    }

    private void finish(SentPacket packet) {
        packet.urgency = packet.urgency.and(AckUrgency.UNRELIABLE);
        events.acked(remove().ticket());
        if (waiting.isEmpty() && creditTold < MAX_CREDIT) {
            creditTold = MAX_CREDIT;
            events.creditChanged(channel.id());
        }
    }

    @Override
    boolean isIdle() {
        return waiting.isEmpty();
    }

    @Override
    int queuedBytes() {
        return queuedBytes;
    }

    @Override
    void end() {
        while (!waiting.isEmpty()) {
            events.failed(remove().ticket(), DeliveryException.Reason.CONNECTION_ENDED);
        }
    }
}
