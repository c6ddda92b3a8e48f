package io.rxgase.client;

import io.rxgase.transport.ConnectionStats;

/**
 * A reading of what a client has measured and counted; counters only grow.
 *
 * @param link the connection's own measurements: RTT, loss, bytes, packets
 * @param resyncs how often the whole state had to be asked for
 * @param divergences how often that was because a checksum did not fit
 * @param statesMalformed state frames dropped because they could not be read or did not fit the state type
 * @param eventsMalformed events dropped because they could not be read
 * @param eventsUnobserved events dropped because nobody had subscribed
 */
public record ClientStats(
        ConnectionStats link,
        long resyncs,
        long divergences,
        long statesMalformed,
        long eventsMalformed,
        long eventsUnobserved) {}
