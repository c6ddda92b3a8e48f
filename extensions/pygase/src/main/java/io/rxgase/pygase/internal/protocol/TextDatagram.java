package io.rxgase.pygase.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** PyGaSe's commands in plain text, without a header. */
public final class TextDatagram {
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

    /**
     * The text of a host client that ends its server.
     *
     * @return its bytes
     */
    public static byte[] shutdown() {
        byte[] text = new byte[SHUTDOWN.remaining()];
        SHUTDOWN.duplicate().get(text);
        return text;
    }

    /**
     * Whether it is the text of a host client that ends its server.
     *
     * @param datagram left as it is
     * @return whether it is
     */
    public static boolean isShutdown(ByteBuffer datagram) {
        return datagram.equals(SHUTDOWN);
    }
}
