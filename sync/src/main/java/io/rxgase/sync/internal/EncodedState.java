package io.rxgase.sync.internal;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.SyncModel;
import java.util.Map;

/**
 * A state that is shown, and the attributes that stand for it.
 *
 * @param state the state
 * @param shared its shared part
 * @param owned its owned parts by owner
 */
record EncodedState<S>(S state, Attributes shared, Map<Long, Attributes> owned) {
    static <S> EncodedState<S> of(SyncModel<S> model, S state) {
        return new EncodedState<>(state, model.shared(state), SyncModel.byOwner(model.owned(state)));
    }

    /** A later state, or an earlier one; the attributes share what is the same. */
    EncodedState<S> next(SyncModel<S> model, S other, Changes changes) {
        Map<Long, Attributes> parts =
                model.ownedChanges(state, other).isEmpty() ? owned : SyncModel.byOwner(model.owned(other));
        return new EncodedState<>(other, changes.applyTo(shared), parts);
    }

    Attributes own(ClientId client) {
        return owned.isEmpty() ? Attributes.EMPTY : owned.getOrDefault(client.value(), Attributes.EMPTY);
    }
}
