package io.rxgase.core.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A primitive component: as its box, but never null, for which it takes its default if it has one. */
final class PrimitiveBinding extends Binding<Object> {
    private final Binding<Object> box;
    private final @Nullable Object ifNull;

    PrimitiveBinding(Binding<Object> box, @Nullable Object ifNull) {
        this.box = box;
        this.ifNull = ifNull;
    }

    @Override
    Shape shape() {
        return Shape.SCALAR;
    }

    @Override
    String name() {
        return box.name();
    }

    @Override
    Object describe(SchemaWriter schema) {
        return box.describe(schema);
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        box.check(theirs, check);
    }

    @Override
    Object write(Object object) {
        return Objects.requireNonNull(box.write(object));
    }

    @Override
    Object read(Object value, Fit fit) {
        return box.read(value, fit);
    }

    @Override
    Object readNull() {
        if (ifNull == null) {
            throw mismatch(null);
        }
        return ifNull;
    }

    @Override
    boolean same(Object a, Object b) {
        return box.same(a, b);
    }

    @Override
    Object parse(String text) {
        return box.parse(text);
    }
}
