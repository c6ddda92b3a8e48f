package io.rxgase.transport.internal.protocol;

import java.util.Arrays;
import java.util.Locale;

/** Times that were measured in virtual time. */
final class Figures {
    private long[] nanos = new long[64];
    private int count;

    void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = value;
    }

    int count() {
        return count;
    }

    /** The smallest value that at least that share of all values does not exceed, in milliseconds. */
    double percentileMillis(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e6;
    }

    /** Shown in the test's output, so that a figure can be read without a debugger. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    static void print(String format, Object... arguments) {
        System.out.println("figure: " + String.format(Locale.ROOT, format, arguments));
    }
}
