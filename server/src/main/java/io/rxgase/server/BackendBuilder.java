package io.rxgase.server;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.EventHandler;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.LoopWatchdog;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.TimeStep;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.sync.Priority;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import io.rxgase.sync.internal.DialectFans;
import io.rxgase.transport.Admission;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.netty.NettyTransport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is made of; start at {@link Backend#of(Object)}. Not thread-safe: each method changes this builder and
 * returns it. A builder may start several backends, each with a transport and a loop of its own.
 *
 * <pre>{@code
 * Backend<Chase> backend = Backend.of(logic, Chase.EMPTY)
 *         .tickRate(30)
 *         .options(TransportOptions.defaults().withMaxConnections(16))
 *         .start("0.0.0.0", 8080);
 * }</pre>
 *
 * @param <S> the type of the synchronized state
 */
public final class BackendBuilder<S> {
    /** Ticks per second if nothing else is said: {@value}. */
    public static final int DEFAULT_TICK_RATE = 50;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final S initial;
    private GameLogic<S> logic;
    private Ticks ticks = Ticks.fixed(Duration.ofNanos(NANOS_PER_SECOND / DEFAULT_TICK_RATE));
    private @Nullable Timebase timebase;
    private @Nullable Duration asyncTimeout;
    private @Nullable DatagramTransport transport;
    private TransportOptions options = TransportOptions.defaults();
    /** Empty stands for those of the options. */
    private Set<Dialect> dialects = Set.of();

    private int secondPort;
    /** Empty stands for no second port. */
    private Set<Dialect> secondDialects = Set.of();

    private long timeOrder;
    private final Map<String, ArrivalHandler> onArrival = new HashMap<>();

    private LoopWatchdog watchdog =
            LoopWatchdog.reportAfter(LoopWatchdog.REPORT_AFTER).endAfter(LoopWatchdog.END_AFTER);

    private SyncOptions<S> sync = SyncOptions.defaults();

    BackendBuilder(GameLogic<S> logic, S initial) {
        this.logic = Objects.requireNonNull(logic, "logic");
        this.initial = Objects.requireNonNull(initial, "initial");
    }

    /**
     * Sets what time alone does to the state.
     *
     * @param step the next state from the present one and the seconds that pass; see {@link TimeStep}
     * @return this builder
     */
    public BackendBuilder<S> timeStep(TimeStep<S> step) {
        return logic(known -> known.timeStep(step));
    }

    /**
     * Sets what an event does.
     *
     * @param type the event's type
     * @param handler the next state, and what to send
     * @return this builder
     */
    public BackendBuilder<S> on(String type, EventHandler<S, Event> handler) {
        return logic(known -> known.on(type, handler));
    }

    /**
     * Sets what an event that carries a record does.
     *
     * @param <E> the record
     * @param type the record's class; events of its type that do not fit it are reported
     * @param handler the next state, and what to send
     * @return this builder
     */
    public <E extends Record> BackendBuilder<S> on(Class<E> type, EventHandler<S, E> handler) {
        return logic(known -> known.on(type, handler));
    }

    /**
     * Sets what answers an event as it arrives, on the network thread and without waiting for a tick. Such events take no
     * part in the game: handlers, inbox and recordings never see them.
     *
     * @param type the event's type
     * @param handler what answers it; see {@link ArrivalHandler}
     * @return this builder
     * @throws IllegalArgumentException if the type is reserved
     */
    public BackendBuilder<S> onArrival(String type, ArrivalHandler handler) {
        if (type.startsWith(Event.RESERVED_PREFIX)) {
            throw new IllegalArgumentException("event type " + type
                    + " is reserved for the server: choose a type that does not begin with " + Event.RESERVED_PREFIX);
        }
        onArrival.put(type, Objects.requireNonNull(handler, "handler"));
        return this;
    }

    /**
     * Changes the game logic in any way that {@link GameLogic} offers: what happens when clients come and go, handlers
     * that want the tick, a default handler.
     *
     * <pre>{@code
     * Backend.of(Chase.EMPTY).logic(logic -> logic.onLeft((state, client) -> Next.state(state.without(client))))
     * }</pre>
     *
     * @param change from the logic so far to the logic with more in it
     * @return this builder
     */
    public BackendBuilder<S> logic(UnaryOperator<GameLogic<S>> change) {
        logic = Objects.requireNonNull(change.apply(logic), "the changed logic");
        return this;
    }

    /**
     * Sets how often the loop runs, in fixed steps.
     *
     * @param ticksPerSecond 1 to 1000; {@value #DEFAULT_TICK_RATE} if not set
     * @return this builder
     */
    public BackendBuilder<S> tickRate(int ticksPerSecond) {
        if (ticksPerSecond < 1 || ticksPerSecond > 1000) {
            throw new IllegalArgumentException(
                    "tickRate " + ticksPerSecond + " is out of range: use 1 to 1000 ticks per second");
        }
        return ticks(Ticks.fixed(Duration.ofNanos(NANOS_PER_SECOND / ticksPerSecond)));
    }

    /**
     * Sets the loop's ticks in full: fixed or variable steps, how many missed ones are caught up.
     *
     * @param value the ticks
     * @return this builder
     */
    public BackendBuilder<S> ticks(Ticks value) {
        ticks = Objects.requireNonNull(value, "ticks");
        return this;
    }

    /**
     * Runs the loop on this scheduler instead of a thread of its own; a {@code TestScheduler} makes it virtual time.
     *
     * @param value the scheduler; it is not shut down when the backend closes
     * @return this builder
     */
    public BackendBuilder<S> scheduler(Scheduler value) {
        timebase = Timebase.of(value);
        return this;
    }

    /**
     * Sets how long a request to {@link GameStateMachine#async} may take. One that takes longer is cancelled, counted and logged, and has no
     * answer.
     *
     * @param limit more than zero; 30 seconds if not set
     * @return this builder
     */
    public BackendBuilder<S> asyncTimeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    "a request needs more time than " + limit + ": give it seconds, Duration.ofSeconds(30)");
        }
        asyncTimeout = limit;
        return this;
    }

    /**
     * Sets what becomes of a loop that hangs, in a handler that never returns for instance. By default that is logged once it has
     * lasted {@link LoopWatchdog#REPORT_AFTER}, with what the loop is at, and the backend ends after {@link
     * LoopWatchdog#END_AFTER}: clients are told, {@link Backend#closed()} fails with a {@link
     * io.rxgase.core.loop.LoopHangException}. Not in virtual time.
     *
     * @param value the watchdog
     * @return this builder
     */
    public BackendBuilder<S> watchdog(LoopWatchdog value) {
        watchdog = Objects.requireNonNull(value, "watchdog");
        return this;
    }

    /**
     * Uses this transport, which stays open when the backend closes; for instance a host of a
     * {@code SimulatedNetwork}. Without it the backend opens a UDP transport of its own.
     *
     * @param value the transport
     * @return this builder
     */
    public BackendBuilder<S> transport(DatagramTransport value) {
        transport = Objects.requireNonNull(value, "transport");
        return this;
    }

    /**
     * Changes time-outs, bounds and admission.
     *
     * @param value the options; the four default channels must stay among their channels
     * @return this builder
     */
    public BackendBuilder<S> options(TransportOptions value) {
        options = Objects.requireNonNull(value, "options");
        return this;
    }

    /**
     * Speaks this wire protocol instead of RxGaSe's own; see {@link #dialects}.
     *
     * @param value the dialect
     * @return this builder
     */
    public BackendBuilder<S> dialect(Dialect value) {
        return dialects(value);
    }

    /**
     * Speaks these wire protocols, all on one port. The state must be one that all of them can
     * carry: an event handler or time step that makes another one is reported, and the state stays as it was.
     *
     * <pre>{@code
     * Backend.of(Chase.EMPTY).dialects(Dialect.RXGASE, another).start("0.0.0.0", 8080);
     * }</pre>
     *
     * @param values at least one; they take the place of those of the {@link #options}
     * @return this builder
     */
    public BackendBuilder<S> dialects(Dialect... values) {
        dialects = Set.of(values);
        return this;
    }

    /**
     * Opens a second port for clients of the same game, for instance so that each dialect has its own.
     *
     * <pre>{@code
     * Backend.of(Chase.EMPTY).dialects(Dialect.RXGASE).secondPort(8081, another).start("0.0.0.0", 8080);
     * }</pre>
     *
     * @param port the port, 0 for a free one (see {@link Server#localAddresses()})
     * @param values the dialects that are spoken there, at least one
     * @return this builder
     */
    public BackendBuilder<S> secondPort(int port, Dialect... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("the second port has no dialect: name at least one");
        }
        secondPort = port;
        secondDialects = Set.of(values);
        return this;
    }

    /**
     * Sets how many ticks the game is old when it starts, for one that goes on where another backend stopped.
     *
     * @param value the time order of the initial state, at least 0, which it is if not set
     * @return this builder
     */
    public BackendBuilder<S> timeOrder(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("timeOrder " + value + " is out of range: use 0 or more");
        }
        timeOrder = value;
        return this;
    }

    /**
     * Lets each client see a part of the state only. {@link View} has ready-made ones.
     *
     * <pre>{@code
     * Backend.of(logic, world).view((state, client) -> state.seenBy(client));
     * }</pre>
     *
     * @param show makes the state that a client sees out of the real one; see {@link View#of}
     * @return this builder
     * @throws IllegalArgumentException if there is a view already
     */
    public BackendBuilder<S> view(BiFunction<S, ClientId, S> show) {
        return view(View.of(show));
    }

    /**
     * Lets each client see a part of the state only.
     *
     * @param view what a client sees; several of different tables may be set one after the other
     * @return this builder
     * @throws IllegalArgumentException if there is a view already that it can't be combined with
     */
    public BackendBuilder<S> view(View<S> view) {
        return sync(sync.withView(view));
    }

    /**
     * Limits the bytes of state for each client; see {@link SyncOptions#withBudget}.
     *
     * @param bytesPerSecond at least 500, or 0 for no limit
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public BackendBuilder<S> budget(long bytesPerSecond) {
        return sync(sync.withBudget(bytesPerSecond));
    }

    /**
     * Sets how much an entity matters to a client when the budget does not carry all.
     *
     * @param priority the weight of an entity
     * @return this builder
     */
    public BackendBuilder<S> priority(Priority<S> priority) {
        return sync(sync.withPriority(priority));
    }

    /**
     * Sends fewer states than there are ticks: simulation and network have rates of their own.
     *
     * @param statesPerSecond what each client gets at most, 0.1 to 1000, or 0 for a state each tick; clients may ask for less
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public BackendBuilder<S> sendRate(double statesPerSecond) {
        return sync(sync.withSendRate(statesPerSecond));
    }

    /**
     * Sets all of how states reach the clients.
     *
     * @param value the options
     * @return this builder
     */
    public BackendBuilder<S> sync(SyncOptions<S> value) {
        sync = Objects.requireNonNull(value, "sync");
        return this;
    }

    /**
     * Opens the port and starts the game. Blocks only until the port is bound.
     *
     * @param host the address to listen on: a name, {@code 0.0.0.0} or {@code ::} for all
     * @param port the port, 0 for a free one (see {@link Backend#localAddress()})
     * @return the running backend
     * @throws io.rxgase.transport.TransportException if the port is in use or the host is not of this machine
     * @throws IllegalArgumentException if a view names a table or attribute that clients don't get, with the names that there are; if one
     *     of the dialects cannot carry the initial state, or not keep from a client what it must not see
     */
    public Backend<S> start(String host, int port) {
        TransportOptions used = dialects.isEmpty() ? options : options.withDialects(dialects);
        Set<Dialect> spoken = new LinkedHashSet<>(used.dialects());
        spoken.addAll(secondDialects);
        BiConsumer<@Nullable S, S> requirement = DialectFans.requirement(logic.model(), sync, spoken);
        requirement.accept(null, initial);
        return start(host, port, used, logic.require(requirement));
    }

    private Backend<S> start(String host, int port, TransportOptions options, GameLogic<S> logic) {
        DatagramTransport own = transport == null ? NettyTransport.create() : null;
        DatagramTransport used = own == null ? Objects.requireNonNull(transport) : own;
        Timebase time = timebase == null ? Timebase.live() : timebase;
        S first = logic.model().stamped(initial, timeOrder, GameStatus.ACTIVE);
        try {
            GameStateStore<S> store =
                    GameStateStore.create(logic.model(), new Snapshot<>(timeOrder, GameStatus.ACTIVE, 0, first));
            GameStateMachine.Builder<S> machineBuilder =
                    GameStateMachine.builder(logic, store).timebase(time);
            if (asyncTimeout != null) {
                machineBuilder.asyncTimeout(asyncTimeout);
            }
            GameStateMachine<S> machine = machineBuilder.build();
            AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
            AtomicReference<@Nullable Server<S>> running = new AtomicReference<>();
            Server<S> server = listen(used, host, port, ending(options, fatal, running), store, machine.inbox(), time);
            running.set(server);
            Throwable early = fatal.get();
            if (early != null) {
                server.breakWith(early);
            }
            Backend<S> backend = new Backend<>(machine, server, ticks.on(time), time, own);
            // In virtual time a loop can't hang beside its watchman, for both are one thread.
            if (!(time.scheduler() instanceof TestScheduler)) {
                backend.watch(watchdog, ticks, Timebase.of(Schedulers.computation()));
            }
            return backend;
        } catch (RuntimeException e) {
            time.close();
            if (own != null) {
                own.close().onErrorComplete().subscribe();
            }
            throw e;
        }
    }

    /** An admission is asked before anybody else of the game; what the game does not survive ends it from there, too. */
    private static <S> TransportOptions ending(
            TransportOptions options,
            AtomicReference<@Nullable Throwable> fatal,
            AtomicReference<@Nullable Server<S>> running) {
        Admission admission = options.admission();
        return options.withAdmission((address, hello) -> {
            try {
                return admission.decide(address, hello);
            } catch (VirtualMachineError error) {
                if (Guard.isFatal(error)) {
                    fatal.set(error);
                    Server<S> server = running.get();
                    if (server != null) {
                        server.breakWith(error);
                    }
                }
                throw error;
            }
        });
    }

    private Server<S> listen(
            DatagramTransport used,
            String host,
            int port,
            TransportOptions options,
            GameStateStore<S> store,
            Inbox inbox,
            Timebase time) {
        InetSocketAddress local = InetSocketAddress.createUnresolved(host, port);
        TransportOptions checked = SchemaAnswers.greet(options.requireDefaultChannels(), store.model());
        if (secondDialects.isEmpty()) {
            Listener only = used.listen(local, checked).blockingGet();
            return Server.on(only, options, store, inbox, onArrival, sync, time);
        }
        Listener first = used.listen(local, checked).blockingGet();
        Listener second;
        try {
            second = used.listen(
                            InetSocketAddress.createUnresolved(host, secondPort), checked.withDialects(secondDialects))
                    .blockingGet();
        } catch (RuntimeException e) {
            var unused =
                    first.close("the backend does not start").onErrorComplete().subscribe();
            throw e;
        }
        Set<Dialect> all = new HashSet<>(options.dialects());
        all.addAll(secondDialects);
        return Server.on(
                new Ports(List.of(first, second)), options.withDialects(all), store, inbox, onArrival, sync, time);
    }
}
