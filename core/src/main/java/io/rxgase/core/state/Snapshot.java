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
 * @param oldestTimeOrder the same as {@code timeOrder} if the state was that of the game at this version. Less at a client whose budget
 *     does not carry all that changed: then each entry of a table is as it was at some version from this one to {@code timeOrder}, all
 *     parts of it at one, and an entry that the client has not got yet is missing; 0 if some were never sent. Everything else is as of {@code timeOrder}
 * @param misfits how many of its values could not be held by this side's state type, and have something else in their place: a default, nothing,
 *     or their last value that fitted, which may be older than {@code oldestTimeOrder}. 0 where the game runs, and at clients of the
 *     same build; at most 1,024. See {@link Misfit}
 * @param <S> the type of the state
 */
public record Snapshot<S>(
        long timeOrder, GameStatus status, long gameTimeNanos, S state, long oldestTimeOrder, int misfits) {
    /** The version of who holds no state yet. */
    public static final long NO_BASE = -1;

    /**
     * Checks its arguments.
     *
     * @param timeOrder the version, at least 0
     * @param status whether game time runs
     * @param gameTimeNanos game time since the game began, in nanoseconds, at least 0
     * @param state the state itself
     * @param oldestTimeOrder the version of the oldest entries, 0 to {@code timeOrder}
     * @param misfits how many values did not fit and were replaced, at least 0
     * @throws IllegalArgumentException if a number is out of range
     */
    public Snapshot {
        if (timeOrder < 0) {
            throw new IllegalArgumentException("timeOrder is " + timeOrder + ", but versions begin at 0");
        }
        if (gameTimeNanos < 0) {
            throw new IllegalArgumentException("gameTimeNanos is " + gameTimeNanos + ", but game time begins at 0");
        }
        if (oldestTimeOrder < 0 || oldestTimeOrder > timeOrder) {
            throw new IllegalArgumentException(
                    "oldestTimeOrder is " + oldestTimeOrder + ", but nothing is newer than timeOrder " + timeOrder);
        }
        if (misfits < 0) {
            throw new IllegalArgumentException("misfits is " + misfits + ", but it is a count");
        }
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(state, "state");
    }

    /**
     * A snapshot of which all values fitted.
     *
     * @param timeOrder the version, at least 0
     * @param status whether game time runs
     * @param gameTimeNanos game time since the game began, in nanoseconds, at least 0
     * @param state the state itself
     * @param oldestTimeOrder the version of the oldest entries, 0 to {@code timeOrder}
     * @throws IllegalArgumentException if a number is out of range
     */
    public Snapshot(long timeOrder, GameStatus status, long gameTimeNanos, S state, long oldestTimeOrder) {
        this(timeOrder, status, gameTimeNanos, state, oldestTimeOrder, 0);
    }

    /**
     * A snapshot of which all is as of one version.
     *
     * @param timeOrder the version, at least 0
     * @param status whether game time runs
     * @param gameTimeNanos game time since the game began, in nanoseconds, at least 0
     * @param state the state itself
     * @throws IllegalArgumentException if a number is negative
     */
    public Snapshot(long timeOrder, GameStatus status, long gameTimeNanos, S state) {
        this(timeOrder, status, gameTimeNanos, state, Math.max(0, timeOrder));
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
     * Says whether all of the state is as of one version. Where it is not, see {@link #oldestTimeOrder()}. Values that this side's type
     * can't hold are apart from that, see {@link #misfits()}.
     *
     * @return false if entries of tables may be older than the rest, or missing
     */
    public boolean isWhole() {
        return oldestTimeOrder == timeOrder;
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
