package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;

/**
 * Walks the frames of a packet. Reads nothing past the limit, allocates nothing, never throws. A packet is walked twice: once to
 * see that all of it is well-formed, then to act on it, so that a packet is taken as a whole or not at all.
 */
final class FrameReader {
    private static final FrameSink NOBODY = new NullFrameSink();

    private FrameReader() {}

    /** Whether the bytes from position to limit are well-formed frames. Leaves the position as it was. */
    static boolean isWellFormed(ByteBuffer in) {
        int start = in.position();
        boolean wellFormed = read(in, NOBODY);
        in.position(start);
        return wellFormed;
    }

    /** Hands all frames to the sink, as far as they are well-formed. */
    static boolean read(ByteBuffer in, FrameSink sink) {
        while (in.hasRemaining()) {
            int type = in.get() & 0xff;
            boolean wellFormed = switch (type & Wire.KIND_MASK) {
                case 0 -> readControl(type, in, sink);
                case Wire.MESSAGE -> readMessage(type & Wire.CHANNEL_MASK, in, sink);
                case Wire.FRAGMENT -> readFragment(type & Wire.CHANNEL_MASK, in, sink);
                default -> false;
            };
            if (!wellFormed) {
                return false;
            }
        }
        return true;
    }

    private static boolean readControl(int type, ByteBuffer in, FrameSink sink) {
        return switch (type) {
            case Wire.ACK -> readAck(in, sink);
            case Wire.HOLD, Wire.MISSED -> readHold(type == Wire.MISSED, in, sink);
            case Wire.EDGE -> readEdge(in, sink);
            case Wire.SKIP -> readSkip(in, sink);
            case Wire.STATE, Wire.RELAXED_STATE -> readState(type == Wire.RELAXED_STATE, in, sink);
            case Wire.SLICE -> readSlice(in, sink);
            case Wire.PATH_CHALLENGE, Wire.PATH_RESPONSE -> readPath(type, in, sink);
            case Wire.CLOSE -> readClose(in, sink);
            case Wire.HEARTBEAT -> readHeartbeat(in, sink);
            case Wire.PING -> {
                sink.onPing();
                yield true;
            }
            case Wire.CLOSE_ACK -> {
                sink.onCloseAck();
                yield true;
            }
            default -> false;
        };
    }

    private static boolean readAck(ByteBuffer in, FrameSink sink) {
        if (in.remaining() < Wire.ACK_BYTES - 1) {
            return false;
        }
        int head = in.getShort();
        long bits = in.getLong();
        long delayNanos = (in.getShort() & 0xffffL) << Wire.ACK_DELAY_SHIFT;
        sink.onAck(head, bits, delayNanos);
        return true;
    }

    private static boolean readHold(boolean missed, ByteBuffer in, FrameSink sink) {
        long versionPlusOne = Varint.get(in);
        if (versionPlusOne == Varint.MALFORMED) {
            return false;
        }
        sink.onHold(versionPlusOne - 1, missed);
        return true;
    }

    private static boolean readEdge(ByteBuffer in, FrameSink sink) {
        if (in.remaining() < FrameWriter.EDGE_BYTES - 1) {
            return false;
        }
        sink.onEdge(in.get() & 0xff, in.getShort(), in.getInt());
        return true;
    }

    private static boolean readSkip(ByteBuffer in, FrameSink sink) {
        if (in.remaining() < 3) {
            return false;
        }
        int channel = in.get() & 0xff;
        int id = in.getShort();
        long cost = Varint.get(in);
        if (cost < 0 || cost > Integer.MAX_VALUE) {
            return false;
        }
        sink.onSkip(channel, id, (int) cost);
        return true;
    }

    private static boolean readMessage(int channel, ByteBuffer in, FrameSink sink) {
        if (in.remaining() < 2) {
            return false;
        }
        int id = in.getShort();
        long length = Varint.get(in);
        if (length < 0 || length > in.remaining()) {
            return false;
        }
        int end = in.position() + (int) length;
        sink.onMessage(channel, id, in, (int) length);
        in.position(end);
        return true;
    }

    private static boolean readFragment(int channel, ByteBuffer in, FrameSink sink) {
        if (in.remaining() < 2) {
            return false;
        }
        int id = in.getShort();
        long index = Varint.get(in);
        long count = Varint.get(in);
        long length = Varint.get(in);
        if (!isPiece(index, count, length, in)) {
            return false;
        }
        int end = in.position() + (int) length;
        sink.onFragment(channel, id, (int) index, (int) count, in, (int) length);
        in.position(end);
        return true;
    }

    private static boolean readState(boolean relaxed, ByteBuffer in, FrameSink sink) {
        long version = Varint.get(in);
        long distance = Varint.get(in);
        long length = Varint.get(in);
        if (version < 0 || distance < 0 || distance > version || length < 0 || length > in.remaining()) {
            return false;
        }
        int end = in.position() + (int) length;
        sink.onState(base(version, distance), version, relaxed, in, (int) length);
        in.position(end);
        return true;
    }

    private static boolean readSlice(ByteBuffer in, FrameSink sink) {
        if (in.remaining() < 2) {
            return false;
        }
        int frame = in.getShort();
        long version = Varint.get(in);
        long distance = Varint.get(in);
        long index = Varint.get(in);
        long count = Varint.get(in);
        long length = Varint.get(in);
        if (version < 0 || distance < 0 || distance > version || !isPiece(index, count, length, in)) {
            return false;
        }
        int end = in.position() + (int) length;
        sink.onSlice(frame, base(version, distance), version, (int) index, (int) count, in, (int) length);
        in.position(end);
        return true;
    }

    private static boolean readHeartbeat(ByteBuffer in, FrameSink sink) {
        int length = in.hasRemaining() ? in.get() & 0xff : Integer.MAX_VALUE;
        if (length > Math.min(in.remaining(), StateSource.MAX_HEARTBEAT_BYTES)) {
            return false;
        }
        int end = in.position() + length;
        sink.onHeartbeat(in, length);
        in.position(end);
        return true;
    }

    private static boolean readPath(int type, ByteBuffer in, FrameSink sink) {
        if (in.remaining() < FrameWriter.PATH_BYTES - 1) {
            return false;
        }
        if (type == Wire.PATH_CHALLENGE) {
            sink.onPathChallenge(in.getLong());
        } else {
            sink.onPathResponse(in.getLong());
        }
        return true;
    }

    private static boolean readClose(ByteBuffer in, FrameSink sink) {
        if (!in.hasRemaining()) {
            return false;
        }
        int code = in.get() & 0xff;
        long length = Varint.get(in);
        if (length < 0 || length > Math.min(in.remaining(), Wire.MAX_TEXT_BYTES)) {
            return false;
        }
        int end = in.position() + (int) length;
        sink.onClose(code, in, (int) length);
        in.position(end);
        return true;
    }

    private static boolean isPiece(long index, long count, long length, ByteBuffer in) {
        return index >= 0
                && index < count
                && count <= Integer.MAX_VALUE
                && length > 0
                && length <= in.remaining()
                && (length >= Limits.MIN_PIECE_BYTES || index == count - 1);
    }

    private static long base(long version, long distance) {
        return distance == 0 ? StateSource.NONE : version - distance;
    }
}
