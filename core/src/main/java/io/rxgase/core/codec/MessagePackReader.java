package io.rxgase.core.codec;

import io.rxgase.core.codec.Decoded.Reason;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.Values;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads values from MessagePack that anybody may have sent, under three bounds: nesting, lengths, and the number of
 * elements that all open arrays and maps still owe, which is never more than the bytes that are left. So what is
 * allocated is bounded by the number of bytes, before the first element is read.
 *
 * <p>Takes every width of a number or length, and keys in any order. Never reads beyond its bytes.
 */
final class MessagePackReader {
    /** How deep arrays and maps may nest. */
    static final int MAX_DEPTH = 64;

    private final byte[] bytes;
    private int position;
    private int limit;
    /** Elements that the open arrays and maps have announced and that are not read yet. */
    private long owed;

    private int depth;
    /** Of the extension that was begun last. */
    private int payloadLength;

    MessagePackReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private MessagePackReader(byte[] bytes, int position, int limit) {
        this.bytes = bytes;
        this.position = position;
        this.limit = limit;
    }

    /** Returns a reader of what remains in a buffer, which stays as it is. */
    static MessagePackReader of(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            int start = buffer.arrayOffset() + buffer.position();
            return new MessagePackReader(buffer.array(), start, start + buffer.remaining());
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return new MessagePackReader(copy);
    }

    /** Returns an error at the current place. */
    MalformedException malformed(Reason reason, String detail) {
        return new MalformedException(reason, "at byte " + position + ": " + detail);
    }

    /** Checks that everything is read. */
    void checkEnd() throws MalformedException {
        if (position < limit) {
            throw malformed(Reason.TRAILING_BYTES, (limit - position) + " bytes too many");
        }
    }

    /** Returns the first byte of the next value, which tells its type, without reading it. */
    int peek() throws MalformedException {
        need(1);
        return bytes[position] & 0xff;
    }

