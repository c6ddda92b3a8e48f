package io.rxgase.server;

import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Snapshot;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * States out, to clients of every dialect that a server speaks. Published by one thread; clients come and go on the event loop of
 * their connection; readings on any thread.
 *
 * @param <S> the type of the state
 */
final class DialectFans<S> {
    private final @Nullable PygaseFan<S> pygase;
    private final StateFan<S> fan;

    /** Fans that have published nothing. */
    DialectFans(
            Listener listener,
            TransportOptions options,
            GameStateStore<S> store,
            SyncOptions<S> sync,
            Timebase timebase,
            ClientIds ids,
            Guard guard) {
        this.pygase = options.dialects().contains(Dialect.PYGASE) ? new PygaseFan<>(store.model()) : null;
        this.fan = new StateFan<>(store, sync, pygase, timebase::nanoTime, listener::offerState, ids::of, guard);
    }

    /**
     * Shows a snapshot to every client.
     *
     * @throws IllegalArgumentException if one of the dialects cannot carry it; clients go on seeing the snapshot before
     */
    void publish(Snapshot<S> snapshot) {
        if (pygase != null) {
            pygase.check(snapshot);
        }
        fan.publish(snapshot);
    }

    /** Offers the newest snapshot once more to those who do not have all of it. */
    void catchUp() {
        var unused = fan.catchUp();
    }

    /** A client has come; gives what is known of it. */
    ClientFeed<S> joined(Connection connection) {
        if (pygase != null && connection.dialect() == Dialect.PYGASE) {
            pygase.joined(connection);
        }
        return fan.feed(connection.id());
    }

    /** A client is gone, after its last frame. */
    void left(Connection connection, DisconnectReason reason) {
        if (pygase != null) {
            pygase.left(connection, reason);
        }
        fan.left(connection.id());
    }

    /** What there is to say of a client. */
    ServerStats.Client reading(Connection connection) {
        return fan.reading(connection);
    }

    /** How long it took to prepare the newest state, nanoseconds. */
    long publishNanos() {
        return fan.publishNanos();
    }

    /** The number of the newest state; 0 if there is none. */
    long number() {
        return fan.number();
    }

    /** How many different frames were written for the newest state. */
    int encodings() {
        return fan.encodings();
    }
}
