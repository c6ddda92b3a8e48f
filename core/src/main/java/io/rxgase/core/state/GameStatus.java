package io.rxgase.core.state;

/**
 * Whether the game's time runs.
 *
 * <pre>{@code
 * Snapshot<Chase> paused = new Snapshot<>(7, GameStatus.PAUSED, 140_000_000L, chase);
 * boolean stands = paused.isPaused();
 * }</pre>
 */
public enum GameStatus {
    /** Game time runs: every tick makes a step. */
    ACTIVE,
    /** Game time stands still; events wait. */
    PAUSED
}
