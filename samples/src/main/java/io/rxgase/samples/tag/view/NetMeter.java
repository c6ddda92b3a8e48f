package io.rxgase.samples.tag.view;

import io.rxgase.transport.ConnectionStats;
import org.jspecify.annotations.Nullable;

/** Turns the counters of a connection into rates, one reading after the other. Mutable, for one thread. */
final class NetMeter {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private @Nullable ConnectionStats before;
    private long beforeNanos;
    private long beforeVersion;

    /**
     * Takes a reading.
     *
     * @param nowNanos on any steady clock
     * @param version the newest state's time order: by how much it grew is how many states there were
     */
    NetSample read(long nowNanos, ConnectionStats stats, long version) {
        ConnectionStats last = before == null ? stats : before;
        double seconds = (nowNanos - beforeNanos) / NANOS_PER_SECOND;
        boolean first = before == null || seconds <= 0;
        long states = version - beforeVersion;
        NetSample sample = new NetSample(
                stats.rttNanos() / NANOS_PER_MILLI,
                stats.rttVarianceNanos() / NANOS_PER_MILLI,
                stats.lossRatio() * 100,
                first ? 0 : (stats.bytesReceived() - last.bytesReceived()) / seconds,
                first ? 0 : (stats.bytesSent() - last.bytesSent()) / seconds,
                first || states <= 0 ? 0 : seconds * 1000 / states);
        before = stats;
        beforeNanos = nowNanos;
        beforeVersion = version;
        return sample;
    }
}
