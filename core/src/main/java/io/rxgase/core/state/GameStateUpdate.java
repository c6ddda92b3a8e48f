package io.rxgase.core.state;

import java.util.Map;
import java.util.Objects;

/**
 * What turns one version of a state into a later one.
 *
 * <pre>{@code
 * GameStateUpdate update = GameStateUpdate.of(
 *         7, 8, Map.of("chaser_id", 3, "players", Map.of(7, GameStateUpdate.TO_DELETE)));
 * GameStateUpdate both = update.merge(GameStateUpdate.of(8, 9, Map.of("countdown", 4.98)));
 * }</pre>
 *
 * <p>Normally {@link StateModel#diff} makes it. An update whose base is {@link Snapshot#NO_BASE} carries a whole state: all that is to be
 * known, of which parts may still be {@linkplain #hasOlderParts() older}. For updates {@code u}, {@code v}, {@code w} that follow each other, {@code u.merge(v)} has the effect of {@code u} and
 * then {@code v}, and {@code u.merge(v).merge(w)} equals {@code u.merge(v.merge(w))}.
 *
 * @param base the version that this is a difference to, or {@link Snapshot#NO_BASE}
 * @param timeOrder the version that it leads to, not before {@code base}
 * @param status the status of that version
 * @param gameTimeNanos the game time of that version, in nanoseconds
 * @param changes what changes
 * @param oldestTimeOrder that of the snapshot that it leads to: less than {@code timeOrder} if some of its entries are older, or missing; see
 *     {@link Snapshot#oldestTimeOrder()}
 */
public record GameStateUpdate(
        long base, long timeOrder, GameStatus status, long gameTimeNanos, Changes changes, long oldestTimeOrder) {
    /** In an update written by hand: the attribute goes away. */
    public static final Change TO_DELETE = Change.DELETE;

    /**
     * Checks its arguments.
     *
     * @param base the version that this is a difference to, or {@link Snapshot#NO_BASE}
     * @param timeOrder the version that it leads to, not before {@code base}
     * @param status the status of that version
     * @param gameTimeNanos the game time of that version, in nanoseconds, at least 0
     * @param changes what changes
     * @param oldestTimeOrder the version of the oldest entries of what it leads to, 0 to {@code timeOrder}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public GameStateUpdate {
        if (base < Snapshot.NO_BASE) {
            throw new IllegalArgumentException("base is " + base + ", but versions begin at 0 (NO_BASE is -1)");
        }
        if (timeOrder < 0 || timeOrder < base) {
            throw new IllegalArgumentException(
                    "timeOrder is " + timeOrder + ", but an update leads to a version at or after its base " + base);
        }
        if (gameTimeNanos < 0) {
            throw new IllegalArgumentException("gameTimeNanos is " + gameTimeNanos + ", but game time begins at 0");
        }
        if (oldestTimeOrder < 0 || oldestTimeOrder > timeOrder) {
            throw new IllegalArgumentException(
                    "oldestTimeOrder is " + oldestTimeOrder + ", but nothing is newer than timeOrder " + timeOrder);
        }
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(changes, "changes");
    }

    /**
     * An update to a snapshot of which all is as of one version.
     *
     * @param base the version that this is a difference to, or {@link Snapshot#NO_BASE}
     * @param timeOrder the version that it leads to, not before {@code base}
     * @param status the status of that version
     * @param gameTimeNanos the game time of that version, in nanoseconds, at least 0
     * @param changes what changes
     * @throws IllegalArgumentException if a number is out of its range
     */
    public GameStateUpdate(long base, long timeOrder, GameStatus status, long gameTimeNanos, Changes changes) {
        this(base, timeOrder, status, gameTimeNanos, changes, Math.max(0, timeOrder));
    }

    /**
     * Returns an update written by hand, of an active game at game time 0.
     *
     * @param base the version that this is a difference to, or {@link Snapshot#NO_BASE}
     * @param timeOrder the version that it leads to
     * @param changes for each key a value, a nested map of changes, or {@link #TO_DELETE}; see {@link Changes#of}
     * @return the update
     */
    public static GameStateUpdate of(long base, long timeOrder, Map<?, ?> changes) {
        return new GameStateUpdate(base, timeOrder, GameStatus.ACTIVE, 0, Changes.of(changes));
    }

    /**
     * Says whether this carries a whole state, so that it needs no base.
     *
     * @return true if the base is {@link Snapshot#NO_BASE}
     */
    public boolean isWhole() {
        return base == Snapshot.NO_BASE;
    }

    /**
     * Says whether parts of the state that this leads to are older than the rest, or missing, as under a budget. What this
     * changes is then no step of the game from one version to another: compare nothing across entries.
     *
     * @return false if all of that state is as of {@code timeOrder}: {@link Snapshot#isWhole()}
     */
    public boolean hasOlderParts() {
        return oldestTimeOrder != timeOrder;
    }

    /**
     * Returns one update that has the effect of this one and then another.
     *
     * @param next the update that follows: its base is this one's {@code timeOrder}, or it carries a whole state
     * @return an update from this one's base to the version of {@code next}, with older parts if that one has some
     * @throws IllegalArgumentException if {@code next} does not follow this update
     */
    public GameStateUpdate merge(GameStateUpdate next) {
        if (next.isWhole()) {
            return next;
        }
        if (next.base != timeOrder) {
            throw new IllegalArgumentException("this update leads to version " + timeOrder
                    + ", but the next one is a difference to version " + next.base
                    + ": merge updates in order, without a gap");
        }
        return new GameStateUpdate(
                base,
                next.timeOrder,
                next.status,
                next.gameTimeNanos,
                changes.then(next.changes),
                next.oldestTimeOrder);
    }
}
