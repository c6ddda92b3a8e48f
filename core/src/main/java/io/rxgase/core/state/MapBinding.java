package io.rxgase.core.state;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code Map<K, V>} and {@link StateMap}, with keys that are strings, whole numbers or enums. */
final class MapBinding<K, V> extends Binding<Map<K, @Nullable V>> {
    private final ScalarBinding<K> key;
    private final Binding<V> value;

    private final boolean isStateMap;

    /**
     * The binding of a map.
     *
     * @param isStateMap whether it is declared as a {@link StateMap}, which is in natural order by itself
     */
    MapBinding(ScalarBinding<K> key, Binding<V> value, boolean isStateMap) {
        this.key = key;
        this.value = value;
        this.isStateMap = isStateMap;
    }

    @Override
    Shape shape() {
        // A StateMap is in order by itself, and its keys are fit if they can't be anything else.
        return isStateMap && !key.isText()
                ? value.shape().inside()
                : value.shape().inside().lookedAt();
    }

    @Override
    Map<K, @Nullable V> admitted(@Nullable Map<K, @Nullable V> before, Map<K, @Nullable V> map, int room) {
        Values.checkRoom(room);
        Map<K, @Nullable V> inOrder = inOrder(map);
        boolean keysAreNew = key.isText() && inOrder instanceof StateMap;
        if (inOrder.isEmpty()) {
            return inOrder;
        } else if (!value.shape().isLookedAt()) {
            Values.checkRoom(room - value.shape().levels());
            if (!keysAreNew) {
                return inOrder;
            }
        }
        AdmittedValues admitted = new AdmittedValues(room - 1);
        if (before instanceof StateMap<K, @Nullable V> from
                && inOrder instanceof StateMap<K, @Nullable V> to
                && from.isOrderedAs(to)) {
            MapDifference.compare(from, to, admitted);
        } else {
            Map<K, @Nullable V> known =
                    before != null && OwnOrder.goesByEquals(before) ? before : Map.<K, @Nullable V>of();
            inOrder.forEach((k, v) -> {
                if (known.containsKey(k)) {
                    admitted.changed(k, known.get(k), v);
                } else {
                    admitted.added(k, v);
                }
            });
        }
        if (admitted.others.isEmpty()) {
            return inOrder;
        }
        StateMap.Editor<K, @Nullable V> editor =
                StateMap.copyOf(inOrder, naturalOrder()).editor();
        admitted.others.forEach(editor::put);
        return editor.done();
    }

    private Map<K, @Nullable V> inOrder(Map<K, @Nullable V> map) {
        if (map instanceof StateMap<K, @Nullable V> same && OwnOrder.goesByEquals(same)) {
            return same;
        }
        OwnOrder.refuse(map);
        return OwnOrder.goesByEquals(map)
                        && OwnOrder.staysInOrder(map)
                        && OwnOrder.isAscending(map.keySet(), k -> normal(k).equals(k))
                ? map
                : sorted(map);
    }

    /** By what the keys are on the wire, whatever the map itself thinks of them. */
    private StateMap<K, @Nullable V> sorted(Map<K, @Nullable V> map) {
        SortedEntries<K, @Nullable V> entries = new SortedEntries<>(naturalOrder(), map.size());
        map.forEach((k, v) -> entries.add(normal(k), v));
        StateMap<K, @Nullable V> sorted = entries.done();
        if (sorted.size() < entries.size()) {
            throw twice();
        }
        return sorted;
    }

    private static Values.Unfit twice() {
        return new Values.Unfit(
                "has a key twice, because it compares keys in its own way or is used as a raw type: use a StateMap or"
                        + " a HashMap");
    }

    /** Looks at the values that are not those from before, and collects those that can't stay as they are. */
    private final class AdmittedValues implements MapDifference<K, @Nullable V> {
        final Map<K, @Nullable V> others = new LinkedHashMap<>();
        private final int room;

        AdmittedValues(int room) {
            this.room = room;
        }

        @SuppressWarnings("ReferenceEquality") // what needs no change is the same object
        void look(K k, @Nullable V was, @Nullable V is) {
            if (is == was) {
                return;
            }
            try {
                V admitted = value.admit(was, is, room);
                if (admitted != is) {
                    others.put(k, admitted);
                }
            } catch (Values.Unfit e) {
                throw e.inside("." + k);
            }
        }

        @Override
        public void changed(K k, @Nullable V before, @Nullable V after) {
            look(k, before, after);
        }

        @Override
        public void added(K k, @Nullable V after) {
            if (key.isText()) {
                normal(k);
            }
            look(k, null, after);
        }

