package io.rxgase.core.state;

import java.util.Objects;

/**
 * A state with its place in time: which version it is, whether the game runs, and how much game time has passed.
 *
 * <pre>{@code
 * Snapshot<Chase> first = Snapshot.initial(chase);
 * Snapshot<Chase> second = new Snapshot<>(1, GameStatus.ACTIVE, 20_000_000L, later);
 * }</pre>
 *
 * @param timeOrder the version: 0 for the initial state, greater for every later one
 * @param status whether game time runs
 * @param gameTimeNanos game time since the game began, in nanoseconds; stands still while paused
 * @param state the state itself
 * @param <S> the type of the state
 */
public record Snapshot<S>(long timeOrder, GameStatus status, long gameTimeNanos, S state) {
    /** The version of who holds no state yet. */
    public static final long NO_BASE = -1;

    /**
     * Checks its arguments.
     *
     * @param timeOrder the version, at least 0
     * @param status whether game time runs
     * @param gameTimeNanos game time since the game began, in nanoseconds, at least 0
     * @param state the state itself
     * @throws IllegalArgumentException if a number is negative
     */
    public Snapshot {
        if (timeOrder < 0) {
            throw new IllegalArgumentException("timeOrder is " + timeOrder + ", but versions begin at 0");
        }
        if (gameTimeNanos < 0) {
            throw new IllegalArgumentException("gameTimeNanos is " + gameTimeNanos + ", but game time begins at 0");
        }
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(state, "state");
    }

    /**
     * Returns the first snapshot of a game: version 0, active, at game time 0.
     *
     * @param state the state
     * @param <S> its type
     * @return the snapshot
     */
    public static <S> Snapshot<S> initial(S state) {
        return new Snapshot<>(0, GameStatus.ACTIVE, 0, state);
    }

    /**
     * Says whether game time stands still.
     *
     * @return true if the status is {@link GameStatus#PAUSED}
     */
    public boolean isPaused() {
        return status == GameStatus.PAUSED;
    }
}
