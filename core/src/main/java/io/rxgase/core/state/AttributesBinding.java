package io.rxgase.core.state;

import org.jspecify.annotations.Nullable;

/** {@link Attributes}: a part of a record that is free in form. */
final class AttributesBinding extends Binding<Attributes> {
    @Override
    boolean isMap() {
        return true;
    }

    @Override
    String name() {
        return "map";
    }

    @Override
    Object describe(SchemaWriter schema) {
        return StateSchema.ANY;
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        switch (SchemaCheck.kind(theirs)) {
            case StateSchema.ANY, StateSchema.RECORD, StateSchema.SEALED, StateSchema.MAP -> {}
            default -> throw check.mismatch(this, theirs);
        }
    }

    @Override
    Object write(Attributes object) {
        return object;
    }

    @Override
    Shape shape() {
        return Shape.OPEN;
    }

    @Override
    Attributes admitted(@Nullable Attributes before, Attributes object, int room) {
        Values.checkLevels(Changes.between(before == null ? Attributes.EMPTY : before, object), room);
        return object;
    }

    @Override
    Attributes read(Object value, Fit fit) {
        return map(value);
    }

    @Override
    boolean same(Attributes a, Attributes b) {
        return a.equals(b);
    }

    @Override
    @Nullable
    Change change(Attributes before, Attributes after) {
        Changes changes = Changes.between(before, after);
        return changes.isEmpty() ? null : changes;
    }

    @Override
    Attributes changed(Attributes before, Changes inside, Fit fit) {
        return inside.applyTo(before);
    }

    @Override
    Attributes ifMissing() {
        return Attributes.EMPTY;
    }
}
