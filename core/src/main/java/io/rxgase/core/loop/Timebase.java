package io.rxgase.core.loop;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A scheduler and the monotonic clock that belongs to it, injected together: whoever waits on one and measures with the
 * other must see the same time pass.
 *
 * <pre>{@code
 * TestScheduler scheduler = new TestScheduler();
 * Timebase virtual = Timebase.of(scheduler);     // its clock is the scheduler's virtual time
 *
 * try (Timebase live = Timebase.live()) {        // one daemon thread and System.nanoTime()
 *     Ticks.fixed(Duration.ofMillis(20)).on(live).take(3).blockingSubscribe();
 * }
 * }</pre>
 *
 * <p>{@link Scheduler#now} is not used for the clock of live games: by default it is the wall clock, which jumps.
 *
 * <p>May be used on any thread.
 */
public final class Timebase implements AutoCloseable {
    private final Scheduler scheduler;
    private final LongSupplier nanos;
    private final Runnable end;

    private Timebase(Scheduler scheduler, LongSupplier nanos, Runnable end) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        this.nanos = Objects.requireNonNull(nanos, "nanos");
        this.end = end;
    }

    /**
     * Real time, on a daemon thread of its own, {@code rxgase-loop}: a loop thread for one game. The thread starts with the
     * first task and ends with {@link #close()}. It is never interrupted: game logic that is at work ends its tick.
     *
     * @return a new time base, to be closed by the caller
     */
    public static Timebase live() {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "rxgase-loop");
            thread.setDaemon(true);
            return thread;
        };
        // Not Rx's single scheduler, which interrupts the thread when somebody else cancels. What comes after the end
        // is
        // discarded: whoever closes the time base of a running game wants silence, not an undeliverable exception.
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return new Timebase(Schedulers.from(executor, false, true), System::nanoTime, executor::shutdown);
    }

    /**
     * The given scheduler with the clock that fits: the virtual time of a {@link TestScheduler}, else
     * {@link System#nanoTime()}. For any other scheduler in virtual time use {@link #of(Scheduler, LongSupplier)}.
     *
     * @param scheduler where tasks run; it stays the caller's and is not shut down by {@link #close()}
     * @return the time base
     */
    public static Timebase of(Scheduler scheduler) {
        LongSupplier clock =
                scheduler instanceof TestScheduler virtual ? () -> virtual.now(TimeUnit.NANOSECONDS) : System::nanoTime;
        return new Timebase(scheduler, clock, () -> {});
    }

    /**
     * The given scheduler with the given clock.
     *
     * @param scheduler where tasks run; it stays the caller's and is not shut down by {@link #close()}
     * @param nanos a clock that doesn't run backwards, in nanoseconds from any origin; read on any thread
     * @return the time base
     */
    public static Timebase of(Scheduler scheduler, LongSupplier nanos) {
        return new Timebase(scheduler, nanos, () -> {});
    }

    /**
     * Where tasks run.
     *
     * @return the scheduler
     */
    public Scheduler scheduler() {
        return scheduler;
    }

    /**
     * The time on this clock.
     *
     * @return nanoseconds from an origin of the clock's own; only differences mean something
     */
    public long nanoTime() {
        return nanos.getAsLong();
    }

    /**
     * Ends the thread of a {@link #live()} time base after the task that is at work; what is scheduled on it does not run any
     * more. Does nothing for a scheduler that the caller brought.
     */
    @Override
    public void close() {
        end.run();
    }
}
