package io.rxgase.core.loop;

import io.rxgase.core.state.GameStatus;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens in the loop, and logs what a person must know, without flooding the log. */
final class LoopReports {
    private static final Logger log = LoggerFactory.getLogger(GameStateMachine.class);

    /** How many places are remembered as reported; clients choose the types of events, so it must end somewhere. */
    private static final int MAX_PLACES = 64;

    /** How much of the type of an event is logged. */
    private static final int MAX_TYPE_LENGTH = 64;

    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong skippedTicks = new AtomicLong();
    private final AtomicLong slowTicks = new AtomicLong();
    private final Map<HandlerFault.Kind, AtomicLong> faults = new EnumMap<>(HandlerFault.Kind.class);

    private final Set<String> reportedPlaces = new HashSet<>();
    private final LogLimit slowLimit = new LogLimit();
    private final Map<HandlerFault.Kind, LogLimit> faultLimits = new EnumMap<>(HandlerFault.Kind.class);

    LoopReports() {
        for (HandlerFault.Kind kind : HandlerFault.Kind.values()) {
            faults.put(kind, new AtomicLong());
            faultLimits.put(kind, new LogLimit());
        }
    }

    /** After each tick: what came of it, and how long game logic took. */
    void ran(Transition<?> transition, long tookNanos, long nowNanos) {
        Frame frame = transition.frame();
        Tick tick = frame.tick();
        ticks.incrementAndGet();
        skippedTicks.addAndGet(tick.skipped());
        if (frame.status() == GameStatus.ACTIVE && tookNanos > tick.deltaNanos()) {
            slow(tick, tookNanos, nowNanos);
        }
        transition.faults().forEach(fault -> report(fault, nowNanos));
    }

    private void slow(Tick tick, long tookNanos, long nowNanos) {
        slowTicks.incrementAndGet();
        long held = slowLimit.acquire(nowNanos);
        if (held >= 0) {
            log.warn(
                    "Tick {} took {} ms for a step of {} ms ({} slow ticks since the last report)",
                    tick.number(),
                    millis(tookNanos),
                    millis(tick.deltaNanos()),
                    held);
        }
    }

    private void report(HandlerFault fault, long nowNanos) {
        count(fault.kind()).incrementAndGet();
        boolean first = reportedPlaces.size() < MAX_PLACES && reportedPlaces.add(fault.kind() + fault.where());
        // A broken handler is reported with its stack at first sight, whatever was reported just before.
        boolean ours = fault.kind() == HandlerFault.Kind.TIME_STEP || fault.kind() == HandlerFault.Kind.HANDLER;
        if (ours) {
            long held = limit(fault.kind()).acquire(nowNanos);
            if (first) {
                log.error("{} failed; the state stays as it was", place(fault), fault.error());
            } else if (held >= 0) {
                log.error(
                        "{} failed again ({} more of the kind since the last report): {}",
                        place(fault),
                        held,
                        String.valueOf(fault.error()));
            }
        } else if (first && limit(fault.kind()).acquire(nowNanos) >= 0) {
            Throwable error = fault.error();
            log.warn(
                    "{} is dropped: {} (reported once for this type)",
                    place(fault),
                    error == null ? "no handler for this type" : clean(String.valueOf(error.getMessage())));
        }
    }

    private static String place(HandlerFault fault) {
        return fault.incoming() == null
                ? "The time step"
                : "Event " + clean(fault.where()) + " of " + fault.incoming().sender();
    }

    /** Clients choose what is in here: a log line must stay one line, and short. */
    private static String clean(String text) {
        String shortened = text.length() <= MAX_TYPE_LENGTH ? text : text.substring(0, MAX_TYPE_LENGTH) + "…";
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }

    private AtomicLong count(HandlerFault.Kind kind) {
        return Objects.requireNonNull(faults.get(kind));
    }

    private LogLimit limit(HandlerFault.Kind kind) {
        return Objects.requireNonNull(faultLimits.get(kind));
    }

    private static double millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e3;
    }

    LoopStats stats(Inbox inbox, AsyncRequests requests) {
        return new LoopStats(
                ticks.get(),
                skippedTicks.get(),
                slowTicks.get(),
                count(HandlerFault.Kind.TIME_STEP).get(),
                count(HandlerFault.Kind.HANDLER).get(),
                count(HandlerFault.Kind.WRONG_ARGUMENTS).get(),
                count(HandlerFault.Kind.UNKNOWN_EVENT).get(),
                inbox.droppedCount(),
                requests.failedCount(),
                requests.droppedCount());
    }
}
