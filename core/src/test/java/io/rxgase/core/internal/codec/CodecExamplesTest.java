package io.rxgase.core.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.Event;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateSchema;
import io.rxgase.testkit.JavadocExamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples in the javadoc of this package. */
class CodecExamplesTest {
    record Chase(Map<Integer, String> players, double countdown) {}

    private final Chase chase = new Chase(Map.of(3, "Ada"), 5.0);
    private final StateModel<Chase> model = StateModel.of(Chase.class);
    private final List<Object> handled = new ArrayList<>();

    @Test
    void schemaCodec() {
        record Spot(double x, double y) {}

        StateSchema schema = StateSchema.of(StateModel.of(Spot.class)).orElseThrow();
        byte[] greeting = SchemaCodec.greeting(schema, 512);
        SchemaCodec.Greeting read = SchemaCodec.readGreeting(greeting).orElseThrow();
        boolean same = read.digest() == SchemaCodec.digest(schema);

        assertThat(same).isTrue();
    }

    @Test
    void shouldCompileEveryExample() {
        JavadocExamples.assertCompiled(
                Path.of("src/main/java/io/rxgase/core/internal/codec"),
                Path.of("src/test/java/io/rxgase/core/internal/codec/CodecExamplesTest.java"));
    }

    @Test
    void decoded() {
        for (byte[] bytes : List.of(EventCodec.encode(Event.of("MOVE")), new byte[] {1, 2, 3})) {
            Decoded<Event> decoded = EventCodec.decode(bytes);
            if (decoded instanceof Decoded.Value<Event> value) {
                handle(value.value());
            } else if (decoded instanceof Decoded.Fault<Event> fault) {
                count(fault.reason());
            }
        }
        assertThat(handled).containsExactly(Event.of("MOVE"), Decoded.Reason.WRONG_TYPE);
    }

    private void handle(Event event) {
        handled.add(event);
    }

    private void count(Decoded.Reason reason) {
        handled.add(reason);
    }

    @Test
    void eventCodec() {
        byte[] bytes = EventCodec.encode(Event.of("MOVE", 3).with("new_position", List.of(1.0, 2.0)));
        Decoded<Event> decoded = EventCodec.decode(bytes);

        assertThat(decoded.orElseThrow().getInt(0)).isEqualTo(3);
    }

    @Test
    void messagePackReader() {
        byte[] bytes = ValueCodec.encode(List.of(1, 2, 39));

        Decoded<Long> sum = MessagePackReader.decode(bytes, reader -> {
            long total = 0;
            int count = reader.beginArray();
            for (int i = 0; i < count; i++) {
                total += reader.whole();
            }
            reader.end();
            return total;
        });

        assertThat(sum.orElseThrow()).isEqualTo(42);
    }

    @Test
    void malformedException() {
        byte[] bytes = ValueCodec.encode(3);

        Decoded<Long> even = MessagePackReader.decode(bytes, reader -> {
            long number = reader.whole();
            if (number % 2 != 0) {
                throw reader.malformed(Decoded.Reason.OUT_OF_RANGE, number + " is odd");
            }
            return number;
        });

        assertThat(even).isEqualTo(new Decoded.Fault<Long>(Decoded.Reason.OUT_OF_RANGE, "at byte 1: 3 is odd"));
    }

    @Test
    void messagePackWriter() {
        byte[] bytes = MessagePackWriter.encode(writer -> {
            writer.arrayHead(2);
            writer.whole(7);
            writer.string("seven");
            writer.end();
        });

        assertThat(bytes).isEqualTo(ValueCodec.encode(List.of(7, "seven")));
    }

    @Test
    void valueCodec() {
        byte[] bytes = ValueCodec.encode(model.toAttributes(chase));
        Chase same = model.fromAttributes(
                (Attributes) ValueCodec.decode(bytes).orElseThrow().orElseThrow());

        assertThat(same).isEqualTo(chase);
    }
}
