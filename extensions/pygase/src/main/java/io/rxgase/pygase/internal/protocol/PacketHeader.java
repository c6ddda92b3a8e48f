package io.rxgase.pygase.internal.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first 12 bytes of every datagram, big-endian.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+---------------+---------------+
 *   |     0xff      |     0xd0      |     0xfa      |     0xb9      |
 *   +---------------+---------------+---------------+---------------+
 *   |           sequence            |              ack              |
 *   +---------------+---------------+---------------+---------------+
 *   |                           ack bits                            |
 *   +---------------+---------------+---------------+---------------+
 * </pre>
 *
 * @param sequence the datagram's own number, 1 to 65535
 * @param ack the newest number received from the other side, 0 if none
 * @param ackBits which of the 32 numbers before {@code ack} were received; the most significant bit stands for the one directly
 *     before
 */
record PacketHeader(int sequence, int ack, int ackBits) {
    static final int MAGIC = 0xffd0fab9;
    static final int BYTES = 12;

    /** How many numbers before {@code ack} the bits speak of. */
    static final int WINDOW = 32;

    /** Reads a header and leaves the position behind it; null if there is none. */
    static @Nullable PacketHeader read(ByteBuffer from) {
        if (from.remaining() < BYTES || from.getInt() != MAGIC) {
            return null;
        }
        int sequence = Short.toUnsignedInt(from.getShort());
        int ack = Short.toUnsignedInt(from.getShort());
        int ackBits = from.getInt();
        return sequence == CircularNumber.NONE ? null : new PacketHeader(sequence, ack, ackBits);
    }

    void write(ByteBuffer to) {
        to.putInt(MAGIC).putShort((short) sequence).putShort((short) ack).putInt(ackBits);
    }

    /** Whether the sender of this header has received that number. */
    boolean acknowledges(int number) {
        int before = CircularNumber.distance(ack, number);
        return ack != CircularNumber.NONE
                && (before == 0 || (before > 0 && before <= WINDOW && (ackBits >>> (WINDOW - before) & 1) != 0));
    }

    /** Whether the sender has received something newer, but not that number. */
    boolean misses(int number) {
        return ack != CircularNumber.NONE && CircularNumber.distance(ack, number) > 0 && !acknowledges(number);
    }
}
