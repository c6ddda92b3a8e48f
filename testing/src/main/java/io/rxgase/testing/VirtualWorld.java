package io.rxgase.testing;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.client.Client;
import io.rxgase.client.ClientBuilder;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.record.Replay;
import io.rxgase.server.Backend;
import io.rxgase.server.BackendBuilder;
import io.rxgase.server.ReplayServer;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A backend, its clients and the network between them in virtual time, for a test in a few lines. No thread is started and
 * no real time passes: the test says how far time goes, and everything that is due happens meanwhile, on its thread.
 *
 * <pre>{@code
 * try (VirtualWorld world = VirtualWorld.of(42)) {
 *     Backend<Chase> backend = world.start(logic, Chase.EMPTY);
 *     Client<Chase> alice = world.join(Chase.class, "Alice");
 *     Client<Chase> bob = world.join(Chase.class, "Bob");
 *
 *     world.with(NetworkConditions.CELLULAR).advanceTimeBy(Duration.ofSeconds(5));
 *     world.freeze(bob);
 *     alice.send(Event.of("TAG", 2));
 *     world.within(Duration.ofSeconds(2), "the backend sees the tag", () -> backend.snapshot().state().chaser() == 2);
 *     world.thaw(bob);
 *     world.within(Duration.ofSeconds(2), "everyone sees it", List.of(alice, bob), state -> state.chaser() == 2);
 * }
 * }</pre>
 *
 * <p>Exact: the same scenario and the same calls give the same run, byte for byte ({@link #traceHash()}), as long as
 * the game's own code takes chance from {@link #random()} and time from its ticks.
 *
 * <p>An error that nobody handles, and that RxJava therefore gives to its global handler, fails the run: while a world is
 * open, errors of its thread are caught there. So does an exception out of the game's own handlers and time steps. What goes
 * wrong while the world is closed is nobody's error any more.
 *
 * <p>Any stream of backend and clients can be subscribed to as usual; a {@code TestSubscriber} fits. For all that is
 * scheduled use {@link #scheduler()}. Belongs to one thread.
 */
public final class VirtualWorld implements AutoCloseable {
    /** The port on which the backend listens: {@value}. */
    public static final int PORT = 7777;

    /** The host on which the backend runs: {@value}. */
    public static final String SERVER = "server";

    /** How often a condition is looked at. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final Scenario scenario;
    private final TestScheduler scheduler = new TestScheduler();
    private final SimulatedNetwork network;
    private final Random random;
    private final Guests guests = new Guests(this);
    private final StrayErrors strayErrors = StrayErrors.open();
    private @Nullable Backend<?> backend;
    private @Nullable GameFaults gameFaults;
    private boolean tolerating;

    private VirtualWorld(Scenario scenario) {
        this.scenario = scenario;
        this.random = new Random(scenario.seed());
        this.network = SimulatedNetwork.on(scheduler, scenario.seed())
                .with(scenario.conditions().network());
    }

    /**
     * An empty world with a perfect network.
     *
     * @param seed of all chance in it
     * @return the world, at time 0
     */
    public static VirtualWorld of(long seed) {
        return of(Scenario.of(seed));
    }

    /**
     * An empty world for a scenario.
     *
     * @param scenario what it is to be like
     * @return the world, at time 0
     */
    public static VirtualWorld of(Scenario scenario) {
        return new VirtualWorld(scenario);
    }

    /**
     * Starts the backend in this world: on its scheduler and network, at {@value #SERVER} and port {@value #PORT}.
     *
     * @param builder what the backend is made of
     * @param <S> the type of the state
     * @return the running backend
     * @throws IllegalStateException if there is a backend already
     */
    public <S> Backend<S> start(BackendBuilder<S> builder) {
        if (backend != null) {
            throw new IllegalStateException("this world has a backend already: make another world");
        }
        Backend<S> started =
                builder.scheduler(scheduler).transport(network.host(SERVER)).start(SERVER, PORT);
        backend = started;
        gameFaults = new GameFaults(started.machine());
        return started;
    }

    /**
     * Starts a backend with the usual settings.
     *
     * @param logic the rules
     * @param initial the state before the first tick
     * @param <S> the type of the state
     * @return the running backend
     */
    public <S> Backend<S> start(GameLogic<S> logic, S initial) {
        return start(Backend.of(logic, initial));
    }

    /**
     * Shows a recording to whoever joins, at the place where the backend otherwise is.
     *
     * @param replay what to show; with a speed, and {@linkplain Replay#on on} this world's scheduler
     * @param <S> the type of the state
     * @return the running server; the test closes it
     * @throws io.rxgase.transport.TransportException if there is a backend already
     */
    public <S> ReplayServer<S> show(Replay<S> replay) {
        return ReplayServer.start(replay, network.host(SERVER), TransportOptions.defaults(), SERVER, PORT);
    }

    /**
     * Connects a client; virtual time passes until it is connected.
     *
     * @param type the type of the state
     * @param name its hello, and the name of its host
     * @param <S> the type of the state
     * @return the connected client
     * @throws AssertionError if it is not connected within 30 s of virtual time
     * @throws io.rxgase.transport.TransportException if the server refuses it
     */
    public <S> Client<S> join(Class<S> type, String name) {
        return join(Client.of(type).hello(name), name);
    }

    /**
     * Connects as many clients as the scenario says, all at once; virtual time passes until they are connected.
     *
     * @param type the type of the state
     * @param <S> the type of the state
     * @return the connected clients; their hellos are {@code client-1} and so on
     * @throws AssertionError if one is not connected within 30 s of virtual time
     */
    public <S> List<Client<S>> join(Class<S> type) {
        Map<String, ClientBuilder<S>> builders = new LinkedHashMap<>();
        for (int i = 0; i < scenario.clients(); i++) {
            String name = "client-" + (guests.count() + i + 1);
            builders.put(name, Client.of(type).hello(name));
        }
        return guests.join(builders);
    }

    /**
     * Connects a client with settings of the test's own; virtual time passes until it is connected.
     *
     * @param builder what it is made of, but for the transport
     * @param host the name of its host
     * @param <S> the type of the state
     * @return the connected client
     * @throws AssertionError if it is not connected within 30 s of virtual time
     * @throws io.rxgase.transport.TransportException if the server refuses it
     */
    public <S> Client<S> join(ClientBuilder<S> builder, String host) {
        return guests.join(Map.of(host, builder)).get(0);
    }

    /**
     * Lets virtual time pass. All that is due meanwhile happens before this returns.
     *
     * @param duration how much
     * @throws AssertionError if since the last call an error went to RxJava's global handler, or the game's own code threw
     */
    public void advanceTimeBy(Duration duration) {
        scheduler.advanceTimeBy(duration.toNanos(), TimeUnit.NANOSECONDS);
        check();
    }

    private void check() {
        strayErrors.check(this);
        if (gameFaults != null && !tolerating) {
            gameFaults.check(this);
        }
    }

    /**
     * Lets the run go on where the game's own code throws, as a backend does: for tests of just that.
     *
     * @return this world
     */
    public VirtualWorld toleratingGameFaults() {
        tolerating = true;
        return this;
    }

    /** Lets the scenario's time pass, with the scenario's faults. */
    public void play() {
        Scheduler.Worker worker = scheduler.createWorker();
        for (Fault fault : scenario.faults()) {
            Duration end = fault.at().plus(fault.length());
            worker.schedule(() -> apply(fault, true), fault.at().toNanos(), TimeUnit.NANOSECONDS);
            worker.schedule(() -> apply(fault, false), end.toNanos(), TimeUnit.NANOSECONDS);
        }
        advanceTimeBy(scenario.duration());
    }

    private void apply(Fault fault, boolean begins) {
        if (fault.kind() == Fault.Kind.WORSEN) {
            with(begins ? NetworkConditions.AWFUL : scenario.conditions().network());
        } else if (fault.client() >= 1 && fault.client() <= guests.count()) {
            Client<?> client = guests.get(fault.client());
            if (fault.kind() == Fault.Kind.FREEZE) {
                freeze(client, begins);
            } else {
                cutOff(client, begins);
            }
        }
    }

    /**
     * Waits until something is so: virtual time passes, and the condition is looked at every 5 ms of it.
     *
     * @param limit how much time may pass
     * @param what the condition in words, such as {@code everyone sees the tag}
     * @param condition the condition
     * @throws AssertionError if it does not hold in time
     */
    public void within(Duration limit, String what, BooleanSupplier condition) {
        if (!waitFor(limit, condition)) {
            throw new AssertionError("not within " + seconds(limit) + ": " + what + " (" + this + ")");
        }
    }

    /**
     * Waits until all of some clients hold a state that meets a condition.
     *
     * @param limit how much time may pass
     * @param what the condition in words
     * @param viewers the clients
     * @param condition asked of the newest state that each client holds
     * @param <S> the type of the state
     * @throws AssertionError if it does not hold in time; it says which client holds what
     */
    public <S> void within(Duration limit, String what, List<Client<S>> viewers, Predicate<S> condition) {
        if (waitFor(limit, () -> viewers.stream().allMatch(viewer -> holds(viewer, condition)))) {
            return;
        }
        StringBuilder message = new StringBuilder("not within " + seconds(limit) + ": " + what);
        for (Client<S> viewer : viewers) {
            if (!holds(viewer, condition)) {
                message.append("; ").append(guests.host(viewer)).append(" holds ");
                message.append(
                        viewer.store().isEmpty() ? "no state" : viewer.store().current());
            }
        }
        throw new AssertionError(message.append(" (").append(this).append(")").toString());
    }

    private static <S> boolean holds(Client<S> viewer, Predicate<S> condition) {
        return !viewer.store().isEmpty()
                && condition.test(viewer.store().current().state());
    }

    /**
     * Lets virtual time pass, during which something must always be so; it is looked at every 5 ms of it.
     *
     * @param duration how much time passes
     * @param what the condition in words
     * @param condition the condition
     * @throws AssertionError as soon as it does not hold
     */
    public void throughout(Duration duration, String what, BooleanSupplier condition) {
        if (waitFor(duration, () -> !condition.getAsBoolean())) {
            throw new AssertionError("no longer: " + what + " (" + this + ")");
        }
    }

    private boolean waitFor(Duration limit, BooleanSupplier condition) {
        Duration end = time().plus(limit);
        while (!condition.getAsBoolean()) {
            Duration left = end.minus(time());
            if (left.isZero() || left.isNegative()) {
                return false;
            }
            advanceTimeBy(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
        }
        return true;
    }

    /**
     * Changes the network, from now on and for all.
     *
     * @param conditions of every link, in each direction
     * @return this world
     */
    public VirtualWorld with(NetworkConditions conditions) {
        network.with(conditions);
        return this;
    }

    /**
     * Makes a client's machine stand still, as a suspended laptop does.
     *
     * @param client one that has joined this world
     */
    public void freeze(Client<?> client) {
        freeze(client, true);
    }

    /**
     * Lets a frozen client go on, with all that has come meanwhile.
     *
     * @param client one that has joined this world
     */
    public void thaw(Client<?> client) {
        freeze(client, false);
    }

    private void freeze(Client<?> client, boolean begins) {
        if (begins) {
            network.pause(guests.host(client));
        } else {
            network.resume(guests.host(client));
        }
    }

    /**
     * Lets nothing through between a client and the server.
     *
     * @param client one that has joined this world
     */
    public void cutOff(Client<?> client) {
        cutOff(client, true);
    }

    /**
     * Ends {@link #cutOff(Client)}.
     *
     * @param client one that has joined this world
     */
    public void reconnect(Client<?> client) {
        cutOff(client, false);
    }

    private void cutOff(Client<?> client, boolean begins) {
        if (begins) {
            network.partition(guests.host(client), SERVER);
        } else {
            network.heal(guests.host(client), SERVER);
        }
    }

    /** Ends every fault: nobody is frozen or cut off, and the network is perfect. */
    public void calm() {
        network.heal().with(NetworkConditions.PERFECT);
        guests.hosts().forEach(network::resume);
    }

    /**
     * Where everything runs.
     *
     * @return the scheduler whose time is the time of this world
     */
    public TestScheduler scheduler() {
        return scheduler;
    }

    /**
     * The network, for all that this class has no method for.
     *
     * @return the network between {@value #SERVER} and the hosts of the clients
     */
    public SimulatedNetwork network() {
        return network;
    }

    /**
     * What this world is like.
     *
     * @return the scenario
     */
    public Scenario scenario() {
        return scenario;
    }

    /**
     * Chance for the test's players. One generator for all: who draws first gets the first number.
     *
     * @return a generator that the seed determines
     */
    public Random random() {
        return random;
    }

    /**
     * How much virtual time has passed.
     *
     * @return since this world was made
     */
    public Duration time() {
        return Duration.ofNanos(scheduler.now(TimeUnit.NANOSECONDS));
    }

    /**
     * A hash over all that happened on the wire so far, see {@link SimulatedNetwork#traceHash()}. Equal hashes mean equal
     * runs.
     *
     * @return the hash
     */
    public long traceHash() {
        return network.traceHash();
    }

    /**
     * Ends clients and backend.
     *
     * @throws AssertionError if before an error went to RxJava's global handler, or the game's own code threw
     */
    @Override
    public void close() {
        try {
            check();
        } finally {
            end();
        }
    }

    private void end() {
        try (strayErrors) { // closed last
            guests.close();
            if (backend != null) {
                backend.close();
            }
        }
    }

    /** The scenario and the time. */
    @Override
    public String toString() {
        return scenario.describe() + ", after " + seconds(time()) + " of virtual time";
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1e3 + " s";
    }
}
