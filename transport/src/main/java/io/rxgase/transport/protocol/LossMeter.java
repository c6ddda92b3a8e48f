package io.rxgase.transport.protocol;

/** The share of recent packets that were lost: a moving average over about {@link #PACKETS} of them. */
final class LossMeter {
    private static final double PACKETS = 64;

    private double ratio;
    private int seen;

    void add(boolean lost) {
        seen = Math.min(seen + 1, (int) PACKETS);
        // A plain mean at first, so that one early loss does not count for nothing, nor for everything.
        ratio += ((lost ? 1 : 0) - ratio) / Math.max(seen, PACKETS / 4);
    }

    double ratio() {
        return ratio;
    }
}
