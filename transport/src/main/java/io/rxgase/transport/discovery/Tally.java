package io.rxgase.transport.discovery;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Counts by outcome; any thread. */
final class Tally {
    /** What became of a datagram. */
    enum Outcome {
        ANSWERED,
        HEARD,
        MALFORMED,
        UNASKED,
        FOREIGN,
        OVER_LIMIT
    }

    private final Map<Outcome, AtomicLong> counts = new EnumMap<>(Outcome.class);

    Tally() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new AtomicLong());
        }
    }

    void count(Outcome outcome) {
        of(outcome).incrementAndGet();
    }

    private AtomicLong of(Outcome outcome) {
        return Objects.requireNonNull(counts.get(outcome));
    }

    DiscoveryStats read() {
        return new DiscoveryStats(
                of(Outcome.ANSWERED).get(),
                of(Outcome.HEARD).get(),
                of(Outcome.MALFORMED).get(),
                of(Outcome.UNASKED).get(),
                of(Outcome.FOREIGN).get(),
                of(Outcome.OVER_LIMIT).get());
    }
}
