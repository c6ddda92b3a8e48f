package io.rxgase.benchmarks;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.Quantized;
import io.rxgase.core.state.ServerOnly;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * What a tick costs with 10,000 entities, 1,000 of which move, and 500 clients: with a view of the distance that shows each about 50 entities, and with a
 * few entities that everyone sees whole, so many that as many bytes go to as many clients. That once beside the same 10,000,
 * which stay on the server, and once alone, where all of the game has room in the processor's cache. The whole
 * way in one thread, on a simulated network: game logic, differences, encoding, packets; of the clients only acknowledgements.
 * Processor time of that thread, the medians of several rounds that take turns.
 *
 * <pre>
 * java -cp … io.rxgase.benchmarks.CrowdFanOut
 * </pre>
 */
public final class CrowdFanOut {
    private static final int ENTITIES = 10_000;
    private static final int CLIENTS = 500;
    private static final int FIELD = 1000;
    private static final int WARM_UP_TICKS = 300;
    private static final int TICKS = 300;
    private static final int ROUNDS = 3;
    private static final int SHOWN = 150;
    private static final int DISTANCE = 25;
    private static final int CELL = 25;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CrowdFanOut() {}

    /** An entity. */
    record Unit(
            int id,
            @Quantized(min = 0, max = FIELD, step = 0.1) float x,
            @Quantized(min = 0, max = FIELD, step = 0.1) float y,
            int hp) {}

    /** All entities; the client with the number n is at the n-th. */
    record World(StateMap<Integer, Unit> units, int tick) {}

    /** All entities, of which nobody is told, and some that everyone sees. */
    record Backstage(@ServerOnly StateMap<Integer, Unit> units, StateMap<Integer, Unit> shown, int tick) {}

    private static StateMap<Integer, Unit> units(int entities) {
        StateMap<Integer, Unit> units = StateMap.empty();
        for (int id = 0; id < entities; id++) {
            units = units.with(id, new Unit(id, id * 7919L % FIELD, id * 104_729L % (FIELD - 3), 100));
        }
        return units;
    }

    private static World step(World world) {
        return new World(moved(world.units(), world.tick()), world.tick() + 1);
    }

    private static Backstage step(Backstage world) {
        int tick = world.tick();
        return new Backstage(moved(world.units(), tick), moved(world.shown(), tick), tick + 1);
    }

    private static StateMap<Integer, Unit> moved(StateMap<Integer, Unit> before, int tick) {
        StateMap<Integer, Unit> units = before;
        int moving = Math.max(1, units.size() / 10);
        for (int i = 0; i < moving; i++) {
            units = units.updated(
                    (i * 10 + tick / 50) % units.size(),
                    unit -> new Unit(unit.id(), (unit.x() + 0.3f) % FIELD, unit.y(), unit.hp()));
        }
        return units;
    }

    private static Optional<View.Point> where(World world, ClientId client) {
        Unit unit = world.units().get((int) client.value() * 17 % world.units().size());
        return Optional.ofNullable(unit).map(one -> new View.Point(one.x(), one.y()));
    }

    /**
     * What was measured.
     *
     * @param microsPerTick processor time of everything in a tick
     * @param logicMicrosPerTick of that, what the same game takes without clients
     * @param bytesPerUpdate bytes of state per client and tick
     */
    public record Result(double microsPerTick, double logicMicrosPerTick, double bytesPerUpdate) {
        /**
         * Returns what the fan-out takes.
         *
         * @return microseconds per tick
         */
        public double fanOut() {
            return microsPerTick - logicMicrosPerTick;
        }
    }

    private static <S> Result measure(S initial, UnaryOperator<S> step, SyncOptions<S> options) {
        AtomicLong bytes = new AtomicLong();
        AtomicLong updates = new AtomicLong();
        double without = run(initial, step, options, 0, bytes, updates);
        double with = run(initial, step, options, CLIENTS, bytes, updates);
        return new Result(with, without, (double) bytes.get() / Math.max(1, updates.get()));
    }

    @SuppressWarnings("unchecked") // the class of a state is that of its type
    private static <S> double run(
            S initial,
            UnaryOperator<S> step,
            SyncOptions<S> options,
            int clients,
            AtomicLong bytes,
            AtomicLong updates) {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, 1);
        GameLogic<S> logic = GameLogic.of((Class<S>) initial.getClass()).timeStep((world, dt) -> step.apply(world));
        TransportOptions many = TransportOptions.defaults().withMaxConnections(CLIENTS + 1);
        Backend<S> backend = Backend.of(logic, initial)
                .sync(options)
                .options(many)
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1);
        try {
            for (int i = 0; i < clients; i++) {
                var unused = network.host("client" + i)
                        .connect(
                                InetSocketAddress.createUnresolved("server", 1),
                                new byte[0],
                                TransportOptions.defaults())
                        .subscribe(connection -> listen(connection, bytes, updates));
                time.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            }
            time.advanceTimeBy(20L * WARM_UP_TICKS, TimeUnit.MILLISECONDS);
            bytes.set(0);
            updates.set(0);
            long start = THREADS.getCurrentThreadCpuTime();
            time.advanceTimeBy(20L * TICKS, TimeUnit.MILLISECONDS);
            return (THREADS.getCurrentThreadCpuTime() - start) / 1000.0 / TICKS;
        } finally {
            backend.close();
        }
    }

    private static void listen(Connection connection, AtomicLong bytes, AtomicLong updates) {
        HeldVersions.take(connection, frame -> {
            if (frame.baseVersion() != StateSource.NONE) {
                bytes.addAndGet(frame.bytes().remaining());
                updates.incrementAndGet();
            }
        });
    }

    /**
     * Prints the table.
     *
     * @param args none
     */
    public static void main(String[] args) {
        print(System.out);
    }

    static void print(PrintStream out) {
        SyncOptions<World> near = SyncOptions.<World>defaults()
                .withView(View.grid("units", "x", "y", CELL, DISTANCE, CrowdFanOut::where));
        World crowd = new World(units(ENTITIES), 0);
        Backstage backstage = new Backstage(crowd.units(), units(SHOWN), 0);
        World few = new World(units(SHOWN), 0);
        List<Result> viewed = new ArrayList<>();
        List<Result> beside = new ArrayList<>();
        List<Result> alone = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            viewed.add(measure(crowd, CrowdFanOut::step, near));
            beside.add(measure(backstage, CrowdFanOut::step, SyncOptions.defaults()));
            alone.add(measure(few, CrowdFanOut::step, SyncOptions.defaults()));
        }
        out.printf("%-44s %16s %16s %14s %18s%n", "state", "µs per tick", "of it logic", "bytes/update", "fan-out, µs");
        Result view = median(viewed);
        row(out, "10,000 entities, distance view", view);
        Result noView = median(beside);
        row(out, SHOWN + " entities for all, 10,000 on the server", noView);
        Result small = median(alone);
        row(out, SHOWN + " entities for all", small);
        out.printf(
                "fan-out with the view: %.2f times that of the same game without, %.2f times that of the small one%n",
                view.fanOut() / noView.fanOut(), view.fanOut() / small.fanOut());
    }

    private static Result median(List<Result> results) {
        return results.stream()
                .sorted(Comparator.comparingDouble(Result::fanOut))
                .toList()
                .get(results.size() / 2);
    }

    private static void row(PrintStream out, String state, Result result) {
        out.printf(
                "%-44s %16.0f %16.0f %14.1f %18.0f%n",
                state, result.microsPerTick(), result.logicMicrosPerTick(), result.bytesPerUpdate(), result.fanOut());
    }
}
