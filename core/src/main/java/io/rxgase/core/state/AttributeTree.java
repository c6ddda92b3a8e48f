package io.rxgase.core.state;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reading and changing attributes by name: what {@link Attributes} and {@link GameState} share.
 *
 * <pre>{@code
 * GameState state = GameState.of(Map.of("players", Map.of(3, Map.of("name", "Ada", "hp", 80))));
 * long hp = state.getMap("players").getMap(3).getLong("hp");
 * GameState healed = state.withAt(hp + 10, "players", 3, "hp");
 * }</pre>
 *
 * <p>Keys are strings or whole numbers ({@code 3} and {@code 3L} are the same key). A getter throws
 * {@link StateMismatchException} if the attribute is missing ({@code double position: no such attribute; there are hp,
 * name}) or of another type ({@code name: expected double, found string}). Values are those of {@link Values}.
 *
 * @param <T> what a change returns
 */
public sealed interface AttributeTree<T extends AttributeTree<T>> permits Attributes, GameState {
    /**
     * Returns the attributes themselves.
     *
     * @return the attributes
     */
    Attributes attributes();

    /**
     * Returns a copy that has an attribute.
     *
     * @param key a string or whole number
     * @param value any value that {@link Values#of} takes
     * @return the changed copy; this if nothing changes
     * @throws IllegalArgumentException if the key or value is of another type
     */
    T with(Object key, @Nullable Object value);

    /**
     * Returns a copy that lacks an attribute.
     *
     * @param key a string or whole number
     * @return the changed copy; this if there is no such attribute
     */
    T without(Object key);

    /**
     * Returns a copy that has an attribute somewhere inside. Maps on the way that are missing are made.
     *
     * @param value any value that {@link Values#of} takes
     * @param path the keys from the outside in, at least one
     * @return the changed copy
     * @throws StateMismatchException if there is something else than a map on the way
     */
    T withAt(@Nullable Object value, Object... path);

    /**
     * Returns a copy that lacks an attribute somewhere inside.
     *
     * @param path the keys from the outside in, at least one
     * @return the changed copy; this if there is no such attribute
     */
    T withoutAt(Object... path);

    /**
     * Says whether there is an attribute, be it null.
     *
     * @param key a string or whole number
     * @return true if there is
     */
    default boolean has(Object key) {
        return attributes().asMap().containsKey(Values.key(key));
    }

    /**
     * Returns the keys, whole numbers first, then strings, then the rare ones.
     *
     * @return the keys, each a {@link String} or {@link Long}, or one of the rare kinds of {@link Values}
     */
    default Set<Object> keys() {
        return attributes().asMap().keySet();
    }

    /**
     * Returns an attribute of any type.
     *
     * @param key a string or whole number
     * @return its value
     */
    default @Nullable Object get(Object key) {
        return attributes().find(key, "attribute");
    }

    /**
     * Returns an attribute of any type from somewhere inside.
     *
     * @param path the keys from the outside in, at least one
     * @return its value
     */
    default @Nullable Object at(Object... path) {
        return attributes().findAt(path);
    }

    /**
     * Returns a boolean attribute.
     *
     * @param key a string or whole number
     * @return its value
     */
    default boolean getBoolean(Object key) {
        return attributes().typed(key, Boolean.class, "boolean");
    }

    /**
     * Returns a whole number.
     *
     * @param key a string or whole number
     * @return its value
     */
    default long getLong(Object key) {
        return attributes().typed(key, Long.class, "int");
    }

    /**
     * Returns a whole number that fits in an {@code int}.
     *
     * @param key a string or whole number
     * @return its value
     */
    default int getInt(Object key) {
        long value = getLong(key);
        if (value != (int) value) {
            throw StateMismatchException.wrongType(key.toString(), "int of 32 bits", Long.toString(value));
        }
        return (int) value;
    }

    /**
     * Returns a number of any type as a {@code double}.
     *
     * @param key a string or whole number
     * @return its value
     */
    default double getDouble(Object key) {
        return attributes().typed(key, Number.class, "double").doubleValue();
    }

    /**
     * Returns a number of any type as a {@code float}, rounded if need be.
     *
     * @param key a string or whole number
     * @return its value
     */
    default float getFloat(Object key) {
        return attributes().typed(key, Number.class, "float").floatValue();
    }

    /**
     * Returns a string.
     *
     * @param key a string or whole number
     * @return its value
     */
    default String getString(Object key) {
        return attributes().typed(key, String.class, "string");
    }

    /**
     * Returns a binary attribute.
     *
     * @param key a string or whole number
     * @return its value
     */
    default Bytes getBytes(Object key) {
        return attributes().typed(key, Bytes.class, "bytes");
    }

    /**
     * Returns a list.
     *
     * @param key a string or whole number
     * @return its values; immutable
     */
    @SuppressWarnings("unchecked") // a list among attributes is a list of values
    default List<@Nullable Object> getList(Object key) {
        return attributes().typed(key, List.class, "list");
    }

    /**
     * Returns a nested map.
     *
     * @param key a string or whole number
     * @return its attributes
     */
    default Attributes getMap(Object key) {
        return attributes().typed(key, Attributes.class, "map");
    }
}
