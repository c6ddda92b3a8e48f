package io.rxgase.core.internal.codec;

import io.rxgase.core.internal.codec.Decoded.Reason;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateSchema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Turns schemas of states into bytes and back: what a server says in its welcome, and what the header of a recording has. docs/PROTOCOL.md
 * has the bytes.
 *
 * <pre>{@code
 * byte[] greeting = SchemaCodec.greeting(schema, 512);
 * SchemaCodec.Greeting read = SchemaCodec.readGreeting(greeting).orElseThrow();
 * boolean same = read.digest() == SchemaCodec.digest(schema);
 * }</pre>
 *
 * <p>Without state of its own; may be called on any thread.
 */
public final class SchemaCodec {
    /** The most that a schema may have, as a value. */
    public static final int MAX_BYTES = 1 << 18;

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + Long.BYTES;

    private SchemaCodec() {}

    /**
     * What a server says of its states.
     *
     * @param digest the digest of its schema
     * @param schema the schema; empty if it has to be asked for
     */
    public record Greeting(long digest, Optional<StateSchema> schema) {}

    /**
     * Returns the digest of a schema.
     *
     * @param schema the schema
     * @return the first 64 bits of the SHA-256 of its bytes
     */
    public static long digest(StateSchema schema) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(ValueCodec.encode(schema.toAttributes()));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Returns a greeting.
     *
     * @param schema of the server's states
     * @param maxBytes how long it may be, at least 9
     * @return the digest, and the schema if there is room for it
     */
    public static byte[] greeting(StateSchema schema, int maxBytes) {
        byte[] packed = pack(schema);
        boolean fits = HEAD_BYTES + packed.length <= maxBytes;
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + (fits ? packed.length : 0));
        out.put(VERSION).putLong(digest(schema));
        if (fits) {
            out.put(packed);
        }
        return out.array();
    }

    /**
     * Returns what a greeting says.
     *
     * @param bytes bytes that anybody may have sent
     * @return the greeting, or why there is none; never throws, and allocates at most 100 times {@link #MAX_BYTES}
     */
    public static Decoded<Greeting> readGreeting(byte[] bytes) {
        if (bytes.length < HEAD_BYTES || bytes[0] != VERSION) {
            return new Decoded.Fault<>(Reason.WRONG_TYPE, "no greeting of version " + VERSION);
        }
        long digest = ByteBuffer.wrap(bytes).getLong(1);
        if (bytes.length == HEAD_BYTES) {
            return new Decoded.Value<>(new Greeting(digest, Optional.empty()));
        }
        Decoded<StateSchema> schema = unpack(Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length));
        if (schema instanceof Decoded.Fault<StateSchema> fault) {
            return new Decoded.Fault<>(fault.reason(), fault.detail());
        }
        return new Decoded.Value<>(new Greeting(digest, schema.toOptional()));
    }

    /**
     * Returns the bytes of a schema, compressed.
     *
     * @param schema the schema
     * @return a zlib stream
     */
    public static byte[] pack(StateSchema schema) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(ValueCodec.encode(schema.toAttributes()));
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1024];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * Returns the schema that bytes stand for.
     *
     * @param packed bytes that anybody may have sent
     * @return the schema, or why there is none; never throws, and allocates at most 100 times {@link #MAX_BYTES}
     */
    public static Decoded<StateSchema> unpack(byte[] packed) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            // One byte more than there may be, so that what is too long is told from what just fits.
            byte[] bytes = new byte[Math.min(MAX_BYTES, 1024 * packed.length) + 1];
            int length = 0;
            while (!inflater.finished() && length < bytes.length) {
                int read = inflater.inflate(bytes, length, bytes.length - length);
                if (read == 0 && !inflater.finished()) {
                    return new Decoded.Fault<>(Reason.TRUNCATED, "the stream of a schema ends early");
                }
                length += read;
            }
            if (!inflater.finished()) {
                return new Decoded.Fault<>(Reason.OUT_OF_RANGE, "a schema of more than " + MAX_BYTES + " bytes");
            }
            return decode(Arrays.copyOf(bytes, length));
        } catch (DataFormatException e) {
            return new Decoded.Fault<>(Reason.WRONG_TYPE, "no zlib stream");
        } finally {
            inflater.end();
        }
    }

    private static Decoded<StateSchema> decode(byte[] bytes) {
        Decoded<Optional<Object>> value = ValueCodec.decode(bytes);
        if (value instanceof Decoded.Fault<Optional<Object>> fault) {
            return new Decoded.Fault<>(fault.reason(), fault.detail());
        }
        try {
            return value.orElseThrow().orElse(null) instanceof Attributes attributes
                    ? new Decoded.Value<>(StateSchema.fromAttributes(attributes))
                    : new Decoded.Fault<>(Reason.WRONG_TYPE, "a schema is a map");
        } catch (StateMismatchException e) {
            return new Decoded.Fault<>(Reason.WRONG_TYPE, "a schema without records");
        }
    }
}
