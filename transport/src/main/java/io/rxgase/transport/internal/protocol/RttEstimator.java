package io.rxgase.transport.internal.protocol;

/**
 * Round-trip time after RFC 9002, 5 (which is RFC 6298 with the peer's acknowledgement delay taken out). All times in
 * nanoseconds.
 */
final class RttEstimator {
    /** Assumed before the first sample; a game's peers are seldom farther away. RFC 9002 assumes 333 ms. */
    static final long INITIAL_NANOS = 200_000_000;

    /** The clock's granularity (RFC 9002, kGranularity). */
    static final long GRANULARITY_NANOS = 1_000_000;

    /** A longer one is the clock's doing, or that of a process that stood still, not the network's. */
    private static final long MAX_SAMPLE_NANOS = 10_000_000_000L;

    private boolean sampled;
    private long latest = INITIAL_NANOS;
    private long smoothed = INITIAL_NANOS;
    private long variance = INITIAL_NANOS / 2;
    private long minimum = INITIAL_NANOS;

    void sample(long rttNanos, long ackDelayNanos) {
        if (rttNanos > MAX_SAMPLE_NANOS) {
            return;
        }
        latest = Math.max(rttNanos, 1);
        if (!sampled) {
            sampled = true;
            minimum = latest;
            smoothed = latest;
            variance = latest / 2;
            return;
        }
        minimum = Math.min(minimum, latest);
        long adjusted = latest >= minimum + ackDelayNanos ? latest - ackDelayNanos : latest;
        variance += (Math.abs(smoothed - adjusted) - variance) / 4;
        smoothed += (adjusted - smoothed) / 8;
    }

    /** Forgets everything: the path has changed (RFC 9000, 9.4). */
    void reset() {
        sampled = false;
        latest = INITIAL_NANOS;
        smoothed = INITIAL_NANOS;
        variance = INITIAL_NANOS / 2;
        minimum = INITIAL_NANOS;
    }

    boolean isSampled() {
        return sampled;
    }

    long smoothed() {
        return smoothed;
    }

    long variance() {
        return variance;
    }

    long minimum() {
        return minimum;
    }

    /** After this long without acknowledgement, while younger packets were acknowledged, a packet is lost (RFC 9002, 6.1.2). */
    long lossDelay() {
        long longest = Math.max(latest, smoothed);
        return Math.max(longest + longest / 8, GRANULARITY_NANOS);
    }

    /** Probe time-out without backoff (RFC 9002, 6.2.1). */
    long probeTimeout(long maxAckDelayNanos) {
        return smoothed + Math.max(4 * variance, GRANULARITY_NANOS) + maxAckDelayNanos;
    }
}
