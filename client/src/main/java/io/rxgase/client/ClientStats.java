package io.rxgase.client;

import io.rxgase.transport.ConnectionStats;

/**
 * A reading of what a client has measured and counted; counters only grow.
 *
 * @param link the connection's own measurements: RTT, loss, bytes, packets
 * @param resyncs how often the whole state had to be asked for
 * @param divergences how often that was because a checksum did not fit
 * @param statesMalformed state frames that gave no state, because they could not be read or their root did not fit the state type
 * @param misfits values that did not fit the state type: something else is in their place, by the rule in docs/STATE.md, and the log has each
 *     kind once
 * @param eventsMalformed events dropped because they could not be read
 * @param eventsUnobserved events dropped because nobody had subscribed
 */
public record ClientStats(
        ConnectionStats link,
        long resyncs,
        long divergences,
        long statesMalformed,
        long misfits,
        long eventsMalformed,
        long eventsUnobserved) {}
