package io.rxgase.pygase.internal.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Datagrams that are of no use because their numbers have been, or are far behind. Where they follow each other for a while and nothing
 * else arrives, their sender is another client that has started at the same address. Late copies come among newer datagrams, or all at once.
 *
 * <p>Bounded: the last {@value #KEPT} are kept, so that what the other client sent until then is not lost.
 */
final class Strays {
    static final int ENOUGH = 8;

    static final int KEPT = 16;

    static final long LONG_ENOUGH_NANOS = 200_000_000L;

    private final Deque<Datagram> kept = new ArrayDeque<>(0);
    private int count;
    private long sinceNanos;

    /** Notes one; what another client sent until now if there is one, else nothing. */
    List<Datagram> note(long nowNanos, Datagram datagram) {
        Datagram last = kept.peekLast();
        int steps = last == null
                ? 0
                : CircularNumber.distance(
                        datagram.header().sequence(), last.header().sequence());
        if (steps <= 0 || steps > PacketHeader.WINDOW) {
            clear();
            sinceNanos = nowNanos;
        } else if (kept.size() == KEPT) {
            kept.remove();
        }
        kept.add(datagram);
        count++;
        return count >= ENOUGH && nowNanos - sinceNanos >= LONG_ENOUGH_NANOS ? List.copyOf(kept) : List.of();
    }

    /** Something arrived that is of use. */
    void clear() {
        kept.clear();
        count = 0;
    }
}
