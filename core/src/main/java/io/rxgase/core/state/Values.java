package io.rxgase.core.state;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values that states and events are made of, and how other values become them.
 *
 * <pre>{@code
 * Object position = Values.of(List.of(1, 2.5f, "north"));
 * String type = Values.typeOf(position);
 * }</pre>
 *
 * <p>A value is null, a {@link Boolean}, a {@link Long} (all whole numbers; {@link BigInteger} only from 2<sup>63</sup>
 * to 2<sup>64</sup> - 1), a {@link Float}, a {@link Double}, a {@link String}, {@link Bytes}, an immutable {@link List}
 * of values, {@link Attributes}, an {@link Extension}, which is carried but has no meaning here, or, in what is
 * synchronized, a {@link Quantity}. Values nest at most {@value #MAX_DEPTH} deep.
 *
 * <p>Keys are strings and whole numbers. Besides, for what others send: booleans, floating-point numbers (a {@link Float} key
 * is the {@link Double} of the same value), {@link Bytes}, lists of keys, and {@link #NIL_KEY}.
 */
public final class Values {
    /** How deep lists and maps may nest. */
    public static final int MAX_DEPTH = 60;

    /** The key that stands for null, since maps have no null keys. As a value it is null. */
    public static final Object NIL_KEY = NilKey.NIL;

    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    private enum NilKey {
        NIL;

        @Override
        public String toString() {
            return "null";
        }
    }

    private Values() {}

    /**
     * Returns the normal form of a value.
     *
     * <p>Smaller integer types become {@code Long}, {@code byte[]} becomes {@link Bytes}, maps become
     * {@link Attributes}, lists are copied. A string with half of a surrogate pair is refused, because UTF-8 cannot carry it: two
     * strings that differ must not become equal on the way.
     *
     * @param value the value
     * @return the value of the types above that stands for it
     * @throws IllegalArgumentException if there is none; the message names the place and the type, or what is wrong with it
     */
    public static @Nullable Object of(@Nullable Object value) {
        return normalize(value, 0);
    }

    /**
     * Returns the name of a value's type, as messages use it.
     *
     * @param value a value of any type
     * @return one of {@code null, boolean, int, float, double, string, bytes, list, map, extension}, {@code int over 2^63 -
     *     1}, or the name of the class
     */
    public static String typeOf(@Nullable Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof Boolean) {
            return "boolean";
        } else if (value instanceof Long) {
            return "int";
        } else if (value instanceof BigInteger) {
            return "int over 2^63 - 1";
        } else if (value instanceof Float) {
            return "float";
        } else if (value instanceof Double) {
            return "double";
        } else if (value instanceof String) {
            return "string";
        } else if (value instanceof Bytes) {
            return "bytes";
        } else if (value instanceof List) {
            return "list";
        }
        if (value instanceof Quantity quantity) {
            return quantity.scale().single() ? "float" : "double";
        } else if (value instanceof Extension) {
            return "extension";
        }
        return value instanceof Attributes ? "map" : value.getClass().getName();
    }

    /** Returns the normal form of a key: the one place that knows which keys there are. */
    static Object key(@Nullable Object key) {
        if (key instanceof String text) {
            return wholeKey(text);
        } else if (key instanceof Long) {
            return key;
        } else if (key instanceof Integer || key instanceof Short || key instanceof Byte) {
            return ((Number) key).longValue();
        }
        return rareKey(key, 0);
    }

    private static Object rareKey(@Nullable Object key, int depth) {
        if (key == null || key == NIL_KEY) {
            return NIL_KEY;
        } else if (key instanceof Boolean || key instanceof Bytes || key instanceof Double) {
            return key;
        } else if (key instanceof Float number) {
            return number.doubleValue();
        } else if (key instanceof BigInteger || key instanceof byte[]) {
            return Objects.requireNonNull(normalize(key, depth));
        } else if (key instanceof List<?> list) {
            checkDepth(depth);
            @Nullable Object[] parts = list.toArray();
            for (int i = 0; i < parts.length; i++) {
                Object part = parts[i];
                parts[i] = part instanceof List ? rareKey(part, depth + 1) : key(part);
            }
            return new ValueList(parts);
        }
        NumberRecord number = NumberRecord.of(key.getClass());
        if (number != null) {
            return number.write(key);
        }
        throw new Unfit("has a key that is " + describe(key)
                + ", but keys are strings and numbers (besides: booleans, null, bytes, and lists of keys)");
    }

    private static @Nullable Object normalize(@Nullable Object value, int depth) {
        if (value == null
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof Float
                || value instanceof Attributes
                || value instanceof Bytes
                || value instanceof Extension
                || value instanceof Quantity
                || value instanceof ValueList) {
            return value;
        } else if (value instanceof String text) {
            return whole(text);
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        } else if (value instanceof byte[] bytes) {
            return Bytes.of(bytes);
        } else if (value instanceof BigInteger number) {
            return whole(number);
        } else if (value instanceof GameState state) {
            return state.attributes();
        } else if (value instanceof List<?> list) {
            return list(list, depth);
        } else if (value instanceof Map<?, ?> map) {
            return new Attributes(map(map, depth));
        } else if (value == NIL_KEY) {
            return null;
        }
        NumberRecord number = NumberRecord.of(value.getClass());
        if (number != null) {
            return number.write(value);
        }
        throw new Unfit(
                "is " + describe(value) + ", but values are null, booleans, numbers, strings, bytes, lists, and maps"
                        + " with keys of strings or whole numbers");
    }

    private static Object whole(BigInteger number) {
        if (number.bitLength() < Long.SIZE) {
            return number.longValueExact();
        } else if (number.signum() > 0 && number.compareTo(UNSIGNED_END) < 0) {
            return number;
        }
        throw new Unfit("is " + number + ", but whole numbers lie between -2^63 and 2^64 - 1");
    }

    private static ValueList list(List<?> list, int depth) {
        checkDepth(depth);
        @Nullable Object[] values = list.toArray();
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = normalize(values[i], depth + 1);
            } catch (Unfit e) {
                throw e.inside("[" + i + "]");
            }
        }
        return values.length == 0 ? ValueList.EMPTY : new ValueList(values);
    }

    private static StateMap<Object, @Nullable Object> map(Map<?, ?> map, int depth) {
        checkDepth(depth);
        SortedEntries<Object, @Nullable Object> entries = new SortedEntries<>(KeyOrder.INSTANCE, map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = key(entry.getKey());
            try {
                entries.add(key, normalize(entry.getValue(), depth + 1));
            } catch (Unfit e) {
                throw e.inside("." + key);
            }
        }
        StateMap<Object, @Nullable Object> normal = entries.done();
        if (normal.size() < map.size()) {
            throw new Unfit("has two keys that mean the same, such as 1 and 1L");
        }
        return normal;
    }

    private static void checkDepth(int depth) {
        if (depth == MAX_DEPTH) {
            throw tooDeep();
        }
    }

    static Unfit tooDeep() {
        return new Unfit("is nested deeper than " + MAX_DEPTH
                + " levels of lists and maps: does it contain itself? Refer to things by their keys instead of"
                + " nesting them");
    }

    /**
     * Refuses a value that nests too deep.
     *
     * @param value a value in normal form
     * @param room how many levels of lists and maps it may have
     */
    static void checkLevels(@Nullable Object value, int room) {
        if (value instanceof Attributes map) {
            checkRoom(room);
            map.asMap().forEach((key, inside) -> {
                checkLevels(key, room - 1);
                checkLevels(inside, room - 1);
            });
        } else if (value instanceof List<?> list) {
            checkRoom(room);
            list.forEach(inside -> checkLevels(inside, room - 1));
        }
    }

    static void checkRoom(int room) {
        if (room <= 0) {
            throw tooDeep();
        }
    }

    /** As {@link #checkLevels(Object, int)}, for what changes in a map that has so many levels of room. */
    static void checkLevels(Changes changes, int room) {
        checkRoom(room);
        changes.asMap().forEach((key, change) -> {
            checkLevels(key, room - 1);
            if (change instanceof Changes inside) {
                checkLevels(inside, room - 1);
            } else if (change instanceof Change.Set set) {
                checkLevels(set.value(), room - 1);
            }
        });
    }

    private static String describe(@Nullable Object value) {
        return value == null ? "null" : "a " + value.getClass().getName();
    }

    /** A value or key that cannot be one. The path grows while the exception climbs, so that no path is built for nothing. */
    static final class Unfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private static final int SHOWN = 100;

        private final String path;
        private final String problem;

        Unfit(String problem) {
            this("", problem);
        }

        private Unfit(String path, String problem) {
            super((path.isEmpty()
                            ? "the value "
                            : "the value at " + shown(path.substring(path.startsWith(".") ? 1 : 0)) + " ")
                    + problem);
            this.path = path;
            this.problem = problem;
        }

        private static String shown(String path) {
            return path.length() <= SHOWN ? path : path.substring(0, SHOWN) + "…";
        }

        Unfit inside(String step) {
            return new Unfit(step + path, problem);
        }
    }

    /**
     * Refuses a string that UTF-8 cannot carry.
     *
     * @return the string
     * @throws Unfit if it has a surrogate without its other half
     */
    static String whole(String text) {
        int half = halfIn(text);
        if (half >= 0) {
            throw new Unfit("has " + describeHalf(half));
        }
        return text;
    }

    /** As {@link #whole(String)}, for keys. */
    static String wholeKey(String key) {
        int half = halfIn(key);
        if (half >= 0) {
            throw new Unfit("has the key " + key.replaceAll("\\p{Cs}", "\ufffd") + " with " + describeHalf(half));
        }
        return key;
    }

    private static String describeHalf(int index) {
        return "half of a character, a surrogate without its other half (at index " + index
                + "), which UTF-8 cannot carry: cut texts between code points, at text.offsetByCodePoints(0, n), and"
                + " make binary data Bytes";
    }

    /** Returns where a surrogate without its other half is, or -1. */
    private static int halfIn(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (!Character.isSurrogate(c)) {
                at++;
            } else if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at += 2;
            } else {
                return at;
            }
        }
        return -1;
    }
}
