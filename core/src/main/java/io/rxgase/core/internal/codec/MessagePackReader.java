package io.rxgase.core.internal.codec;

import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePackException;
import org.msgpack.value.ValueType;

/**
 * Reads values from MessagePack that anybody may have sent, token by token. What it allocates is bounded by the number
 * of bytes.
 *
 * <pre>{@code
 * Decoded<Long> sum = MessagePackReader.decode(bytes, reader -> {
 *     long total = 0;
 *     int count = reader.beginArray();
 *     for (int i = 0; i < count; i++) {
 *         total += reader.whole();
 *     }
 *     reader.end();
 *     return total;
 * });
 * }</pre>
 *
 * <p>Each thread has a reader, which {@link #decode} lends.
 */
public final class MessagePackReader extends MessagePackTokens {
    /** How deep arrays and maps may nest: as deep as values, and what is around them in an event. */
    public static final int MAX_DEPTH = Values.MAX_DEPTH + 4;

    private static final ThreadLocal<MessagePackReader> SPARE = ThreadLocal.withInitial(MessagePackReader::new);

    private boolean isLent;

    private MessagePackReader() {}

    /**
     * Reads one message.
     *
     * @param <T> what it stands for
     */
    @FunctionalInterface
    public interface Body<T> {
        /**
         * Reads all of it.
         *
         * @param reader at its first byte; not to be kept
         * @return what it stands for
         * @throws IOException if it is none; {@link MessagePackReader#malformed} makes one that says why
         */
        T read(MessagePackReader reader) throws IOException;
    }

    /**
     * Reads one message.
     *
     * @param bytes bytes that anybody may have sent
     * @param body reads it
     * @param <T> what it stands for
     * @return the same, or why the bytes are refused; never throws if the body throws nothing but what this reader does
     */
    public static <T> Decoded<T> decode(byte[] bytes, Body<T> body) {
        return decode(bytes, 0, bytes.length, body);
    }

    /**
     * Reads one message.
     *
     * @param buffer a buffer with nothing else in it; its position and limit stay as they are
     * @param body reads it
     * @param <T> what it stands for
     * @return the same, or why the bytes are refused; never throws if the body throws nothing but what this reader does
     */
    public static <T> Decoded<T> decode(ByteBuffer buffer, Body<T> body) {
        if (buffer.hasArray()) {
            return decode(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining(), body);
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return decode(copy, body);
    }

    private static <T> Decoded<T> decode(byte[] bytes, int from, int length, Body<T> body) {
        MessagePackReader spare = SPARE.get();
        // The body may itself decode something.
        MessagePackReader reader = spare.isLent ? new MessagePackReader() : spare;
        reader.isLent = true;
        try {
            reader.open(bytes, from, length);
            T value = body.read(reader);
            reader.checkEnd();
            return new Decoded.Value<>(value);
        } catch (MalformedException e) {
            return e.toFault();
        } catch (IOException | MessagePackException e) {
            // Out of reach: everything is checked before the library is called.
            return reader.malformed(Reason.WRONG_TYPE, "no MessagePack").toFault();
        } finally {
            reader.close();
            reader.isLent = false;
        }
    }

    /**
     * Says what comes next, without reading it.
     *
     * @return whether it is a map
     * @throws IOException if nothing comes
     */
    public boolean isAtMap() throws IOException {
        return peek() == ValueType.MAP;
    }

    /**
     * Reads a value of any type.
     *
     * @return the value in its normal form, see {@link Values}
     * @throws IOException if there is none
     */
    public @Nullable Object value() throws IOException {
        return switch (peek()) {
            case MAP -> map();
            case ARRAY -> array();
            case STRING -> string();
            case INTEGER -> integer();
            case FLOAT -> floating();
            case BOOLEAN -> bool();
            case BINARY -> binary();
            case EXTENSION -> extension();
            case NIL -> {
                nil();
                yield null;
            }
        };
    }

    /**
     * Reads an array of values.
     *
     * @return the list in its normal form
     * @throws IOException if there is none
     */
    @SuppressWarnings("unchecked") // the normal form of a list is a list of values
    public List<@Nullable Object> array() throws IOException {
        @Nullable Object[] values = new Object[beginArray()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value();
        }
        end();
        // Lists inside are not looked through again.
        return (List<@Nullable Object>) Objects.requireNonNull(Values.of(new Elements(values)));
    }

    /**
     * Reads a map of values.
     *
     * @return the map
     * @throws IOException if there is none
     */
    public Attributes map() throws IOException {
        return map(false);
    }

    /**
     * Reads a map whose keys are strings.
     *
     * @return the map
     * @throws IOException if there is none
     */
    public Attributes mapByName() throws IOException {
        return map(true);
    }

    private Attributes map(boolean byName) throws IOException {
        int count = beginMap();
        if (count == 0) {
            end();
            return Attributes.EMPTY;
        }
        Attributes.Builder builder = Attributes.builder(count);
        for (int i = 0; i < count; i++) {
            Object key = key();
            if (byName && !(key instanceof String)) {
                throw malformed(Reason.BAD_KEY, "a name is a string, not " + Values.typeOf(key));
            }
            builder.put(key, value());
        }
        end();
        Attributes map = builder.build();
        checkKeys(count, map.size());
        return map;
    }

    /**
     * Checks that no key came twice.
     *
     * @param announced how many entries a map announced
     * @param different how many keys it had
     * @throws IOException if they are not as many
     */
    public void checkKeys(int announced, int different) throws IOException {
        if (different < announced) {
            throw malformed(Reason.DUPLICATE_KEY, "a map has a key twice");
        }
    }

    /**
     * Reads a key: usually a string or a whole number.
     *
     * @return the key in its normal form
     * @throws IOException if there is none
     */
    public Object key() throws IOException {
        return key(0);
    }

    private Object key(int nesting) throws IOException {
        ValueType type = peek();
        if (type == ValueType.MAP || type == ValueType.EXTENSION) {
            throw malformed(Reason.BAD_KEY, "a key of type " + type.name().toLowerCase(Locale.ROOT));
        } else if (type == ValueType.ARRAY) {
            return keys(nesting + 1);
        }
        Object key = value();
        return key == null ? Values.NIL_KEY : key;
    }

    private List<Object> keys(int nesting) throws IOException {
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

    /** The elements of a list as they were read. The array is theirs alone, so it need not be copied. */
    private static final class Elements extends AbstractList<@Nullable Object> {
        private final @Nullable Object[] values;

        Elements(@Nullable Object[] values) {
            this.values = values;
        }

        @Override
        public @Nullable Object get(int index) {
            return values[index];
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public @Nullable Object[] toArray() {
            return values;
        }
    }
}
