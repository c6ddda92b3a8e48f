package io.rxgase.core.state;

import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a {@link StateMap} that are made at once, see {@link StateMap#edit}. Each sees those before it.
 *
 * <pre>{@code
 * StateMap<Integer, Unit> landed = units.edit(edit -> {
 *     for (int i = 0; i < 100; i++) {
 *         edit.put(100 + i, new Unit(i, 0.0, 100));
 *     }
 *     edit.update(7, unit -> new Unit(unit.x(), unit.y(), unit.hp() + edit.size()));
 * });
 * }</pre>
 *
 * <p>To be used inside the function that it was given to, on its thread. Any other use throws an {@link IllegalStateException}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class StateMapEdit<K, V extends @Nullable Object> {
    private final StateMap.Editor<K, V> editor;
    private final Thread thread = Thread.currentThread();
    /** Written on the thread of the edit; another one is refused whatever it sees here. */
    private boolean ended;

    private boolean updating;

    StateMapEdit(StateMap.Editor<K, V> editor) {
        this.editor = editor;
    }

    void end() {
        ended = true;
    }

    /**
     * Sets an entry.
     *
     * @param key the key, not null
     * @param value its value
     * @throws NullPointerException if the key is null
     * @throws IllegalStateException if the edit has ended, belongs to another thread, or is inside {@link #update}
     */
    public void put(K key, V value) {
        checkUsable();
        editor.put(key, value);
    }

    /**
     * Sets the entries of another map.
     *
     * @param entries any map without null keys
     * @throws NullPointerException if a key is null; entries before it are set
     * @throws IllegalStateException as {@link #put}
     */
    public void putAll(Map<? extends K, ? extends V> entries) {
        checkUsable();
        entries.forEach(this::put);
    }

    /**
     * Removes an entry if there is one.
     *
     * @param key the key, not null
     * @throws NullPointerException if the key is null
     * @throws IllegalStateException as {@link #put}
     */
    public void remove(K key) {
        checkUsable();
        editor.remove(key);
    }

    /**
     * Replaces a value by a function of it.
     *
     * @param key the key
     * @param change makes the new value from the old one; not called if there is no entry; must not change the map itself
     * @throws IllegalStateException as {@link #put}
     */
    public void update(K key, UnaryOperator<V> change) {
        checkUsable();
        Objects.requireNonNull(change, "change");
        if (!containsKey(key)) {
            return;
        }
        updating = true;
        V value;
        try {
            value = change.apply(editor.tree().get(key));
        } finally {
            updating = false;
        }
        editor.put(key, value);
    }

    /**
     * Returns a value as it is by now.
     *
     * @param key the key
     * @return its value; null if there is no entry
     * @throws IllegalStateException if the edit has ended or belongs to another thread
     */
    public @Nullable V get(K key) {
        checkOpen();
        return key == null ? null : editor.tree().get(key);
    }

    /**
     * Says whether there is an entry by now.
     *
     * @param key the key
     * @return whether there is
     * @throws IllegalStateException if the edit has ended or belongs to another thread
     */
    public boolean containsKey(K key) {
        checkOpen();
        return key != null && editor.tree().containsKey(key);
    }

    /**
     * Returns the number of entries by now.
     *
     * @return at least 0
     * @throws IllegalStateException if the edit has ended or belongs to another thread
     */
    public int size() {
        checkOpen();
        return editor.tree().size();
    }

    private void checkUsable() {
        checkOpen();
        if (updating) {
            throw new IllegalStateException(
                    "the map is changed inside update(), whose result would take that back: make the"
                            + " change before or after it, or return it as the new value");
        }
    }

    private void checkOpen() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "an edit belongs to the thread that called StateMap.edit(): collect what other"
                            + " threads have, and put it in there");
        }
        if (ended) {
            throw new IllegalStateException(
                    "this edit has ended, and what it made is immutable: call edit() on the map that it" + " returned");
        }
    }
}