        @Override
        public void removed(K k) {}
    }

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
        return List.of(StateSchema.MAP, key.describe(schema), value.describe(schema));
    }

    @Override
    void check(@Nullable Object theirs, SchemaCheck check) {
        switch (SchemaCheck.kind(theirs)) {
            case StateSchema.ANY, StateSchema.RECORD, StateSchema.SEALED -> {}
            case StateSchema.MAP -> {
                try {
                    key.check(SchemaCheck.part(theirs, 1), check);
                    value.check(SchemaCheck.inner(SchemaCheck.part(theirs, 2)), check);
                } catch (StateMismatchException e) {
                    throw e.under("*");
                }
            }
            default -> throw check.mismatch(this, theirs);
        }
    }

    @Override
    boolean holdsMaps() {
        return value.isMap();
    }

    private K normal(K object) {
        return key.normal(Objects.requireNonNull(object, "a map of a state has a null key: leave that entry out"));
    }

    private @Nullable Object valueOf(K k, @Nullable V object) {
        try {
            return value.toValue(object);
        } catch (Values.Unfit e) {
            throw e.inside("." + k);
        }
    }

    private Object keyOf(K object) {
        return key.write(normal(object));
    }

    @Override
    Object write(Map<K, @Nullable V> map) {
        SortedEntries<Object, @Nullable Object> entries = new SortedEntries<>(KeyOrder.INSTANCE, map.size());
        map.forEach((k, v) -> entries.add(keyOf(k), valueOf(k, v)));
        StateMap<Object, @Nullable Object> written = entries.done();
        if (written.size() < entries.size()) {
            throw twice();
        }
        return Attributes.EMPTY.changed(written);
    }

    @Override
    Map<K, @Nullable V> read(Object attributes, Fit fit) {
        Attributes from = map(attributes);
        SortedEntries<K, @Nullable V> entries = new SortedEntries<>(naturalOrder(), from.size());
        from.asMap().forEach((k, v) -> {
            int mark = fit.mark();
            fit.enterEntry(k);
            try {
                entries.add(key.read(k, fit), value.fromValue(v, fit));
            } catch (StateMismatchException e) {
                fit.replace(mark, fit.isStrict() ? e.under(k) : e, Misfit.Remedy.LEFT_OUT);
            }
            fit.leave();
        });
        return entries.done();
    }

    @SuppressWarnings("unchecked") // every type of key is comparable with itself
    private static <K> Comparator<K> naturalOrder() {
        return (Comparator<K>) Comparator.naturalOrder();
    }

    @Override
    boolean same(Map<K, @Nullable V> a, Map<K, @Nullable V> b) {
        return a.size() == b.size() && change(a, b) == null;
    }

    @Override
    @Nullable
    Change change(Map<K, @Nullable V> before, Map<K, @Nullable V> after) {
        Collector collector = new Collector();
        if (before instanceof StateMap<K, @Nullable V> from
                && after instanceof StateMap<K, @Nullable V> to
                && from.isOrderedAs(to)) {
            MapDifference.compare(from, to, collector);
        } else if (OwnOrder.goesByEquals(before) && OwnOrder.goesByEquals(after)) {
            compare(before, after, collector);
        } else {
            MapDifference.compare(sorted(before), sorted(after), collector);
        }
        Changes changes = collector.builder.build();
        return changes.isEmpty() ? null : changes;
    }

    /** Maps of other kinds, whose look-ups go by the same equality: one look-up for each entry, and a second walk only if an entry went away. */
    @SuppressWarnings("ReferenceEquality") // identity first
    private void compare(Map<K, @Nullable V> before, Map<K, @Nullable V> after, Collector collector) {
        int inBoth = 0;
        for (Map.Entry<K, @Nullable V> entry : after.entrySet()) {
            K k = entry.getKey();
            V is = entry.getValue();
            V was = before.get(k);
            if (was == null && !before.containsKey(k)) {
                collector.added(k, is);
            } else {
                inBoth++;
                if (was != is) {
                    collector.changed(k, was, is);
                }
            }
        }
        if (inBoth < before.size()) {
            for (K k : before.keySet()) {
                if (!after.containsKey(k)) {
                    collector.removed(k);
                }
            }
        }
    }

    private final class Collector implements MapDifference<K, @Nullable V> {
        final Changes.Builder builder = Changes.builder();

        @Override
        public void changed(K k, @Nullable V before, @Nullable V after) {
            try {
                Change change = value.difference(before, after);
                if (change != null) {
                    builder.add(keyOf(k), change);
                }
            } catch (Values.Unfit e) {
                throw e.inside("." + k);
            }
        }

        @Override
        public void added(K k, @Nullable V after) {
            builder.add(keyOf(k), new Change.Set(valueOf(k, after)));
        }

        @Override
        public void removed(K k) {
            builder.add(keyOf(k), Change.DELETE);
        }
    }

    @Override
    Map<K, @Nullable V> changed(Map<K, @Nullable V> before, Changes inside, Fit fit) {
        StateMap<K, @Nullable V> base = StateMap.copyOf(before, naturalOrder());
        StateMap.Editor<K, @Nullable V> editor = base.editor();
        inside.byKey().forEach((k, change) -> {
            int mark = fit.mark();
            fit.enterEntry(k);
            K object = null;
            try {
                object = key.read(k, fit);
                if (change instanceof Change.Delete) {
                    editor.remove(object);
                } else {
                    editor.put(object, value.applied(base.get(object), change, fit));
                }
            } catch (StateMismatchException e) {
                if (fit.isStrict() || !(change instanceof Change.Delete)) {
                    fit.replace(mark, fit.isStrict() ? e.under(k) : e, Misfit.Remedy.LEFT_OUT);
                }
                if (object != null) {
                    editor.remove(object);
                }
            }
            fit.leave();
        });
        return editor.done();
    }

    @Override
    Map<K, @Nullable V> ifMissing() {
        return new SortedEntries<K, @Nullable V>(naturalOrder(), 0).done();
    }
}
