package io.rxgase.pygase.internal.protocol;

import io.rxgase.transport.Quality;

/**
 * When the next datagram is due: every 25 ms, or every 50 ms while the line is slow. The rule is PyGaSe's, which has it from Glenn
 * Fiedler's "Reliability and Congestion Avoidance over UDP": a line that turned bad soon after it was good has to be good for longer the
 * next time.
 */
final class Pacing {
    static final long FAST_NANOS = 25_000_000L;
    static final long SLOW_NANOS = 50_000_000L;

    private static final long LOOK_NANOS = 500_000_000L;
    private static final long BAD_RTT_NANOS = 250_000_000L;
    private static final long MIN_PROBATION_NANOS = 1_000_000_000L;
    private static final long MAX_PROBATION_NANOS = 60_000_000_000L;

    private Quality quality = Quality.GOOD;
    private long intervalNanos = FAST_NANOS;
    private long probationNanos = MIN_PROBATION_NANOS;
    private long changedNanos;
    private long goodSinceNanos;
    private long nextLookNanos;
    private long slotNanos;

    Pacing(long nowNanos) {
        changedNanos = nowNanos;
        goodSinceNanos = nowNanos;
        nextLookNanos = nowNanos + LOOK_NANOS;
        slotNanos = nowNanos;
    }

    /** When the next datagram is due. */
    long slotNanos() {
        return slotNanos;
    }

    Quality quality() {
        return quality;
    }

    long intervalNanos() {
        return intervalNanos;
    }

    /** A datagram was sent: the next slot is an interval after this one, without catching up on missed ones. */
    void sent(long nowNanos) {
        slotNanos = Math.max(slotNanos, nowNanos - intervalNanos / 2) + intervalNanos;
    }

    /** No datagram before then, because of a cap on the rate. */
    void notBefore(long nanos) {
        slotNanos = Math.max(slotNanos, nanos);
    }

    /** Looks at the round-trip time twice a second; true if the quality changed. */
    boolean look(long nowNanos, long rttNanos) {
        if (nowNanos < nextLookNanos) {
            return false;
        }
        nextLookNanos = nowNanos + LOOK_NANOS;
        if (quality == Quality.GOOD && rttNanos > BAD_RTT_NANOS) {
            if (nowNanos - changedNanos < probationNanos) {
                probationNanos = Math.min(MAX_PROBATION_NANOS, probationNanos * 2);
            }
            intervalNanos = SLOW_NANOS;
            turn(Quality.BAD, nowNanos);
            return true;
        } else if (quality == Quality.BAD && rttNanos < BAD_RTT_NANOS) {
            turn(Quality.GOOD, nowNanos);
            return true;
        } else if (quality == Quality.GOOD && nowNanos - goodSinceNanos > probationNanos) {
            intervalNanos = FAST_NANOS;
            probationNanos = Math.max(MIN_PROBATION_NANOS, probationNanos / 2);
            goodSinceNanos = nowNanos;
        }
        return false;
    }

    private void turn(Quality to, long nowNanos) {
        quality = to;
        changedNanos = nowNanos;
        goodSinceNanos = nowNanos;
    }
}
