package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Quality;

/**
 * How well the link serves a game, looked at once per {@link #INTERVAL_NANOS}. It becomes worse at the second look in a row
 * that says so, and better only after several, so that it does not flicker.
 */
final class QualityMeter {
    static final long INTERVAL_NANOS = 500_000_000;

    private static final long DEGRADED_RTT_NANOS = 150_000_000;
    private static final long BAD_RTT_NANOS = 400_000_000;
    private static final double DEGRADED_LOSS = 0.05;
    private static final double BAD_LOSS = 0.2;

    private static final int LOOKS_TO_FALL = 2;
    private static final int LOOKS_TO_RISE = 6;

    private Quality quality = Quality.GOOD;
    private int different;

    /** Takes a look. Returns whether the quality has changed. */
    boolean look(long rttNanos, double loss, boolean isSilent) {
        Quality now = judge(rttNanos, loss, isSilent);
        if (now == quality) {
            different = 0;
            return false;
        }
        boolean falls = now.compareTo(quality) > 0;
        if (++different < (falls ? LOOKS_TO_FALL : LOOKS_TO_RISE)) {
            return false;
        }
        different = 0;
        quality = now;
        return true;
    }

    /** It is bad beyond doubt. Returns whether that is news. */
    boolean fallToBad() {
        different = 0;
        boolean changed = quality != Quality.BAD;
        quality = Quality.BAD;
        return changed;
    }

    Quality quality() {
        return quality;
    }

    private static Quality judge(long rttNanos, double loss, boolean isSilent) {
        if (isSilent || rttNanos > BAD_RTT_NANOS || loss > BAD_LOSS) {
            return Quality.BAD;
        }
        return rttNanos > DEGRADED_RTT_NANOS || loss > DEGRADED_LOSS ? Quality.DEGRADED : Quality.GOOD;
    }
}
