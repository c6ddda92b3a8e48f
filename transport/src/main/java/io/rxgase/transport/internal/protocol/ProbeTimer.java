package io.rxgase.transport.internal.protocol;

/**
 * When something is sent again because nothing was acknowledged (RFC 9002, 6.2): after a probe time-out, which doubles until
 * something is.
 */
final class ProbeTimer {
    private static final int MAX_DOUBLINGS = 6;

    private static final long MAX_NANOS = 1_000_000_000;

    private int count;
    private long probedNanos = Long.MIN_VALUE;

    void probed(long nowNanos) {
        count++;
        probedNanos = nowNanos;
    }

    /** The peer is heard, or somewhere else: the time-out begins anew. */
    void reset() {
        count = 0;
    }

    long deadlineNanos(SentPackets sent, RttEstimator rtt) {
        if (!sent.hasInFlight()) {
            return EndpointMachine.NEVER;
        }
        boolean reliable = sent.hasReliableInFlight();
        long since = reliable ? sent.lastReliableSentNanos() : sent.lastSentNanos();
        long delay = reliable ? AckSchedule.RELIABLE_DELAY_NANOS : AckSchedule.RELAXED_DELAY_NANOS;
        long timeout = Math.min(MAX_NANOS, rtt.probeTimeout(delay) << Math.min(count, MAX_DOUBLINGS));
        return Math.max(since, probedNanos) + timeout;
    }
}
