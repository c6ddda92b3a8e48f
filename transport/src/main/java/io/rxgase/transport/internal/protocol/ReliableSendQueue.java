package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a reliable channel: messages that wait, those that travel, the pieces to send again, and the
 * peer's right edges.
 */
final class ReliableSendQueue extends SendQueue {
    /** Larger messages do not ride again: too dear. */
    private static final int MAX_COPY_COST = 256 + Limits.MESSAGE_OVERHEAD;

    /** Packets that leave closer together than this tend to be lost together. */
    private static final long MIN_COPY_GAP_NANOS = 4_000_000;

    private final Limits limits;
    private final Counters counters;
    private final ConnectionEvents events;
    private final ArrayDeque<OutgoingMessage> waiting = new ArrayDeque<>(4);
    private final PieceQueue resends = new PieceQueue();
    private final SendEdge edge;

    private final TravellingMessages travelling;
    private long copyFrom;
    private @Nullable OutgoingMessage large;
    private int queuedBytes;
    private int waitingBytes;
    private long nextExpiryNanos = EndpointMachine.NEVER;

    ReliableSendQueue(
            Channel channel, Limits limits, Counters counters, ConnectionEvents events, long first, PeerLimits peer) {
        super(channel);
        this.limits = limits;
        this.counters = counters;
        this.events = events;
        travelling = new TravellingMessages(first);
        copyFrom = first;
        edge = new SendEdge(first, peer);
    }

    void add(byte[] payload, SendOptions options, long ticket, long nowNanos, boolean isLarge) {
        long timeLeft = options.deadline().toNanos();
        long deadline = timeLeft >= EndpointMachine.NEVER - nowNanos ? EndpointMachine.NEVER : nowNanos + timeLeft;
        OutgoingMessage message = new OutgoingMessage(this, payload, limits, options.maxResends(), deadline, ticket);
        waiting.add(message);
        queuedBytes += message.cost;
        waitingBytes += message.cost;
        large = isLarge ? message : large;
        nextExpiryNanos = Math.min(nextExpiryNanos, deadline);
        edge.noteSize(message.cost);
    }

    boolean isEmpty() {
        return queuedBytes == 0;
    }

    /** How many more messages could be handed in, as far as the peer's edge is concerned. */
    long credit(int roomBytes) {
        return edge.credit(travelling.next() + waiting.size(), waitingBytes, isEmpty(), roomBytes);
    }

    SendEdge edge() {
        return edge;
    }

    @Override
    boolean hasNext(long nowNanos) {
        if (resends.first() != null) {
            return true;
        }
        OutgoingMessage head = waiting.peek();
        return head != null && (head.nextPiece() > 0 || edge.allows(travelling.next(), head.cost));
    }

    @Override
    boolean isNextBulk() {
        OutgoingMessage lost = resends.first();
        OutgoingMessage head = lost != null ? lost : waiting.peek();
        return head != null && head.pieces > 1;
    }

    @Override
    boolean writeNext(ByteBuffer out, SentPacket packet, long nowNanos) {
        OutgoingMessage lost = resends.first();
        if (lost != null) {
            int piece = resends.firstPiece();
            if (out.remaining() < size(lost, piece)) {
                return false;
            }
            write(out, packet, lost, piece);
            resends.remove();
            counters.messagesResent++;
            return true;
        }
        OutgoingMessage head = waiting.peek();
        if (head == null || (head.nextPiece() == 0 && !edge.allows(travelling.next(), head.cost))) {
            return false;
        }
        if (out.remaining() < size(head, head.nextPiece())) {
            return false;
        }
        if (head.nextPiece() == 0) {
            begin(head);
        }
        write(out, packet, head, head.nextPiece());
        if (head.nextPiece() == head.pieces) {
            waiting.remove();
        }
        return true;
    }

    private void begin(OutgoingMessage message) {
        travelling.begin(message);
        waitingBytes -= message.cost;
        edge.began(message.cost);
    }

    private static int size(OutgoingMessage message, int piece) {
        if (piece == OutgoingMessage.SKIP_NOTICE) {
            return FrameWriter.MAX_SKIP_BYTES;
        }
        int length = message.length(piece);
        return message.pieces == 1
                ? FrameWriter.messageSize(length)
                : FrameWriter.fragmentSize(piece, message.pieces, length);
    }

    private void write(ByteBuffer out, SentPacket packet, OutgoingMessage message, int piece) {
        int number = channel.id();
        if (piece == OutgoingMessage.SKIP_NOTICE) {
            FrameWriter.skip(out, number, message.id, message.cost);
        } else if (message.pieces == 1) {
            FrameWriter.message(out, number, message.id, message.payload());
        } else {
            int from = message.from(piece);
            FrameWriter.fragment(
                    out, number, message.id, piece, message.pieces, message.payload(), from, message.length(piece));
        }
        message.sent(piece, packet.sequence, packet.sentNanos);
        packet.add(message, piece);
        packet.urgency = AckUrgency.RELIABLE;
    }

