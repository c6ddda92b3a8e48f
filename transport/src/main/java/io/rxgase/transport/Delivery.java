package io.rxgase.transport;

/**
 * What a channel promises about its messages. The promise belongs to the {@link Channel}, so that
 * both ends agree on it before the first message is sent.
 */
public enum Delivery {
    /** At most once, in any order. Nothing is kept after the message has been sent. */
    UNRELIABLE(false, false),
    /** At most once; a message older than one already delivered is dropped and counted (newest wins). */
    UNRELIABLE_SEQUENCED(false, true),
    /** Exactly once while the connection lives, as soon as it arrives, in any order. */
    RELIABLE_UNORDERED(true, false),
    /** Exactly once while the connection lives, in the order of sending. */
    RELIABLE_ORDERED(true, true);

    private final boolean reliable;
    private final boolean ordered;

    Delivery(boolean reliable, boolean ordered) {
        this.reliable = reliable;
        this.ordered = ordered;
    }

    /**
     * Whether a lost message is sent again until it is acknowledged.
     *
     * @return true for the two reliable modes
     */
    public boolean isReliable() {
        return reliable;
    }

    /**
     * Whether a message is never delivered after a younger one of the same channel.
     *
     * @return true for sequenced and ordered
     */
    public boolean isOrdered() {
        return ordered;
    }
}
