package io.rxgase.testkit.pygase;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a PyGaSe client makes of the updates that it gets, its faults included. */
public final class WireState {
    /** The delete token. */
    public static final ByteBuffer TOKEN =
            ByteBuffer.wrap(HexFormat.of().parseHex("d281e5ba")).asReadOnlyBuffer();

    private final Map<Object, @Nullable Object> attributes = new LinkedHashMap<>();
    private int timeOrder;

    /**
     * Applies an update if it is newer.
     *
     * @param update a map with {@code time_order}
     * @return whether it was applied
     */
    public boolean apply(Map<?, ?> update) {
        int order = ((Long) Objects.requireNonNull(update.get("time_order"))).intValue();
        Object status = update.get("game_status");
        if (order < 0 || order > 65_535 || (status != null && !status.equals(0L) && !status.equals(1L))) {
            throw new IllegalArgumentException("no update: " + update);
        }
        if (update.keySet().stream().anyMatch(key -> !(key instanceof String))) {
            throw new IllegalArgumentException("a key at the top is no string: " + update);
        }
        if (Circle.distance(order, timeOrder) <= 0) {
            return false;
        }
        timeOrder = order;
        Map<Object, Object> changes = new LinkedHashMap<>(update);
        changes.remove("time_order");
        merge(attributes, changes);
        return true;
    }

    /**
     * PyGaSe's rule: a token removes what is there and is stored where nothing is; a map goes into a map; everything else is
     * stored.
     *
     * @param into changed
     * @param changes what changes
     */
    @SuppressWarnings("unchecked") // maps of MiniPack are such maps
    public static void merge(Map<Object, @Nullable Object> into, Map<?, ?> changes) {
        changes.forEach((key, value) -> {
            if (TOKEN.equals(value) && into.containsKey(key)) {
                into.remove(key);
            } else if (value instanceof Map<?, ?> inner && into.get(key) instanceof Map<?, ?> present) {
                merge((Map<Object, @Nullable Object>) present, inner);
            } else {
                into.put(key, value);
            }
        });
    }

    /**
     * The state.
     *
     * @return attributes and {@code game_status}
     */
    public Map<Object, @Nullable Object> attributes() {
        return attributes;
    }

    /**
     * The version that is reported to the server.
     *
     * @return 0 for none
     */
    public int timeOrder() {
        return timeOrder;
    }

    /**
     * Whether PyGaSe's delete token was stored as a value anywhere.
     *
     * @return true if this client has been served badly
     */
    public boolean holdsTokens() {
        return holdsTokens(attributes);
    }

    private static boolean holdsTokens(Map<?, ?> map) {
        return map.values().stream()
                .anyMatch(value -> TOKEN.equals(value) || (value instanceof Map<?, ?> inner && holdsTokens(inner)));
    }
}
