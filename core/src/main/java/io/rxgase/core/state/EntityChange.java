package io.rxgase.core.state;

import org.jspecify.annotations.Nullable;

/**
 * What happened to one entry of a table: an entity came, changed, or went.
 *
 * <pre>{@code
 * client.entities(Chase::players).subscribe(change -> {
 *     if (change instanceof EntityChange.Added<Integer, Player> added) {
 *         sprites.put(added.key(), new Sprite(added.value()));
 *     } else if (change instanceof EntityChange.Changed<Integer, Player> changed) {
 *         sprites.get(changed.key()).move(changed.before(), changed.after());
 *     } else {
 *         sprites.remove(change.key());
 *     }
 * });
 * }</pre>
 *
 * @param <K> the type of the keys
 * @param <V> the type of the entities
 */
public sealed interface EntityChange<K, V extends @Nullable Object> {
    /**
     * Which entity.
     *
     * @return its key
     */
    K key();

    /**
     * There is an entity that was not there before.
     *
     * @param key its key
     * @param value the entity
     * @param <K> the type of the keys
     * @param <V> the type of the entities
     */
    record Added<K, V extends @Nullable Object>(K key, V value) implements EntityChange<K, V> {}

    /**
     * An entity is not what it was.
     *
     * @param key its key
     * @param before what it was
     * @param after what it is, not equal to {@code before}
     * @param <K> the type of the keys
     * @param <V> the type of the entities
     */
    record Changed<K, V extends @Nullable Object>(K key, V before, V after) implements EntityChange<K, V> {}

    /**
     * An entity is gone.
     *
     * @param key its key
     * @param value what it was
     * @param <K> the type of the keys
     * @param <V> the type of the entities
     */
    record Removed<K, V extends @Nullable Object>(K key, V value) implements EntityChange<K, V> {}
}
