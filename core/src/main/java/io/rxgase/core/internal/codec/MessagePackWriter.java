package io.rxgase.core.internal.codec;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.Quantity;
import io.rxgase.core.state.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePacker;

/**
 * Writes values as MessagePack, each in its one canonical form: the shortest head that holds the number or length,
 * floats in their own width with one kind of NaN, keys in the order of {@link Attributes}. So equal values have equal
 * bytes, in every JVM.
 *
 * <pre>{@code
 * byte[] bytes = MessagePackWriter.encode(writer -> {
 *     writer.arrayHead(2);
 *     writer.whole(7);
 *     writer.string("seven");
 *     writer.end();
 * });
 * }</pre>
 *
 * <p>Each thread has a writer, which {@link #encode} lends.
 */
public final class MessagePackWriter {
    private static final ThreadLocal<MessagePackWriter> SPARE = ThreadLocal.withInitial(MessagePackWriter::new);
    private static final int SHORT_PAYLOAD = 256;
    private static final char FIRST_BEYOND_ASCII = 0x80;

    private final MessagePackOutput output = new MessagePackOutput();
    private final MessagePacker out = MessagePackLibrary.packer(output);
    private final byte[] payload = new byte[SHORT_PAYLOAD];

    private boolean narrow;
    private int depth;
    private boolean isLent;

    private MessagePackWriter() {}

    /** Writes one message. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes all of it.
         *
         * @param writer with nothing in it; not to be kept
         * @throws IOException if the writer does, which it never will
         */
        void write(MessagePackWriter writer) throws IOException;
    }

    /**
     * Writes one message.
     *
     * @param body writes it
     * @return its bytes
     * @throws IllegalArgumentException if it nests deeper than {@link MessagePackReader#MAX_DEPTH}
     */
    public static byte[] encode(Body body) {
        return encode(false, body);
    }

    /**
     * Writes one message for peers that hold no doubles: doubles as float32 where they keep their size.
     *
     * @param body writes it
     * @return its bytes
     * @throws IllegalArgumentException if it nests deeper than {@link MessagePackReader#MAX_DEPTH}
     */
    public static byte[] encodeNarrow(Body body) {
        return encode(true, body);
    }

    private static byte[] encode(boolean narrow, Body body) {
        MessagePackWriter spare = SPARE.get();
        // The body may itself encode something.
        MessagePackWriter writer = spare.isLent ? new MessagePackWriter() : spare;
        writer.isLent = true;
        writer.narrow = narrow;
        writer.depth = 0;
        boolean isWritten = false;
        try {
            body.write(writer);
            writer.out.flush();
            isWritten = true;
            return writer.output.toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("an array can't be written into", e);
        } finally {
            writer.close(isWritten);
        }
    }

    /** Forgets the message. Of one that failed the packer still holds a buffer, and lets go of it only as it is flushed. */
    private void close(boolean isWritten) {
        try {
            if (!isWritten) {
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array can't be written into", e);
        } finally {
            output.clear();
            isLent = false;
        }
    }

    /**
     * Writes any value of {@link Values}.
     *
     * @param value in its normal form
     * @throws IOException never
     * @throws IllegalArgumentException if it nests too deep
     */
    public void value(@Nullable Object value) throws IOException {
        if (value == null || value == Values.NIL_KEY) {
            out.packNil();
        } else if (value instanceof Long number) {
            out.packLong(number);
        } else if (value instanceof Double number) {
            float64(number);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Attributes map) {
            map(map);
        } else if (value instanceof Boolean truth) {
            out.packBoolean(truth);
        } else if (value instanceof Float number) {
            float32(number);
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof Bytes binary) {
            binary(binary);
        } else if (value instanceof Extension extension) {
            out.packExtensionTypeHeader(
                    (byte) extension.type(), extension.data().size());
            payload(extension.data());
        } else if (value instanceof Quantity quantity) {
            value(quantity.plain());
        } else {
            out.packBigInteger((BigInteger) value);
        }
    }

    /** Lists of values are arrays underneath: their elements are had by index, without an iterator. */
    private void list(List<?> list) throws IOException {
        int length = list.size();
        arrayHead(length);
        for (int i = 0; i < length; i++) {
            value(list.get(i));
        }
        end();
    }

    private void map(Attributes map) throws IOException {
        mapHead(map.size());
        if (map.size() > 0) {
            for (Map.Entry<Object, @Nullable Object> entry : map.asMap().entrySet()) {
                value(entry.getKey());
                value(entry.getValue());
            }
        }
        end();
    }

    private void float32(float number) throws IOException {
        out.packFloat(Float.isNaN(number) ? Float.NaN : number);
    }

    private void float64(double number) throws IOException {
        float narrowed = (float) number;
        boolean keepsItsSize = !Float.isInfinite(narrowed) && Math.abs(narrowed) >= Float.MIN_NORMAL;
        if (narrow && (keepsItsSize || narrowed == number || Double.isNaN(number))) {
            float32(narrowed);
        } else {
            out.packDouble(Double.isNaN(number) ? Double.NaN : number);
        }
    }

    /**
     * Begins an array; {@link #end} ends it.
     *
     * @param length how many elements follow
     * @throws IOException never
     * @throws IllegalArgumentException if it is nested too deep
     */
    public void arrayHead(int length) throws IOException {
        begin();
        out.packArrayHeader(length);
    }

    /**
     * Begins a map; {@link #end} ends it.
     *
     * @param entries how many keys follow, each with its value
     * @throws IOException never
     * @throws IllegalArgumentException if it is nested too deep
     */
    public void mapHead(int entries) throws IOException {
        begin();
        out.packMapHeader(entries);
    }

    /** Ends an array or map. */
    public void end() {
        depth--;
    }

    private void begin() {
        if (++depth > MessagePackReader.MAX_DEPTH) {
            throw new IllegalArgumentException("lists and maps are nested more than " + Values.MAX_DEPTH
                    + " deep: refer to things by their keys instead of nesting them");
        }
    }

    /**
     * Writes a whole number.
     *
     * @param number the number
     * @throws IOException never
     */
    public void whole(long number) throws IOException {
        out.packLong(number);
    }

    /**
     * Writes a string.
     *
     * @param text the string
     * @throws IOException never
     */
    public void string(String text) throws IOException {
        int length = text.length();
        if (length > SHORT_PAYLOAD) {
            out.packString(text);
            return;
        }
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            if (next >= FIRST_BEYOND_ASCII) {
                out.packString(text);
                return;
            }
            payload[i] = (byte) next;
        }
        // What packString does, without an array for each string.
        out.packRawStringHeader(length);
        out.writePayload(payload, 0, length);
    }

    /**
     * Writes bytes.
     *
     * @param binary the bytes
     * @throws IOException never
     */
    public void binary(Bytes binary) throws IOException {
        out.packBinaryHeader(binary.size());
        payload(binary);
    }

    private void payload(Bytes data) throws IOException {
        if (data.size() <= SHORT_PAYLOAD) {
            data.copyTo(payload, 0);
            out.writePayload(payload, 0, data.size());
        } else {
            out.writePayload(data.toArray());
        }
    }
}
