package io.rxgase.core.state;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes inside a map: for each key that changes, what happens to it. An update is such a set of changes.
 *
 * <pre>{@code
 * Attributes before = Attributes.of(Map.of("hp", 80, "name", "Ada"));
 * Attributes after = before.with("hp", 70).without("name");
 * Changes changes = Changes.between(before, after);
 * boolean same = changes.applyTo(before).equals(after);
 * }</pre>
 *
 * <p>Immutable, with value equality, in the key order of {@link Attributes}.
 */
public final class Changes implements Change {
    /** Nothing changes. */
    public static final Changes NONE = new Changes(new TreeMap<>(KeyOrder.INSTANCE));

    private final SortedMap<Object, Change> byKey;

    private Changes(SortedMap<Object, Change> byKey) {
        this.byKey = byKey;
    }

    /**
     * Returns changes written by hand.
     *
     * @param changes for each key, a string or whole number, what {@link Change#of} takes: a value to set, a nested map
     *     of changes, or {@link Change#DELETE}
     * @return the changes
     * @throws IllegalArgumentException if there is a key or value of another type
     */
    public static Changes of(Map<?, ?> changes) {
        Builder builder = new Builder();
        changes.forEach((key, change) -> builder.add(Values.key(key), Change.of(change)));
        return builder.build();
    }

    /**
     * Returns what changed from one tree to another. What both share is skipped without looking into it.
     *
     * @param from the tree before
     * @param to the tree after
     * @return changes that turn {@code from} into {@code to}
     */
    public static Changes between(Attributes from, Attributes to) {
        Difference difference = new Difference();
        MapDifference.compare(from.asMap(), to.asMap(), difference);
        return difference.builder.build();
    }

    /** Returns the changes that set every attribute of a tree. */
    static Changes settingAll(Attributes tree) {
        Builder builder = new Builder();
        tree.asMap().forEach((key, value) -> builder.add(key, new Set(value)));
        return builder.build();
    }

    /**
     * Returns a builder for changes that are put together one by one.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects changes. Used by one thread, once.
     *
     * <pre>{@code
     * Changes changes = Changes.builder()
     *         .put("countdown", new Change.Set(4.98))
     *         .put("players", Changes.builder().put(7, Change.DELETE).build())
     *         .build();
     * }</pre>
     */
    public static final class Builder {
        private final SortedMap<Object, Change> byKey = new TreeMap<>(KeyOrder.INSTANCE);

        private Builder() {}

        /**
         * Adds a change; of two for the same key the later one stays.
         *
         * @param key a string or whole number
         * @param change what happens to it
         * @return this builder
         * @throws IllegalArgumentException if the key is of another type
         */
        public Builder put(Object key, Change change) {
            return add(Values.key(key), Objects.requireNonNull(change, "change"));
        }

        /** Adds a change for a key in normal form. */
        Builder add(Object key, Change change) {
            byKey.put(key, change);
            return this;
        }

        /**
         * Returns the changes.
         *
         * @return all that were put
         */
        public Changes build() {
            return byKey.isEmpty() ? NONE : new Changes(byKey);
        }
    }

    /** Turns the differences of two maps into changes. */
    private static final class Difference implements MapDifference<Object, @Nullable Object> {
        final Builder builder = new Builder();

        @Override
        public void changed(Object key, @Nullable Object before, @Nullable Object after) {
            if (before instanceof Attributes from && after instanceof Attributes to) {
                Changes inside = between(from, to);
                if (!inside.isEmpty()) {
                    builder.add(key, inside);
                }
            } else if (before == null || !before.equals(after)) {
                builder.add(key, new Set(after));
            }
        }

        @Override
        public void added(Object key, @Nullable Object after) {
            builder.add(key, new Set(after));
        }

        @Override
        public void removed(Object key) {
            builder.add(key, DELETE);
        }
    }

    /**
     * Applies the changes to a tree.
     *
     * @param base the tree before
     * @return the tree after; {@code base} itself if nothing changes
     */
    public Attributes applyTo(Attributes base) {
        if (isEmpty()) {
            return base;
        } else if (base.isEmpty()) {
            return asAttributes();
        }
        StateMap.Editor<Object, @Nullable Object> editor = base.asMap().editor();
        byKey.forEach((key, change) -> {
            if (change instanceof Set set) {
                editor.put(key, set.value());
            } else if (change instanceof Changes inside) {
                editor.put(
                        key, inside.applyTo(base.asMap().get(key) instanceof Attributes map ? map : Attributes.EMPTY));
            } else {
                editor.remove(key);
            }
        });
        return base.changed(editor.done());
    }

    /** Applies the changes to nothing, as a whole state is applied: in one go. */
    private Attributes asAttributes() {
        SortedEntries<Object, @Nullable Object> entries = new SortedEntries<>(KeyOrder.INSTANCE, size());
        byKey.forEach((key, change) -> {
            if (change instanceof Set set) {
                entries.add(key, set.value());
            } else if (change instanceof Changes inside) {
                entries.add(key, inside.applyTo(Attributes.EMPTY));
            }
        });
        return Attributes.EMPTY.changed(entries.done());
    }

    /**
     * Returns changes that have the effect of these and then others: {@code a.then(b).applyTo(x)} equals {@code
     * b.applyTo(a.applyTo(x))}.
     *
     * @param next what changes afterwards
     * @return both in one
     */
    public Changes then(Changes next) {
        if (isEmpty()) {
            return next;
        } else if (next.isEmpty()) {
            return this;
        }
        SortedMap<Object, Change> merged = new TreeMap<>(byKey);
        next.byKey.forEach((key, change) -> merged.merge(key, change, Change::then));
        return new Changes(merged);
    }

    /**
     * Returns the number of keys that change here; nested ones are not counted.
     *
     * @return at least 0
     */
    public int size() {
        return byKey.size();
    }

    /**
     * Says whether nothing changes.
     *
     * @return true if the size is 0
     */
    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    /**
     * Returns what happens to one key.
     *
     * @param key a string or whole number
     * @return null if nothing does
     */
    public @Nullable Change get(Object key) {
        return byKey.get(Values.key(key));
    }

    /**
     * Returns the changes as a map.
     *
     * @return an immutable map from {@link String} or {@link Long} to change, in key order
     */
    public Map<Object, Change> asMap() {
        return Collections.unmodifiableMap(byKey);
    }

    /** The same without the wrapper, for those who walk over it on every tick and change nothing. */
    SortedMap<Object, Change> byKey() {
        return byKey;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Changes that && byKey.equals(that.byKey);
    }

    @Override
    public int hashCode() {
        return byKey.hashCode();
    }

    /** Shows the changes as a map shows its entries. */
    @Override
    public String toString() {
        return byKey.toString();
    }
}
