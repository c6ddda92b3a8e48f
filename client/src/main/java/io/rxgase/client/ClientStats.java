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
 * @param eventsMisfit events that {@link Client#events(Class)} skipped because the record could not be made from them, once for each subscriber
 * @param eventsUnobserved events dropped because nobody had subscribed
 * @param gameTimeNanos the newest game time that the server has told, by a state or by a keep-alive; -1 before the first
 * @param gameTimeAgeNanos how long ago it has told that; -1 before the first. While the game goes on it is at most a keep-alive interval (1 s)
 *     and the time on the way, whether or not anything changes; it grows when the game is paused, as its status says, and when the server or the
 *     network is gone
 */
public record ClientStats(
        ConnectionStats link,
        long resyncs,
        long divergences,
        long statesMalformed,
        long misfits,
        long eventsMalformed,
        long eventsMisfit,
        long eventsUnobserved,
        long gameTimeNanos,
        long gameTimeAgeNanos) {}
