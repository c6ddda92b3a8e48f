package io.rxgase.pygase.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.StateModel;
import org.jspecify.annotations.Nullable;

/**
 * What a state has to be like to be shown to PyGaSe clients. What changes is looked at, and the whole state only once a map had keys that a
 * Python client may take for others.
 *
 * @param <S> the type of the state
 */
final class PygaseRules<S> {
    private final StateModel<S> model;
    private volatile boolean rareKeys;

    /**
     * The rules of a model.
     *
     * @param model of the states
     */
    public PygaseRules(StateModel<S> model) {
        this.model = model;
    }

    /**
     * Checks that a state can be carried.
     *
     * @param before one that can, or null if there is none
     * @param after what is to be shown
     * @throws IllegalArgumentException if it can't; the message names the attribute and says what to do
     */
    public void check(@Nullable S before, S after) {
        Changes changes = before == null
                ? Changes.between(Attributes.EMPTY, model.toAttributes(after))
                : model.changes(before, after);
        PygaseUpdateCodec.check(changes);
        UpdatePieces.check(changes);
        rareKeys |= PygaseUpdateCodec.setsRareKeys(changes);
        if (rareKeys) {
            PygaseUpdateCodec.checkKeys(model.toAttributes(after));
        }
    }
}
