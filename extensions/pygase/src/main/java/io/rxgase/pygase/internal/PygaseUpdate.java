package io.rxgase.pygase.internal;

import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStatus;
import org.jspecify.annotations.Nullable;

/**
 * A state update as PyGaSe sends it. It says what changes, but not since when: it is for whoever holds an older state.
 *
 * <pre>{@code
 * PygaseUpdate update = new PygaseUpdate(301, null, Changes.of(Map.of("counter", 26)));
 * byte[] bytes = PygaseUpdateCodec.encode(update);
 * }</pre>
 *
 * @param timeOrder the version that it leads to, 0 to 65535, after which comes 1
 * @param status whether the game runs; null if the update does not say
 * @param changes what changes; setting a map there means changing inside of it
 */
public record PygaseUpdate(int timeOrder, @Nullable GameStatus status, Changes changes) {
    /** The largest time order. */
    public static final int MAX_TIME_ORDER = 65_535;

    /**
     * Checks its arguments.
     *
     * @param timeOrder the version that it leads to, 0 to 65535
     * @param status whether the game runs; null if the update does not say
     * @param changes what changes
     * @throws IllegalArgumentException if the time order is out of its range
     */
    public PygaseUpdate {
        if (timeOrder < 0 || timeOrder > MAX_TIME_ORDER) {
            throw new IllegalArgumentException("timeOrder is " + timeOrder + ", but PyGaSe counts from 0 to 65535");
        }
    }
}
