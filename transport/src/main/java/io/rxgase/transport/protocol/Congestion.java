package io.rxgase.transport.protocol;

/** How much may be under way and how fast it may leave. */
final class Congestion {
    private final Limits limits;

    Congestion(Limits limits) {
        this.limits = limits;
    }

    long windowBytes() {
        return 64L * limits.maxDatagramBytes;
    }

    double bytesPerSecond(RttEstimator rtt) {
        return Math.min((double) limits.maxBytesPerSecond, 1.25 * windowBytes() * 1e9 / rtt.smoothed());
    }
}
