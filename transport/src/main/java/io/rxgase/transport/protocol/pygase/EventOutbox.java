package io.rxgase.transport.protocol.pygase;

import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The messages of one connection from the queue to their outcome, and the datagrams that carry them.
 *
 * <p>A datagram whose number the peer does not acknowledge is judged when it is {@value #TIMEOUT_NANOS} ns old. A message that may
 * not be sent again fails then, on time. One that may is queued again once the peer has acknowledged something newer: without that
 * evidence the peer may just be slow, and sending again would double the message.
 *
 * <p>Bounded in bytes, queued and unacknowledged messages together.
 */
final class EventOutbox {
    static final int MAX_PER_DATAGRAM = 5;

    /** How old a datagram may become before it is taken for lost. */
    static final long TIMEOUT_NANOS = 1_000_000_000L;

    /** How many messages publishers may have in the queue and under way together. */
    static final int WINDOW = 64;

    private static final double RTT_WEIGHT = 0.1;
    private static final double LOSS_WEIGHT = 0.05;

    private final int maxBytes;
    private final long patienceNanos;
    private final Consumer<OutgoingEvent> acked;
    private final Failure failure;
    private final ArrayDeque<OutgoingEvent> queue = new ArrayDeque<>();
    private final ArrayDeque<Sent> unacknowledged = new ArrayDeque<>();

    private long bytes;
    private int underWay;
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
    boolean add(long nowNanos, byte[] payload, SendOptions options, long ticket, boolean reliable, boolean credited) {
        if (!credited && bytes + payload.length > maxBytes) {
            return false;
        }
        long waitNanos = options.deadline().toNanos();
        long deadlineNanos = waitNanos > Long.MAX_VALUE - Math.max(0, nowNanos) ? Long.MAX_VALUE : nowNanos + waitNanos;
        queue.add(new OutgoingEvent(payload, ticket, reliable, reliable ? options.maxResends() : 0, deadlineNanos));
        bytes += payload.length;
        return true;
    }

    /** Whether the next message needs more room than that. */
    boolean nextExceeds(int room) {
        OutgoingEvent next = queue.peek();
        return next != null && next.blockBytes() > room;
    }

    /** Writes as many messages as a datagram takes, and remembers the datagram until it is acknowledged or lost. */
    void write(long nowNanos, int number, ByteBuffer into) {
        List<OutgoingEvent> tracked = new ArrayList<>(0);
        for (int count = 0; count < MAX_PER_DATAGRAM && !nextExceeds(into.remaining()); ) {
            OutgoingEvent event = queue.poll();
            if (event == null) {
                break;
            } else if (nowNanos >= event.deadlineNanos) {
                giveUp(event);
                continue;
            }
            into.putShort((short) event.payload.length).put(event.payload);
            count++;
            if (event.reliable) {
                tracked.add(event);
                underWay++;
            } else {
                settle(event);
            }
        }
        unacknowledged.add(new Sent(number, nowNanos, tracked));
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
                    underWay--;
                    settle(event);
                });
            } else {
                sent.missed |= header.misses(sent.number);
            }
        }
    }

    /** Judges what has waited for too long. */
    void expire(long nowNanos) {
        List<OutgoingEvent> again = new ArrayList<>(0);
        for (Iterator<Sent> i = unacknowledged.iterator(); i.hasNext(); ) {
            Sent sent = i.next();
            long ageNanos = nowNanos - sent.sentNanos;
            if (ageNanos < TIMEOUT_NANOS) {
                break;
            }
            for (Iterator<OutgoingEvent> j = sent.events.iterator(); j.hasNext(); ) {
                OutgoingEvent event = j.next();
                boolean mayGoAgain = event.resendsLeft > 0 && nowNanos < event.deadlineNanos;
                if (mayGoAgain && !sent.missed && ageNanos < patienceNanos) {
                    continue;
                }
                j.remove();
                underWay--;
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
            queue.addFirst(again.get(i));
        }
    }

    /** When {@link #expire} has something to do for a message. */
    long nextExpiryNanos() {
        long next = Long.MAX_VALUE;
        for (Sent sent : unacknowledged) {
            boolean patient = !sent.missed && sent.events.stream().allMatch(event -> event.resendsLeft > 0);
            if (patient && !sent.events.isEmpty()) {
                next = Math.min(next, sent.sentNanos + patienceNanos);
            } else if (!patient && !sent.events.isEmpty()) {
                return Math.min(next, sent.sentNanos + TIMEOUT_NANOS);
            }
        }
        return next;
    }

    /** Gives everything up. */
    void end() {
        List<OutgoingEvent> left = new ArrayList<>(queue);
        unacknowledged.forEach(sent -> left.addAll(sent.events));
        queue.clear();
        unacknowledged.clear();
        underWay = 0;
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
        return queue.isEmpty() && underWay == 0;
    }

    /** How many more messages a publisher may be asked for. */
    int credit() {
        return Math.max(0, WINDOW - queue.size() - underWay);
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
