package io.rxgase.core.state;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, for one state type, the attributes that came from another build and that no record of this build knows. */
final class IgnoredAttributes {
    /** The names come from the wire, so there is a bound; the rest is counted together. */
    static final int MOST_NAMES = 64;

    static final String THE_REST = "…";

    private static final Logger LOG = LoggerFactory.getLogger(StateModel.class);

    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(Class<?> record, Object attribute) {
        String key = record.getSimpleName() + "." + StateMismatchException.shortened(attribute.toString());
        LongAdder count = counts.get(key);
        if (count == null) {
            boolean full = counts.size() >= MOST_NAMES;
            count = counts.computeIfAbsent(full ? THE_REST : key, unused -> {
                LOG.info(
                        "Ignoring attributes that record {} of this build has no component for (the other side's build"
                                + " differs): {}",
                        record.getName(),
                        full ? "more than " + MOST_NAMES : key);
                return new LongAdder();
            });
        }
        count.increment();
    }

    /** Returns the counts by name, sorted. */
    Map<String, Long> counts() {
        Map<String, Long> sorted = new TreeMap<>();
        counts.forEach((key, count) -> sorted.put(key, count.sum()));
        return sorted;
    }
}
