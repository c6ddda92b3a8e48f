package io.rxgase.client;

import io.rxgase.core.codec.Decoded;
import io.rxgase.core.codec.UpdateCodec;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;

/**
 * RxGaSe's own dialect: a difference is applied to the very version that it was made against, which the
 * store's history still holds, and what cannot be applied asks for the whole state.
 */
final class VersionedStateFlow<S> extends StateFlow<S> {
    VersionedStateFlow(StateModel<S> model, GameStateStore<S> store, Connection connection) {
        super(model, store, connection);
    }

    @Override
    void accept(StateSource.Frame frame) {
        Decoded<GameStateUpdate> decoded = UpdateCodec.decode(frame.bytes());
        if (decoded instanceof Decoded.Value<GameStateUpdate> update) {
            apply(update.value());
        } else {
            unreadable(decoded);
        }
    }

    private void apply(GameStateUpdate update) {
        if (!store.isEmpty() && update.timeOrder() <= store.current().timeOrder()) {
            return;
        }
        try {
            if (store.push(update)) {
                connection.holdState(update.timeOrder());
            } else {
                resynced();
                connection.holdState(StateSource.NONE);
            }
        } catch (StateMismatchException mismatch) {
            unfit(mismatch);
        }
    }
}
