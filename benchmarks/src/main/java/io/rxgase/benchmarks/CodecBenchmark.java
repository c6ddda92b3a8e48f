package io.rxgase.benchmarks;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.EventCodec;
import io.rxgase.core.internal.codec.ValueCodec;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * MessagePack: events as games send them, and a value of a hundred small maps (some 3 KB). One thread.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main CodecBenchmark -prof gc
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private static final int MAPS = 100;

    private final Event move = Event.of("MOVE").with("player_id", 17).with("position", List.of(0.25, 0.75));
    private final Event bytes = Event.of("ECHO", Bytes.of(new byte[50]));
    private final byte[] encodedMove = EventCodec.encode(move);
    private final byte[] encodedBytes = EventCodec.encode(bytes);
    private final Object value = Objects.requireNonNull(Values.of(maps()));
    private final byte[] encodedValue = ValueCodec.encode(value);

    private static List<Map<String, Object>> maps() {
        List<Map<String, Object>> maps = new ArrayList<>();
        for (int id = 0; id < MAPS; id++) {
            maps.add(Map.of("id", id, "x", id * 0.5, "y", id * 0.25, "hp", 100));
        }
        return maps;
    }

    /** Writes an event with a number and a list, by name. */
    @Benchmark
    public byte[] encodeMove() {
        return EventCodec.encode(move);
    }

    /** Reads it. */
    @Benchmark
    public Decoded<Event> decodeMove() {
        return EventCodec.decode(encodedMove);
    }

    /** Writes an event with 50 bytes. */
    @Benchmark
    public byte[] encodeBytes() {
        return EventCodec.encode(bytes);
    }

    /** Reads it. */
    @Benchmark
    public Decoded<Event> decodeBytes() {
        return EventCodec.decode(encodedBytes);
    }

    /** Writes a value of a hundred maps. */
    @Benchmark
    public byte[] writeMaps() {
        return ValueCodec.encode(value);
    }

    /** Reads it. */
    @Benchmark
    public Decoded<Optional<Object>> readMaps() {
        return ValueCodec.decode(encodedValue);
    }
}
