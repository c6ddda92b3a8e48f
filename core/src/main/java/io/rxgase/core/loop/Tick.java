package io.rxgase.core.loop;

import java.time.Duration;

/**
 * One step of game time.
 *
 * <pre>{@code
 * Tick first = Tick.first(Duration.ofMillis(20));   // number 1, dt() 0.02, game time 20 ms
 * Tick second = first.next();                       // number 2, dt() 0.02, game time 40 ms
 * }</pre>
 *
 * @param number 1 for the first tick, then one more for each tick; steps that were skipped have no number
 * @param deltaNanos the game time that this step covers, in nanoseconds, not negative; 0 while the game is paused
 * @param gameTimeNanos the game time at the end of this step, in nanoseconds, not negative
 * @param skipped how many steps were left out just before this one, because the loop was late by more than its catch-up
 *     cap or because nobody asked for them; the game is slower than real time by that much
 */
public record Tick(long number, long deltaNanos, long gameTimeNanos, long skipped) {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Checks the ranges.
     *
     * @param number 1 or more
     * @param deltaNanos 0 or more
     * @param gameTimeNanos 0 or more
     * @param skipped 0 or more
     */
    public Tick {
        if (number < 1 || deltaNanos < 0 || gameTimeNanos < 0 || skipped < 0) {
            throw new IllegalArgumentException("a tick has a number of at least 1 and nothing negative, not number "
                    + number + ", deltaNanos " + deltaNanos + ", gameTimeNanos " + gameTimeNanos + ", skipped "
                    + skipped);
        }
    }

    /**
     * The first tick of a game that starts at game time 0.
     *
     * @param step the length of the step
     * @return tick number 1
     */
    public static Tick first(Duration step) {
        long nanos = step.toNanos();
        return new Tick(1, nanos, nanos, 0);
    }

    /**
     * The tick that follows in a fixed step, without a clock: for tests and simulations.
     *
     * @return the next number, the same delta, the game time moved on by it
     */
    public Tick next() {
        return new Tick(number + 1, deltaNanos, gameTimeNanos + deltaNanos, 0);
    }

    /**
     * The delta as game logic wants it.
     *
     * @return {@link #deltaNanos()} in seconds
     */
    public double dt() {
        return deltaNanos / NANOS_PER_SECOND;
    }

    /**
     * The game time as a person wants it.
     *
     * @return {@link #gameTimeNanos()} in seconds
     */
    public double gameTime() {
        return gameTimeNanos / NANOS_PER_SECOND;
    }
}
