package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the keys of a section that are not written out, from the steps of its entries and the map that both sides hold. */
interface KeySteps {
    /** Returns the next key; null if there is none. */
    @Nullable
    Object key(long step);

    /** Whole numbers, each told by its distance from the one before. */
    final class Distances implements KeySteps {
        private static final long END = 1L << 60;

        private long last = -1;

        @Override
        public @Nullable Object key(long step) {
            if (step > END || last + step > END) {
                return null;
            }
            last += step;
            return last;
        }
    }

    /** Walks forward over the keys of the map, through all sections. */
    final class Ranks implements KeySteps {
        private final Attributes base;
        private @Nullable Iterator<Object> keys;
        private int passed;

        Ranks(Attributes base) {
            this.base = base;
        }

        @Override
        public @Nullable Object key(long step) {
            if (step > base.size() - passed) {
                return null;
            }
            if (keys == null) {
                keys = base.keys().iterator();
            }
            for (long i = 1; i < step; i++) {
                keys.next();
            }
            passed += (int) step;
            return keys.next();
        }
    }

    /** Texts by their {@link KeyNumbers number}. All keys of the map are looked at once, when the first one is asked for. */
    final class Numbers implements KeySteps {
        private final Attributes base;
        private @Nullable Map<Long, Object> byStep;

        Numbers(Attributes base) {
            this.base = base;
        }

        @Override
        public @Nullable Object key(long step) {
            if (byStep == null) {
                byStep = index(base);
            }
            return byStep.get(step);
        }

        /** A sender never uses a number that two keys share, so those are left out. */
        private static Map<Long, Object> index(Attributes base) {
            Map<Long, Object> byStep = new HashMap<>();
            Set<Long> shared = new HashSet<>();
            for (Object key : base.keys()) {
                if (key instanceof String text) {
                    long step = KeyNumbers.of(text) + 1L;
                    if (byStep.put(step, key) != null) {
                        shared.add(step);
                    }
                }
            }
            byStep.keySet().removeAll(shared);
            return byStep;
        }
    }
}
