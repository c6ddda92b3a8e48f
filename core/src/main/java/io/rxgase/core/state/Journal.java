package io.rxgase.core.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One changed key of a {@link StateMap}, linked to the change before it. Every version of a map has a link of its own,
 * so two versions that come from a common one meet at its link, and the keys on both ways there are all that can differ.
 *
 * <p>The chain is bounded. It is cut into epochs of about half the map's size; only the current epoch and the one before
 * it are kept. Beyond that, comparing every entry is cheaper anyway.
 */
final class Journal {
    /** Maps smaller than this keep no journal: comparing all their entries costs as little. */
    static final int SMALLEST_MAP = 16;

    /** Some consecutive changes; knows the last change before them until it is cut off. */
    private static final class Epoch {
        /**
         * Written without synchronization by whoever begins the next epoch. A reader on another thread sees the link or
         * null; null only means that it compares the whole maps.
         */
        private @Nullable Journal before;

        Epoch(@Nullable Journal before) {
            this.before = before;
        }
    }

    private final @Nullable Object key;
    private final @Nullable Journal previousInEpoch;
    private final Epoch epoch;
    /** Changes since the chain began: tells which of two links is further from a common one. */
    private final long depth;

    private final int depthInEpoch;

    private Journal(
            @Nullable Object key, @Nullable Journal previousInEpoch, Epoch epoch, long depth, int depthInEpoch) {
        this.key = key;
        this.previousInEpoch = previousInEpoch;
        this.epoch = epoch;
        this.depth = depth;
        this.depthInEpoch = depthInEpoch;
    }

    /**
     * Begins the chain of a map that has no known ancestor.
     *
     * @return null if the map is too small to keep one
     */
    static @Nullable Journal begin(int mapSize) {
        return mapSize < SMALLEST_MAP ? null : new Journal(null, null, new Epoch(null), 0, 0);
    }

    /** Adds a change to the chain of the map that was changed. */
    static @Nullable Journal after(@Nullable Journal last, Object key, int mapSize) {
        if (last == null || mapSize < SMALLEST_MAP) {
            return begin(mapSize);
        }
        if (last.depthInEpoch < mapSize / 2) {
            return new Journal(key, last, last.epoch, last.depth + 1, last.depthInEpoch + 1);
        }
        last.epoch.before = null;
        return new Journal(key, null, new Epoch(last), last.depth + 1, 0);
    }

    private @Nullable Journal previous() {
        return previousInEpoch != null ? previousInEpoch : epoch.before;
    }

    /**
     * Returns every key that was changed on the way from one version to the other, perhaps more than once.
     *
     * @param most how many keys are worth collecting
     * @return null if the versions are not known to be related, or more keys were changed
     */
    static @Nullable List<Object> keysBetween(@Nullable Journal a, @Nullable Journal b, int most) {
        List<Object> keys = new ArrayList<>();
        Journal left = a;
        Journal right = b;
        while (left != right) {
            if (left == null || right == null || keys.size() >= most) {
                return null;
            }
            Journal further = left.depth >= right.depth ? left : right;
            if (further.key == null) {
                return null;
            }
            keys.add(further.key);
            if (further == left) {
                left = left.previous();
            } else {
                right = right.previous();
            }
        }
        return left == null ? null : keys;
    }
}
