package io.rxgase.core.internal.codec;

import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.Values;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads values from MessagePack that anybody may have sent, under the bounds of {@link MessagePackTokens}. */
final class MessagePackReader extends MessagePackTokens {
    MessagePackReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private MessagePackReader(byte[] bytes, int position, int limit) {
        super(bytes, position, limit);
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

    private @Nullable Object nil() throws MalformedException {
        head();
        return null;
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
        if (count == 0) {
            end();
            return Attributes.EMPTY;
        }
        Attributes.Builder builder = Attributes.builder(count);
        for (int i = 0; i < count; i++) {
            Object key = key();
            builder.put(key, value());
        }
        end();
        Attributes map = builder.build();
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
        return new Extension(type, payload());
    }
}
