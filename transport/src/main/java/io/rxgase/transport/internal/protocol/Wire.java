package io.rxgase.transport.internal.protocol;

/**
 * Constants of the bytes, see docs/PROTOCOL.md.
 *
 * <p>A data packet, which is what nearly all packets are:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | 0 0 0 1 0 0 0 0 |                                             |
 * +-+-+-+-+-+-+-+-+-+     connection id of the receiver (64)      |
 * |                                                               |
 * |               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |               |     sequence, low 16 bits     |   frames …
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    … tag (32, or 128 when encrypted)          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class Wire {
    /** The version spoken here. */
    static final int VERSION = 1;

    /** Follows the first byte of every packet of the handshake: "RxGa". */
    static final int MAGIC = 0x52784761;

    // First bytes. All of them, in all versions, have 1 as their upper half.
    static final byte DATA = 0x10;
    static final byte HELLO = 0x11;
    static final byte CHALLENGE = 0x12;
    static final byte WELCOME = 0x13;
    static final byte REFUSED = 0x14;
    static final byte OTHER_VERSION = 0x15;

    // First bytes of frames. Below 0x40 alone, above with the channel in the lower six bits.
    static final int ACK = 0x01;
    static final int HOLD = 0x02;
    static final int PING = 0x03;
    static final int EDGE = 0x04;
    static final int SKIP = 0x05;
    static final int STATE = 0x06;
    static final int SLICE = 0x07;
    static final int PATH_CHALLENGE = 0x08;
    static final int PATH_RESPONSE = 0x09;
    static final int CLOSE = 0x0a;
    static final int CLOSE_ACK = 0x0b;
    static final int RELAXED_STATE = 0x0c;
    static final int MISSED = 0x0d;
    static final int HEARTBEAT = 0x0e;
    static final int MESSAGE = 0x40;
    static final int FRAGMENT = 0x80;
    static final int KIND_MASK = 0xc0;
    static final int CHANNEL_MASK = 0x3f;

    /** First byte, connection id, sequence. */
    static final int HEADER_BYTES = 1 + 8 + 2;

    /** Room kept for the tag, so that encryption will not change how messages are split. */
    static final int MAX_TAG_BYTES = 16;

    static final int ACK_BYTES = 1 + 2 + 8 + 2;

    static final int MAX_HOLD_BYTES = 1 + Varint.MAX_BYTES;

    /** What a packet has left for one message when the usual acknowledgement goes with it. */
    static int roomForContent(int maxDatagramBytes) {
        return maxDatagramBytes - HEADER_BYTES - MAX_TAG_BYTES - ACK_BYTES - MAX_HOLD_BYTES;
    }

    /** Unit of the acknowledgement delay on the wire: 32.768 microseconds, up to 2.1 seconds. */
    static final int ACK_DELAY_SHIFT = 15;

    /** Longest text in a farewell or refusal, bytes of UTF-8. */
    static final int MAX_TEXT_BYTES = 256;

    /** A hello shorter than this is dropped: no answer to it may be larger than it is. */
    static final int MIN_HELLO_DATAGRAM = 576;

    private Wire() {}
}
