package io.rxgase.sync.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.Quantity;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checksum of attributes, made of the sums of their entries: the sum of a map that is put together from parts is the sum of
 * the parts' sums. Two sides that hold equal attributes have equal sums, in every JVM; it guards against faults, not against
 * people. Here {@code left} and {@code right} are the halves of a state:
 *
 * <pre>{@code
 * long sum = StateSum.of(state);
 * boolean same = sum == StateSum.of(left) + StateSum.of(right);
 * }</pre>
 *
 * <p>docs/PROTOCOL.md has the formula; the mixing function is the finalizer of SplitMix64 (Steele, Lea, Flood 2014). May be
 * called on any thread.
 */
public final class StateSum {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private StateSum() {}

    /**
     * Returns the sum of all entries.
     *
     * @param attributes the attributes
     * @return 0 if there are none
     */
    public static long of(Attributes attributes) {
        long sum = 0;
        for (Map.Entry<Object, @Nullable Object> entry : attributes.asMap().entrySet()) {
            sum += entry(entry.getKey(), entry.getValue());
        }
        return sum;
    }

    /**
     * Returns what one entry adds to the sum of its map.
     *
     * @param key the key, in normal form
     * @param value the value, in normal form
     * @return any number
     */
    public static long entry(Object key, @Nullable Object value) {
        return mix(value(key) * GOLDEN + value(value));
    }

    /**
     * Returns what an entry adds to the sum of its map whose value is a map, of which only the sum is known.
     *
     * @param key the key, in normal form
     * @param sumInside what {@link #of} returns for the map that is its value
     * @return the same as {@link #entry}
     */
    public static long entryOf(Object key, long sumInside) {
        return mix(value(key) * GOLDEN + map(sumInside));
    }

    private static long map(long sumInside) {
        return mix(sumInside + 1);
    }

    private static long value(@Nullable Object value) {
        if (value instanceof Attributes inside) {
            return map(of(inside));
        } else if (value instanceof Long number) {
            return mix(number + 2);
        } else if (value instanceof Float number) {
            return mix(((long) Float.floatToIntBits(number) << 8) + 3);
        } else if (value instanceof Double number) {
            return mix(Double.doubleToLongBits(number) + 4);
        } else if (value instanceof Quantity quantity) {
            return mix(quantity.steps() + 5);
        } else if (value instanceof String text) {
            return mix(((long) text.hashCode() << 8) + 6);
        } else if (value instanceof List<?> list) {
            long sum = 7;
            for (Object element : list) {
                sum = mix(sum * GOLDEN + value(element));
            }
            return sum;
        } else if (value instanceof Boolean truth) {
            return mix(truth ? 8 : 9);
        } else if (value instanceof Bytes bytes) {
            return mix(((long) bytes.hashCode() << 8) + 10);
        } else if (value instanceof Extension extension) {
            return mix(((long) extension.data().hashCode() << 16) + (extension.type() << 8) + 11);
        } else if (value instanceof BigInteger number) {
            return mix(number.longValue() + 12);
        }
        return mix(13);
    }

    private static long mix(long x) {
        long y = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }
}
