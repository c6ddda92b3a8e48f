package io.rxgase.samples.tag.view;

/**
 * One reading of a connection for people to look at.
 *
 * @param rttMillis smoothed round-trip time, milliseconds
 * @param rttVarianceMillis its mean deviation, milliseconds
 * @param lossPercent share of the recently sent packets that were lost, 0 to 100
 * @param bytesInPerSecond received since the previous reading
 * @param bytesOutPerSecond sent since the previous reading
 * @param stateMillis mean time between two states since the previous reading, milliseconds; 0 without states
 */
public record NetSample(
        double rttMillis,
        double rttVarianceMillis,
        double lossPercent,
        double bytesInPerSecond,
        double bytesOutPerSecond,
        double stateMillis) {
    /** Before the first reading. */
    public static final NetSample NONE = new NetSample(0, 0, 0, 0, 0, 0);
}
