package io.rxgase.transport.internal.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One packet that was sent, and what was in it. Reused, see {@link SentPacketPool}. With a
 * thousand connections none of this is in the processor's cache when it is wanted, so it is one object, and a packet
 * without messages touches nothing else.
 */
final class SentPacket {
    /** No channel's edge was in it. */
    static final long NO_EDGES = 0;

    private static final @Nullable OutgoingMessage[] NO_MESSAGES = {};
    private static final int[] NO_PIECES = {};

    /** What became of it. */
    enum Fate {
        /** Acknowledged, or without anything that wants an acknowledgement. */
        NONE,
        /** Under way. */
        IN_FLIGHT,
        /** Declared lost; may still turn out to have arrived. */
        LOST
    }

    long sequence = -1;
    long sentNanos;
    int bytes;
    Fate fate = Fate.NONE;
    AckUrgency urgency = AckUrgency.NONE;

    /** Channels whose edge was in it, by bit. */
    long edges;

    /** Number of the split state that a slice of was in it, or -1. */
    int stateFrame = -1;

    /** Which slice. */
    int stateSlice;

    /** Version of the state in it, or -1. */
    long stateVersion = -1;

    // What DeliveryRate noted when it left.
    long delivered;
    long deliveredNanos;
    long firstSentNanos;
    boolean appLimited;

    private @Nullable OutgoingMessage[] messages = NO_MESSAGES;
    private int[] pieces = NO_PIECES;
    private int contents;

    void begin(long number, long nowNanos) {
        clearMessages();
        sequence = number;
        sentNanos = nowNanos;
        bytes = 0;
        fate = Fate.NONE;
        urgency = AckUrgency.NONE;
        edges = NO_EDGES;
        stateFrame = -1;
        stateVersion = -1;
    }

    void add(OutgoingMessage message, int piece) {
        if (contents == pieces.length) {
            int room = Math.max(2, contents * 2);
            messages = Arrays.copyOf(messages, room);
            pieces = Arrays.copyOf(pieces, room);
        }
        messages[contents] = message;
        pieces[contents++] = piece;
    }

    int contents() {
        return contents;
    }

    OutgoingMessage message(int i) {
        OutgoingMessage message = messages[i];
        if (message == null) {
            throw new IndexOutOfBoundsException(i);
        }
        return message;
    }

    int piece(int i) {
        return pieces[i];
    }

    /** Lets go of the messages once their fate is known for good. */
    void clearMessages() {
        if (contents > 0) {
            Arrays.fill(messages, 0, contents, null);
            contents = 0;
        }
    }
}
