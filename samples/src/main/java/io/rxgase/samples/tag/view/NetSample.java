package io.rxgase.samples.tag.view;

/**
 * One reading of a connection for people to look at.
 *
 * @param rttMillis smoothed round-trip time, milliseconds
 * @param rttVarianceMillis its mean deviation, milliseconds
 * @param lossPercent share of the recently sent packets that were lost, 0 to 100
 * @param bytesInPerSecond received, over the last second
 * @param bytesOutPerSecond sent, over the last second
 * @param stateMillis mean time between two states over the last second, milliseconds; 0 without states
 * @param tickMillis mean time that a tick takes the server, milliseconds; 0 until it says
 */
public record NetSample(
        double rttMillis,
        double rttVarianceMillis,
        double lossPercent,
        double bytesInPerSecond,
        double bytesOutPerSecond,
        double stateMillis,
        double tickMillis) {
    /** Before the first reading. */
    public static final NetSample NONE = new NetSample(0, 0, 0, 0, 0, 0, 0);
}
