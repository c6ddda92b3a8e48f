package io.rxgase.core.internal.codec;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.Quantity;
import io.rxgase.core.state.Values;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as MessagePack into an array that grows, each in its one canonical form: the shortest head that holds the
 * number or length, floats in their own width with one kind of NaN, keys in the order of {@link Attributes}. So equal
 * values have equal bytes, in every JVM.
 *
 * <p>Written by hand rather than with msgpack-core, whose buffers need {@code sun.misc.Unsafe}: JDK 24 and later warn about
 * that in the game's console. The tests compare every byte with msgpack-core's.
 */
final class MessagePackWriter {
    private static final int FIRST_CAPACITY = 256;

    /** Room for any head or number. */
    private static final int NUMBER_BYTES = 9;

    private final boolean narrow;
    private byte[] bytes;
    private int size;
    private int depth;

    MessagePackWriter() {
        this(false);
    }

    /**
     * An empty writer.
     *
     * @param narrow whether doubles are written as float32 where they keep their size: as PyGaSe writes them
     */
    MessagePackWriter(boolean narrow) {
        this(narrow, FIRST_CAPACITY);
    }

    private MessagePackWriter(boolean narrow, int capacity) {
        this.narrow = narrow;
        bytes = new byte[capacity];
    }

    /**
     * An empty writer with the room that these take in all likelihood, which spares most events a larger array that
     * is cleared and then thrown away.
     */
    static MessagePackWriter withRoomFor(String text, List<?> values) {
        int room = 3 * NUMBER_BYTES + text.length();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof Bytes binary) {
                room += NUMBER_BYTES + binary.size();
            } else if (value instanceof String string) {
                room += NUMBER_BYTES + string.length();
            } else {
                room += NUMBER_BYTES;
            }
        }
        return new MessagePackWriter(false, room);
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Writes any value of {@link Values}.
     *
     * @throws IllegalArgumentException if it nests too deep
     */
    void value(@Nullable Object value) {
        if (value == null || value == Values.NIL_KEY) {
            put(0xc0);
        } else if (value instanceof Long number) {
            whole(number);
        } else if (value instanceof Double number) {
            float64(number);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Attributes map) {
            map(map);
        } else if (value instanceof Boolean truth) {
            put(truth ? 0xc3 : 0xc2);
        } else if (value instanceof Float number) {
            float32(number);
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof Bytes binary) {
            binary(binary);
        } else if (value instanceof Extension extension) {
            extensionHead(extension.data().size(), extension.type());
            raw(extension.data());
        } else if (value instanceof Quantity quantity) {
            value(quantity.plain());
        } else {
            put(0xcf);
            putLong(((BigInteger) value).longValue());
        }
    }

    /** Lists of values are arrays underneath: their elements are had by index, without an iterator. */
    private void list(List<?> list) {
        int length = list.size();
        arrayHead(length);
        for (int i = 0; i < length; i++) {
            value(list.get(i));
        }
        end();
    }

    private void map(Attributes map) {
        mapHead(map.size());
        if (map.size() > 0) {
            map.asMap().forEach((key, value) -> {
                value(key);
                value(value);
            });
        }
        end();
    }

    private void float32(float number) {
        put(0xca);
        putInt(Float.floatToIntBits(number));
    }

    private void float64(double number) {
        float narrowed = (float) number;
        boolean keepsItsSize = !Float.isInfinite(narrowed) && Math.abs(narrowed) >= Float.MIN_NORMAL;
        if (narrow && (keepsItsSize || narrowed == number || Double.isNaN(number))) {
            float32(narrowed);
        } else {
            put(0xcb);
            putLong(Double.doubleToLongBits(number));
        }
    }

    /** Begins an array; {@link #end} ends it. */
    void arrayHead(int length) {
        begin();
        head(length, 0x90, 16, -1, 0xdc);
    }

    /** Begins a map; {@link #end} ends it. */
    void mapHead(int entries) {
        begin();
        head(entries, 0x80, 16, -1, 0xde);
    }

    /** Ends an array or map. */
    void end() {
        depth--;
    }

    private void begin() {
        if (++depth > MessagePackReader.MAX_DEPTH) {
            throw new IllegalArgumentException("lists and maps are nested more than " + Values.MAX_DEPTH
                    + " deep: refer to things by their keys instead of nesting them");
        }
    }

    void whole(long number) {
        if (number >= -32 && number < 128) {
            put((int) number);
        } else if (number > 0 ? number <= 0xff : number >= Byte.MIN_VALUE) {
            put(number > 0 ? 0xcc : 0xd0);
            put((int) number);
        } else if (number > 0 ? number <= 0xffff : number >= Short.MIN_VALUE) {
            put(number > 0 ? 0xcd : 0xd1);
            putShort((int) number);
        } else if (number > 0 ? number <= 0xffff_ffffL : number >= Integer.MIN_VALUE) {
            put(number > 0 ? 0xce : 0xd2);
            putInt((int) number);
        } else {
            put(number > 0 ? 0xcf : 0xd3);
            putLong(number);
        }
    }

    void string(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) >= 0x80) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                head(encoded.length, 0xa0, 32, 0xd9, 0xda);
                put(encoded, encoded.length);
                return;
            }
        }
        head(length, 0xa0, 32, 0xd9, 0xda);
        ensure(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    void binary(Bytes binary) {
        head(binary.size(), 0, 0, 0xc4, 0xc5);
        raw(binary);
    }

    private void raw(Bytes binary) {
        ensure(binary.size());
        binary.copyTo(bytes, size);
        size += binary.size();
    }

    /** Writes the shortest head for a length: short form, 8 bits (if there is that form), 16 bits, 32 bits (one more). */
    private void head(int length, int shortForm, int shortEnd, int form8, int form16) {
        if (length < shortEnd) {
            put(shortForm | length);
        } else if (form8 >= 0 && length <= 0xff) {
            put(form8);
            put(length);
        } else if (length <= 0xffff) {
            put(form16);
            putShort(length);
        } else {
            put(form16 + 1);
            putInt(length);
        }
    }

    private static boolean isFixed(int length) {
        return length <= 16 && Integer.bitCount(length) == 1;
    }

    private void extensionHead(int length, int type) {
        if (isFixed(length)) {
            put(0xd4 + Integer.numberOfTrailingZeros(length));
        } else {
            head(length, 0, 0, 0xc7, 0xc8);
        }
        put(type);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
        }
    }

    private void put(int b) {
        ensure(1);
        bytes[size++] = (byte) b;
    }

    private void put(byte[] source, int length) {
        ensure(length);
        System.arraycopy(source, 0, bytes, size, length);
        size += length;
    }

    private void putShort(int number) {
        put(number >> 8);
        put(number);
    }

    private void putInt(int number) {
        putShort(number >> 16);
        putShort(number);
    }

    private void putLong(long number) {
        putInt((int) (number >> 32));
        putInt((int) number);
    }
}
