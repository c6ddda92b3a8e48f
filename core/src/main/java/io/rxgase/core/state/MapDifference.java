package io.rxgase.core.state;

import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hears how one map differs from another, in key order. Of two {@link StateMap}s that are related only the keys between them
 * are looked at, others are compared in one walk over both.
 */
interface MapDifference<K, V> {
    /** Both have the key, with values that are not the same object. They may be equal. */
    void changed(K key, V before, V after);

    void added(K key, V after);

    void removed(K key);

    /** Reports every key whose values are not identical. Both maps must have the same order of keys. */
    @SuppressWarnings("ReferenceEquality") // an unchanged tree is the same object
    static <K, V> void compare(StateMap<K, V> from, StateMap<K, V> to, MapDifference<K, V> differences) {
        if (from.tree() == to.tree()) {
            return;
        }
        List<Object> keys = Journal.keysBetween(from.journal(), to.journal(), Math.max(from.size(), to.size()) / 4);
        if (keys == null) {
            compareAll(from, to, differences);
            return;
        }
        @SuppressWarnings("unchecked") // the journal of a map holds its keys
        List<K> changed = (List<K>) keys;
        Comparator<? super K> order = from.tree().comparator();
        Collections.sort(changed, order);
        K last = null;
        for (K key : changed) {
            if (last == null || order.compare(last, key) != 0) {
                compareOne(from, to, key, differences);
            }
            last = key;
        }
    }

    @SuppressWarnings({"NullAway", "ReferenceEquality"}) // V may stand for a nullable type; sharing is identity
    private static <K, V> void compareOne(
            StateMap<K, V> from, StateMap<K, V> to, K key, MapDifference<K, V> differences) {
        V before = from.tree().get(key);
        V after = to.tree().get(key);
        boolean was = before != null || from.tree().containsKey(key);
        boolean is = after != null || to.tree().containsKey(key);
        if (was && is) {
            if (before != after) {
                differences.changed(key, before, after);
            }
        } else if (is) {
            differences.added(key, after);
        } else if (was) {
            differences.removed(key);
        }
    }

    /** Both iterate in key order: one walk over both, as in a merge. */
    @SuppressWarnings("ReferenceEquality") // what both share is the same object
    private static <K, V> void compareAll(StateMap<K, V> from, StateMap<K, V> to, MapDifference<K, V> differences) {
        Comparator<? super K> order = from.tree().comparator();
        Iterator<Map.Entry<K, V>> befores = from.tree().entrySet().iterator();
        Iterator<Map.Entry<K, V>> afters = to.tree().entrySet().iterator();
        Map.Entry<K, V> before = next(befores);
        Map.Entry<K, V> after = next(afters);
        while (before != null || after != null) {
            int side = before == null ? 1 : after == null ? -1 : compareKeys(before.getKey(), after.getKey(), order);
            if (side < 0) {
                differences.removed(Objects.requireNonNull(before).getKey());
                before = next(befores);
            } else if (side > 0) {
                differences.added(Objects.requireNonNull(after).getKey(), after.getValue());
                after = next(afters);
            } else {
                V was = Objects.requireNonNull(before).getValue();
                V is = Objects.requireNonNull(after).getValue();
                if (was != is) {
                    differences.changed(after.getKey(), was, is);
                }
                before = next(befores);
                after = next(afters);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // equal anyway
    private static <K> int compareKeys(K a, K b, Comparator<? super K> order) {
        return a == b ? 0 : order.compare(a, b);
    }

    static <T> @Nullable T next(Iterator<T> iterator) {
        return iterator.hasNext() ? iterator.next() : null;
    }
}
