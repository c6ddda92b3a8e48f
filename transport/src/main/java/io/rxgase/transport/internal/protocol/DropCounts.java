package io.rxgase.transport.internal.protocol;

import java.util.Map;
import java.util.TreeMap;

/** What a machine dropped since it was made, in all its connections and outside of them, by rule. Belongs to whoever runs the machine. */
@SuppressWarnings("EnumOrdinal") // an index within the process; an EnumMap would box every count
public final class DropCounts {
    private static final DropRule[] RULES = DropRule.values();

    private final long[] counts = new long[RULES.length];
    private long total;
    private long logged;

    /** Nothing dropped yet. */
    public DropCounts() {}

    void add(DropRule rule) {
        counts[rule.ordinal()]++;
        total++;
        if (rule.isLogged()) {
            logged++;
        }
    }

    /**
     * How often a rule dropped something.
     *
     * @param rule which one
     * @return count since the start
     */
    public long of(DropRule rule) {
        return counts[rule.ordinal()];
    }

    /**
     * How often any rule dropped something: if it has not changed, nothing here has.
     *
     * @return count since the start
     */
    public long total() {
        return total;
    }

    /**
     * How often a rule dropped something of which the log is told.
     *
     * @return count since the start
     */
    public long logged() {
        return logged;
    }

    /**
     * All counts.
     *
     * @return a copy, by the name of the rule; those that never dropped anything are left out
     */
    public Map<String, Long> byRule() {
        Map<String, Long> map = new TreeMap<>();
        for (DropRule rule : RULES) {
            if (of(rule) > 0) {
                map.put(rule.name(), of(rule));
            }
        }
        return map;
    }
}
