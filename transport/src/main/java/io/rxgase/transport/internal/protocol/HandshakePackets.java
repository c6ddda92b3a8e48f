package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Admission;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the packets of the handshake. Each begins with a type, the magic number, a version and the client's connection id, and ends with a
 * CRC-32C over all of it. See docs/PROTOCOL.md for the tables.
 */
final class HandshakePackets {
    /** Type, magic, version, the client's connection id. */
    static final int PREFIX_BYTES = 1 + 4 + 1 + 8;

    static final int CRC_BYTES = 4;

    /** First number, largest message and state, bytes and messages per channel, idle milliseconds. */
    static final int LIMITS_BYTES = 8 + 4 + 4 + 4 + 2 + 4;

    /** A welcome with the longest greeting, which is the longest answer. */
    static final int MAX_ANSWER_BYTES =
            PREFIX_BYTES + Long.BYTES + LIMITS_BYTES + 2 + Admission.Decision.MAX_GREETING_BYTES + CRC_BYTES;

    private final ChecksumProtection checksum = new ChecksumProtection();

    /** Largest hello but for padding: fits {@link Wire#MIN_HELLO_DATAGRAM} with the largest application data. */
    void hello(
            ByteBuffer out, int datagramBytes, long clientId, Limits limits, long first, byte[] cookie, byte[] hello) {
        int start = out.position();
        prefix(out, Wire.HELLO, Wire.VERSION, clientId);
        limits(out, limits, first, false);
        out.putInt(limits.channelsDigest);
        out.put((byte) cookie.length).put(cookie);
        out.putShort((short) hello.length).put(hello);
        while (out.position() < start + datagramBytes - CRC_BYTES) {
            out.put((byte) 0);
        }
        seal(out, start);
    }

    void challenge(ByteBuffer out, long clientId, byte[] cookie) {
        int start = out.position();
        prefix(out, Wire.CHALLENGE, Wire.VERSION, clientId);
        out.put((byte) cookie.length).put(cookie);
        seal(out, start);
    }

    void welcome(ByteBuffer out, long clientId, long serverId, Limits limits, long first, byte[] greeting) {
        int start = out.position();
        prefix(out, Wire.WELCOME, Wire.VERSION, clientId);
        out.putLong(serverId);
        limits(out, limits, first, true);
        if (greeting.length > 0) {
            out.putShort((short) greeting.length).put(greeting);
        }
        seal(out, start);
    }

    void refused(ByteBuffer out, long clientId, int code, String detail) {
        int start = out.position();
        byte[] text = Text.encode(detail);
        prefix(out, Wire.REFUSED, Wire.VERSION, clientId);
        out.put((byte) code).putShort((short) text.length).put(text);
        seal(out, start);
    }

    /** Says which version is spoken here, to one who speaks another. */
    void otherVersion(ByteBuffer out, long clientId) {
        int start = out.position();
        prefix(out, Wire.OTHER_VERSION, Wire.VERSION, clientId);
        seal(out, start);
    }

    /** Whether the bytes from position to limit are a packet of the handshake, whole and undamaged. Takes the sum off the limit. */
    boolean isIntact(ByteBuffer in) {
        int start = in.position();
        return in.remaining() >= PREFIX_BYTES + CRC_BYTES
                && in.getInt(start + 1) == Wire.MAGIC
                && checksum.open(0, in, start, PREFIX_BYTES);
    }

    static int version(ByteBuffer in) {
        return in.get(in.position() + 5) & 0xff;
    }

    static long clientId(ByteBuffer in) {
        return in.getLong(in.position() + 6);
    }

    static PeerLimits readLimits(ByteBuffer in) {
        return new PeerLimits(in.getLong(), in.getInt(), in.getInt(), in.getInt(), in.getShort() & 0xffff, in.getInt());
    }

    /** The greeting at the end of a welcome, empty if there is none; null if what is left of the welcome is malformed. */
    static byte @Nullable [] readGreeting(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return new byte[0];
        }
        int length = in.remaining() < 2 ? -1 : in.getShort() & 0xffff;
        if (length != in.remaining() || length > Admission.Decision.MAX_GREETING_BYTES) {
            return null;
        }
        byte[] greeting = new byte[length];
        in.get(greeting);
        return greeting;
    }

    private static void prefix(ByteBuffer out, byte type, int version, long clientId) {
        out.put(type).putInt(Wire.MAGIC).put((byte) version).putLong(clientId);
    }

    private static void limits(ByteBuffer out, Limits limits, long first, boolean isServer) {
        out.putLong(first);
        out.putInt(limits.maxMessageBytes);
        out.putInt(limits.takenStateBytes(isServer));
        out.putInt(limits.receiveBytesPerChannel);
        out.putShort((short) Limits.MESSAGE_WINDOW);
        out.putInt((int) Math.min(Integer.MAX_VALUE, limits.idleNanos / 1_000_000));
    }

    private void seal(ByteBuffer out, int start) {
        checksum.seal(0, out, start, PREFIX_BYTES);
    }
}
