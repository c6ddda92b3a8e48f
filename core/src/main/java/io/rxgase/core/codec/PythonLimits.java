package io.rxgase.core.codec;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What MessagePack carries and a PyGaSe peer dies of, when it reads it or when it sends it on: it packs each float as float32, and a Python
 * dictionary takes 1, 1.0 and True for one key.
 */
final class PythonLimits {
    private static final int TIMESTAMP = -1;
    private static final long FIRST_SECOND = -62_135_596_800L; // 0001-01-01
    private static final long LAST_SECOND = 253_402_300_799L; // 9999-12-31
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int SECONDS_BITS = 34;

    private PythonLimits() {}

    /**
     * Looks for anything of that kind inside a value.
     *
     * @throws UnfitException if there is something; its path leads there through the maps
     */
    static void check(@Nullable Object value) {
        if (value instanceof Double number) {
            check((double) number);
        } else if (value instanceof Quantity quantity) {
            check(quantity.doubleValue());
        } else if (value instanceof Extension extension) {
            check(extension);
        } else if (value instanceof Attributes map) {
            checkKeys(map);
            map.asMap().forEach((key, inner) -> {
                try {
                    check(inner);
                } catch (UnfitException e) {
                    throw e.inside(key);
                }
            });
        } else if (value instanceof List<?> list) {
            list.forEach(PythonLimits::check);
        }
    }

    private static void check(double number) {
        if (Double.isFinite(number) && Float.isInfinite((float) number)) {
            throw new UnfitException("is " + number + ", but a PyGaSe peer ends when it sends on what is beyond float32 (3.4e38): scale it"
                    + " down, or send it as a string");
        }
    }

    private static void check(Extension extension) {
        if (extension.type() == TIMESTAMP && !isTimestamp(extension.data().asBuffer())) {
            throw new UnfitException("is an extension of type -1 that is no time stamp of the years 1 to 9999, which a PyGaSe peer ends of:"
                    + " use another type");
        }
    }

    private static boolean isTimestamp(ByteBuffer data) {
        long seconds = 0;
        long nanos = 0;
        switch (data.remaining()) {
            case Integer.BYTES -> {}
            case Long.BYTES -> nanos = data.getLong() >>> SECONDS_BITS; // the seconds of this form end in the year 2514
            case Integer.BYTES + Long.BYTES -> {
                nanos = Integer.toUnsignedLong(data.getInt());
                seconds = data.getLong();
            }
            default -> nanos = NANOS_PER_SECOND;
        }
        return nanos < NANOS_PER_SECOND && seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
    }

    static void checkKeys(Attributes map) {
        if (hasRareKeys(map)) {
            Map<Object, Object> seen = new HashMap<>();
            for (Object key : map.keys()) {
                Object other = seen.putIfAbsent(inPython(key), key);
                if (other != null) {
                    throw new UnfitException("has the keys " + other + " and " + key
                            + ", which are one for a PyGaSe peer, which ends of it: use one kind of keys");
                }
            }
        }
    }

    /** Whether there are keys that may equal others in Python: strings and whole numbers alone never do. */
    static boolean hasRareKeys(Attributes map) {
        for (Object key : map.keys()) {
            if (key instanceof Boolean || key instanceof Double || key instanceof List) {
                return true;
            }
        }
        return false;
    }

    /** What equals the same as the key does at a Python peer. */
    private static Object inPython(Object key) {
        if (key instanceof Boolean truth) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        } else if (key instanceof Long number) {
            return plain(BigDecimal.valueOf(number));
        } else if (key instanceof BigInteger number) {
            return plain(new BigDecimal(number));
        } else if (key instanceof Double number) {
            float narrowed = (float) (double) number;
            boolean keepsItsSize = Float.isFinite(narrowed) && Math.abs(narrowed) >= Float.MIN_NORMAL;
            return Double.isFinite(number) ? plain(new BigDecimal(keepsItsSize ? narrowed : number)) : number;
        }
        return key instanceof List<?> list
                ? list.stream().map(PythonLimits::partInPython).toList()
                : key;
    }

    private static Object partInPython(@Nullable Object part) {
        return part == null ? "" : inPython(part);
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
}
