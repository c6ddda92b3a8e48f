package io.rxgase.client;

import io.rxgase.core.codec.Decoded;
import io.rxgase.core.codec.UpdateCodec;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns state frames into snapshots: a difference is applied to the very version that it was made against, which the
 * store's history still holds, and what cannot be applied asks for the whole state. Runs on the connection's event
 * loop.
 */
final class StateFlow<S> {
    private static final Logger LOG = LoggerFactory.getLogger(StateFlow.class);

    private final StateModel<S> model;
    private final GameStateStore<S> store;
    private final Connection connection;
    private final AtomicLong resyncs = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();

    StateFlow(StateModel<S> model, GameStateStore<S> store, Connection connection) {
        this.model = model;
        this.store = store;
        this.connection = connection;
    }

    void start() {
        var unused = connection.states().subscribe(this::accept, error -> store.complete(), store::complete);
    }

    /** How often this client had to ask for the whole state because it could not apply a difference. */
    long resyncs() {
        return resyncs.get();
    }

    /** Frames dropped because their bytes were no update or did not fit the state type. */
    long malformed() {
        return malformed.get();
    }

    private void accept(StateSource.Frame frame) {
        Decoded<GameStateUpdate> decoded = UpdateCodec.decode(frame.bytes());
        if (decoded instanceof Decoded.Value<GameStateUpdate> update) {
            apply(update.value());
        } else if (malformed.getAndIncrement() == 0) {
            LOG.warn("The server sent a state that cannot be read; such states are dropped and counted: {}", decoded);
        }
    }

    private void apply(GameStateUpdate update) {
        if (!store.isEmpty() && update.timeOrder() <= store.current().timeOrder()) {
            return;
        }
        Optional<Snapshot<S>> base =
                update.base() == Snapshot.NO_BASE ? Optional.empty() : store.version(update.base());
        if (base.isEmpty() && update.base() != Snapshot.NO_BASE) {
            resyncs.incrementAndGet();
            connection.holdState(StateSource.NONE);
            return;
        }
        try {
            store.push(model.apply(base.orElse(null), update));
            connection.holdState(update.timeOrder());
        } catch (StateMismatchException mismatch) {
            if (malformed.getAndIncrement() == 0) {
                LOG.warn("The server's state does not fit this client's state type: {}", mismatch.getMessage());
            }
        }
    }
}
