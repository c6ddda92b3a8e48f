package io.rxgase.core.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable string of bytes with value equality: the binary value of states and events.
 *
 * <pre>{@code
 * Bytes avatar = Bytes.of(new byte[] {1, 2, 3});
 * byte[] copy = avatar.toArray();
 * }</pre>
 *
 * <p>Bytes are copied on the way in and on the way out, so that nobody can change them.
 */
public final class Bytes implements Comparable<Bytes> {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** How many bytes {@link #toString} shows. */
    private static final int SHOWN = 32;

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns a copy of an array.
     *
     * @param bytes the bytes; copied
     * @return the same bytes
     */
    public static Bytes of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
    }

    /**
     * Returns a copy of a part of an array.
     *
     * @param source where the bytes are; copied
     * @param from index of the first
     * @param length how many
     * @return the same bytes
     * @throws IndexOutOfBoundsException if they are not all in the array
     */
    public static Bytes of(byte[] source, int from, int length) {
        Objects.checkFromIndexSize(from, length, source.length);
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(source, from, from + length));
    }

    /**
     * Returns a copy of what remains in a buffer.
     *
     * @param buffer the buffer; its position and limit stay as they are
     * @return its remaining bytes
     */
    public static Bytes of(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy.length == 0 ? EMPTY : new Bytes(copy);
    }

    /**
     * Returns the number of bytes.
     *
     * @return the number of bytes, at least 0
     */
    public int size() {
        return bytes.length;
    }

    /**
     * Returns one byte.
     *
     * @param index which one, from 0 to {@link #size()} - 1
     * @return the byte
     * @throws IndexOutOfBoundsException if there is no such byte
     */
    public byte get(int index) {
        return bytes[index];
    }

    /**
     * Returns the bytes in a new array.
     *
     * @return a copy that the caller owns
     */
    public byte[] toArray() {
        return bytes.clone();
    }

    /**
     * Copies all bytes into an array.
     *
     * @param target where to
     * @param at index of the first
     * @throws IndexOutOfBoundsException if there is no room for them
     */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    /**
     * Returns the bytes as a read-only buffer, without copying them.
     *
     * @return a new buffer from position 0 to the end
     */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Orders by unsigned bytes, the shorter first if one begins with the other. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Shows the size and the first bytes in hexadecimal. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Bytes[").append(bytes.length).append(':');
        for (int i = 0; i < Math.min(bytes.length, SHOWN); i++) {
            text.append(' ').append(HEX[(bytes[i] >> 4) & 0xf]).append(HEX[bytes[i] & 0xf]);
        }
        return text.append(bytes.length > SHOWN ? " …]" : "]").toString();
    }
}
