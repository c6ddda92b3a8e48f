package io.rxgase.core.state;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * An immutable map for large tables of a state: a change shares everything with the old map but the path to the changed
 * entry, and the difference of two related maps costs what changed, not the size of the map.
 *
 * <pre>{@code
 * record Unit(double x, double y, int hp) {}
 *
 * StateMap<Integer, Unit> units = StateMap.<Integer, Unit>empty().with(7, new Unit(1.0, 2.0, 100));
 * StateMap<Integer, Unit> moved = units.updated(7, unit -> new Unit(unit.x() + 1.0, unit.y(), unit.hp()));
 * }</pre>
 *
 * <p>Entries iterate in the natural order of their keys, so two equal maps iterate alike, in every JVM, whatever their
 * past: a game that walks over its entities can be replayed. {@link #get}, {@link #with} and {@link #without} take time
 * logarithmic in the size; for many changes at once there is {@link #edit}. Keys must not be null; values may be.
 *
 * <p>Each map remembers the last changes that led to it, at most as many as it has entries (in memory, at most some 32
 * bytes for each, shared between the versions of a map). Two maps that are further apart, or unrelated, are compared entry by entry,
 * by identity first.
 *
 * <p>May be used on any thread. The methods of {@link Map} that change a map throw
 * {@link UnsupportedOperationException}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@SuppressWarnings("ReferenceEquality") // an unchanged tree or value is the same object; that is what sharing means
public final class StateMap<K, V extends @Nullable Object> extends AbstractMap<K, V> {
    private static final StateMap<?, ?> EMPTY = new StateMap<>(naturalTree(), null);

    private final TreePMap<K, V> entries;
    private final @Nullable Journal journal;

    private StateMap(TreePMap<K, V> entries, @Nullable Journal journal) {
        this.entries = entries;
        this.journal = journal;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static TreePMap<Object, Object> naturalTree() {
        return TreePMap.empty((Comparator) Comparator.naturalOrder());
    }

    /**
     * Returns the map without entries.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return the empty map
     */
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<? super K>, V extends @Nullable Object> StateMap<K, V> empty() {
        return (StateMap<K, V>) EMPTY;
    }

    /**
     * Returns a map with the entries of another.
     *
     * @param map any map without null keys; it is returned itself if it is a {@code StateMap}
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return an equal map
     */
    public static <K extends Comparable<? super K>, V extends @Nullable Object> StateMap<K, V> copyOf(
            Map<? extends K, ? extends V> map) {
        return copyOf(map, Comparator.naturalOrder());
    }

    static <K, V> StateMap<K, V> copyOf(Map<? extends K, ? extends V> map, Comparator<? super K> order) {
        if (map instanceof StateMap<? extends K, ? extends V> same
                && same.entries.comparator().equals(order)) {
            @SuppressWarnings("unchecked") // immutable, so it may be read as a map of supertypes
            StateMap<K, V> unchanged = (StateMap<K, V>) same;
            return unchanged;
        }
        SortedEntries<K, V> entries = new SortedEntries<>(order, map.size());
        map.forEach((key, value) -> entries.add(checked(key), value));
        return entries.done();
    }

    /** Takes over a sorted map that nobody changes any more. */
    static <K, V> StateMap<K, V> ofSorted(SortedMap<K, V> sorted) {
        return ofTree(TreePMap.fromSortedMap(sorted));
    }

    static <K, V> StateMap<K, V> ofTree(TreePMap<K, V> tree) {
        return new StateMap<>(tree, Journal.begin(tree.size()));
    }

    /**
     * Returns a map that has an entry.
     *
     * @param key the key
     * @param value its value
     * @return a map that differs at most in this entry; this map if it has that very value already
     */
    public StateMap<K, V> with(K key, V value) {
        TreePMap<K, V> changed = entries.plus(checked(key), value);
        return changed == entries ? this : new StateMap<>(changed, Journal.after(journal, key, changed.size()));
    }

    /**
     * Returns a map that lacks an entry.
     *
     * @param key the key
     * @return a map without it; this map if it has none
     */
    public StateMap<K, V> without(K key) {
        TreePMap<K, V> changed = entries.minus(checked(key));
        return changed == entries ? this : new StateMap<>(changed, Journal.after(journal, key, changed.size()));
    }

    /**
     * Returns a map with one value replaced by a function of it.
     *
     * @param key the key
     * @param change makes the new value from the old one; not called if there is no entry
     * @return the changed map; this map if there is no such entry or the value stays the same
     */
    public StateMap<K, V> updated(K key, UnaryOperator<V> change) {
        V value = entries.get(key);
        return value == null && !entries.containsKey(key) ? this : with(key, change.apply(value));
    }

    /**
     * Returns a map with every value replaced by a function of it and its key. Costs little where the function returns
     * the value that it was given.
     *
     * @param change makes the new value; called in key order
     * @return the changed map; this map if every value stays the same
     */
    public StateMap<K, V> mapped(BiFunction<? super K, ? super V, ? extends V> change) {
        SortedEntries<K, V> changed = new SortedEntries<>(entries.comparator(), 0);
        for (Entry<K, V> entry : entries.entrySet()) {
            V value = change.apply(entry.getKey(), entry.getValue());
            if (value != entry.getValue()) {
                changed.add(entry.getKey(), value);
            }
        }
        if (changed.size() > size() / 4) {
            return rebuilt(changed);
        }
        Editor<K, V> editor = editor();
        changed.forEach(editor::put);
        return editor.done();
    }

    /** Where many values change, making the tree anew is cheaper than changing it entry by entry. */
    private StateMap<K, V> rebuilt(SortedEntries<K, V> changed) {
        SortedEntries<K, V> all = new SortedEntries<>(entries.comparator(), size());
        Iterator<Entry<K, V>> changes = changed.entrySet().iterator();
        Entry<K, V> change = MapDifference.next(changes);
        for (Entry<K, V> entry : entries.entrySet()) {
            if (change != null && change.getKey() == entry.getKey()) {
                all.add(change.getKey(), change.getValue());
                change = MapDifference.next(changes);
            } else {
                all.add(entry.getKey(), entry.getValue());
            }
        }
        return all.done();
    }

    /**
     * Returns the map of those entries that pass a test.
     *
     * @param test says which entries stay; called in key order
     * @return the smaller map; this map if all stay
     */
    public StateMap<K, V> filtered(BiPredicate<? super K, ? super V> test) {
        Editor<K, V> editor = editor();
        for (Entry<K, V> entry : entries.entrySet()) {
            if (!test.test(entry.getKey(), entry.getValue())) {
                editor.remove(entry.getKey());
            }
        }
        return editor.done();
    }

    /**
     * Returns a map with any number of changes, made at once: cheaper than one map for each, and the same in the end.
     *
     * <pre>{@code
     * StateMap<Integer, Unit> after = units.edit(edit -> {
     *     edit.put(8, new Unit(5.0, 5.0, 100));
     *     edit.update(7, unit -> new Unit(unit.x(), unit.y(), unit.hp() - 10));
     *     edit.remove(6);
     * });
     * }</pre>
     *
     * <p>Each change takes time logarithmic in the size and is remembered as one of {@link #with} or {@link #without} is, under the
     * same bound, so that the difference to this map costs what changed. If the function throws, so does this method, and
     * nothing has changed.
     *
     * @param changes makes the changes; called once, at once, on this thread
     * @return the changed map; this map if nothing changed
     */
    public StateMap<K, V> edit(Consumer<? super StateMapEdit<K, V>> changes) {
        Objects.requireNonNull(changes, "changes");
        Editor<K, V> editor = editor();
        StateMapEdit<K, V> edit = new StateMapEdit<>(editor);
        try {
            changes.accept(edit);
        } finally {
            edit.end();
        }
        return editor.done();
    }

    /**
     * Returns what differs from another map: which entries were added, changed and removed on the way from it to this one. For two
     * versions of a map that are not far apart this costs what changed, not the size of the map.
     *
     * <pre>{@code
     * for (EntityChange<Integer, Unit> change : after.changesSince(before)) {
     *     log.info("{}", change);                           // Changed[key=7, before=…, after=…]
     * }
     * }</pre>
     *
     * @param before the map before; any map, related or not
     * @return at most one change for each key, in key order; values that are equal are no change. Unmodifiable
     */
    public List<EntityChange<K, V>> changesSince(StateMap<K, V> before) {
        StateMap<K, V> from = before.isOrderedAs(this) ? before : copyOf(before, entries.comparator());
        List<EntityChange<K, V>> changes = new ArrayList<>();
        MapDifference.compare(from, this, new MapDifference<>() {
            @Override
            public void changed(K key, V was, V is) {
                if (!Objects.equals(was, is)) {
                    changes.add(new EntityChange.Changed<>(key, was, is));
                }
            }

            @Override
            public void added(K key, V is) {
                changes.add(new EntityChange.Added<>(key, is));
            }

            @Override
            @SuppressWarnings("NullAway") // the map's values may be null
            public void removed(K key) {
                changes.add(new EntityChange.Removed<>(key, from.get(key)));
            }
        });
        return Collections.unmodifiableList(changes);
    }

    /** Returns a builder for a map with several changes, which makes one map instead of one for each change. */
    Editor<K, V> editor() {
        return new Editor<>(this);
    }

    /** Several changes to one map. Used by one thread, once. */
    static final class Editor<K, V extends @Nullable Object> {
        private final StateMap<K, V> before;
        private TreePMap<K, V> entries;
        private @Nullable Journal journal;

        private Editor(StateMap<K, V> before) {
            this.before = before;
            this.entries = before.entries;
            this.journal = before.journal;
        }

        @SuppressWarnings("NullAway") // the map's values may be null
        void put(K key, @Nullable V value) {
            changed(key, entries.plus(checked(key), value));
        }

        void remove(K key) {
            changed(key, entries.minus(checked(key)));
        }

        private void changed(K key, TreePMap<K, V> now) {
            if (now != entries) {
                entries = now;
                journal = Journal.after(journal, key, now.size());
            }
        }

        /** The map as it is by now. */
        TreePMap<K, V> tree() {
            return entries;
        }

        StateMap<K, V> done() {
            return entries == before.entries ? before : new StateMap<>(entries, journal);
        }
    }

    private static <K> K checked(K key) {
        return Objects.requireNonNull(key, "a key is null: a StateMap has none, so leave that entry out");
    }

    @Nullable
    Journal journal() {
        return journal;
    }

    TreePMap<K, V> tree() {
        return entries;
    }

    boolean isOrderedAs(StateMap<?, ?> other) {
        return entries.comparator().equals(other.entries.comparator());
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return key == null ? null : entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key != null && entries.containsKey(key);
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return entries.entrySet();
    }

    @Override
    public Set<K> keySet() {
        return entries.keySet();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (other instanceof StateMap<?, ?> that && isOrderedAs(that)) {
            return entries == that.entries || (size() == that.size() && equalsInOrder(that));
        }
        return super.equals(other);
    }

    /** Maps of the same order have their equal entries in the same places. */
    private boolean equalsInOrder(StateMap<?, ?> other) {
        Iterator<? extends Entry<?, ?>> others = other.entrySet().iterator();
        for (Entry<K, V> entry : entrySet()) {
            if (!entry.equals(others.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    private static UnsupportedOperationException immutable() {
        return new UnsupportedOperationException(
                "a StateMap is immutable: use with(key, value), without(key), updated(key, function) or edit(changes),"
                        + " which return the changed map");
    }

    /** Always throws: use {@link #with}. */
    @Override
    @Deprecated
    public V put(K key, V value) {
        throw immutable();
    }

    /** Always throws: use {@link #with}. */
    @Override
    @Deprecated
    public void putAll(Map<? extends K, ? extends V> map) {
        throw immutable();
    }

    /** Always throws: use {@link #without}. */
    @Override
    @Deprecated
    public V remove(@Nullable Object key) {
        throw immutable();
    }

    /** Always throws: use {@link #empty}. */
    @Override
    @Deprecated
    public void clear() {
        throw immutable();
    }
}
