package io.rxgase.core.internal.codec;

import io.rxgase.core.state.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into bytes and back: attributes of a whole state, for a file or a checksum.
 *
 * <pre>{@code
 * byte[] bytes = ValueCodec.encode(model.toAttributes(chase));
 * Chase same = model.fromAttributes((Attributes) ValueCodec.decode(bytes).orElseThrow().orElseThrow());
 * }</pre>
 *
 * <p>A value is MessagePack in its canonical form: equal values have equal bytes, in every JVM. docs/PROTOCOL.md has the
 * details.
 *
 * <p>Without state of its own; may be called on any thread.
 */
public final class ValueCodec {
    private ValueCodec() {}

    /**
     * Returns the bytes of a value.
     *
     * @param value a value that {@link Values#of} takes
     * @return its bytes, the same for equal values
     * @throws IllegalArgumentException if it is of another type, or nested deeper than {@link Values#MAX_DEPTH}
     */
    public static byte[] encode(@Nullable Object value) {
        Object normal = Values.of(value);
        return MessagePackWriter.encode(writer -> writer.value(normal));
    }

    /**
     * Returns the value that bytes stand for.
     *
     * @param bytes bytes that anybody may have sent
     * @return the value, empty standing for null, or why there is none; never throws, and allocates at most 100 bytes for
     *     each of them and 4 KiB
     */
    public static Decoded<Optional<Object>> decode(byte[] bytes) {
        return MessagePackReader.decode(bytes, ValueCodec::read);
    }

    /**
     * Returns the value that bytes stand for.
     *
     * @param bytes a buffer with nothing else in it; its position and limit stay as they are
     * @return the value, empty standing for null, or why there is none; never throws, and allocates at most 100 bytes for
     *     each of them and 4 KiB
     */
    public static Decoded<Optional<Object>> decode(ByteBuffer bytes) {
        return MessagePackReader.decode(bytes, ValueCodec::read);
    }

    private static Optional<Object> read(MessagePackReader reader) throws IOException {
        return Optional.ofNullable(reader.value());
    }
}
