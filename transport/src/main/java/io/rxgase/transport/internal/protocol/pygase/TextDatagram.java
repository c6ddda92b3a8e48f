package io.rxgase.transport.internal.protocol.pygase;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** PyGaSe's commands in plain text, without a header. */
final class TextDatagram {
    private static final ByteBuffer SHUTDOWN = ascii("shutdown");
    private static final ByteBuffer SHUT_ME_DOWN = ascii("shut_me_down");

    private TextDatagram() {}

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
    }

    static boolean isText(ByteBuffer datagram) {
        return isShutdown(datagram) || datagram.equals(SHUT_ME_DOWN);
    }

    static void writeShutdown(ByteBuffer into) {
        into.put(SHUTDOWN.duplicate());
    }

    /** What the host client sends. */
    static boolean isShutdown(ByteBuffer datagram) {
        return datagram.equals(SHUTDOWN);
    }
}
