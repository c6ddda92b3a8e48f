package io.rxgase.core.state;

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
