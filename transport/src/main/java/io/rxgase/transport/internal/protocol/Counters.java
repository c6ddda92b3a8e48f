package io.rxgase.transport.internal.protocol;

import java.util.Map;
import java.util.TreeMap;

/** What was counted, for one connection or for datagrams that belong to none. Counters only grow. */
@SuppressWarnings("EnumOrdinal") // an index within the process; an EnumMap would box every count
final class Counters {
    private static final int RULES = DropRule.values().length;

    long packetsSent;
    long packetsReceived;
    long bytesSent;
    long bytesReceived;
    long packetsLost;
    long messagesResent;
    private final long[] drops = new long[RULES];

    /** Where everything that the machine drops is counted, too. */
    private final DropCounts all;

    Counters() {
        this(new DropCounts());
    }

    Counters(DropCounts all) {
        this.all = all;
    }

    /** Counters of one more connection of the same machine. */
    Counters another() {
        return new Counters(all);
    }

    void drop(DropRule rule) {
        drops[rule.ordinal()]++;
        all.add(rule);
    }

    long dropped(DropRule rule) {
        return drops[rule.ordinal()];
    }

    long datagramsDropped() {
        long sum = 0;
        for (int i = 0; i < DropRule.DUPLICATE_MESSAGE.ordinal(); i++) {
            sum += drops[i];
        }
        return sum;
    }

    /** What was dropped, by the name of the rule; those that never dropped anything are left out. */
    Map<String, Long> byRule() {
        Map<String, Long> map = new TreeMap<>();
        for (DropRule rule : DropRule.values()) {
            if (drops[rule.ordinal()] > 0) {
                map.put(rule.name(), drops[rule.ordinal()]);
            }
        }
        return map;
    }

    void addTo(Counters total) {
        total.packetsSent += packetsSent;
        total.packetsReceived += packetsReceived;
        total.bytesSent += bytesSent;
        total.bytesReceived += bytesReceived;
        total.packetsLost += packetsLost;
        total.messagesResent += messagesResent;
        for (int i = 0; i < RULES; i++) {
            total.drops[i] += drops[i];
        }
    }
}
