package io.rxgase.transport.internal.protocol;

/**
 * Spreads packets out: a bucket of bytes that fills at the rate that congestion control allows (RFC 9002, 7.7). Small
 * messages may overdraw it a little, so that inputs leave at once; state and pieces of large messages wait.
 */
final class Pacer {
    /** The bucket holds at least so many datagrams, and what the rate gives in {@link #BURST_NANOS}. */
    private static final int MIN_BURST_DATAGRAMS = 10;

    private static final long BURST_NANOS = 10_000_000;

    /** How far small messages may overdraw the bucket, in datagrams. */
    private static final int OVERDRAFT_DATAGRAMS = 10;

    private static final double NANOS_PER_SECOND = 1e9;

    private final int datagramBytes;
    private double tokens;
    private long filledNanos;
    private boolean started;

    Pacer(int datagramBytes) {
        this.datagramBytes = datagramBytes;
    }

    void refill(long nowNanos, double bytesPerSecond) {
        double most =
                Math.max(MIN_BURST_DATAGRAMS * (double) datagramBytes, bytesPerSecond * BURST_NANOS / NANOS_PER_SECOND);
        if (!started) {
            started = true;
            tokens = most;
        } else {
            tokens = Math.min(most, tokens + (nowNanos - filledNanos) * bytesPerSecond / NANOS_PER_SECOND);
        }
        filledNanos = nowNanos;
    }

    void spend(int bytes) {
        tokens -= bytes;
    }

    boolean allowsBulk() {
        return tokens >= 0;
    }

    boolean allowsSmall() {
        return tokens >= -(double) OVERDRAFT_DATAGRAMS * datagramBytes;
    }

    /** When bulk, or small messages, may go on. */
    long readyNanos(double bytesPerSecond, boolean bulk) {
        double missing = bulk ? -tokens : -tokens - (double) OVERDRAFT_DATAGRAMS * datagramBytes;
        return missing <= 0
                ? filledNanos
                : filledNanos + (long) Math.ceil(missing * NANOS_PER_SECOND / bytesPerSecond) + 1;
    }
}
