package io.rxgase.benchmarks;

import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The store's hub: what it costs to push a state that so many subscribers are shown. One thread. The cost per subscriber should be
 * that of a call.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main HubBenchmark -prof gc
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class HubBenchmark {
    private static final long TICK_NANOS = 20_000_000;

    /** How many subscribers there are. */
    @Param({"1", "10", "100", "1000"})
    public int subscribers;

    private GameStateStore<Counter> store;
    private long tick;
    private long seen;

    /** A small state: it is its distribution that is measured. */
    record Counter(long value) {}

    /** Subscribes. */
    @Setup
    public void subscribe() {
        store = GameStateStore.create(StateModel.of(Counter.class), Snapshot.initial(new Counter(0)));
        for (int i = 0; i < subscribers; i++) {
            var unused = store.snapshots().subscribe(snapshot -> seen += snapshot.timeOrder());
        }
    }

    /** Pushes a state; every subscriber has asked for all there are. */
    @Benchmark
    public long push() {
        tick++;
        store.push(new Snapshot<>(tick, GameStatus.ACTIVE, tick * TICK_NANOS, new Counter(tick)));
        return seen;
    }
}
