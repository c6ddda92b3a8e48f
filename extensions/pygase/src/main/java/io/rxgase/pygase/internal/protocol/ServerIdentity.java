package io.rxgase.pygase.internal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Tells by numbers and acknowledgements that a datagram comes from another server than those before, as after a restart: the protocol has no
 * word for it. A server's own numbers and its acknowledgements only grow, what its bits acknowledged stays acknowledged, and 40 datagrams
 * leave it in a second. Lost, late and doubled datagrams of one server keep these rules.
 */
final class ServerIdentity {
    /** How many numbers may be missing from one datagram to the next, and how many more for each millisecond between them. */
    static final int MAX_LEAP = 1000;

    static final int MAX_LEAP_PER_MS = 1;

    private static final long NANOS_PER_MS = 1_000_000L;

    private @Nullable PacketHeader newest;
    private long newestNanos;

    /** The datagram that is newer than all before. */
    void note(long nowNanos, PacketHeader header) {
        newest = header;
        newestNanos = nowNanos;
    }

    void forget() {
        newest = null;
    }

    /** Whether no datagram of the present server can look like this. */
    boolean isAnother(long nowNanos, ReceiveWindow.Arrival arrival, PacketHeader header) {
        PacketHeader last = newest;
        if (last == null) {
            return false;
        } else if (arrival != ReceiveWindow.Arrival.NEW) {
            // An older datagram that has received more.
            return last.ack() != CircularNumber.NONE && CircularNumber.distance(header.ack(), last.ack()) > 0;
        }
        long millis = (nowNanos - newestNanos) / NANOS_PER_MS;
        int leap = CircularNumber.distance(header.sequence(), last.sequence());
        return leap > MAX_LEAP + MAX_LEAP_PER_MS * millis || forgets(header, last);
    }

    /** Whether something is no longer acknowledged that was, by a bit: the newest number may be forgotten at a gap. */
    private static boolean forgets(PacketHeader header, PacketHeader last) {
        if (last.ack() == CircularNumber.NONE) {
            return false;
        }
        for (int before = 1; before <= PacketHeader.WINDOW; before++) {
            boolean acknowledged = (last.ackBits() >>> (PacketHeader.WINDOW - before) & 1) != 0;
            int number = CircularNumber.plus(last.ack(), CircularNumber.MAX - before);
            boolean inWindow = CircularNumber.distance(header.ack(), number) <= PacketHeader.WINDOW;
            if (acknowledged && inWindow && !header.acknowledges(number)) {
                return true;
            }
        }
        return false;
    }
}
