package io.rxgase.transport.internal.protocol;

/**
 * When the next acknowledgement is due. What the sender waits for is acknowledged in time, the rest a few times a
 * second, so that a client with nothing to say costs the server next to nothing.
 */
final class AckSchedule {
    /** For packets with reliable content. Senders add it to their probe time-out. */
    static final long RELIABLE_DELAY_NANOS = 10_000_000;

    /** For packets with state whose sender has said that it has time. */
    static final long RELAXED_DELAY_NANOS = 300_000_000;

    /**
     * An acknowledgement that has had time so far leaves with the arrival of a packet if it would be due so soon after it: then
     * it reaches the sender together with those of others, while it sends, and nobody wakes up for it alone.
     */
    private static final long EARLY_NANOS = 25_000_000;

    /** For packets with state: a little less than two ticks at 50 Hz, as the next difference is taken from what is acknowledged. */
    static final long STATE_DELAY_NANOS = 35_000_000;

    /** For packets with unreliable messages only. */
    static final long UNRELIABLE_DELAY_NANOS = 100_000_000;

    /** So many unacknowledged packets with reliable content force an acknowledgement (RFC 9000, 13.2.2). */
    private static final int RELIABLE_THRESHOLD = 2;

    /** So many of any kind do: well within the 64 that an acknowledgement covers. */
    private static final int ANY_THRESHOLD = 16;

    private long dueNanos = EndpointMachine.NEVER;
    private int unacknowledged;
    private int reliableUnacknowledged;

    /** A packet that asks for an acknowledgement has arrived. */
    void received(AckUrgency urgency, boolean inOrder, long nowNanos) {
        unacknowledged++;
        if (urgency == AckUrgency.RELIABLE) {
            reliableUnacknowledged++;
        }
        boolean atOnce = unacknowledged >= ANY_THRESHOLD
                || reliableUnacknowledged >= RELIABLE_THRESHOLD
                || (!inOrder && reliableUnacknowledged > 0);
        within(atOnce ? 0 : urgency.delayNanos, nowNanos);
        if (urgency == AckUrgency.RELAXED && dueNanos - nowNanos <= EARLY_NANOS) {
            dueNanos = nowNanos;
        }
    }

    /** Wants one within this time. */
    void within(long delayNanos, long nowNanos) {
        dueNanos = Math.min(dueNanos, nowNanos + delayNanos);
    }

    void sent() {
        dueNanos = EndpointMachine.NEVER;
        unacknowledged = 0;
        reliableUnacknowledged = 0;
    }

    /** Whether there is anything to acknowledge, due or not: it rides in any packet that leaves. */
    boolean isPending() {
        return unacknowledged > 0 || dueNanos != EndpointMachine.NEVER;
    }

    long dueNanos() {
        return dueNanos;
    }
}
