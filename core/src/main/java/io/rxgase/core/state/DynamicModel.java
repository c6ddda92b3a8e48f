package io.rxgase.core.state;

import org.jspecify.annotations.Nullable;

/** The model of dynamic states, whose attributes are the state. */
enum DynamicModel implements StateModel<GameState> {
    INSTANCE;

    @Override
    public Class<GameState> type() {
        return GameState.class;
    }

    @Override
    public Changes changes(GameState from, GameState to) {
        return Changes.between(from.attributes(), to.attributes());
    }

    @Override
    public GameState changed(GameState state, Changes changes) {
        return state.withAttributes(changes.applyTo(state.attributes()));
    }

    @Override
    public GameState admitted(@Nullable GameState before, GameState state) {
        Attributes base = before == null ? Attributes.EMPTY : before.attributes();
        Values.checkLevels(Changes.between(base, state.attributes()), Values.MAX_DEPTH);
        return state;
    }

    @Override
    public Attributes toAttributes(GameState state) {
        return state.attributes();
    }

    @Override
    public GameState fromAttributes(Attributes attributes) {
        return GameState.of(attributes);
    }

    @Override
    public GameState stamped(GameState state, long timeOrder, GameStatus status) {
        return state.stamped(timeOrder, status);
    }
}
