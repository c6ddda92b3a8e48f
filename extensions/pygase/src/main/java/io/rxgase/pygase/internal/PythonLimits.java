package io.rxgase.pygase.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.Quantity;
import io.rxgase.core.state.Values;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What MessagePack carries and a PyGaSe peer dies of, when it reads it or when it sends it on: it packs each float as float32, and
 * takes no key twice.
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
            throw new UnfitException("is " + number
                    + ", but a PyGaSe peer ends when it sends on what is beyond float32 (3.4e38): scale it"
                    + " down, or send it as a string");
        }
    }

    private static void check(Extension extension) {
        if (extension.type() == TIMESTAMP && !isTimestamp(extension.data().asBuffer())) {
            throw new UnfitException(
                    "is an extension of type -1 that is no time stamp of the years 1 to 9999, which a PyGaSe peer ends of:"
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

    /** A map may have keys that are different here and the same bytes on the wire: a peer ends of a key that comes twice. */
    static void checkKeys(Attributes map) {
        if (hasRareKeys(map)) {
            Map<Object, Object> seen = new HashMap<>();
            for (Object key : map.keys()) {
                Object other = seen.putIfAbsent(onWire(key), key);
                if (other != null) {
                    throw new UnfitException(
                            "has the keys " + other + " and " + key
                                    + ", which are one as float32, and a PyGaSe peer ends of a key that comes twice: use whole numbers or strings");
                }
            }
        }
    }

    /** Whether there are keys that are written as float32. */
    static boolean hasRareKeys(Attributes map) {
        for (Object key : map.keys()) {
            if (isRare(key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a key is a floating-point number, or a list that may have some. */
    static boolean isRare(Object key) {
        return key instanceof Double || key instanceof List;
    }

    /** What equals the same as the key's bytes. */
    private static Object onWire(@Nullable Object key) {
        if (key instanceof Double number) {
            float narrowed = (float) (double) number;
            boolean keepsItsSize = Float.isFinite(narrowed) && Math.abs(narrowed) >= Float.MIN_NORMAL;
            return keepsItsSize ? (Object) (double) narrowed : number;
        } else if (key instanceof List<?> list) {
            return list.stream().map(PythonLimits::onWire).toList();
        }
        return key == null ? Values.NIL_KEY : key;
    }
}
