package io.rxgase.sync.internal;

import io.rxgase.core.state.Snapshot;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.StateSource;

/**
 * Sends states in a dialect that has frames of its own. Snapshots are published by one thread; clients come and go, and frames are asked for, on
 * the event loop of their connection.
 *
 * @param <S> the type of the state
 */
public interface StateSender<S> {
    /**
     * Checks that a snapshot can be carried, after all those that were checked before.
     *
     * @param snapshot the next one
     * @throws IllegalArgumentException if it can't; the message names the attribute and says what to do
     */
    void check(Snapshot<S> snapshot);

    /**
     * Shows a snapshot.
     *
     * @param snapshot one that was checked
     * @return the frames of it
     */
    StateSource source(Snapshot<S> snapshot);

    /**
     * A client of this dialect has come; called before its first frame.
     *
     * @param connection its connection
     */
    void joined(Connection connection);

    /**
     * A client is gone; called after its last frame.
     *
     * @param connection its connection
     * @param reason why it has ended
     */
    void left(Connection connection, DisconnectReason reason);
}
