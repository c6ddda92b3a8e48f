package io.rxgase.core.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.event.Event;
import io.rxgase.core.state.Bytes;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers and writers do with msgpack-core beside its bytes. */
class MessagePackTest {
    private static final String UNIVERSAL_BUFFER = "msgpack.universal-buffer";

    /** In a class loader of its own, so that the library's first class is loaded here. */
    @ParameterizedTest
    @CsvSource({", true, MessageBufferU", "true, true, MessageBufferU", "false, false, MessageBuffer"})
    void shouldLoadTheLibraryWithoutUnsafeUnlessSomebodyHasDecidedOtherwise(String before, String after, String buffer)
            throws Exception {
        String restored = System.getProperty(UNIVERSAL_BUFFER);
        set(before);
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class<?> codec = loader.loadClass(ValueCodec.class.getName());
            Object bytes = codec.getMethod("encode", Object.class).invoke(null, "text");
            Class<?> buffers = loader.loadClass("org.msgpack.core.buffer.MessageBuffer");
            Object made = buffers.getMethod("allocate", int.class).invoke(null, 8);

            assertThat(bytes).isEqualTo(ValueCodec.encode("text"));
            assertThat(System.getProperty(UNIVERSAL_BUFFER)).isEqualTo(after);
            assertThat(made.getClass().getSimpleName()).isEqualTo(buffer);
        } finally {
            set(restored);
        }
    }

    private static void set(String value) {
        if (value == null) {
            System.clearProperty(UNIVERSAL_BUFFER);
        } else {
            System.setProperty(UNIVERSAL_BUFFER, value);
        }
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 2_040, 2_048, 5_000, 70_000, 200_000})
    void shouldWriteTheNextMessageWellAfterOneThatFailed(int length) {
        Bytes large = Bytes.of(new byte[length]);
        assertThatThrownBy(() -> MessagePackWriter.encode(writer -> {
                    writer.arrayHead(2);
                    writer.binary(large);
                    writer.whole(-1);
                    throw new IllegalArgumentException("halfway");
                }))
                .hasMessage("halfway");

        assertThat(ValueCodec.encode(7)).containsExactly(7);
        assertThat(ValueCodec.decode(ValueCodec.encode(large)).orElseThrow()).contains(large);
        assertThat(ValueCodec.encode(7)).containsExactly(7);
    }

    @Test
    void shouldWriteMessagesOfEveryLengthWhereTheArrayGrows() {
        for (int length = 2_000; length < 2_100; length++) {
            List<Object> numbers = new ArrayList<>(List.of(Bytes.of(new byte[length])));
            for (long number = 1; number <= 60; number++) {
                numbers.add(3L << number);
            }
            assertThat(ValueCodec.decode(ValueCodec.encode(numbers)).orElseThrow())
                    .as("%s bytes and numbers", length)
                    .contains(numbers);
        }
    }

    @Test
    void shouldReadAndWriteAMessageWithinAnother() {
        byte[] outer = MessagePackWriter.encode(writer -> {
            writer.arrayHead(2);
            writer.binary(Bytes.of(ValueCodec.encode(List.of("inner", 1))));
            writer.string("outer");
            writer.end();
        });

        Decoded<List<Object>> read = MessagePackReader.decode(outer, reader -> {
            List<Object> values = new ArrayList<>(List.of(reader.beginArray()));
            byte[] inner = ((Bytes) reader.value()).toArray();
            values.add(ValueCodec.decode(inner).orElseThrow().orElseThrow());
            values.add(reader.string());
            reader.end();
            return values;
        });

        assertThat(read.orElseThrow()).containsExactly(2, List.of("inner", 1L), "outer");
    }

    @Test
    void shouldNotReadWhatAnOlderMessageLeft() {
        byte[] event = EventCodec.encode(Event.of("MOVE", 3).with("text", "x".repeat(100)));
        for (int length = 0; length < event.length; length++) {
            assertThat(EventCodec.decode(event)).isInstanceOf(Decoded.Value.class);
            assertThat(EventCodec.decode(Arrays.copyOf(event, length)))
                    .isInstanceOfSatisfying(
                            Decoded.Fault.class,
                            fault -> assertThat(fault.reason()).isEqualTo(Decoded.Reason.TRUNCATED));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 255, 2_030, 2_048, 2_060, 70_000})
    void shouldReadFromTheMiddleOfABuffer(int length) {
        Object value = List.of("x".repeat(length), Bytes.of(new byte[length]), 1L << 40, -1.5, 2f);
        byte[] bytes = ValueCodec.encode(value);
        for (boolean direct : new boolean[] {true, false}) {
            ByteBuffer buffer =
                    direct ? ByteBuffer.allocateDirect(bytes.length + 9) : ByteBuffer.allocate(bytes.length + 9);
            buffer.position(3).put(bytes).flip().position(3);
            assertThat(ValueCodec.decode(buffer)).isEqualTo(new Decoded.Value<>(Optional.of(value)));
            assertThat(ValueCodec.decode(buffer.slice().asReadOnlyBuffer()))
                    .isEqualTo(new Decoded.Value<>(Optional.of(value)));
        }
    }
}
