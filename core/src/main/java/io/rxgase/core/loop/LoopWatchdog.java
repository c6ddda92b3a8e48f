package io.rxgase.core.loop;

import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.core.event.Incoming;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a loop that hangs, or whose scheduler runs nothing any more, from one that is at work. It looks at the machine now and then, on a
 * scheduler that is not the loop's, and says once for each hang what the loop is at and for how long. A backend has one.
 *
 * <pre>{@code
 * Disposable watching = LoopWatchdog.reportAfter(Duration.ofSeconds(2))
 *         .endAfter(Duration.ofMinutes(1))
 *         .watch(machine, ticks, Timebase.of(Schedulers.computation()), hang -> log.error("Given up", hang));
 * }</pre>
 *
 * <p>It costs the loop no look at the clock. What it says is exact to a quarter of the time after which it reports. Immutable.
 */
public final class LoopWatchdog {
    /** After how long a backend reports a hang, unless it is told otherwise. */
    public static final Duration REPORT_AFTER = Duration.ofSeconds(2);

    /** After how long a backend whose loop hangs ends, unless it is told otherwise. */
    public static final Duration END_AFTER = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(LoopWatchdog.class);

    private final long reportNanos;
    /** 0 for never. */
    private final long endNanos;

    private LoopWatchdog(long reportNanos, long endNanos) {
        this.reportNanos = reportNanos;
        this.endNanos = endNanos;
    }

    /**
     * A watchdog that reports, and ends nothing.
     *
     * @param limit how long the loop may be at one thing, more than 0; ticks that are farther apart than a third of that have three
     *     times their distance
     * @return the watchdog
     */
    public static LoopWatchdog reportAfter(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a loop hangs after a time of more than 0, such as 2 s, not " + limit);
        }
        return new LoopWatchdog(limit.toNanos(), 0);
    }

    /**
     * The same with an end for a loop that does not come back.
     *
     * @param limit how long the loop may be at one thing before it is given up; 0 for ever
     * @return such a watchdog
     */
    public LoopWatchdog endAfter(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("a hanging loop ends after 0 (never) or more, not " + limit);
        }
        return new LoopWatchdog(reportNanos, limit.toNanos());
    }

    /**
     * Begins to watch a machine that runs on these ticks.
     *
     * @param machine what to look at
     * @param ticks what it runs on
     * @param timebase where and by which clock to look; not the loop's own scheduler, which would hang with it
     * @param ended is told of the hang that lasted too long, after the machine was stopped; never if there is no such limit
     * @return disposing ends the watch
     */
    public Disposable watch(
            GameStateMachine<?> machine, Ticks ticks, Timebase timebase, Consumer<? super LoopHangException> ended) {
        return watch(machine, ticks, timebase, ended, LOG);
    }

    /** As the public one, with another log. */
    Disposable watch(
            GameStateMachine<?> machine,
            Ticks ticks,
            Timebase timebase,
            Consumer<? super LoopHangException> ended,
            Logger log) {
        long limit = Math.max(reportNanos, 3 * ticks.stepNanos());
        Look look = new Look(machine, timebase, limit, endNanos == 0 ? 0 : Math.max(endNanos, limit), ended, log);
        long every = Math.max(1, limit / 4);
        return timebase.scheduler().schedulePeriodicallyDirect(look, every, every, TimeUnit.NANOSECONDS);
    }

    /** What was seen last; of the looking thread. */
    private static final class Look implements Runnable {
        private final Logger log;
        private final GameStateMachine<?> machine;
        private final Progress progress;
        private final Timebase timebase;
        private final long reportNanos;
        private final long endNanos;
        private final Consumer<? super LoopHangException> ended;
        private long seen = -1;
        private long sinceNanos;
        private boolean reported;
        private boolean over;

        Look(
                GameStateMachine<?> machine,
                Timebase timebase,
                long reportNanos,
                long endNanos,
                Consumer<? super LoopHangException> ended,
                Logger log) {
            this.log = log;
            this.machine = Objects.requireNonNull(machine, "machine");
            this.progress = machine.progress();
            this.timebase = timebase;
            this.reportNanos = reportNanos;
            this.endNanos = endNanos;
            this.ended = Objects.requireNonNull(ended, "ended");
        }

        @Override
        public void run() {
            long now = timebase.nanoTime();
            long count = progress.count();
            if (count != seen) {
                seen = count;
                sinceNanos = now;
                reported = false;
                return;
            }
            long lasted = now - sinceNanos;
            if (!reported && lasted >= reportNanos) {
                reported = true;
                log.warn("The game loop hangs: {}", describe(lasted));
            }
            if (endNanos != 0 && lasted >= endNanos && !over) {
                over = true;
                machine.abandon();
                ended.accept(new LoopHangException(describe(lasted), stack()));
            }
        }

        private StackTraceElement[] stack() {
            Thread thread = progress.thread();
            return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
        }

        private String describe(long lastedNanos) {
            return what(progress.current()) + " has been going on for "
                    + TimeUnit.NANOSECONDS.toMillis(lastedNanos) / 1e3 + " s, after tick " + machine.tickNumber()
                    + " began" + place();
        }

        private static String what(@Nullable Object current) {
            if (current instanceof Incoming incoming) {
                return "the handler of " + LoopReports.clean(incoming.event().type()) + " of " + incoming.sender();
            }
            return current == null ? "waiting for the first tick" : current.toString();
        }

        /** The innermost call that is neither Java's nor RxJava's. */
        private String place() {
            for (StackTraceElement frame : stack()) {
                String name = frame.getClassName();
                if (!name.startsWith("java.")
                        && !name.startsWith("jdk.")
                        && !name.startsWith("io.reactivex.")
                        && !name.equals(Look.class.getName())) {
                    return ", in " + frame;
                }
            }
            return "; its thread does something else or has ended";
        }
    }
}
