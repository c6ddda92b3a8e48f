package io.rxgase.core.internal.codec;

import java.util.Arrays;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferOutput;

/** What a packer writes into: an array that grows, and that serves for one message after the other. */
final class MessagePackOutput implements MessageBufferOutput {
    private static final int FIRST_CAPACITY = 2048;

    /** A thread that has written a longer message does not keep the room for it. */
    private static final int MOST_KEPT = 64 * 1024;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    /** All of the array: most messages need no other buffer. */
    private MessageBuffer whole = MessagePackLibrary.buffer(bytes, 0, bytes.length);

    private int size;

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Begins the next message. */
    void clear() {
        size = 0;
        if (bytes.length > MOST_KEPT) {
            use(new byte[FIRST_CAPACITY]);
        }
    }

    private void use(byte[] array) {
        bytes = array;
        whole = MessagePackLibrary.buffer(array, 0, array.length);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            use(Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more))));
        }
    }

    @Override
    public MessageBuffer next(int minimumSize) {
        ensure(minimumSize);
        return size == 0 ? whole : MessagePackLibrary.buffer(bytes, size, bytes.length - size);
    }

    @Override
    public void writeBuffer(int length) {
        size += length;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    @Override
    public void add(byte[] source, int offset, int length) {
        write(source, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
