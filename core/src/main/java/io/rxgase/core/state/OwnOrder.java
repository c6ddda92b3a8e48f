package io.rxgase.core.state;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which maps and sets have other ideas of what keys are equal than the wire has, or of their order. A client and a replay from the middle
 * have what was decoded, in natural order; so that the game itself goes by the same, no comparator of a user may decide anything.
 */
final class OwnOrder {
    /** Those whose look-ups go by {@code equals} and nothing else. Subclasses may do as they like, so they are not among them. */
    private static final Set<Class<?>> BY_EQUALS = Set.of(
            HashMap.class,
            LinkedHashMap.class,
            ConcurrentHashMap.class,
            EnumMap.class,
            Map.of().getClass(),
            Map.of(1, 1).getClass(),
            HashSet.class,
            LinkedHashSet.class,
            CopyOnWriteArraySet.class,
            StateSet.class,
            Set.of(1, 2, 3).getClass(),
            Set.of(1).getClass());

    private static final Set<Class<?>> SORTED =
            Set.of(TreeMap.class, TreeSet.class, ConcurrentSkipListMap.class, ConcurrentSkipListSet.class);

    private OwnOrder() {}

    /**
     * Refuses a map or set that says that it has an order or equality of its own.
     *
     * @throws Values.Unfit with what to do
     */
    static void refuse(Object collection) {
        if (collection instanceof IdentityHashMap) {
            throw new Values.Unfit(
                    "is an IdentityHashMap, but keys of a state are equal if their values are, as on the wire: use a"
                            + " StateMap or a HashMap");
        }
        Comparator<?> own = comparator(collection);
        if (own != null && !isNatural(own)) {
            String kind = collection instanceof Map ? "map" : "set";
            throw new Values.Unfit("is a " + collection.getClass().getSimpleName() + " with an order of its own ("
                    + own.getClass().getName()
                    + "), but the keys of a state are equal and in order as they are for clients and in"
                    + " replays, by their natural order: use a " + (kind.equals("map") ? "StateMap, or a " : "") + kind
                    + " without a comparator; where names that differ in case are the same, make the key of"
                    + " name.toLowerCase(Locale.ROOT), and sort otherwise where it is shown");
        }
    }

    private static @Nullable Comparator<?> comparator(Object collection) {
        if (collection instanceof SortedMap<?, ?> map) {
            return map.comparator();
        }
        return collection instanceof SortedSet<?> set ? set.comparator() : null;
    }

    private static boolean isNatural(@Nullable Comparator<?> comparator) {
        return comparator == null || comparator == Comparator.naturalOrder();
    }

    /** Says whether look-ups in a map or set go by the equality of the wire, for sure. */
    static boolean goesByEquals(Object collection) {
        return isSorted(collection) || BY_EQUALS.contains(collection.getClass()) || collection instanceof EnumSet;
    }

    private static boolean isSorted(Object collection) {
        return (SORTED.contains(collection.getClass()) && isNatural(comparator(collection)))
                || (collection instanceof StateMap<?, ?> map
                        && isNatural(map.tree().comparator()));
    }

    /**
     * Says whether a map or set is in natural order whatever is done with it. What is so by chance is not: {@code Map.copyOf} and hash
     * maps come in an order that depends on how they were filled, and a linked map may go by the last access.
     */
    static boolean staysInOrder(Object collection) {
        return isSorted(collection)
                || collection instanceof EnumSet
                || collection.getClass() == EnumMap.class
                || collection.getClass() == StateSet.class
                || (collection instanceof Map<?, ?> map ? map.size() : ((Collection<?>) collection).size()) <= 1;
    }

    /** Says whether elements are all in normal form and come in their natural order. */
    @SuppressWarnings("unchecked") // the normal form of a key is comparable with others of its type
    static <K> boolean isAscending(Collection<K> keys, Predicate<K> isNormal) {
        Iterator<K> iterator = keys.iterator();
        K last = null;
        while (iterator.hasNext()) {
            K key = iterator.next();
            if (!isNormal.test(key) || (last != null && ((Comparable<K>) last).compareTo(key) >= 0)) {
                return false;
            }
            last = key;
        }
        return true;
    }
}
