package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Random attribute trees, and random changes of them. */
public final class RandomValues {
    private static final String[] NAMES = {"a", "b", "hp", "name", "players", "x", "é", "日本", "😀", "\uff5e"};

    private RandomValues() {}

    public static Object key(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(8) == 0 ? rareKey(random) : (long) random.nextInt(-3, 200);
            case 1 -> random.nextInt(8) == 0 ? random.nextLong() : (long) random.nextInt(4);
            default -> NAMES[random.nextInt(NAMES.length)];
        };
    }

    private static Object rareKey(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> Values.NIL_KEY;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt(-2, 3) / 2.0;
            case 3 -> bytes(random);
            case 4 -> BigInteger.ONE.shiftLeft(63).add(BigInteger.valueOf(random.nextInt(2)));
            default -> random.nextBoolean() ? List.of() : List.of(key(random), key(random));
        };
    }

    /** A value of any type, nested at most {@code depth} deep. */
    public static Object value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 10)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> (float) random.nextGaussian();
            case 4 -> random.nextGaussian();
            case 5 -> NAMES[random.nextInt(NAMES.length)].repeat(random.nextInt(random.nextInt(20) == 0 ? 50 : 3));
            case 6 -> bytes(random);
            case 7 -> random.nextInt(20) == 0 ? special(random) : Long.valueOf(random.nextInt(3));
            case 8, 9 -> (long) random.nextInt(4);
            case 10 -> list(random, depth - 1);
            default -> tree(random, depth - 1);
        };
    }

    private static Bytes bytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(4)];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private static Object special(RandomGenerator random) {
        Object[] all = {
            Double.NaN,
            -0.0,
            0.0,
            Float.NaN,
            -0.0f,
            Float.MIN_VALUE,
            Double.POSITIVE_INFINITY,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            new Extension(random.nextInt(-128, 128), bytes(random)),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
            ""
        };
        return all[random.nextInt(all.length)];
    }

    private static List<Object> list(RandomGenerator random, int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(random, depth));
        }
        return list;
    }

    /** A tree nested at most {@code depth} deep inside; one in ten is large enough to keep a journal. */
    public static Attributes tree(RandomGenerator random, int depth) {
        Map<Object, Object> map = new LinkedHashMap<>();
        boolean large = random.nextInt(10) == 0;
        for (int i = large ? random.nextInt(16, 60) : random.nextInt(5); i > 0; i--) {
            map.put(large ? (Object) (long) random.nextInt(100) : key(random), value(random, large ? 1 : depth));
        }
        return Attributes.of(map);
    }

    /** A tree that comes from another by some changes, or an unrelated one. */
    public static Attributes changed(RandomGenerator random, Attributes tree, int depth) {
        if (random.nextInt(12) == 0) {
            return tree(random, depth);
        }
        if (random.nextInt(12) == 0) {
            return Attributes.of(new LinkedHashMap<>(tree.asMap())); // equal, but shares no history
        }
        Attributes now = tree;
        for (int i = random.nextInt(random.nextInt(8) == 0 ? 40 : 5); i > 0; i--) {
            Object key = random.nextBoolean() && !now.isEmpty() ? anyKey(random, now) : key(random);
            int what = random.nextInt(5);
            if (what == 0) {
                now = now.without(key);
            } else if (what < 3 && now.asMap().get(key) instanceof Attributes inner) {
                now = now.with(key, changed(random, inner, depth - 1));
            } else {
                now = now.with(key, value(random, depth));
            }
        }
        return now;
    }

    private static Object anyKey(RandomGenerator random, Attributes tree) {
        List<Object> keys = new ArrayList<>(tree.keys());
        return keys.get(random.nextInt(keys.size()));
    }

    /** Changes as somebody may write them by hand, whatever they are applied to. */
    public static Changes changes(RandomGenerator random, int depth) {
        Map<Object, Change> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            map.put(key(random), change(random, depth));
        }
        return Changes.of(map);
    }

    private static Change change(RandomGenerator random, int depth) {
        int what = random.nextInt(6);
        if (what < 2) {
            return Change.DELETE;
        }
        return what < 4 && depth > 0 ? changes(random, depth - 1) : new Change.Set(value(random, depth));
    }
}
