package io.rxgase.core.state;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code Optional<E>}: written as the value, or null. */
final class OptionalBinding<E> extends Binding<Optional<E>> {
    private final Binding<E> inner;

    OptionalBinding(Binding<E> inner) {
        this.inner = inner;
    }

    @Override
    boolean isMap() {
        return inner.isMap();
    }

    @Override
    String name() {
        return inner.name() + " or null";
    }

    @Override
    Object describe(SchemaWriter schema) {
        return List.of(StateSchema.OPTIONAL, inner.describe(schema));
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        inner.check(theirs, check);
    }

    @Override
    @Nullable
    Object write(Optional<E> object) {
        return inner.toValue(object.orElse(null));
    }

    @Override
    Optional<E> read(Object value, Fit fit) {
        int mark = fit.mark();
        try {
            return Optional.of(inner.read(value, fit));
        } catch (StateMismatchException e) {
            fit.replace(mark, e, Misfit.Remedy.EMPTY);
            return Optional.empty();
        }
    }

    @Override
    Shape shape() {
        return inner.shape();
    }

    @Override
    @SuppressWarnings({"ReferenceEquality", "NullableOptional"
    }) // what needs no change is the same; null: there was none
    Optional<E> admitted(@Nullable Optional<E> before, Optional<E> object, int room) {
        E is = object.orElse(null);
        E admitted = inner.admit(before == null ? null : before.orElse(null), is, room);
        return admitted == is ? object : Optional.ofNullable(admitted);
    }

    @Override
    Optional<E> readNull() {
        return Optional.empty();
    }

    @Override
    boolean same(Optional<E> a, Optional<E> b) {
        return inner.equal(a.orElse(null), b.orElse(null));
    }

    @Override
    @Nullable
    Change change(Optional<E> before, Optional<E> after) {
        return inner.difference(before.orElse(null), after.orElse(null));
    }

    @Override
    Optional<E> changed(Optional<E> before, Changes inside, Fit fit) {
        int mark = fit.mark();
        try {
            return Optional.ofNullable(inner.applied(before.orElse(null), inside, fit));
        } catch (StateMismatchException e) {
            fit.replace(mark, e, Misfit.Remedy.EMPTY);
            return Optional.empty();
        }
    }

    @Override
    Optional<E> ifMissing() {
        return Optional.empty();
    }
}