    /**
     * Lets small messages that are not acknowledged yet ride again in a packet that leaves anyway, so that a lost packet costs no
     * round trip.
     *
     * @param copies how often each may do so
     * @param lifeNanos after that time it is acknowledged, or known to be lost
     */
    void writeCopies(ByteBuffer out, SentPacket packet, int copies, long lifeNanos) {
        long oldest = packet.sentNanos - lifeNanos;
        long newest = packet.sentNanos - MIN_COPY_GAP_NANOS;
        copyFrom = Math.max(copyFrom, travelling.oldest());
        for (long id = copyFrom; id < travelling.next(); id++) {
            OutgoingMessage message = travelling.get(id);
            if (message == null || !isWorthCopying(message, copies, oldest)) {
                copyFrom += id == copyFrom ? 1 : 0;
            } else if (message.lastSentNanos() > newest || out.remaining() < size(message, 0)) {
                return;
            } else {
                write(out, packet, message, 0);
                message.copied();
                counters.messagesResent++;
            }
        }
    }

    private static boolean isWorthCopying(OutgoingMessage message, int copies, long oldestNanos) {
        return message.pieces == 1
                && message.cost <= MAX_COPY_COST
                && message.copies() < copies
                && message.lastSentNanos() >= oldestNanos
                && !message.isNeedless(0);
    }

    void acked(OutgoingMessage message, int piece) {
        if (message.acked(piece)) {
            if (!message.isSkipped()) {
                events.acked(message.ticket);
                queuedBytes -= message.cost;
            }
            message.settle();
            travelling.forgetSettled();
        }
    }

    void lost(OutgoingMessage message, int piece, long sequence) {
        if (message.isNeedless(piece) || !message.isLastIn(piece, sequence)) {
            return;
        }
        if (piece != OutgoingMessage.SKIP_NOTICE && !message.mayTravelAgain()) {
            expire(message);
        } else {
            resends.add(message, piece);
        }
    }

    /** Puts the oldest travelling pieces up for resending: nothing was heard for a probe time-out. */
    boolean probe() {
        for (long id = travelling.oldest(); id < travelling.next(); id++) {
            OutgoingMessage message = travelling.get(id);
            if (message != null && probe(message)) {
                return true;
            }
        }
        return false;
    }

    private boolean probe(OutgoingMessage message) {
        if (message.isSkipped()) {
            resends.add(message, OutgoingMessage.SKIP_NOTICE);
            return true;
        }
        for (int piece = 0; piece < message.nextPiece(); piece++) {
            if (!message.isNeedless(piece)) {
                resends.add(message, piece);
                return true;
            }
        }
        return false;
    }

    /** Gives up messages whose deadline has passed. */
    void expire(long nowNanos) {
        if (nowNanos < nextExpiryNanos) {
            return;
        }
        nextExpiryNanos = EndpointMachine.NEVER;
        for (long id = travelling.oldest(); id < travelling.next(); id++) {
            OutgoingMessage message = travelling.get(id);
            if (message != null && !message.isSkipped()) {
                expireIfDue(message, nowNanos);
            }
        }
        waiting.removeIf(message -> message.nextPiece() == 0 && expireIfDue(message, nowNanos));
    }

    private boolean expireIfDue(OutgoingMessage message, long nowNanos) {
        if (message.deadlineNanos > nowNanos) {
            nextExpiryNanos = Math.min(nextExpiryNanos, message.deadlineNanos);
            return false;
        }
        expire(message);
        return true;
    }

    /** Gives up the large message if no piece of it has arrived. */
    void giveWay() {
        if (large != null && largeBytes() > 0 && large.nextPiece() > 0 && !large.hasArrivedPartly()) {
            giveUp(large, DropRule.CROSSED_MESSAGE, DeliveryException.Reason.QUEUE_FULL);
        }
    }

    private void expire(OutgoingMessage message) {
        giveUp(message, DropRule.EXPIRED_MESSAGE, DeliveryException.Reason.EXPIRED);
    }

    private void giveUp(OutgoingMessage message, DropRule rule, DeliveryException.Reason reason) {
        counters.drop(rule);
        events.failed(message.ticket, reason);
        queuedBytes -= message.cost;
        if (message.nextPiece() == 0) {
            waitingBytes -= message.cost;
            message.settle();
            return;
        }
        message.skip();
        if (message == waiting.peek()) {
            waiting.remove();
        }
        resends.add(message, OutgoingMessage.SKIP_NOTICE);
    }

    long nextExpiryNanos() {
        return nextExpiryNanos;
    }

    @Override
    boolean isIdle() {
        return waiting.isEmpty() && travelling.oldest() == travelling.next();
    }

    @Override
    int queuedBytes() {
        return queuedBytes;
    }

    @Override
    int largeBytes() {
        return large == null || large.isSettled() || large.isSkipped() ? 0 : large.cost;
    }

    @Override
    void end() {
        for (long id = travelling.oldest(); id < travelling.next(); id++) {
            OutgoingMessage message = travelling.get(id);
            if (message != null) {
                if (!message.isSkipped()) {
                    events.failed(message.ticket, DeliveryException.Reason.CONNECTION_ENDED);
                }
                message.settle();
            }
        }
        travelling.forgetSettled();
        for (OutgoingMessage message : waiting) {
            if (!message.isSettled()) {
                events.failed(message.ticket, DeliveryException.Reason.CONNECTION_ENDED);
                message.settle();
            }
        }
        waiting.clear();
        resends.clear();
        queuedBytes = 0;
        waitingBytes = 0;
    }
}
