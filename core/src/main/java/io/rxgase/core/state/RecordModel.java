package io.rxgase.core.state;

/** The model of a record class. */
final class RecordModel<S> implements StateModel<S> {
    private final Class<S> type;

    private RecordModel(Class<S> type) {
        this.type = type;
    }

    static <S> StateModel<S> of(Class<S> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName()
                    + " is no record and not GameState: declare the state as a record, or use GameState for attributes by"
                    + " name");
        }
        return new RecordModel<>(type);
    }

    @Override
    public Class<S> type() {
        return type;
    }

    @Override
    public Changes changes(S from, S to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public S changed(S state, Changes changes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Attributes toAttributes(S state) {
        throw new UnsupportedOperationException();
    }

    @Override
    public S fromAttributes(Attributes attributes) {
        throw new UnsupportedOperationException();
    }
}
