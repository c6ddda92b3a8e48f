package io.rxgase.transport.protocol.pygase;

/**
 * Datagrams that are of no use because their numbers have been, or are far behind. Where they follow each other for a while and nothing
 * else arrives, their sender is another client that has started at the same address. Late copies come among newer datagrams, or all at once.
 */
final class Strays {
    static final int ENOUGH = 8;

    static final long LONG_ENOUGH_NANOS = 200_000_000L;

    private int count;
    private int last;
    private long sinceNanos;

    /** Notes one. */
    boolean isAnotherClient(long nowNanos, int number) {
        int steps = CircularNumber.distance(number, last);
        if (count > 0 && steps > 0 && steps <= PacketHeader.WINDOW) {
            count++;
        } else {
            count = 1;
            sinceNanos = nowNanos;
        }
        last = number;
        return count >= ENOUGH && nowNanos - sinceNanos >= LONG_ENOUGH_NANOS;
    }

    /** Something arrived that is of use. */
    void clear() {
        count = 0;
    }
}
