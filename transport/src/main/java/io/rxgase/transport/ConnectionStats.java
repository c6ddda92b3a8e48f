package io.rxgase.transport;

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
 * @param queuedBytes what this side's queues hold, messages and states sent and received together, with 32 bytes more for
 *     each message; see {@link TransportOptions#maxQueuedBytes()}
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
        long queuedBytes) {
    /**
     * Adds messages that another queue dropped.
     *
     * @param count at least 0
     * @return a copy with {@link #messagesDropped()} higher by that count
     */
    public ConnectionStats plusMessagesDropped(long count) {
        return count == 0
                ? this
                : new ConnectionStats(
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
                        messagesDropped + count,
                        sendBudgetBytesPerSecond,
                        queuedBytes);
    }
}
