package io.rxgase.transport.internal.protocol;

/** The share of recent packets that were lost: a moving average over about {@link #PACKETS} of them. */
final class LossMeter {
    private static final double PACKETS = 64;

    /** A chance of one in a hundred to have to wait for the loss to be noticed. */
    private static final double ACCEPTED = 0.01;

    private double ratio;
    private int seen;

    void add(boolean lost) {
        seen = Math.min(seen + 1, (int) PACKETS);
        // A plain mean at first, so that one early loss does not count for nothing, nor for everything.
        ratio += ((lost ? 1 : 0) - ratio) / Math.max(seen, PACKETS / 4);
    }

    /**
     * How many more times a small reliable message should travel before it is known whether it arrived: as often as
     * makes it likely enough ({@link #ACCEPTED}) that one gets through, but two copies at most, and none where hardly anything is lost.
     */
    int worthwhileCopies() {
        if (ratio < ACCEPTED) {
            return 0;
        }
        return ratio * ratio <= ACCEPTED ? 1 : 2;
    }

    double ratio() {
        return ratio;
    }
}
