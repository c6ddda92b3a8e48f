package io.rxgase.transport.internal.protocol;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by a 64-bit number, without boxing: a lookup per packet or message must not allocate. Open addressing, at most half full;
 * for one thread.
 *
 * @param <V> the values, which are never null
 */
public final class LongTable<V> {
    private static final int FIRST_ROOM = 16;

    private long[] keys = new long[FIRST_ROOM];
    private @Nullable Object[] values = new @Nullable Object[FIRST_ROOM];
    private int size;

    /** An empty table. */
    public LongTable() {}

    /**
     * Finds a value.
     *
     * @param key its number
     * @return what is there, or null
     */
    @SuppressWarnings("unchecked")
    public @Nullable V get(long key) {
        return (V) values[find(key)];
    }

    /**
     * Puts a value in, in the place of the one that was there.
     *
     * @param key its number
     * @param value what to find under it
     */
    public void put(long key, V value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int slot = find(key);
        if (values[slot] == null) {
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /**
     * Takes a value out.
     *
     * @param key its number
     * @return what was there, or null
     */
    @SuppressWarnings("unchecked")
    public @Nullable V remove(long key) {
        int hole = find(key);
        V removed = (V) values[hole];
        if (removed == null) {
            return null;
        }
        size--;
        values[hole] = null;
        // Moves up what was pushed past the hole, so that no mark for deleted entries is needed.
        int mask = keys.length - 1;
        for (int slot = (hole + 1) & mask; values[slot] != null; slot = (slot + 1) & mask) {
            int home = home(keys[slot]);
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                keys[hole] = keys[slot];
                values[hole] = values[slot];
                values[slot] = null;
                hole = slot;
            }
        }
        return removed;
    }

    /** Takes all values out, and gives back the room for them. */
    public void clear() {
        keys = new long[FIRST_ROOM];
        values = new @Nullable Object[FIRST_ROOM];
        size = 0;
    }

    /**
     * Hands out all values, in no order.
     *
     * @param action must leave the table as it is
     */
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    /**
     * How many there are.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    private int find(long key) {
        int mask = keys.length - 1;
        int slot = home(key);
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int home(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (keys.length - 1);
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new @Nullable Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = find(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
