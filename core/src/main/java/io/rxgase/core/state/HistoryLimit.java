package io.rxgase.core.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of the past a {@link GameStateStore} keeps: the older versions go as soon as there are more of either.
 *
 * <pre>{@code
 * HistoryLimit twoSecondsAt60Hz = new HistoryLimit(120, 16L << 20);
 * }</pre>
 *
 * <p>The newest version is always kept. The bytes are an estimate of what the versions need beyond one state: for each
 * attribute that a version changes 256 bytes, and the sizes of its strings and bytes, and 64 bytes for each element of
 * its lists and maps. It holds for games that change what changes and share the rest.
 *
 * @param versions how many versions, at least 1
 * @param bytes how many bytes by the estimate, at least 0
 */
public record HistoryLimit(int versions, long bytes) {
    /** 128 versions (2.5 seconds at 50 Hz) or 64 MiB. */
    public static final HistoryLimit DEFAULT = new HistoryLimit(128, 64L << 20);

    /**
     * Checks its arguments.
     *
     * @param versions how many versions, at least 1
     * @param bytes how many bytes by the estimate, at least 0
     * @throws IllegalArgumentException if one is below its minimum
     */
    public HistoryLimit {
        if (versions < 1 || bytes < 0) {
            throw new IllegalArgumentException(
                    "a history keeps at least 1 version and 0 bytes, not " + versions + " and " + bytes);
        }
    }

    /** The estimate that the class describes. */
    static long estimate(Changes changes) {
        long bytes = 0;
        for (Change change : changes.byKey().values()) {
            if (change instanceof Changes inside) {
                bytes += estimate(inside);
            } else if (change instanceof Change.Set set) {
                bytes += estimate(set.value());
            }
            bytes += 256;
        }
        return bytes;
    }

    private static long estimate(@Nullable Object value) {
        long bytes = 0;
        if (value instanceof String text) {
            bytes = text.length();
        } else if (value instanceof Bytes binary) {
            bytes = binary.size();
        } else if (value instanceof Extension extension) {
            bytes = extension.data().size();
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                bytes += 64 + estimate(element);
            }
        } else if (value instanceof Attributes map) {
            for (Object element : map.asMap().values()) {
                bytes += 64 + estimate(element);
            }
        }
        return bytes;
    }
}
