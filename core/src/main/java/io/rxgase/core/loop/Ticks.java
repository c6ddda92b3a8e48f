package io.rxgase.core.loop;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.Objects;

/**
 * A source of ticks at absolute deadlines: the n-th is due at the time of subscription plus n steps, however late the
 * ones before it were, so that errors don't add up.
 *
 * <pre>{@code
 * Disposable game = Ticks.fixed(Duration.ofMillis(20))                    // 50 Hz, dt is always 0.02
 *         .on(timebase)
 *         .compose(machine.withInbox())
 *         .subscribe(transition -> send(transition.outgoing()));
 *
 * Flowable<Tick> measured = Ticks.variable(Duration.ofMillis(20)).on(timebase);    // dt is what really passed
 * }</pre>
 *
 * <p>When the loop is late (a slow step, a garbage collection, a suspended machine) it catches up: missed steps run back
 * to back, at most {@link #catchUp} of them at a time; what is missed beyond that is skipped and counted in
 * {@link Tick#skipped()} of the next tick. A step whose deadline passes with no demand is skipped and counted the same
 * way: ticks are never buffered, and slow subscribers never get an error.
 *
 * <p>A {@code Ticks} is immutable and may be used on any thread. Each subscription to the {@link Flowable} is a clock of
 * its own, starting with tick 1, on one worker of the scheduler; between two ticks other tasks of that scheduler get
 * their turn.
 */
public final class Ticks {
    /** How many missed steps are made up by default: {@value}. */
    public static final int DEFAULT_CATCH_UP = 5;

    private final long stepNanos;
    private final boolean variable;
    private final int catchUp;

    private Ticks(long stepNanos, boolean variable, int catchUp) {
        this.stepNanos = stepNanos;
        this.variable = variable;
        this.catchUp = catchUp;
    }

    /**
     * Ticks of constant length: the default, since game logic with a constant {@code dt} gives the same game whatever
     * the load of the machine.
     *
     * @param step the length of a step, more than zero
     * @return the ticks
     */
    public static Ticks fixed(Duration step) {
        return new Ticks(checked(step), false, DEFAULT_CATCH_UP);
    }

    /**
     * Ticks that say how much time passed since the one before. After a delay there is one long tick instead of many
     * short ones; it covers at most {@code 1 + catchUp} steps, the rest of the time is lost to the game.
     * {@link Tick#skipped()} counts the deadlines without a tick.
     *
     * @param step the time between two deadlines, more than zero
     * @return the ticks
     */
    public static Ticks variable(Duration step) {
        return new Ticks(checked(step), true, DEFAULT_CATCH_UP);
    }

    /**
     * The same ticks with another cap on catching up.
     *
     * @param max how many missed steps may be made up at a time, at least 0 (a missed step is always skipped);
     *     {@value #DEFAULT_CATCH_UP} if not set
     * @return the ticks with that cap
     */
    public Ticks catchUp(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("catchUp must be 0 (skip every missed step) or more, not " + max);
        }
        return new Ticks(stepNanos, variable, max);
    }

    long stepNanos() {
        return stepNanos;
    }

    /**
     * Starts to tick, on subscription.
     *
     * <p>Overflow policy: without demand ticks are skipped and counted. Never completes; fails if the scheduler was
     * shut down and refuses the next one.
     *
     * @param timebase the scheduler on which ticks are emitted, and its clock
     * @return a cold source; the first tick comes one step after subscription
     */
    public Flowable<Tick> on(Timebase timebase) {
        return new TickSource(Objects.requireNonNull(timebase, "timebase"), stepNanos, variable, catchUp);
    }

    /**
     * Short for {@link #on(Timebase)} with {@link Timebase#of(Scheduler)}.
     *
     * @param scheduler the scheduler on which ticks are emitted
     * @return a cold source; the first tick comes one step after subscription
     */
    public Flowable<Tick> on(Scheduler scheduler) {
        return on(Timebase.of(scheduler));
    }

    private static long checked(Duration step) {
        if (step.isNegative() || step.isZero()) {
            throw new IllegalArgumentException(
                    "the step must be longer than zero, such as Duration.ofMillis(20), not " + step);
        }
        return step.toNanos();
    }
}
