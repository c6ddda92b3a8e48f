package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Quality;

/**
 * Whether the peer is still there: keep-alives, the idle time-out with its grace time, and the quality of the link.
 */
final class Liveness {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    /** A time-out that is handled so much too late shows that this process stood still, not that the peer was silent. */
    private static final long STANDSTILL_NANOS = 500_000_000;

    /** What the peer is given to be heard after such a standstill. */
    private static final long AFTER_STANDSTILL_NANOS = 2_000_000_000;

    private final ConnectionContext context;
    private final Timers timers;
    private final Outbound outbound;
    private final QualityMeter quality = new QualityMeter();
    private final long keepAliveNanos;
    private long heardNanos;
    private boolean isSilent;
    private boolean isExcused;

    Liveness(ConnectionContext context, Timers timers, Outbound outbound, long nowNanos) {
        this.context = context;
        this.timers = timers;
        this.outbound = outbound;
        long peerIdleNanos = context.peer().idleMillis() * NANOS_PER_MILLI;
        keepAliveNanos = Math.max(1, Math.min(context.limits().keepAliveNanos, peerIdleNanos / 3));
        timers.set(Timer.QUALITY, nowNanos + QualityMeter.INTERVAL_NANOS);
        sent(nowNanos);
        heard(nowNanos);
    }

    /** A packet of the peer was taken. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
        isExcused = false;
        timers.set(Timer.IDLE, nowNanos + context.limits().idleNanos);
        if (isSilent) {
            isSilent = false;
            outbound.state.restart();
            context.events().resumed();
        }
    }

    /** A packet left that wants an answer. */
    void sent(long nowNanos) {
        timers.set(Timer.KEEP_ALIVE, nowNanos + keepAliveNanos);
    }

    /** Handles the timers of this class. Returns whether the peer is given up. */
    boolean isOver(long nowNanos) {
        long idleDeadline = timers.deadline(Timer.IDLE);
        if (timers.expired(Timer.IDLE, nowNanos) && !isSpared(idleDeadline, nowNanos)) {
            return true;
        }
        if (timers.expired(Timer.KEEP_ALIVE, nowNanos)) {
            outbound.ping();
            sent(nowNanos);
        }
        if (timers.expired(Timer.QUALITY, nowNanos)) {
            lookAtQuality(nowNanos);
        }
        return false;
    }

    private boolean isSpared(long deadlineNanos, long nowNanos) {
        if (!isExcused && nowNanos - deadlineNanos > STANDSTILL_NANOS) {
            isExcused = true;
            timers.set(Timer.IDLE, nowNanos + AFTER_STANDSTILL_NANOS);
            outbound.ping();
            return true;
        }
        if (isSilent || context.limits().graceNanos == 0) {
            return false;
        }
        isSilent = true;
        timers.set(Timer.IDLE, nowNanos + context.limits().graceNanos);
        if (quality.fallToBad()) {
            context.events().quality(Quality.BAD);
        }
        return true;
    }

    private void lookAtQuality(long nowNanos) {
        RttEstimator rtt = outbound.rtt;
        boolean quiet = isSilent || nowNanos - heardNanos > context.limits().idleNanos / 2;
        if (quality.look(rtt.isSampled() ? rtt.smoothed() : 0, outbound.lossRatio(), quiet)) {
            context.events().quality(quality.quality());
        }
        timers.set(Timer.QUALITY, nowNanos + QualityMeter.INTERVAL_NANOS);
    }

    /** How long was waited in vain. */
    double patienceSeconds() {
        return (context.limits().idleNanos + context.limits().graceNanos) / NANOS_PER_SECOND;
    }
}
