package io.rxgase.pygase.internal.protocol;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * An address that wants a connection and has not shown yet that it receives what is sent there: an address can be forged. It is answered
 * with next to nothing, and never with more bytes than came from it, until it acknowledges the number of the newest answer, which
 * can't be guessed. Its events wait here until then.
 */
final class HalfOpen {
    /** How long one number is good for. */
    static final long LIFE_NANOS = 10_000_000_000L;

    /** How often a number may be guessed. */
    static final long GUESS_NANOS = 1_000_000_000L;

    /**
     * How long an answer is the newest one, at first; after each three it is twice as long, up to eight times: only the newest counts, and on
     * a slow line it takes longer until it is acknowledged.
     */
    static final long FIRST_REPEAT_NANOS = 250_000_000L;

    private static final int REPEATS_OF_A_LENGTH = 3;
    private static final int MAX_DOUBLINGS = 3;

    /** What waits of one address at most. */
    static final int MAX_HELD_BYTES = 16 * 1024;

    static final int MAX_HELD_EVENTS = PygaseConnection.MAX_WAITING / 2;

    final InetSocketAddress address;
    final long sinceNanos;
    final ReceiveWindow received = new ReceiveWindow();
    final Queue<Datagram> held = new ArrayDeque<>(0);

    /** Whether an answer waits to be written. */
    boolean queued;

    private final int ackBefore;
    private int timeOrder;
    private int lastNumber;
    private int answers;
    private long nextAnswerNanos;
    private boolean guessed;
    private long guessNanos;
    private int heldBytes;
    private int heldEvents;
    private long bytesReceived;
    private long bytesSent;

    /**
     * Nothing has been counted yet.
     *
     * @param ackBefore what the client acknowledges of a server before this one, {@link CircularNumber#NONE} for nothing
     * @param lastNumber the number after which those of the answers come
     */
    HalfOpen(long nowNanos, InetSocketAddress address, int ackBefore, int lastNumber) {
        this.address = address;
        this.sinceNanos = nowNanos;
        this.nextAnswerNanos = nowNanos;
        this.ackBefore = ackBefore;
        this.lastNumber = lastNumber;
    }

    /**
     * Whether the sender of that acknowledgement has received the newest answer. One wrong number a second is looked at. What says
     * nothing of this server, and what speaks of an earlier answer, is no guess.
     */
    boolean proves(long nowNanos, int ack) {
        if (answers == 0 || ack == CircularNumber.NONE || ack == ackBefore || isEarlierAnswer(ack)) {
            return false;
        } else if (guessed && nowNanos - guessNanos < GUESS_NANOS) {
            return false;
        } else if (ack == lastNumber) {
            return true;
        }
        guessed = true;
        guessNanos = nowNanos;
        return false;
    }

    private boolean isEarlierAnswer(int number) {
        int ago = CircularNumber.distance(lastNumber, number);
        return ago > 0 && ago < answers;
    }

    /**
     * Counts a datagram, and keeps it if it has events.
     *
     * @param room how many bytes may be kept
     * @return how many are
     */
    int note(Datagram datagram, int size, int room) {
        bytesReceived += size;
        ReceiveWindow.Arrival arrival = received.judge(datagram.header().sequence());
        if (arrival != ReceiveWindow.Arrival.NEW && arrival != ReceiveWindow.Arrival.LATE) {
            return 0;
        }
        int events = datagram.events().size();
        boolean fits = size <= Math.min(room, MAX_HELD_BYTES - heldBytes) && heldEvents + events <= MAX_HELD_EVENTS;
        if (events > 0 && !fits) {
            return 0; // It is not acknowledged, so that its sender knows.
        }
        received.mark(datagram.header().sequence());
        if (arrival == ReceiveWindow.Arrival.NEW) {
            timeOrder = datagram.timeOrder();
        }
        if (events == 0) {
            return 0;
        }
        held.add(datagram);
        heldEvents += events;
        heldBytes += size;
        return size;
    }

    /** Whether it is time for an answer, and enough has come from there to pay for it. */
    boolean isDue(long nowNanos) {
        return nowNanos >= nextAnswerNanos && bytesReceived - bytesSent >= UpdateFiller.datagramBytes(timeOrder);
    }

    /** Writes an answer: a datagram without content, under a number of its own, since PyGaSe's client dies of one that comes twice. */
    void write(long nowNanos, ByteBuffer into) {
        int start = into.position();
        nextAnswerNanos = nowNanos + (FIRST_REPEAT_NANOS << Math.min(answers / REPEATS_OF_A_LENGTH, MAX_DOUBLINGS));
        answers++;
        lastNumber = CircularNumber.plus(lastNumber, 1);
        new PacketHeader(lastNumber, received.newest(), received.bits()).write(into);
        UpdateFiller.write(timeOrder, into);
        into.limit(into.position()).position(start);
        bytesSent += into.remaining();
    }

    /** The number of the newest answer. */
    int lastNumber() {
        return lastNumber;
    }

    int answers() {
        return answers;
    }

    int heldBytes() {
        return heldBytes;
    }

    long bytesReceived() {
        return bytesReceived;
    }

    long bytesSent() {
        return bytesSent;
    }
}
