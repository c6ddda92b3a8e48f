package io.rxgase.core.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A sealed interface of records: written as the record's map with the record's simple name added. */
final class SealedBinding extends Binding<Object> {
    /** The key of the name; no component can be called so. */
    static final String TAG = "@type";

    private final String name;
    private final boolean tagged;
    private final Map<String, RecordBinding> byName = new TreeMap<>();
    private final Map<Class<?>, RecordBinding> byType = new HashMap<>();

    /** Found when it is first asked for, which is before other threads see the binding. */
    private @Nullable Shape shape;

    /**
     * A binding without records yet.
     *
     * @param tagged whether the record's name is added: not to a part of it that is laid over the rest
     */
    SealedBinding(String name, boolean tagged) {
        this.name = name;
        this.tagged = tagged;
    }

    /**
     * Adds a record, before anyone else sees the binding.
     *
     * @return false if there is another one of that name
     */
    boolean link(RecordBinding leaf) {
        byType.put(leaf.type(), leaf);
        RecordBinding other = byName.put(leaf.type().getSimpleName(), leaf);
        return other == null || other.type() == leaf.type();
    }

    @Override
    boolean isMap() {
        return true;
    }

    @Override
    String name() {
        return "map of a " + name + " (" + TAG + " one of " + String.join(", ", new TreeSet<>(byName.keySet())) + ")";
    }

    @Override
    Object describe(SchemaWriter schema) {
        Attributes.Builder leaves = Attributes.builder();
        byName.forEach((leaf, record) -> leaves.put(leaf, schema.number(record)));
        return List.of(StateSchema.SEALED, leaves.build());
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        if (SchemaCheck.kind(theirs).equals(StateSchema.ANY)) {
            return;
        } else if (!SchemaCheck.kind(theirs).equals(StateSchema.SEALED)) {
            throw check.mismatch(this, theirs);
        }
        Attributes leaves = SchemaCheck.part(theirs, 1) instanceof Attributes map ? map : Attributes.EMPTY;
        boolean common = false;
        for (Map.Entry<Object, @Nullable Object> leaf : leaves.asMap().entrySet()) {
            RecordBinding ours = leaf.getKey() instanceof String text ? byName.get(text) : null;
            if (ours != null && leaf.getValue() instanceof Long number) {
                common = true;
                ours.check(List.of(StateSchema.RECORD, number), check);
            }
        }
        if (!common) {
            throw StateMismatchException.wrongType("", name(), "one of " + leaves.keys());
        }
    }

    private RecordBinding leaf(Object object) {
        RecordBinding leaf = byType.get(object.getClass());
        if (leaf == null) {
            throw new IllegalArgumentException(
                    object.getClass().getName() + " is not a record of the sealed interface " + name);
        }
        return leaf;
    }

    private RecordBinding leafNamed(@Nullable Object tag) {
        RecordBinding leaf = tag instanceof String text ? byName.get(text) : null;
        if (leaf == null) {
            throw StateMismatchException.wrongType(
                    "",
                    name(),
                    tag == null ? "no " + TAG : TAG + " " + StateMismatchException.shortened(tag.toString()));
        }
        return leaf;
    }

    @Override
    Object write(Object object) {
        RecordBinding leaf = leaf(object);
        Attributes attributes = leaf.write(object);
        return tagged ? attributes.with(TAG, leaf.type().getSimpleName()) : attributes;
    }

    @Override
    Object read(Object value, Fit fit) {
        Attributes attributes = map(value);
        return leafNamed(attributes.asMap().get(TAG)).read(attributes, fit);
    }

    @Override
    Shape shape() {
        Shape known = shape;
        if (known == null) {
            // Until it is known, a type inside itself is without bound.
            shape = Shape.OPEN;
            known = Shape.SCALAR;
            for (RecordBinding leaf : byType.values()) {
                known = known.and(leaf.shape());
            }
            shape = known;
        }
        return known;
    }

    @Override
    Object admitted(@Nullable Object before, Object object, int room) {
        boolean isAlike = before != null && before.getClass() == object.getClass();
        return Objects.requireNonNull(leaf(object).admit(isAlike ? before : null, object, room));
    }

    @Override
    boolean same(Object a, Object b) {
        return a.getClass() == b.getClass() && leaf(a).same(a, b);
    }

    @Override
    @Nullable
    Change change(Object before, Object after) {
        return before.getClass() == after.getClass()
                ? leaf(before).change(before, after)
                : new Change.Set(write(after));
    }

    @Override
    @Nullable
    Object changed(Object before, Changes inside, Fit fit) {
        if (inside.get(TAG) == null) {
            return leaf(before).changed(before, inside, fit);
        } else if (fit.isStrict()) {
            return super.changed(before, inside, fit);
        }
        // The record before may lack attributes that the one after has as well.
        throw StateMismatchException.wrongType("", name(), "changes of another record");
    }
}
