package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;

/**
 * Whole numbers from 0 to 2^63 - 1 in 1 to 9 bytes: seven bits a byte, the lowest first, the top bit set on all but
 * the last (LEB128). A longer form than needed is accepted.
 */
final class Varint {
    /** What {@link #get} answers when the bytes hold none. */
    static final long MALFORMED = -1;

    /** Most bytes that one takes. */
    static final int MAX_BYTES = 9;

    private Varint() {}

    static void put(ByteBuffer out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    static int size(long value) {
        return value == 0 ? 1 : (Long.SIZE + 6 - Long.numberOfLeadingZeros(value)) / 7;
    }

    static long get(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 7 * MAX_BYTES && in.hasRemaining(); shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return MALFORMED;
    }
}
