package io.rxgase.core.state;

import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable tree of attributes: the nested maps of a dynamic state, and the named arguments of an event.
 *
 * <pre>{@code
 * Attributes player = Attributes.of(Map.of("name", "Ada", "hp", 80));
 * Attributes hurt = player.with("hp", player.getInt("hp") - 10);
 * String name = hurt.getString("name");
 * }</pre>
 *
 * <p>A change shares with the old tree all that stays the same. Attributes iterate whole-number keys first, then strings
 * by code point. May be used on any thread.
 */
public final class Attributes implements AttributeTree<Attributes> {
    /** No attributes. */
    public static final Attributes EMPTY =
            new Attributes(new SortedEntries<Object, @Nullable Object>(KeyOrder.INSTANCE, 0).done());

    private final StateMap<Object, @Nullable Object> entries;

    Attributes(StateMap<Object, @Nullable Object> entries) {
        this.entries = entries;
    }

    /**
     * Returns the attributes that a map holds.
     *
     * @param map keys and values that {@link Values} knows, nested maps included
     * @return the same attributes
     * @throws IllegalArgumentException if there is another type among them; the message names the place
     */
    public static Attributes of(Map<?, ?> map) {
        return (Attributes) Objects.requireNonNull(Values.of(map));
    }

    /**
     * Returns a builder for attributes that are put together one by one.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder(0);
    }

    /**
     * Returns a builder for attributes that are put together one by one.
     *
     * @param expectedSize how many there will probably be
     * @return an empty builder
     */
    public static Builder builder(int expectedSize) {
        return new Builder(expectedSize);
    }

    /**
     * Collects attributes; much cheaper than as many calls of {@link Attributes#with}. Used by one thread, once.
     *
     * <pre>{@code
     * Attributes.Builder builder = Attributes.builder();
     * for (int i = 0; i < 100; i++) {
     *     builder.put(i, Map.of("hp", 100));
     * }
     * Attributes players = builder.build();
     * }</pre>
     */
    public static final class Builder {
        private final SortedEntries<Object, @Nullable Object> entries;

        private Builder(int expectedSize) {
            this.entries = new SortedEntries<>(KeyOrder.INSTANCE, expectedSize);
        }

        /**
         * Adds an attribute; of two with the same key the later one stays.
         *
         * @param key a string or whole number
         * @param value any value that {@link Values#of} takes
         * @return this builder
         * @throws IllegalArgumentException if the key or value is of another type
         */
        public Builder put(Object key, @Nullable Object value) {
            entries.add(Values.key(key), Values.of(value));
            return this;
        }

        /**
         * Returns the attributes.
         *
         * @return all that were put
         */
        public Attributes build() {
            return EMPTY.changed(entries.done());
        }
    }

    /**
     * Returns the number of attributes.
     *
     * @return at least 0
     */
    public int size() {
        return entries.size();
    }

    /**
     * Says whether there are none.
     *
     * @return true if the size is 0
     */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * Returns the attributes as a map, without copying them.
     *
     * @return an immutable map from {@link String} or {@link Long} to value
     */
    public StateMap<Object, @Nullable Object> asMap() {
        return entries;
    }

    @Override
    public Attributes attributes() {
        return this;
    }

    @Override
    @SuppressWarnings("NullAway") // the map's values may be null
    public Attributes with(Object key, @Nullable Object value) {
        return changed(entries.with(Values.key(key), Values.of(value)));
    }

    @Override
    public Attributes without(Object key) {
        return changed(entries.without(Values.key(key)));
    }

    @Override
    public Attributes withAt(@Nullable Object value, Object... path) {
        return changedAt(path, 0, inner -> inner.with(path[path.length - 1], value));
    }

    @Override
    public Attributes withoutAt(Object... path) {
        Attributes inner = this;
        for (int i = 0; i < path.length - 1; i++) {
            if (!(inner.entries.get(Values.key(path[i])) instanceof Attributes next)) {
                return this;
            }
            inner = next;
        }
        return changedAt(path, 0, last -> last.without(path[path.length - 1]));
    }

    private Attributes changedAt(Object[] path, int depth, UnaryOperator<Attributes> change) {
        checkPath(path);
        if (depth == path.length - 1) {
            return change.apply(this);
        }
        Attributes inner = has(path[depth]) ? mapAt(path, depth) : EMPTY;
        return with(path[depth], inner.changedAt(path, depth + 1, change));
    }

    @Nullable
    Object findAt(Object[] path) {
        checkPath(path);
        int last = path.length - 1;
        Attributes inner = this;
        for (int i = 0; i < last; i++) {
            inner = inner.mapAt(path, i);
        }
        try {
            return inner.get(path[last]);
        } catch (StateMismatchException e) {
            throw e.under(path, last);
        }
    }

    private Attributes mapAt(Object[] path, int depth) {
        try {
            return getMap(path[depth]);
        } catch (StateMismatchException e) {
            throw e.under(path, depth);
        }
    }

    private static void checkPath(Object[] path) {
        if (path.length == 0) {
            throw new IllegalArgumentException("the path is empty: name at least one key");
        }
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged map is the same object
    Attributes changed(StateMap<Object, @Nullable Object> now) {
        return now == entries ? this : now.isEmpty() ? EMPTY : new Attributes(now);
    }

    @Nullable
    Object find(Object key, String expected) {
        Object normal = Values.key(key);
        Object value = entries.get(normal);
        if (value == null && !entries.containsKey(normal)) {
            throw StateMismatchException.missing(normal.toString(), expected, entries.keySet());
        }
        return value;
    }

    <T> T typed(Object key, Class<T> type, String expected) {
        Object value = find(key, expected);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw StateMismatchException.wrongType(key.toString(), expected, Values.typeOf(value));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attributes that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** Shows the attributes as a map shows its entries. */
    @Override
    public String toString() {
        return entries.toString();
    }
}
