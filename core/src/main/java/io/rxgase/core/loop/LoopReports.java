package io.rxgase.core.loop;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Counts what happens in the loop, and logs what a person must know, without flooding the log. */
final class LoopReports {
    /** How many types of events are remembered as reported; clients choose the types, so it must end somewhere. */
    static final int MAX_TYPES = 64;

    /** How much of a text that a client chose is logged. */
    private static final int MAX_TEXT_LENGTH = 200;

    private final Logger log;
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong skippedTicks = new AtomicLong();
    private final AtomicLong slowTicks = new AtomicLong();
    private final LogLimit slowLimit = new LogLimit();
    private final Map<HandlerFault.Kind, Faults> faults = new EnumMap<>(HandlerFault.Kind.class);

    LoopReports(Logger log) {
        this.log = log;
        for (HandlerFault.Kind kind : HandlerFault.Kind.values()) {
            faults.put(kind, new Faults());
        }
    }

    /** The faults of one kind. */
    private static final class Faults {
        final AtomicLong count = new AtomicLong();
        final LogLimit limit = new LogLimit();
        /** Where they were, as far as reported. */
        final Set<String> places = new HashSet<>();

        boolean isNew(String place) {
            return places.size() < MAX_TYPES && !places.contains(place);
        }
    }

    /** After each tick: what came of it, and how long game logic took. */
    void ran(Transition<?> transition, long tookNanos, long nowNanos) {
        Tick tick = transition.frame().tick();
        ticks.incrementAndGet();
        skippedTicks.addAndGet(tick.skipped());
        if (tick.deltaNanos() > 0 && tookNanos > tick.deltaNanos()) {
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
        Faults same = faults(fault.kind());
        same.count.incrementAndGet();
        switch (fault.kind()) {
            case TIME_STEP, HANDLER, STATE -> reportBroken(fault, same, nowNanos);
            case WRONG_ARGUMENTS, UNKNOWN_EVENT -> reportRefused(fault, same, nowNanos);
        }
    }

    /** The game author's mistake: with its stack at first sight, whatever was reported just before. */
    private void reportBroken(HandlerFault fault, Faults same, long nowNanos) {
        long held = same.limit.acquire(nowNanos);
        if (same.isNew(fault.where())) {
            same.places.add(fault.where());
            log.error("{} failed; the state stays as it was", place(fault), fault.error());
        } else if (held >= 0) {
            log.error(
                    "{} failed again, like {} others since the last report: {}",
                    place(fault),
                    held,
                    clean(String.valueOf(fault.error())));
        }
    }

    /** A client's mistake as a rule: once for each type of event, for a client may repeat it at will. */
    private void reportRefused(HandlerFault fault, Faults same, long nowNanos) {
        if (same.isNew(fault.where()) && same.limit.acquire(nowNanos) >= 0) {
            same.places.add(fault.where());
            Throwable error = fault.error();
            log.warn(
                    "{} is dropped, and so are others of the type without a further report: {}",
                    place(fault),
                    error == null ? "there is no handler for it" : clean(String.valueOf(error.getMessage())));
        }
    }

    private static String place(HandlerFault fault) {
        if (fault.incoming() == null) {
            return fault.kind() == HandlerFault.Kind.STATE ? "Comparing the new state" : "The time step";
        }
        return "Event " + clean(fault.where()) + " of " + fault.incoming().sender();
    }

    /** Clients choose what is in here: a log line must stay one line, and short. */
    static String clean(String text) {
        String shortened = text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH) + "…";
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }

    private Faults faults(HandlerFault.Kind kind) {
        return Objects.requireNonNull(faults.get(kind));
    }

    private static double millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e3;
    }

    LoopStats stats(Inbox inbox, AsyncRequests requests) {
        return new LoopStats(
                ticks.get(),
                skippedTicks.get(),
                slowTicks.get(),
                faults(HandlerFault.Kind.TIME_STEP).count.get(),
                faults(HandlerFault.Kind.HANDLER).count.get(),
                faults(HandlerFault.Kind.WRONG_ARGUMENTS).count.get(),
                faults(HandlerFault.Kind.UNKNOWN_EVENT).count.get(),
                faults(HandlerFault.Kind.STATE).count.get(),
                inbox.droppedCount(),
                requests.failedCount(),
                requests.droppedCount());
    }
}
