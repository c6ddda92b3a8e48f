package io.rxgase.sync.internal;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.SyncModel;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.DoubleConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * States out, to clients of every dialect that a server speaks. Published by one thread; clients come and go on the event loop of
 * their connection; readings on any thread.
 *
 * @param <S> the type of the state
 */
public final class DialectFans<S> {
    /** Of dialects that have frames of their own. */
    private final Map<Dialect, StateSender<S>> senders = new HashMap<>();

    private final StateFan<S> fan;

    /**
     * Fans that have published nothing.
     *
     * @param listener takes the states
     * @param options of the listener
     * @param store knows the state model
     * @param sync who gets how much of what
     * @param timebase the clock
     * @param ids the client of a connection, by the connection's id
     * @param guard hears of views and priorities that throw
     */
    public DialectFans(
            Listener listener,
            TransportOptions options,
            GameStateStore<S> store,
            SyncOptions<S> sync,
            Timebase timebase,
            LongFunction<ClientId> ids,
            Guard guard) {
        var unused = requirement(store.model(), sync, options.dialects());
        for (Dialect dialect : options.dialects()) {
            GameDialect.of(dialect).sender(store.model()).ifPresent(sender -> senders.put(dialect, sender));
        }
        this.fan =
                new StateFan<>(store, sync, Map.copyOf(senders), timebase::nanoTime, listener::offerState, ids, guard);
    }

    /**
     * Checks that it can be decided what clients see of the states of a model.
     *
     * @param model of the states
     * @param sync who gets how much of what
     * @param dialects those that are spoken
     * @param <S> the type of the state
     * @return checks that a state can be shown, given the one before, null for the first; throws an {@link IllegalArgumentException} if not
     * @throws IllegalArgumentException if a view names what is not there, with the names that there are, or one of the dialects could not
     *     keep from a client what that must not see
     */
    public static <S> BiConsumer<@Nullable S, S> requirement(
            StateModel<S> model, SyncOptions<S> sync, Set<Dialect> dialects) {
        SyncModel<S> shown = SyncModel.of(model);
        for (View<S> view : sync.views()) {
            if (view instanceof TableView<S> table) {
                table.requireNames(shown);
            }
        }
        boolean isRestricted = shown.hidesSomething() || !sync.views().isEmpty();
        List<BiConsumer<@Nullable S, S>> all = new ArrayList<>();
        for (Dialect dialect : dialects) {
            GameDialect.of(dialect).requirement(model, isRestricted).ifPresent(all::add);
        }
        return (before, after) -> all.forEach(one -> one.accept(before, after));
    }

    /**
     * Shows a snapshot to every client.
     *
     * @param snapshot newer than the one before
     * @throws IllegalArgumentException if one of the dialects cannot carry it; clients go on seeing the snapshot before
     */
    public void publish(Snapshot<S> snapshot) {
        senders.values().forEach(sender -> sender.check(snapshot));
        fan.publish(snapshot);
    }

    /** Offers the newest snapshot once more to those who do not have all of it. */
    public void catchUp() {
        var unused = fan.catchUp();
    }

    /**
     * A client has come.
     *
     * @param connection its connection
     * @return takes the states per second that the client asks for, 0 for as many as there are; any thread
     */
    public DoubleConsumer joined(Connection connection) {
        StateSender<S> sender = senders.get(connection.dialect());
        if (sender != null) {
            sender.joined(connection);
        }
        return fan.feed(connection.id())::request;
    }

    /**
     * A client is gone, after its last frame.
     *
     * @param connection its connection
     * @param reason why it has ended
     */
    public void left(Connection connection, DisconnectReason reason) {
        StateSender<S> sender = senders.get(connection.dialect());
        if (sender != null) {
            sender.left(connection, reason);
        }
        fan.left(connection.id());
    }

    /**
     * What there is to say of a client.
     *
     * @param connection its connection
     * @return a reading; any thread
     */
    public FeedReading reading(Connection connection) {
        return fan.reading(connection.id());
    }

    /**
     * How long it took to prepare the newest state.
     *
     * @return nanoseconds
     */
    public long publishNanos() {
        return fan.publishNanos();
    }

    /**
     * The number of the newest state.
     *
     * @return 0 if there is none
     */
    public long number() {
        return fan.number();
    }

    /**
     * How many different frames were written for the newest state.
     *
     * @return a count
     */
    public int encodings() {
        return fan.encodings();
    }
}
