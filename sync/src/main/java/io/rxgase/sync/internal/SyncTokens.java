package io.rxgase.sync.internal;

import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.internal.codec.MalformedException;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Extension;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the single fields of the compact encoding, never beyond the last byte. */
final class SyncTokens {
    private final byte[] bytes;
    private int position;
    private final int limit;

    private SyncTokens(byte[] bytes, int position, int limit) {
        this.bytes = bytes;
        this.position = position;
        this.limit = limit;
    }

    /** Returns the fields of what remains in a buffer, which stays as it is. */
    static SyncTokens of(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            int start = buffer.arrayOffset() + buffer.position();
            return new SyncTokens(buffer.array(), start, start + buffer.remaining());
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return new SyncTokens(copy, 0, copy.length);
    }

    MalformedException malformed(Reason reason, String detail) {
        return new MalformedException(reason, "at byte " + position + ": " + detail);
    }

    /** Checks that everything is read. */
    void checkEnd() throws MalformedException {
        if (position < limit) {
            throw malformed(Reason.TRAILING_BYTES, (limit - position) + " bytes too many");
        }
    }

    /** Checks that so many things of a least size can follow. */
    void checkCount(long count, int leastBytes) throws MalformedException {
        if (count < 0 || count > (limit - position) / leastBytes) {
            throw malformed(
                    Reason.TRUNCATED, "a count of " + count + ", but " + (limit - position) + " bytes are left");
        }
    }

    int peek() throws MalformedException {
        checkCount(1, 1);
        return bytes[position] & 0xff;
    }

    int next() throws MalformedException {
        int next = peek();
        position++;
        return next;
    }

    /** Reads up to 64 bits, seven a byte, the lowest first. */
    long varint() throws MalformedException {
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = next();
            bits |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return bits;
            }
        }
        throw malformed(Reason.OUT_OF_RANGE, "a number of more than 64 bits");
    }

    long fixed(int width) throws MalformedException {
        checkCount(width, 1);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (bytes[position++] & 0xff);
        }
        return value;
    }

    /** Reads a length, which is no more than the bytes that are left. */
    int length() throws MalformedException {
        long length = varint();
        checkCount(length, 1);
        return (int) length;
    }

    private int skip(int length) throws MalformedException {
        checkCount(length, 1);
        int start = position;
        position += length;
        return start;
    }

    String text(int length) throws MalformedException {
        int start = skip(length);
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        // What is not UTF-8 becomes U+FFFD, so only a string with that character needs the strict decoder.
        if (text.indexOf('\ufffd') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            } catch (CharacterCodingException e) {
                throw malformed(Reason.BAD_STRING, "a string is not UTF-8");
            }
        }
        return text;
    }

    Bytes binary() throws MalformedException {
        int length = length();
        return Bytes.of(bytes, skip(length), length);
    }

    Extension extension() throws MalformedException {
        int type = (byte) next();
        return new Extension(type, binary());
    }

    /** Reads a whole number of 64 bits without sign. */
    Object unsigned() throws MalformedException {
        long value = fixed(8);
        return value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
    }
}
