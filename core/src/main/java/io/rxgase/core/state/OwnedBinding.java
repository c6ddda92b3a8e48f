package io.rxgase.core.state;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An owner-only component in the owned part: its value in a box, so that who divides the part among the owners never takes a key inside
 * the value, which a client may have chosen, for the name of an owner. Never read.
 */
final class OwnedBinding extends Binding<Object> {
    private final Binding<Object> inner;

    OwnedBinding(Binding<Object> inner) {
        this.inner = inner;
    }

    /** Whether a value of an owned part is a box: all that it holds is its owner's. */
    static boolean isBox(@Nullable Object value) {
        return value instanceof List<?> list && list.size() == 1;
    }

    /** What is in a box. */
    static Object open(Object box) {
        return Objects.requireNonNull(((List<?>) box).get(0));
    }

    @Override
    String name() {
        return inner.name();
    }

    @Override
    Object describe(SchemaWriter schema) {
        return inner.describe(schema);
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        inner.check(theirs, check);
    }

    @Override
    @Nullable
    Object write(Object object) {
        Object value = inner.write(object);
        return value == null ? null : List.of(value);
    }

    @Override
    Object read(Object value, Fit fit) {
        throw new UnsupportedOperationException("an owned part is never read");
    }

    @Override
    Shape shape() {
        return inner.shape();
    }

    @Override
    boolean same(Object a, Object b) {
        return inner.same(a, b);
    }
}
