package io.rxgase.core.state;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The model of a record class. */
final class RecordModel<S> implements StateModel<S> {
    private static final ClassValue<RecordModel<?>> MODELS = new ClassValue<>() {
        @Override
        protected RecordModel<?> computeValue(Class<?> type) {
            return new RecordModel<>(type);
        }
    };

    private final Class<S> type;
    private final RecordBinding binding;
    private final IgnoredAttributes ignored = new IgnoredAttributes();

    private RecordModel(Class<S> type) {
        this.type = type;
        this.binding = new RecordTree(ignored).root(type);
    }

    @SuppressWarnings("unchecked") // computeValue makes the model of its class
    static <S> RecordModel<S> of(Class<S> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName()
                    + " is no record and not GameState: declare the state as a record, or use GameState for attributes by"
                    + " name");
        }
        return (RecordModel<S>) MODELS.get(type);
    }

    @Override
    public Class<S> type() {
        return type;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a shared state is the same object
    public Changes changes(S from, S to) {
        return from == to ? Changes.NONE : binding.changes(from, to);
    }

    @Override
    public S changed(S state, Changes changes) {
        return type.cast(binding.changed(state, changes, Fit.STRICT));
    }

    @Override
    public S admitted(@Nullable S before, S state) {
        return type.cast(Objects.requireNonNull(binding.admit(before, state, Values.MAX_DEPTH)));
    }

    @Override
    public Attributes toAttributes(S state) {
        return binding.write(state);
    }

    @Override
    public S fromAttributes(Attributes attributes) {
        return type.cast(binding.read(attributes, Fit.STRICT));
    }

    @Override
    public Snapshot<S> apply(@Nullable Snapshot<S> base, GameStateUpdate update) {
        binding.requireSomeOf(update.changes().asMap().keySet());
        return StateModel.super.apply(base, update);
    }

    RecordBinding binding() {
        return binding;
    }

    @Override
    public Map<String, Long> ignoredAttributes() {
        return ignored.counts();
    }

    @Override
    public String toString() {
        return "StateModel of " + type.getName();
    }
}
