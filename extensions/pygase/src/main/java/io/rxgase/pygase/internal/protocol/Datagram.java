package io.rxgase.pygase.internal.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A received datagram, taken apart as far as the machine understands it. One that is cut off anywhere is none: PyGaSe would
 * guess at the rest. Reading allocates no more than about ten times the datagram's size, whatever it holds.
 *
 * @param header who sends what
 * @param timeOrder from a client: the version that it holds, 0 for none; from a server: 0
 * @param update from a server: the state update; from a client: empty
 * @param events not looked into
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Datagram(PacketHeader header, int timeOrder, byte[] update, List<byte[]> events) {
    /** Largest datagram that PyGaSe sends, and takes whole. */
    static final int MAX_BYTES = 2048;

    /** Header and time order, or header and length of the update. */
    static final int FIXED_BYTES = PacketHeader.BYTES + Short.BYTES;

    private static final byte[] NO_UPDATE = {};

    /** What a client sent; null if it is malformed. */
    static @Nullable Datagram fromClient(ByteBuffer from) {
        PacketHeader header = headerOf(from);
        if (header == null) {
            return null;
        }
        int timeOrder = Short.toUnsignedInt(from.getShort());
        List<byte[]> events = eventsOf(from);
        return events == null ? null : new Datagram(header, timeOrder, NO_UPDATE, events);
    }

    /** What a server sent; null if it is malformed. */
    static @Nullable Datagram fromServer(ByteBuffer from) {
        PacketHeader header = headerOf(from);
        byte[] update = header == null ? null : block(from);
        List<byte[]> events = update == null ? null : eventsOf(from);
        return header == null || update == null || events == null
                ? null
                : new Datagram(header, CircularNumber.NONE, update, events);
    }

    private static @Nullable PacketHeader headerOf(ByteBuffer from) {
        return from.remaining() < FIXED_BYTES || from.remaining() > MAX_BYTES ? null : PacketHeader.read(from);
    }

    private static @Nullable List<byte[]> eventsOf(ByteBuffer from) {
        if (!from.hasRemaining()) {
            return List.of();
        }
        List<byte[]> events = new ArrayList<>();
        while (from.hasRemaining()) {
            byte[] event = block(from);
            if (event == null) {
                return null;
            }
            events.add(event);
        }
        return events;
    }

    /** A length and that many bytes; null if they are not there, or none. */
    private static byte @Nullable [] block(ByteBuffer from) {
        if (from.remaining() < Short.BYTES) {
            return null;
        }
        int length = Short.toUnsignedInt(from.getShort());
        if (length == 0 || length > from.remaining()) {
            return null;
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}
