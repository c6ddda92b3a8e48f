package io.rxgase.pygase.internal.protocol;

import io.rxgase.transport.Delivery;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection from the queue to their outcome, and the datagrams that carry them.
 *
 * <p>A datagram is taken for lost when the peer has acknowledged something newer, and has had a round trip's time to acknowledge this one as
 * well: its messages are queued again, or fail if they may not be. Without that evidence the peer may just be slow, and sending again
 * would double the message: one that may not be sent again fails after {@value #TIMEOUT_NANOS} ns, the others wait on.
 *
 * <p>Order: the wire has no number for it, and a receiver handles messages as their datagrams arrive. So ordered ones leave only while no
 * ordered one of an earlier datagram is under way: at most {@value #MAX_PER_DATAGRAM} in a round trip. The others don't wait for them.
 *
 * <p>Bounded in bytes, queued and unacknowledged messages together.
 */
final class EventOutbox {
    static final int MAX_PER_DATAGRAM = 5;

    /** How old a datagram may become before a message in it that may not be sent again is given up. */
    static final long TIMEOUT_NANOS = 1_000_000_000L;

    /** What is allowed for late datagrams, and for the peer's next slot, before something newer is proof of a loss. */
    static final long MIN_LOSS_NANOS = 150_000_000L;

    private static final long SLOTS_NANOS = 2 * Pacing.FAST_NANOS;
    private static final int DEVIATIONS = 4;

    /** How many messages publishers may have in the queue and under way together. */
    static final int WINDOW = 64;

    private static final double RTT_WEIGHT = 0.1;
    private static final double LOSS_WEIGHT = 0.05;

    private final int maxBytes;
    private final long patienceNanos;
    private final Consumer<OutgoingEvent> acked;
    private final Failure failure;
    private final ArrayDeque<OutgoingEvent> ordered = new ArrayDeque<>();
    private final ArrayDeque<OutgoingEvent> unordered = new ArrayDeque<>();
    private final ArrayDeque<Sent> unacknowledged = new ArrayDeque<>();

    private long bytes;
    private long places;
    private int underWay;
    private int orderedUnderWay;
    private long rttNanos;
    private long rttDeviationNanos;
    private double lossRatio;
    private long datagramsLost;
    private long messagesResent;

    /** Told of messages that were given up. */
    interface Failure {
        void failed(OutgoingEvent event, DeliveryException.Reason reason);
    }

    /** A datagram and the reliable messages in it. */
    private static final class Sent {
        final int number;
        final long sentNanos;
        final List<OutgoingEvent> events;
        boolean missed;

        Sent(int number, long sentNanos, List<OutgoingEvent> events) {
            this.number = number;
            this.sentNanos = sentNanos;
            this.events = events;
        }
    }

    /**
     * An empty outbox.
     *
     * @param maxBytes how much may be queued and under way
     * @param patienceNanos how long a message waits for evidence that it was lost before it is given up
     */
    EventOutbox(int maxBytes, long patienceNanos, Consumer<OutgoingEvent> acked, Failure failure) {
        this.maxBytes = maxBytes;
        this.patienceNanos = patienceNanos;
        this.acked = acked;
        this.failure = failure;
    }

    /** Queues a message; false if there is no room for it. */
    boolean add(long nowNanos, byte[] payload, SendOptions options, long ticket, Delivery delivery, boolean credited) {
        if (!credited && bytes + payload.length > maxBytes) {
            return false;
        }
        long waitNanos = options.deadline().toNanos();
        long deadlineNanos = waitNanos > Long.MAX_VALUE - Math.max(0, nowNanos) ? Long.MAX_VALUE : nowNanos + waitNanos;
        int resends = delivery.isReliable() ? options.maxResends() : 0;
        OutgoingEvent event = new OutgoingEvent(payload, ticket, delivery, resends, deadlineNanos, places++);
        queueOf(event).add(event);
        bytes += payload.length;
        return true;
    }

    private ArrayDeque<OutgoingEvent> queueOf(OutgoingEvent event) {
        return event.ordered ? ordered : unordered;
    }

    /** Whether the next message needs more room than that. */
    boolean nextExceeds(int room) {
        OutgoingEvent next = next(orderedUnderWay > 0);
        return next != null && next.blockBytes() > room;
    }

    /** The message that waits for longest, of those that may leave. */
    private @Nullable OutgoingEvent next(boolean orderedWait) {
        OutgoingEvent first = orderedWait ? null : ordered.peek();
        OutgoingEvent other = unordered.peek();
        return first == null || (other != null && other.place < first.place) ? other : first;
    }

    /** Writes as many messages as a datagram takes, and remembers the datagram until it is acknowledged or lost. */
    void write(long nowNanos, int number, ByteBuffer into) {
        List<OutgoingEvent> tracked = new ArrayList<>(0);
        boolean orderedWait = orderedUnderWay > 0;
        for (int count = 0; count < MAX_PER_DATAGRAM; ) {
            OutgoingEvent event = next(orderedWait);
            if (event == null || event.blockBytes() > into.remaining()) {
                break;
            }
            queueOf(event).remove();
            if (nowNanos >= event.deadlineNanos) {
                giveUp(event);
                continue;
            }
            into.putShort((short) event.payload.length).put(event.payload);
            count++;
            if (event.reliable) {
                tracked.add(event);
                left(event, 1);
            } else {
                settle(event);
            }
        }
        unacknowledged.add(new Sent(number, nowNanos, tracked));
    }

    /** Counts a message that is under way, or no longer. */
    private void left(OutgoingEvent event, int count) {
        underWay += count;
        orderedUnderWay += event.ordered ? count : 0;
    }

    /** Reads what the peer has received. */
    void acknowledged(long nowNanos, PacketHeader header) {
        for (Iterator<Sent> i = unacknowledged.iterator(); i.hasNext(); ) {
            Sent sent = i.next();
            if (header.acknowledges(sent.number)) {
                i.remove();
                measure(nowNanos - sent.sentNanos);
                lossRatio -= LOSS_WEIGHT * lossRatio;
                sent.events.forEach(event -> {
                    left(event, -1);
                    settle(event);
                });
            } else {
                sent.missed |= header.misses(sent.number);
            }
        }
    }

    /** How old a datagram may become that the peer should have acknowledged with something newer. */
    private long lossNanos() {
        long roundTrip = rttNanos + DEVIATIONS * rttDeviationNanos + SLOTS_NANOS;
        return Math.min(TIMEOUT_NANOS, Math.max(MIN_LOSS_NANOS, roundTrip));
    }

    /** Judges what has waited for too long. */
    void expire(long nowNanos) {
        List<OutgoingEvent> again = new ArrayList<>(0);
        long lossNanos = lossNanos();
        for (Iterator<Sent> i = unacknowledged.iterator(); i.hasNext(); ) {
            Sent sent = i.next();
            long ageNanos = nowNanos - sent.sentNanos;
            if (ageNanos < lossNanos) {
                break;
            } else if (!sent.missed && ageNanos < TIMEOUT_NANOS) {
                continue;
            }
            for (Iterator<OutgoingEvent> j = sent.events.iterator(); j.hasNext(); ) {
                OutgoingEvent event = j.next();
                boolean mayGoAgain = event.resendsLeft > 0 && nowNanos < event.deadlineNanos;
                if (mayGoAgain && !sent.missed && ageNanos < patienceNanos) {
                    continue;
                }
                j.remove();
                left(event, -1);
                if (mayGoAgain && sent.missed) {
                    event.resendsLeft--;
                    messagesResent++;
                    again.add(event);
                } else {
                    giveUp(event);
                }
            }
            if (sent.events.isEmpty()) {
                i.remove();
                datagramsLost++;
                lossRatio += LOSS_WEIGHT * (1 - lossRatio);
            }
        }
        for (int i = again.size() - 1; i >= 0; i--) {
            queueOf(again.get(i)).addFirst(again.get(i));
        }
    }

    /** When {@link #expire} has something to do for a message. */
    long nextExpiryNanos() {
        long next = Long.MAX_VALUE;
        long lossNanos = lossNanos();
        for (Sent sent : unacknowledged) {
            if (sent.events.isEmpty()) {
                continue;
            } else if (sent.missed) {
                // Nothing that was sent later can come before this.
                return Math.min(next, sent.sentNanos + lossNanos);
            }
            boolean patient = sent.events.stream().allMatch(event -> event.resendsLeft > 0);
            next = Math.min(next, sent.sentNanos + (patient ? patienceNanos : TIMEOUT_NANOS));
        }
        return next;
    }

    /** Gives everything up. */
    void end() {
        List<OutgoingEvent> left = new ArrayList<>(ordered);
        left.addAll(unordered);
        unacknowledged.forEach(sent -> left.addAll(sent.events));
        ordered.clear();
        unordered.clear();
        unacknowledged.clear();
        underWay = 0;
        orderedUnderWay = 0;
        bytes = 0;
        left.forEach(event -> failure.failed(event, DeliveryException.Reason.CONNECTION_ENDED));
    }

    private void measure(long sampleNanos) {
        if (rttNanos == 0) {
            rttNanos = sampleNanos;
            rttDeviationNanos = sampleNanos / 2;
            return;
        }
        rttDeviationNanos += (long) (RTT_WEIGHT * (Math.abs(sampleNanos - rttNanos) - rttDeviationNanos));
        rttNanos += (long) (RTT_WEIGHT * (sampleNanos - rttNanos));
    }

    private void settle(OutgoingEvent event) {
        bytes -= event.payload.length;
        acked.accept(event);
    }

    private void giveUp(OutgoingEvent event) {
        bytes -= event.payload.length;
        failure.failed(event, DeliveryException.Reason.EXPIRED);
    }

    /** Whether nothing waits and nothing is under way. */
    boolean isIdle() {
        return queued() == 0 && underWay == 0;
    }

    /** How many more messages a publisher may be asked for. */
    int credit() {
        return Math.max(0, WINDOW - queued() - underWay);
    }

    private int queued() {
        return ordered.size() + unordered.size();
    }

    long queuedBytes() {
        return bytes;
    }

    long rttNanos() {
        return rttNanos;
    }

    long rttDeviationNanos() {
        return rttDeviationNanos;
    }

    double lossRatio() {
        return lossRatio;
    }

    long datagramsLost() {
        return datagramsLost;
    }

    long messagesResent() {
        return messagesResent;
    }
}
