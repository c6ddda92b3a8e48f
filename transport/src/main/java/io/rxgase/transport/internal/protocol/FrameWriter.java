package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;

/** Writes frames. The caller has made sure that they fit; the sizes are here for it to do so. */
final class FrameWriter {
    /** Type and channel, number, length up to two bytes. */
    static final int MAX_MESSAGE_HEADER = 1 + 2 + 2;

    /** Longest header of a piece of a message or state, lengths of the largest permitted ones. */
    static final int MAX_PIECE_HEADER = 1 + 2 + Varint.MAX_BYTES + Varint.MAX_BYTES + 3 + 3 + 2;

    static final int EDGE_BYTES = 1 + 1 + 2 + 4;
    static final int MAX_SKIP_BYTES = 1 + 1 + 2 + 4;
    static final int PATH_BYTES = 1 + 8;

    private FrameWriter() {}

    static void ack(ByteBuffer out, ReceivedPackets received, long nowNanos) {
        long delay = Math.max(0, nowNanos - received.largestAtNanos()) >>> Wire.ACK_DELAY_SHIFT;
        out.put((byte) Wire.ACK).putShort((short) received.largest()).putLong(received.bits());
        out.putShort((short) Math.min(delay, 0xffff));
    }

    static void hold(ByteBuffer out, long version, boolean missed) {
        out.put((byte) (missed ? Wire.MISSED : Wire.HOLD));
        Varint.put(out, version + 1);
    }

    static void edge(ByteBuffer out, int channel, long messages, long bytes) {
        out.put((byte) Wire.EDGE).put((byte) channel).putShort((short) messages).putInt((int) bytes);
    }

    static void skip(ByteBuffer out, int channel, long id, int cost) {
        out.put((byte) Wire.SKIP).put((byte) channel).putShort((short) id);
        Varint.put(out, cost);
    }

    static int messageSize(int length) {
        return 1 + 2 + Varint.size(length) + length;
    }

    static void message(ByteBuffer out, int channel, long id, byte[] payload) {
        out.put((byte) (Wire.MESSAGE | channel)).putShort((short) id);
        Varint.put(out, payload.length);
        out.put(payload);
    }

    static int fragmentSize(int index, int count, int length) {
        return 1 + 2 + Varint.size(index) + Varint.size(count) + Varint.size(length) + length;
    }

    static void fragment(
            ByteBuffer out, int channel, long id, int index, int count, byte[] payload, int from, int length) {
        out.put((byte) (Wire.FRAGMENT | channel)).putShort((short) id);
        Varint.put(out, index);
        Varint.put(out, count);
        Varint.put(out, length);
        out.put(payload, from, length);
    }

    static int stateSize(StateSource.Frame frame) {
        int length = frame.bytes().remaining();
        return 1 + versionsSize(frame) + Varint.size(length) + length;
    }

    static void state(ByteBuffer out, StateSource.Frame frame, boolean relaxed) {
        out.put((byte) (relaxed ? Wire.RELAXED_STATE : Wire.STATE));
        versions(out, frame);
        ByteBuffer bytes = frame.bytes();
        int length = bytes.remaining();
        Varint.put(out, length);
        copy(bytes, 0, length, out);
    }

    static void slice(ByteBuffer out, int number, StateSource.Frame frame, int index, int count, int from, int length) {
        out.put((byte) Wire.SLICE).putShort((short) number);
        versions(out, frame);
        Varint.put(out, index);
        Varint.put(out, count);
        Varint.put(out, length);
        copy(frame.bytes(), from, length, out);
    }

    static int heartbeatSize(byte[] heartbeat) {
        return 1 + 1 + heartbeat.length;
    }

    static void heartbeat(ByteBuffer out, byte[] heartbeat) {
        out.put((byte) Wire.HEARTBEAT).put((byte) heartbeat.length).put(heartbeat);
    }

    static void path(ByteBuffer out, int type, long token) {
        out.put((byte) type).putLong(token);
    }

    static void close(ByteBuffer out, int code, byte[] text) {
        out.put((byte) Wire.CLOSE).put((byte) code);
        Varint.put(out, text.length);
        out.put(text);
    }

    /** The version, then how far the base is behind it; 0 for none. */
    private static void versions(ByteBuffer out, StateSource.Frame frame) {
        Varint.put(out, frame.version());
        Varint.put(out, distance(frame));
    }

    private static int versionsSize(StateSource.Frame frame) {
        return Varint.size(frame.version()) + Varint.size(distance(frame));
    }

    private static long distance(StateSource.Frame frame) {
        return frame.baseVersion() == StateSource.NONE ? 0 : frame.version() - frame.baseVersion();
    }

    /** Without touching the shared buffer's position, and without a duplicate of it. */
    private static void copy(ByteBuffer from, int offset, int length, ByteBuffer out) {
        out.put(out.position(), from, from.position() + offset, length);
        out.position(out.position() + length);
    }
}
