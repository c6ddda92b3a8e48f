package io.rxgase.benchmarks;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.Quantized;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.server.SyncOptions;
import io.rxgase.server.View;
import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a tick costs with 10,000 entities, 1,000 of which move, and 500 clients: with a view of the distance that shows each about 50 entities, and with a
 * state that everyone sees whole, of as many entities as one client saw before, so that as many bytes go to as many clients. The whole
 * way in one thread, on a simulated network: game logic, differences, encoding, packets; of the clients only acknowledgements.
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
    private static final int DISTANCE = 25;
    private static final int CELL = 12;

    private CrowdFanOut() {}

    /** An entity. */
    record Unit(
            int id,
            @Quantized(min = 0, max = FIELD, step = 0.1) float x,
            @Quantized(min = 0, max = FIELD, step = 0.1) float y,
            int hp) {}

    /** All entities; the client with the number n is at the n-th. */
    record World(StateMap<Integer, Unit> units, int tick) {}

    private static World world(int entities) {
        StateMap<Integer, Unit> units = StateMap.empty();
        for (int id = 0; id < entities; id++) {
            units = units.with(id, new Unit(id, id * 7919L % FIELD, id * 104_729L % (FIELD - 3), 100));
        }
        return new World(units, 0);
    }

    private static World step(World world) {
        StateMap<Integer, Unit> units = world.units();
        int moving = Math.max(1, units.size() / 10);
        for (int i = 0; i < moving; i++) {
            units = units.updated(
                    (i * 10 + world.tick() / 50) % units.size(),
                    unit -> new Unit(unit.id(), (unit.x() + 0.3f) % FIELD, unit.y(), unit.hp()));
        }
        return new World(units, world.tick() + 1);
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

    private static Result measure(int entities, SyncOptions<World> options) {
        AtomicLong bytes = new AtomicLong();
        AtomicLong updates = new AtomicLong();
        double without = run(entities, options, 0, bytes, updates);
        double with = run(entities, options, CLIENTS, bytes, updates);
        return new Result(with, without, (double) bytes.get() / Math.max(1, updates.get()));
    }

    private static double run(
            int entities, SyncOptions<World> options, int clients, AtomicLong bytes, AtomicLong updates) {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, 1);
        GameLogic<World> logic = GameLogic.of(World.class).timeStep((world, dt) -> step(world));
        TransportOptions many = TransportOptions.defaults().withMaxConnections(CLIENTS + 1);
        Backend<World> backend = Backend.of(logic, world(entities))
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
            long start = System.nanoTime();
            time.advanceTimeBy(20L * TICKS, TimeUnit.MILLISECONDS);
            return (System.nanoTime() - start) / 1000.0 / TICKS;
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
        out.printf("%-34s %16s %16s %14s%n", "state", "µs per tick", "of it logic", "bytes/update");
        Result viewed = measure(ENTITIES, near);
        row(out, "10,000 entities, distance view", viewed);
        Result whole = measure(50, SyncOptions.defaults());
        row(out, "50 entities, no view", whole);
        double perByte = viewed.fanOut() / viewed.bytesPerUpdate();
        double perByteWhole = whole.fanOut() / whole.bytesPerUpdate();
        out.printf(
                "fan-out: %.0f µs with the view, %.0f µs without; %.2f times, %.2f times per byte%n",
                viewed.fanOut(), whole.fanOut(), viewed.fanOut() / whole.fanOut(), perByte / perByteWhole);
    }

    private static void row(PrintStream out, String state, Result result) {
        out.printf(
                "%-34s %16.0f %16.0f %14.1f%n",
                state, result.microsPerTick(), result.logicMicrosPerTick(), result.bytesPerUpdate());
    }
}
