package io.rxgase.benchmarks;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.SyncModel;
import io.rxgase.sync.internal.SyncFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
 * What a tick costs that moves 20 of many entities: finding the difference, writing the frame that is sent, reading it,
 * and applying the difference at the other end. With 10,000 entities it should cost what it costs with 1,000, except
 * where a plain {@code java.util.Map} has to be looked through.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main StateDiffBenchmark -prof gc
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class StateDiffBenchmark {
    private static final int CHANGED = 20;
    private static final int TICKS = 256;

    /** How the entities are kept. */
    public enum Kind {
        /** Records in a {@link StateMap}. */
        RECORDS,
        /** Attributes by name. */
        DYNAMIC,
        /** Records in a {@link HashMap} that is copied for each tick. */
        JAVA_MAP
    }

    /** An entity. */
    record Unit(int id, double x, double y, int hp) {}

    /** A state with a table for large numbers of entities. */
    record World(StateMap<Integer, Unit> units, long tick) {}

    /** A state with a plain map. */
    record PlainWorld(Map<Integer, Unit> units, long tick) {}

    /** The state type. */
    @Param
    public Kind kind;

    /** How many entities there are. */
    @Param({"100", "1000", "10000"})
    public int entities;

    private Game<?> game;
    private int tick;

    /** A game that was played beforehand. */
    private record Game<S>(
            StateModel<S> model,
            List<Snapshot<S>> snapshots,
            List<GameStateUpdate> updates,
            List<Snapshot<S>> received,
            List<WireState<S>> published,
            List<byte[]> frames) {
        GameStateUpdate diff(int from, int to) {
            return model.diff(snapshots.get(from), snapshots.get(to));
        }

        Snapshot<S> apply(int to) {
            return model.apply(received.get(to - 1), updates.get(to));
        }

        byte[] frame(int to) {
            return published.get(to).frame(published.get(to - 1));
        }

        SyncFrame.Held receive(int to) {
            SyncFrame.Held held = published.get(to - 1).held();
            return SyncFrame.decode(ByteBuffer.wrap(frames.get(to)), held)
                    .orElseThrow()
                    .applyTo(held);
        }
    }

    /** Plays the game. */
    @Setup
    public void play() {
        game = switch (kind) {
            case RECORDS -> records();
            case DYNAMIC -> dynamic();
            case JAVA_MAP -> plain();
        };
    }

    private static Unit moved(Unit unit) {
        return new Unit(unit.id(), unit.x() + 0.5, unit.y() - 0.5, unit.hp());
    }

    private Game<World> records() {
        StateMap<Integer, Unit> units = StateMap.empty();
        for (int id = 0; id < entities; id++) {
            units = units.with(id, new Unit(id, id, id, 100));
        }
        Random random = new Random(1);
        List<World> states = new ArrayList<>();
        for (int i = 0; i < TICKS; i++) {
            for (int j = 0; j < CHANGED; j++) {
                units = units.updated(random.nextInt(entities), StateDiffBenchmark::moved);
            }
            states.add(new World(units, i));
        }
        return played(StateModel.of(World.class), states);
    }

    private Game<PlainWorld> plain() {
        Map<Integer, Unit> units = new HashMap<>();
        for (int id = 0; id < entities; id++) {
            units.put(id, new Unit(id, id, id, 100));
        }
        Random random = new Random(1);
        List<PlainWorld> states = new ArrayList<>();
        for (int i = 0; i < TICKS; i++) {
            units = new HashMap<>(units);
            for (int j = 0; j < CHANGED; j++) {
                units.computeIfPresent(random.nextInt(entities), (id, unit) -> moved(unit));
            }
            states.add(new PlainWorld(Collections.unmodifiableMap(units), i));
        }
        return played(StateModel.of(PlainWorld.class), states);
    }

    private Game<GameState> dynamic() {
        Attributes.Builder units = Attributes.builder();
        for (int id = 0; id < entities; id++) {
            units.put(id, Map.of("id", id, "x", (double) id, "y", (double) id, "hp", 100));
        }
        GameState state = GameState.of(Map.of("units", units.build()));
        Random random = new Random(1);
        List<GameState> states = new ArrayList<>();
        for (int i = 0; i < TICKS; i++) {
            for (int j = 0; j < CHANGED; j++) {
                int id = random.nextInt(entities);
                Attributes unit = state.getMap("units").getMap(id);
                Attributes moved = unit.with("x", unit.getDouble("x") + 0.5).with("y", unit.getDouble("y") - 0.5);
                state = state.withAt(moved, "units", id);
            }
            state = state.with("tick", i);
            states.add(state);
        }
        return played(StateModel.of(GameState.class), states);
    }

    private static <S> Game<S> played(StateModel<S> model, List<S> states) {
        List<Snapshot<S>> snapshots = new ArrayList<>();
        List<GameStateUpdate> updates = new ArrayList<>();
        List<Snapshot<S>> received = new ArrayList<>();
        SyncModel<S> sync = SyncModel.of(model);
        List<WireState<S>> published = new ArrayList<>();
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            Snapshot<S> snapshot = new Snapshot<>(
                    i, GameStatus.ACTIVE, 20_000_000L * i, model.stamped(states.get(i), i, GameStatus.ACTIVE));
            updates.add(i == 0 ? model.whole(snapshot) : model.diff(snapshots.get(i - 1), snapshot));
            snapshots.add(snapshot);
            received.add(model.apply(i == 0 ? null : received.get(i - 1), updates.get(i)));
            published.add(
                    i == 0
                            ? WireState.first(sync, snapshot)
                            : published.get(i - 1).next(sync, snapshot));
            frames.add(i == 0 ? published.get(0).wholeFrame() : published.get(i).frame(published.get(i - 1)));
        }
        return new Game<>(model, snapshots, updates, received, published, frames);
    }

    private int nextTick() {
        tick = tick == TICKS - 1 ? 10 : tick + 1;
        return Math.max(tick, 10);
    }

    /** The difference of a tick and the one before it. */
    @Benchmark
    public GameStateUpdate diff() {
        int to = nextTick();
        return game.diff(to - 1, to);
    }

    /** The difference of a tick and the tenth before it, for a client 200 ms away. */
    @Benchmark
    public GameStateUpdate diffToTenTicksAgo() {
        int to = nextTick();
        return game.diff(to - 10, to);
    }

    /** Writing the frame of one tick, whose difference is known. */
    @Benchmark
    public byte[] encode() {
        return game.frame(nextTick());
    }

    /** Reading the frame of one tick. */
    @Benchmark
    public SyncFrame.Held decode() {
        return game.receive(nextTick());
    }

    /** Applying the difference of one tick. */
    @Benchmark
    public Snapshot<?> apply() {
        return game.apply(nextTick());
    }

    /** The frame of the whole state: what a client costs that joins. */
    @Benchmark
    public byte[] encodeWhole() {
        return game.published.get(TICKS - 1).wholeFrame();
    }
}
