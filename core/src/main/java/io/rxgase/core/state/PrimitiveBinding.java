package io.rxgase.core.state;

import java.util.Objects;

/** A primitive component: as its box, but never null. */
final class PrimitiveBinding extends Binding<Object> {
    private final Binding<Object> box;

    PrimitiveBinding(Binding<Object> box) {
        this.box = box;
    }

    @Override
    String name() {
        return box.name();
    }

    @Override
    Object write(Object object) {
        return Objects.requireNonNull(box.write(object));
    }

    @Override
    Object read(Object value) {
        return box.read(value);
    }

    @Override
    Object readNull() {
        throw mismatch(null);
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
