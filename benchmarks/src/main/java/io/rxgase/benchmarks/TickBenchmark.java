package io.rxgase.benchmarks;

import io.reactivex.rxjava3.processors.PublishProcessor;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.state.StateMap;
import io.rxgase.core.state.SyncModel;
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
 * A whole tick of the game loop without a network: the time step moves 20 of the entities, two events of each of ten senders
 * are handled, the state goes into the store, and the frame for a client that holds the tick before is made. One
 * thread.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main TickBenchmark -prof gc
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class TickBenchmark {
    private static final long TICK_NANOS = 20_000_000;
    private static final int MOVING = 20;
    private static final int SENDERS = 10;
    private static final int EVENTS_PER_SENDER = 2;

    /** How many entities there are. */
    @Param({"100", "1000", "10000"})
    public int entities;

    private final PublishProcessor<Tick> ticks = PublishProcessor.create();
    private GameStateMachine<World> machine;
    private SyncModel<World> model;
    private WireState<World> published;
    private long number;

    /** An entity. */
    record Unit(int id, double x, double y, int hp) {}

    /** The state. */
    record World(StateMap<Integer, Unit> units) {
        World after(Tick tick, int entities) {
            StateMap<Integer, Unit> next = units;
            int first = (int) (tick.number() * MOVING % entities);
            for (int i = 0; i < MOVING; i++) {
                next = next.updated(
                        (first + i) % entities, unit -> new Unit(unit.id, unit.x + 0.5, unit.y - 0.5, unit.hp));
            }
            return new World(next);
        }

        World hit(int id) {
            return new World(units.updated(id, unit -> new Unit(unit.id, unit.x, unit.y, unit.hp - 1)));
        }
    }

    /** Starts the game. */
    @Setup
    public void start() {
        StateMap<Integer, Unit> units = StateMap.empty();
        for (int id = 0; id < entities; id++) {
            units = units.with(id, new Unit(id, id, id, 100));
        }
        GameLogic<World> logic = GameLogic.of(World.class)
                .onTick((world, tick) -> Next.state(world.after(tick, entities)))
                .on("HIT", (world, event, sender) -> Next.state(world.hit(event.getInt(0))));
        machine = GameStateMachine.of(logic, new World(units));
        model = SyncModel.of(machine.store().model());
        published = WireState.first(model, machine.store().current());
        var unused = ticks.compose(machine.withInbox()).subscribe();
    }

    /** One tick. */
    @Benchmark
    public byte[] tick() {
        for (int sender = 1; sender <= SENDERS; sender++) {
            for (int i = 0; i < EVENTS_PER_SENDER; i++) {
                boolean unused = machine.inbox()
                        .offer(new Incoming(new ClientId(sender), Event.of("HIT", (sender * 7 + i) % entities)));
            }
        }
        number++;
        ticks.onNext(new Tick(number, TICK_NANOS, number * TICK_NANOS, 0));
        WireState<World> before = published;
        published = before.next(model, machine.store().current());
        return published.frame(before);
    }
}
