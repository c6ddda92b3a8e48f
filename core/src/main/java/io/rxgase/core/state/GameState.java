package io.rxgase.core.state;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dynamic game state: attributes by name, without a record that declares them.
 *
 * <pre>{@code
 * GameState state = GameState.of(Map.of("chaser_id", 3, "countdown", 5.0, "players", Map.of()));
 * GameState next = state.with("countdown", state.getDouble("countdown") - 0.02)
 *         .withAt(Map.of("name", "Ada", "x", 1.0, "y", 2.0), "players", 3);
 * double x = next.getMap("players").getMap(3).getDouble("x");
 * }</pre>
 *
 * <p>It is immutable; a change shares with the old state all that stays the same. Getters and changes are those of
 * {@link AttributeTree}. The time order and the status are set by the machine that runs the game; two states are equal
 * if their attributes, time order and status are. May be used on any thread.
 */
public final class GameState implements AttributeTree<GameState> {
    private static final GameState EMPTY = new GameState(Attributes.EMPTY, 0, GameStatus.ACTIVE);

    private final Attributes attributes;
    private final long timeOrder;
    private final GameStatus status;

    GameState(Attributes attributes, long timeOrder, GameStatus status) {
        this.attributes = attributes;
        this.timeOrder = timeOrder;
        this.status = status;
    }

    /**
     * Returns the state without attributes, active, of time order 0.
     *
     * @return the empty state
     */
    public static GameState empty() {
        return EMPTY;
    }

    /**
     * Returns an active state of time order 0.
     *
     * @param attributes names and values that {@link Values} knows
     * @return the state
     * @throws IllegalArgumentException if there is another type among them; the message names the place
     */
    public static GameState of(Map<?, ?> attributes) {
        return of(Attributes.of(attributes));
    }

    /**
     * Returns an active state of time order 0.
     *
     * @param attributes its attributes
     * @return the state
     */
    public static GameState of(Attributes attributes) {
        return EMPTY.withAttributes(attributes);
    }

    /**
     * Returns the version of this state.
     *
     * @return 0 for the initial state, greater for every later one
     */
    public long timeOrder() {
        return timeOrder;
    }

    /**
     * Says whether game time runs.
     *
     * @return the status
     */
    public GameStatus status() {
        return status;
    }

    /**
     * Says whether game time stands still.
     *
     * @return true if the status is {@link GameStatus#PAUSED}
     */
    public boolean isPaused() {
        return status == GameStatus.PAUSED;
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public GameState with(Object key, @Nullable Object value) {
        return withAttributes(attributes.with(key, value));
    }

    @Override
    public GameState without(Object key) {
        return withAttributes(attributes.without(key));
    }

    @Override
    public GameState withAt(@Nullable Object value, Object... path) {
        return withAttributes(attributes.withAt(value, path));
    }

    @Override
    public GameState withoutAt(Object... path) {
        return withAttributes(attributes.withoutAt(path));
    }

    /**
     * Returns a state with other attributes and the same time order and status.
     *
     * @param changed the attributes
     * @return the changed state; this if they are the same object
     */
    @SuppressWarnings("ReferenceEquality") // unchanged attributes are the same object
    public GameState withAttributes(Attributes changed) {
        return changed == attributes ? this : new GameState(changed, timeOrder, status);
    }

    GameState stamped(long newTimeOrder, GameStatus newStatus) {
        return newTimeOrder == timeOrder && newStatus == status
                ? this
                : new GameState(attributes, newTimeOrder, newStatus);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GameState that
                && timeOrder == that.timeOrder
                && status == that.status
                && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(attributes, timeOrder, status);
    }

    /** Shows the attributes, the time order and the status. */
    @Override
    public String toString() {
        return "GameState[" + timeOrder + " " + status + " " + attributes + "]";
    }
}
