package io.rxgase.server;

import io.rxgase.core.loop.LoopWatchdog;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the loop of a backend runs.
 *
 * @param ticks when it ticks
 * @param timebase its clock and thread; null for a thread of its own
 * @param asyncTimeout how long a request may take; null for the usual time
 * @param watchdog what becomes of it if it hangs
 * @param timeOrder how many ticks the game is old when it starts
 */
record LoopSettings(
        Ticks ticks,
        @Nullable Timebase timebase,
        @Nullable Duration asyncTimeout,
        LoopWatchdog watchdog,
        long timeOrder) {
    static LoopSettings defaults() {
        return new LoopSettings(
                Ticks.fixed(Duration.ofSeconds(1).dividedBy(BackendBuilder.DEFAULT_TICK_RATE)),
                null,
                null,
                LoopWatchdog.reportAfter(LoopWatchdog.REPORT_AFTER).endAfter(LoopWatchdog.END_AFTER),
                0);
    }

    LoopSettings withTicks(Ticks value) {
        return new LoopSettings(value, timebase, asyncTimeout, watchdog, timeOrder);
    }

    LoopSettings withTimebase(Timebase value) {
        return new LoopSettings(ticks, value, asyncTimeout, watchdog, timeOrder);
    }

    LoopSettings withAsyncTimeout(Duration value) {
        return new LoopSettings(ticks, timebase, value, watchdog, timeOrder);
    }

    LoopSettings withWatchdog(LoopWatchdog value) {
        return new LoopSettings(ticks, timebase, asyncTimeout, value, timeOrder);
    }

    LoopSettings withTimeOrder(long value) {
        return new LoopSettings(ticks, timebase, asyncTimeout, watchdog, value);
    }
}
