package io.rxgase.transport.emulation;

/**
 * What became of the datagrams of one or more links. Every one that was sent and not dropped arrives, possibly twice:
 * {@code arrived = sent - tooLarge - queueFull - lost + duplicated}, counting those still under way as arrived.
 *
 * @param sent datagrams that entered the link
 * @param sentBytes their size, without IP and UDP headers
 * @param tooLarge dropped because they were larger than the MTU
 * @param queueFull dropped because the queue before the bottleneck was full
 * @param lost lost on the way, singly or in a burst
 * @param heldBack held back so that later ones could overtake
 * @param duplicated arrived twice
 * @param corrupted arrived with flipped bits
 */
public record LinkStats(
        long sent,
        long sentBytes,
        long tooLarge,
        long queueFull,
        long lost,
        long heldBack,
        long duplicated,
        long corrupted) {
    /** Nothing has happened. */
    public static final LinkStats NONE = new LinkStats(0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Datagrams that came out at the other end, or still will.
     *
     * @return a count since the start
     */
    public long arrived() {
        return sent - tooLarge - queueFull - lost + duplicated;
    }

    /**
     * Adds what happened on another link.
     *
     * @param other its counts
     * @return the sums
     */
    public LinkStats plus(LinkStats other) {
        return new LinkStats(
                sent + other.sent,
                sentBytes + other.sentBytes,
                tooLarge + other.tooLarge,
                queueFull + other.queueFull,
                lost + other.lost,
                heldBack + other.heldBack,
                duplicated + other.duplicated,
                corrupted + other.corrupted);
    }
}
