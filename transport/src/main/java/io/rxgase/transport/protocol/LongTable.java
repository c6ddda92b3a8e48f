package io.rxgase.transport.protocol;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Values by a 64-bit number, without boxing: a lookup per packet must not allocate. Open addressing, at most half full. */
final class LongTable<V> {
    private long[] keys = new long[16];
    private @Nullable Object[] values = new @Nullable Object[16];
    private int size;

    @SuppressWarnings("unchecked")
    @Nullable
    V get(long key) {
        return (V) values[find(key)];
    }

    void put(long key, V value) {
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

    void remove(long key) {
        int hole = find(key);
        if (values[hole] == null) {
            return;
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
    }

    @SuppressWarnings("unchecked")
    void forEach(Consumer<V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    int size() {
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
