package io.rxgase.pygase.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The update that says nothing: a server's datagram has one always, and an update under the client's own time order is ignored
 * there. The one piece of MessagePack that the machine writes itself.
 */
final class UpdateFiller {
    /** Of the largest time order. */
    static final int MAX_BYTES = 15;

    /** A datagram that holds nothing else. */
    static final int MAX_DATAGRAM_BYTES = Datagram.FIXED_BYTES + MAX_BYTES;

    private static final int MAP_OF_ONE = 0x81;
    private static final int SHORT_STRING = 0xa0;
    private static final int UINT_8 = 0xcc;
    private static final int UINT_16 = 0xcd;
    private static final byte[] KEY = "time_order".getBytes(StandardCharsets.US_ASCII);

    private UpdateFiller() {}

    /** How long a datagram is that holds nothing else. */
    static int datagramBytes(int timeOrder) {
        int lastOfOneByte = Byte.MAX_VALUE;
        return MAX_DATAGRAM_BYTES - (timeOrder <= lastOfOneByte ? 2 : timeOrder <= 0xff ? 1 : 0);
    }

    /** Writes {@code {"time_order": timeOrder}}, its length in front. */
    static void write(int timeOrder, ByteBuffer into) {
        int lengthAt = into.position();
        into.putShort((short) 0)
                .put((byte) MAP_OF_ONE)
                .put((byte) (SHORT_STRING | KEY.length))
                .put(KEY);
        if (timeOrder <= Byte.MAX_VALUE) {
            into.put((byte) timeOrder);
        } else if (timeOrder <= 0xff) {
            into.put((byte) UINT_8).put((byte) timeOrder);
        } else {
            into.put((byte) UINT_16).putShort((short) timeOrder);
        }
        into.putShort(lengthAt, (short) (into.position() - lengthAt - Short.BYTES));
    }
}
