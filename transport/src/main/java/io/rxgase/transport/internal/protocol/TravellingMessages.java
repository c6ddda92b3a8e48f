package io.rxgase.transport.internal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one channel that have a number and are not settled, and settled ones between them: a ring, indexed by
 * number. No longer than two message windows, as the peer's edge keeps within that of the oldest.
 */
final class TravellingMessages {
    private @Nullable OutgoingMessage[] ring = new @Nullable OutgoingMessage[16];
    private long oldest;
    private long next;

    TravellingMessages(long first) {
        oldest = first;
        next = first;
    }

    /** Gives the message the next number. */
    void begin(OutgoingMessage message) {
        if (next - oldest == ring.length) {
            grow();
        }
        message.id = next;
        ring[slot(next)] = message;
        next++;
    }

    /** The message with that number, if it travels and is not settled. */
    @Nullable
    OutgoingMessage get(long id) {
        OutgoingMessage message = id >= oldest && id < next ? ring[slot(id)] : null;
        return message == null || message.isSettled() ? null : message;
    }

    /** Lets go of settled messages that are older than all others. */
    void forgetSettled() {
        while (oldest < next) {
            OutgoingMessage message = ring[slot(oldest)];
            if (message != null && !message.isSettled()) {
                return;
            }
            ring[slot(oldest)] = null;
            oldest++;
        }
    }

    /** The lowest number that is not settled; {@link #next} if there is none. */
    long oldest() {
        return oldest;
    }

    /** The number that will be given next. */
    long next() {
        return next;
    }

    private int slot(long id) {
        return (int) id & (ring.length - 1);
    }

    private void grow() {
        @Nullable OutgoingMessage[] larger = new @Nullable OutgoingMessage[ring.length * 2];
        for (long id = oldest; id < next; id++) {
            larger[(int) id & (larger.length - 1)] = ring[slot(id)];
        }
        ring = larger;
    }
}
