package io.rxgase.samples.tag.view;

import io.rxgase.transport.ConnectionStats;
import java.util.ArrayDeque;
import java.util.Deque;

/** Turns the counters of a connection into rates, one reading after the other. Mutable, for one thread. */
final class NetMeter {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    /** Rates are those of so many readings: over one alone they jump, since the counters themselves come in steps. */
    private static final int READINGS = 4;

    private final Deque<Reading> readings = new ArrayDeque<>();

    private record Reading(long nanos, ConnectionStats stats, long version) {}

    /**
     * Takes a reading.
     *
     * @param nowNanos on any steady clock
     * @param tickMillis what the server said last of its ticks
     * @param version the newest state's time order: by how much it grew is how many states there were
     */
    NetSample read(long nowNanos, ConnectionStats stats, double tickMillis, long version) {
        Reading now = new Reading(nowNanos, stats, version);
        Reading last = readings.isEmpty() ? now : readings.getFirst();
        readings.addLast(now);
        if (readings.size() > READINGS) {
            readings.removeFirst();
        }
        double seconds = (nowNanos - last.nanos) / NANOS_PER_SECOND;
        long states = version - last.version;
        return new NetSample(
                stats.rttNanos() / NANOS_PER_MILLI,
                stats.rttVarianceNanos() / NANOS_PER_MILLI,
                stats.lossRatio() * 100,
                seconds <= 0 ? 0 : (stats.bytesReceived() - last.stats.bytesReceived()) / seconds,
                seconds <= 0 ? 0 : (stats.bytesSent() - last.stats.bytesSent()) / seconds,
                seconds <= 0 || states <= 0 ? 0 : seconds * 1000 / states,
                tickMillis);
    }
}
