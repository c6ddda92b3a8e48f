package io.rxgase.core.internal.codec;

import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Values;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The tokens of MessagePack that anybody may have sent: heads, numbers, strings, under three bounds. Those are nesting,
 * lengths, and the number of elements that all open arrays and maps still owe, which is never more than the bytes that
 * are left. So what is allocated is bounded by the number of bytes, before the first element is read.
 *
 * <p>Takes every width of a number or length. Never reads beyond its bytes.
 */
abstract class MessagePackTokens {
    /** How deep arrays and maps may nest: as deep as values, and what is around them in an event. */
    static final int MAX_DEPTH = Values.MAX_DEPTH + 4;

    private final byte[] bytes;
    private int position;
    private final int limit;
    /** Elements that the open arrays and maps have announced and that are not read yet. */
    private long owed;

    private int depth;
    /** Of the extension that was begun last. */
    private int payloadLength;

    MessagePackTokens(byte[] bytes, int position, int limit) {
        this.bytes = bytes;
        this.position = position;
        this.limit = limit;
    }

    /** Returns an error at the current place. */
    final MalformedException malformed(Reason reason, String detail) {
        return new MalformedException(reason, "at byte " + position + ": " + detail);
    }

    /** Checks that everything is read. */
    final void checkEnd() throws MalformedException {
        if (position < limit) {
            throw malformed(Reason.TRAILING_BYTES, (limit - position) + " bytes too many");
        }
    }

    /** Returns the first byte of the next value, which tells its type, without reading it. */
    final int peek() throws MalformedException {
        need(1);
        return bytes[position] & 0xff;
    }

    final int head() throws MalformedException {
        int head = peek();
        position++;
        if (depth > 0) {
            owed--;
        }
        return head;
    }

    private void need(int count) throws MalformedException {
        if (limit - position < count) {
            throw malformed(Reason.TRUNCATED, "the value goes on after the last byte");
        }
    }

    static boolean isMap(int type) {
        return (type & 0xf0) == 0x80 || type == 0xde || type == 0xdf;
    }

    static boolean isArray(int type) {
        return (type & 0xf0) == 0x90 || type == 0xdc || type == 0xdd;
    }

    static boolean isString(int type) {
        return (type & 0xe0) == 0xa0 || (type >= 0xd9 && type <= 0xdb);
    }

    /** Says whether a type is an extension. */
    static boolean isExtension(int type) {
        return (type >= 0xc7 && type <= 0xc9) || (type >= 0xd4 && type <= 0xd8);
    }

    final Object float32() throws MalformedException {
        head();
        need(4);
        return Float.intBitsToFloat((int) number(4));
    }

    final Object float64() throws MalformedException {
        head();
        need(8);
        return Double.longBitsToDouble(number(8));
    }

    final Object unsigned64() throws MalformedException {
        head();
        need(8);
        long value = number(8);
        return value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
    }

    /** Reads a whole number that fits in 64 bits with sign. */
    final long whole() throws MalformedException {
        int type = peek();
        if (type < 0x80 || type >= 0xe0) {
            return (byte) head();
        } else if (type < 0xcc || type > 0xd3) {
            throw malformed(Reason.WRONG_TYPE, "type 0x" + Integer.toHexString(type) + " is not allowed here");
        }
        boolean signed = type >= 0xd0;
        int width = 1 << ((type - 0xcc) & 3);
        head();
        need(width);
        long value = number(width);
        if (!signed && value < 0) {
            throw malformed(Reason.OUT_OF_RANGE, "a number over 2^63 - 1");
        }
        int unused = Long.SIZE - 8 * width;
        return signed ? value << unused >> unused : value;
    }

    private long number(int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (bytes[position++] & 0xff);
        }
        return value;
    }

    /** Reads a string. */
    final String string() throws MalformedException {
        int type = peek();
        if (!isString(type)) {
            throw malformed(Reason.WRONG_TYPE, "a string is expected, not type 0x" + Integer.toHexString(type));
        }
        head();
        int length = (type & 0xe0) == 0xa0 ? type & 0x1f : length(1 << (type - 0xd9));
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

    final Bytes binary() throws MalformedException {
        int length = length(1 << (head() - 0xc4));
        return Bytes.of(bytes, skip(length), length);
    }

    /** Reads a length of 1, 2 or 4 bytes. */
    private int length(int width) throws MalformedException {
        need(width);
        long length = number(width);
        if (length > limit - position) {
            throw malformed(
                    Reason.TRUNCATED, "a length of " + length + ", but " + (limit - position) + " bytes are left");
        }
        return (int) length;
    }

    /** Goes on behind so many bytes; returns where they begin. */
    private int skip(int length) throws MalformedException {
        need(length);
        int start = position;
        position += length;
        return start;
    }

    /** Begins an array; {@link #end} ends it. Returns the number of elements. */
    final int beginArray() throws MalformedException {
        int type = peek();
        if (!isArray(type)) {
            throw malformed(Reason.WRONG_TYPE, "an array is expected, not type 0x" + Integer.toHexString(type));
        }
        head();
        return begin(count(type, 0xdc), 1);
    }

    /** Begins a map; {@link #end} ends it. Returns the number of entries. */
    final int beginMap() throws MalformedException {
        int type = peek();
        if (!isMap(type)) {
            throw malformed(Reason.WRONG_TYPE, "a map is expected, not type 0x" + Integer.toHexString(type));
        }
        head();
        return begin(count(type, 0xde), 2);
    }

    private long count(int type, int form16) throws MalformedException {
        if (type < form16) {
            return type & 0x0f;
        }
        int width = type == form16 ? 2 : 4;
        need(width);
        return number(width);
    }

    private int begin(long count, int elementsEach) throws MalformedException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw malformed(Reason.TOO_DEEP, "nested more than " + MAX_DEPTH + " deep");
        }
        owed += count * elementsEach;
        if (owed > limit - position) {
            throw malformed(
                    Reason.TRUNCATED, "a count of " + count + ", but " + (limit - position) + " bytes are left");
        }
        return (int) count;
    }

    /** Ends an array or map whose elements were all read. */
    final void end() {
        depth--;
    }

    /** Begins an extension; {@link #payload} reads what is in it. Returns its type. */
    final int beginExtension() throws MalformedException {
        int head = head();
        int length = head >= 0xd4 ? 1 << (head - 0xd4) : length(1 << (head - 0xc7));
        need(1 + length);
        int type = bytes[position++];
        payloadLength = length;
        return type;
    }

    /** Returns the payload of the extension that was begun last. */
    final Bytes payload() throws MalformedException {
        return Bytes.of(bytes, skip(payloadLength), payloadLength);
    }
}
