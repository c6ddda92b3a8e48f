package io.rxgase.transport.protocol;

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

    void drop(DropRule rule) {
        drops[rule.ordinal()]++;
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
