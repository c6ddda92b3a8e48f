package io.rxgase.transport;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one connection has measured and counted so far; an immutable reading. Counters only grow.
 *
 * @param rttNanos smoothed round-trip time (RFC 9002, 5.3), nanoseconds, 0 before the first sample
 * @param rttVarianceNanos mean deviation of the round-trip time, nanoseconds
 * @param lossRatio share of this side's recent packets that were lost, 0 to 1
 * @param packetsSent datagrams sent
 * @param packetsReceived datagrams received and accepted
 * @param bytesSent UDP payload bytes sent
 * @param bytesReceived UDP payload bytes received and accepted
 * @param packetsLost packets declared lost
 * @param messagesResent messages that travelled again after a loss or as redundancy
 * @param packetsDropped received datagrams that were dropped (duplicates, too old, malformed)
 * @param messagesDropped messages on unreliable channels that were dropped because a bounded queue was full, oldest first,
 *     on either way
 * @param sendBudgetBytesPerSecond what congestion control allows at present
 * @param queuedBytes what this side's queues hold, messages sent and received together, with 32 bytes more for each message, and at a
 *     listener states received; see {@link TransportOptions#maxQueuedBytes()}
 * @param drops how often each rule dropped something of this connection, datagrams and messages, by the name of the rule; rules
 *     that never did are left out. docs/PROTOCOL.md, section 11, says what each name means
 */
public record ConnectionStats(
        long rttNanos,
        long rttVarianceNanos,
        double lossRatio,
        long packetsSent,
        long packetsReceived,
        long bytesSent,
        long bytesReceived,
        long packetsLost,
        long messagesResent,
        long packetsDropped,
        long messagesDropped,
        long sendBudgetBytesPerSecond,
        long queuedBytes,
        Map<String, Long> drops) {
    /** The rule in {@link #drops()} for messages to send that found no room: their sender was told, if it looked. */
    public static final String REFUSED_MESSAGE = "REFUSED_MESSAGE";

    /** The rule in {@link #drops()} for messages of unreliable channels that nobody took in time. */
    public static final String UNREAD_MESSAGE = "UNREAD_MESSAGE";

    /**
     * Keeps a copy.
     *
     * @param rttNanos smoothed round-trip time
     * @param rttVarianceNanos mean deviation of the round-trip time
     * @param lossRatio share of recent packets that were lost
     * @param packetsSent datagrams sent
     * @param packetsReceived datagrams received and accepted
     * @param bytesSent UDP payload bytes sent
     * @param bytesReceived UDP payload bytes received and accepted
     * @param packetsLost packets declared lost
     * @param messagesResent messages that travelled again
     * @param packetsDropped received datagrams that were dropped
     * @param messagesDropped messages that gave way in a full queue
     * @param sendBudgetBytesPerSecond what congestion control allows
     * @param queuedBytes what this side's queues hold
     * @param drops what was dropped, by rule
     */
    public ConnectionStats {
        drops = Collections.unmodifiableMap(new TreeMap<>(drops));
    }

    /**
     * A reading without the counters of each rule.
     *
     * @param rttNanos smoothed round-trip time
     * @param rttVarianceNanos mean deviation of the round-trip time
     * @param lossRatio share of recent packets that were lost
     * @param packetsSent datagrams sent
     * @param packetsReceived datagrams received and accepted
     * @param bytesSent UDP payload bytes sent
     * @param bytesReceived UDP payload bytes received and accepted
     * @param packetsLost packets declared lost
     * @param messagesResent messages that travelled again
     * @param packetsDropped received datagrams that were dropped
     * @param messagesDropped messages that gave way in a full queue
     * @param sendBudgetBytesPerSecond what congestion control allows
     * @param queuedBytes what this side's queues hold
     */
    public ConnectionStats(
            long rttNanos,
            long rttVarianceNanos,
            double lossRatio,
            long packetsSent,
            long packetsReceived,
            long bytesSent,
            long bytesReceived,
            long packetsLost,
            long messagesResent,
            long packetsDropped,
            long messagesDropped,
            long sendBudgetBytesPerSecond,
            long queuedBytes) {
        this(
                rttNanos,
                rttVarianceNanos,
                lossRatio,
                packetsSent,
                packetsReceived,
                bytesSent,
                bytesReceived,
                packetsLost,
                messagesResent,
                packetsDropped,
                messagesDropped,
                sendBudgetBytesPerSecond,
                queuedBytes,
                Map.of());
    }

    /**
     * Adds messages of unreliable channels that nobody took in time.
     *
     * @param count at least 0
     * @return a copy with {@link #messagesDropped()} higher by that count
     */
    public ConnectionStats plusMessagesDropped(long count) {
        return plusDrops(UNREAD_MESSAGE, count, count);
    }

    /**
     * Adds to the count of a rule.
     *
     * @param rule its name
     * @param count at least 0
     * @return a copy with {@link #drops()} higher by that count
     */
    public ConnectionStats plusDrops(String rule, long count) {
        return plusDrops(rule, count, 0);
    }

    private ConnectionStats plusDrops(String rule, long count, long messages) {
        if (count == 0) {
            return this;
        }
        Map<String, Long> more = new TreeMap<>(drops);
        more.merge(rule, count, Long::sum);
        return new ConnectionStats(
                rttNanos,
                rttVarianceNanos,
                lossRatio,
                packetsSent,
                packetsReceived,
                bytesSent,
                bytesReceived,
                packetsLost,
                messagesResent,
                packetsDropped,
                messagesDropped + messages,
                sendBudgetBytesPerSecond,
                queuedBytes,
                more);
    }
}
