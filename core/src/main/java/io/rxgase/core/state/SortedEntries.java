package io.rxgase.core.state;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Collects the entries of a {@link StateMap} that is made at once. Entries mostly come in key order, from another map or
 * from the wire; then this is a plain array, and the map is built from it without a search.
 *
 * <p>Used by one thread, once. It is a sorted map only as far as building a tree needs it: it can be walked over.
 */
@SuppressWarnings("JdkObsolete") // the tree is made from a SortedMap
final class SortedEntries<K, V> extends AbstractMap<K, V> implements SortedMap<K, V> {
    /** So few entries are added to a tree one by one with less garbage than all at once. */
    private static final int FEW = 3;

    private final Comparator<? super K> order;
    /** Key, value, key, value. */
    private @Nullable Object[] pairs;

    private int length;
    private boolean inOrder = true;

    SortedEntries(Comparator<? super K> order, int expectedSize) {
        this.order = order;
        this.pairs = new Object[2 * expectedSize];
    }

    /** Adds an entry; of two with the same key the later one stays. */
    void add(K key, @Nullable V value) {
        if (length == pairs.length) {
            pairs = Arrays.copyOf(pairs, Math.max(8, 2 * length));
        }
        inOrder = inOrder && (length == 0 || order.compare(keyAt(length - 2), key) < 0);
        pairs[length] = key;
        pairs[length + 1] = value;
        length += 2;
    }

    /** Returns the map. */
    StateMap<K, V> done() {
        if (length <= 2 * FEW) {
            TreePMap<K, V> tree = TreePMap.empty(order);
            for (int i = 0; i < length; i += 2) {
                tree = tree.plus(keyAt(i), valueAt(i));
            }
            return StateMap.ofTree(tree);
        }
        if (inOrder) {
            return StateMap.ofSorted(this);
        }
        SortedMap<K, V> sorted = new TreeMap<>(order);
        for (int i = 0; i < length; i += 2) {
            sorted.put(keyAt(i), valueAt(i));
        }
        return StateMap.ofSorted(sorted);
    }

    @SuppressWarnings("unchecked") // add() put a key there
    private K keyAt(int index) {
        return (K) Objects.requireNonNull(pairs[index]);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // add() put a value there, which may be null
    private V valueAt(int index) {
        return (V) pairs[index + 1];
    }

    @Override
    public int size() {
        return length / 2;
    }

    @Override
    public Comparator<? super K> comparator() {
        return order;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return length / 2;
            }

            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return new Walk();
            }
        };
    }

    private final class Walk implements Iterator<Map.Entry<K, V>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < length;
        }

        @Override
        public Map.Entry<K, V> next() {
            if (next >= length) {
                throw new NoSuchElementException();
            }
            Map.Entry<K, V> entry = new SimpleImmutableEntry<>(keyAt(next), valueAt(next));
            next += 2;
            return entry;
        }
    }

    private static UnsupportedOperationException onlyWalked() {
        return new UnsupportedOperationException("these entries are only walked over");
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
        throw onlyWalked();
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
        throw onlyWalked();
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
        throw onlyWalked();
    }

    @Override
    public K firstKey() {
        throw onlyWalked();
    }

    @Override
    public K lastKey() {
        throw onlyWalked();
    }
}