    private int head() throws MalformedException {
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

    /** Reads a value of any type. */
    @Nullable
    Object value() throws MalformedException {
        int type = peek();
        if (isMap(type)) {
            return map();
        } else if (isArray(type)) {
            return array();
        } else if (isString(type)) {
            return string();
        }
        if (isExtension(type)) {
            return extension();
        }
        return switch (type) {
            case 0xc0 -> nil();
            case 0xc2, 0xc3 -> head() == 0xc3;
            case 0xc4, 0xc5, 0xc6 -> binary();
            case 0xca -> float32();
            case 0xcb -> float64();
            case 0xcf -> unsigned64();
            default -> whole();
        };
    }

    static boolean isMap(int type) {
        return (type & 0xf0) == 0x80 || type == 0xde || type == 0xdf;
    }

    private static boolean isArray(int type) {
        return (type & 0xf0) == 0x90 || type == 0xdc || type == 0xdd;
    }

    private static boolean isString(int type) {
        return (type & 0xe0) == 0xa0 || (type >= 0xd9 && type <= 0xdb);
    }

    /** Says whether a type is an extension. */
    static boolean isExtension(int type) {
        return (type >= 0xc7 && type <= 0xc9) || (type >= 0xd4 && type <= 0xd8);
    }

    /** Reads a nil if there is one. */
    boolean skipNil() throws MalformedException {
        boolean nil = peek() == 0xc0;
        if (nil) {
            head();
        }
        return nil;
    }

    private @Nullable Object nil() throws MalformedException {
        head();
        return null;
    }

    private Object float32() throws MalformedException {
        head();
        need(4);
        return Float.intBitsToFloat((int) number(4));
    }

    private Object float64() throws MalformedException {
        head();
        need(8);
        return Double.longBitsToDouble(number(8));
    }

    private Object unsigned64() throws MalformedException {
        head();
        need(8);
        long value = number(8);
        return value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
    }

    /** Reads a whole number that fits in 64 bits with sign. */
    long whole() throws MalformedException {
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
    String string() throws MalformedException {
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

    private Bytes binary() throws MalformedException {
        int length = length(1 << (head() - 0xc4));
        return Bytes.of(ByteBuffer.wrap(bytes, skip(length), length));
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
    int beginArray() throws MalformedException {
        int type = peek();
        if (!isArray(type)) {
            throw malformed(Reason.WRONG_TYPE, "an array is expected, not type 0x" + Integer.toHexString(type));
        }
        head();
        return begin(count(type, 0xdc), 1);
    }

    /** Begins a map; {@link #end} ends it. Returns the number of entries. */
    int beginMap() throws MalformedException {
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
    void end() {
        depth--;
    }

    /** Reads an array of values, in normal form: lists inside are not looked through again. */
    @SuppressWarnings("unchecked") // the normal form of a list is a list of values
    List<@Nullable Object> array() throws MalformedException {
        @Nullable Object[] values = new Object[beginArray()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value();
        }
        end();
        return (List<@Nullable Object>) Objects.requireNonNull(Values.of(Arrays.asList(values)));
    }

    /** Reads a map of values. */
    Attributes map() throws MalformedException {
        int count = beginMap();
        Attributes.Builder builder = Attributes.builder(count);
        for (int i = 0; i < count; i++) {
            Object key = key();
            builder.put(key, value());
        }
        end();
        Attributes map = count == 0 ? Attributes.EMPTY : builder.build();
        checkKeys(count, map.size());
        return map;
    }

    void checkKeys(int announced, int different) throws MalformedException {
        if (different < announced) {
            throw malformed(Reason.DUPLICATE_KEY, "a map has a key twice");
        }
    }

    /** Reads a key: usually a string or a whole number. */
    Object key() throws MalformedException {
        return key(0);
    }

    private Object key(int nesting) throws MalformedException {
        int type = peek();
        if (isMap(type) || isExtension(type) || type == 0xc1) {
            throw malformed(Reason.BAD_KEY, "a key of type 0x" + Integer.toHexString(type));
        } else if (isArray(type)) {
            return keys(nesting + 1);
        }
        Object key = value();
        return key == null ? Values.NIL_KEY : key;
    }

    private List<Object> keys(int nesting) throws MalformedException {
        if (nesting > Values.MAX_DEPTH) {
            throw malformed(Reason.TOO_DEEP, "a key nested more than " + Values.MAX_DEPTH + " deep");
        }
        Object[] keys = new Object[beginArray()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(nesting);
        }
        end();
        return Arrays.asList(keys);
    }

    private Extension extension() throws MalformedException {
        int type = beginExtension();
        return new Extension(type, Bytes.of(ByteBuffer.wrap(bytes, skip(payloadLength), payloadLength)));
    }

    /** Reads the payload of an extension: another extension, which fills it. */
    Extension wrappedExtension() throws MalformedException {
        int outerLimit = limit;
        long outerOwed = owed;
        limit = position + payloadLength;
        owed = 1;
        if (!isExtension(peek())) {
            throw malformed(Reason.WRONG_TYPE, "an extension is expected inside");
        }
        Extension wrapped = extension();
        checkEnd();
        limit = outerLimit;
        owed = outerOwed;
        return wrapped;
    }

    /** Begins an extension; {@link #deletion} or {@link #replacement} reads its payload. Returns its type. */
    int beginExtension() throws MalformedException {
        int head = head();
        int length = head >= 0xd4 ? 1 << (head - 0xd4) : length(1 << (head - 0xc7));
        need(1 + length);
        int type = bytes[position++];
        payloadLength = length;
        return type;
    }

    /** Reads the payload of a deletion mark. */
    void deletion() throws MalformedException {
        if (payloadLength != 1 || bytes[position] != 0) {
            throw malformed(Reason.WRONG_TYPE, "a deletion is one byte, 0");
        }
        position++;
    }

    /** Reads the payload of a replacement: a map that fills it. */
    Attributes replacement() throws MalformedException {
        int outerLimit = limit;
        long outerOwed = owed;
        limit = position + payloadLength;
        owed = 1;
        Attributes map = map();
        checkEnd();
        limit = outerLimit;
        owed = outerOwed;
        return map;
    }
}
