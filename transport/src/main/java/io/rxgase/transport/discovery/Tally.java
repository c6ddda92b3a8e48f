package io.rxgase.transport.discovery;

import io.rxgase.transport.internal.guard.Tenfold;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    private final Map<Outcome, AtomicLong> counts = new EnumMap<>(Outcome.class);

    Tally() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new AtomicLong());
        }
    }

    void count(Outcome outcome) {
        long count = of(outcome).incrementAndGet();
        if (outcome == Outcome.OVER_LIMIT && Tenfold.isReached(count)) {
            LOG.warn(
                    "{} questions and games were beyond the limits of discovery, {} answers a second and {} games; if so many don't"
                            + " play here, somebody floods the network",
                    count,
                    LanDiscovery.ANSWERS_PER_SECOND,
                    LanDiscovery.MOST_GAMES);
        }
    }

    /** So the log is told of the first, and then at each tenfold. */
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
