package io.rxgase.core.internal.codec;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferInput;

/**
 * What an unpacker reads from: one message at a time. To make one of the library's buffers takes longer than to read a
 * short event, so short messages are copied into one that is there already.
 */
final class MessagePackInput implements MessageBufferInput {
    private static final int SHORT = 2048;

    private final byte[] copy = new byte[SHORT];
    private final MessageBuffer copied = MessagePackLibrary.buffer(copy, 0, SHORT);

    private @Nullable MessageBuffer next;
    private byte[] bytes = copy;
    private int start;
    private int end;

    void open(byte[] source, int from, int length) {
        if (length <= SHORT) {
            System.arraycopy(source, from, copy, 0, length);
            bytes = copy;
            start = 0;
            next = copied;
        } else {
            bytes = source;
            start = from;
            next = MessagePackLibrary.buffer(source, from, length);
        }
        end = start + length;
    }

    /** The array that has the message. */
    byte[] bytes() {
        return bytes;
    }

    /** Where in the array the message begins. */
    int start() {
        return start;
    }

    /** Behind the message's last byte. There may be bytes of older messages. */
    int end() {
        return end;
    }

    /** Returns the whole message, once. */
    @Override
    public @Nullable MessageBuffer next() {
        MessageBuffer buffer = next;
        next = null;
        return buffer;
    }

    /** Lets go of the message. */
    @Override
    public void close() {
        bytes = copy;
        next = null;
    }
}
