package io.rxgase.server;

import io.reactivex.rxjava3.core.Scheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.LoopWatchdog;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.sync.Priority;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.TransportOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is made of, besides its rules, which are a {@link GameLogic}; start at {@link Backend#of(GameLogic, Object)}. Immutable: each
 * method returns another builder. One may start several backends, each with a transport and a loop of its own.
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

    private final GameLogic<S> logic;
    private final S initial;
    private final LoopSettings loop;
    private final PortSettings ports;
    private final SyncOptions<S> sync;
    private final Map<String, ArrivalHandler> onArrival;

    private BackendBuilder(
            GameLogic<S> logic,
            S initial,
            LoopSettings loop,
            PortSettings ports,
            SyncOptions<S> sync,
            Map<String, ArrivalHandler> onArrival) {
        this.logic = logic;
        this.initial = initial;
        this.loop = loop;
        this.ports = ports;
        this.sync = sync;
        this.onArrival = onArrival;
    }

    static <S> BackendBuilder<S> of(GameLogic<S> logic, S initial) {
        return new BackendBuilder<>(
                Objects.requireNonNull(logic, "logic"),
                Objects.requireNonNull(initial, "initial"),
                LoopSettings.defaults(),
                PortSettings.defaults(),
                SyncOptions.defaults(),
                Map.of());
    }

    private BackendBuilder<S> with(LoopSettings value) {
        return new BackendBuilder<>(logic, initial, value, ports, sync, onArrival);
    }

    private BackendBuilder<S> with(PortSettings value) {
        return new BackendBuilder<>(logic, initial, loop, value, sync, onArrival);
    }

    /**
     * Sets what answers an event as it arrives, on the network thread and without waiting for a tick. Such events take no
     * part in the game: handlers, inbox and recordings never see them.
     *
     * @param type the event's type
     * @param handler what answers it; see {@link ArrivalHandler}
     * @return a builder with it
     * @throws IllegalArgumentException if the type is reserved
     */
    public BackendBuilder<S> onArrival(String type, ArrivalHandler handler) {
        if (type.startsWith(Event.RESERVED_PREFIX)) {
            throw new IllegalArgumentException("event type " + type
                    + " is reserved for the server: choose a type that does not begin with " + Event.RESERVED_PREFIX);
        }
        Map<String, ArrivalHandler> more = new HashMap<>(onArrival);
        more.put(type, Objects.requireNonNull(handler, "handler"));
        return new BackendBuilder<>(logic, initial, loop, ports, sync, Map.copyOf(more));
    }

    /**
     * As {@link #onArrival(String, ArrivalHandler)}, for the events of a record's type, answered with a record.
     *
     * <pre>{@code
     * backend.onArrival(Ping.class, (sender, ping) -> new Pong(ping.number()))
     * }</pre>
     *
     * @param type the class of the record
     * @param handler makes the answer, or null for none. An event from which the record can't be made is dropped and counted
     * @param <R> the record
     * @return a builder with it
     * @throws IllegalArgumentException if the record is no event type
     */
    public <R extends Record> BackendBuilder<S> onArrival(
            Class<R> type, BiFunction<ClientId, R, ? extends @Nullable Record> handler) {
        Objects.requireNonNull(handler, "handler");
        return onArrival(Event.typeOf(type), (sender, event) -> {
            Record answer = handler.apply(sender, event.as(type));
            return answer == null ? null : Event.of(answer);
        });
    }

    /**
     * Sets how often the loop runs, in fixed steps.
     *
     * @param ticksPerSecond 1 to 1000; {@value #DEFAULT_TICK_RATE} if not set
     * @return a builder with it
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
     * @return a builder with it
     */
    public BackendBuilder<S> ticks(Ticks value) {
        return with(loop.withTicks(Objects.requireNonNull(value, "ticks")));
    }

    /**
     * Runs the loop on this scheduler instead of a thread of its own; a {@code TestScheduler} makes it virtual time.
     *
     * @param value the scheduler; it is not shut down when the backend closes
     * @return a builder with it
     */
    public BackendBuilder<S> scheduler(Scheduler value) {
        return with(loop.withTimebase(Timebase.of(value)));
    }

    /**
     * Sets how long a request to {@link GameStateMachine#async} may take. One that takes longer is cancelled, counted and logged, and has no
     * answer.
     *
     * @param limit more than zero; 30 seconds if not set
     * @return a builder with it
     */
    public BackendBuilder<S> asyncTimeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    "a request needs more time than " + limit + ": give it seconds, Duration.ofSeconds(30)");
        }
        return with(loop.withAsyncTimeout(limit));
    }

    /**
     * Sets what becomes of a loop that hangs, in a handler that never returns for instance. By default that is logged once it has
     * lasted {@link LoopWatchdog#REPORT_AFTER}, with what the loop is at, and the backend ends after {@link
     * LoopWatchdog#END_AFTER}: clients are told, {@link Backend#closed()} fails with a {@link
     * io.rxgase.core.loop.LoopHangException}. Not in virtual time.
     *
     * @param value the watchdog
     * @return a builder with it
     */
    public BackendBuilder<S> watchdog(LoopWatchdog value) {
        return with(loop.withWatchdog(Objects.requireNonNull(value, "watchdog")));
    }

    /**
     * Uses this transport, which stays open when the backend closes; for instance a host of a
     * {@code SimulatedNetwork}. Without it the backend opens a UDP transport of its own.
     *
     * @param value the transport
     * @return a builder with it
     */
    public BackendBuilder<S> transport(DatagramTransport value) {
        return with(ports.withTransport(Objects.requireNonNull(value, "transport")));
    }

    /**
     * Changes time-outs, bounds and admission.
     *
     * @param value the options; the four default channels must stay among their channels
     * @return a builder with it
     */
    public BackendBuilder<S> options(TransportOptions value) {
        return with(ports.withOptions(Objects.requireNonNull(value, "options")));
    }

    /**
     * Speaks this wire protocol instead of RxGaSe's own; see {@link #dialects}.
     *
     * @param value the dialect
     * @return a builder with it
     */
    public BackendBuilder<S> dialect(Dialect value) {
        return dialects(value);
    }

    /**
     * Speaks these wire protocols, all on one port. The state must be one that all of them can
     * carry: an event handler or time step that makes another one is reported, and the state stays as it was.
     *
     * <pre>{@code
     * Backend.of(logic, Chase.EMPTY).dialects(Dialect.RXGASE, another).start("0.0.0.0", 8080);
     * }</pre>
     *
     * @param values at least one; they take the place of those of the {@link #options}
     * @return a builder with it
     */
    public BackendBuilder<S> dialects(Dialect... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a port without a dialect understands nobody: name at least one");
        }
        return with(ports.withDialects(Set.of(values)));
    }

    /**
     * Opens a second port for clients of the same game, for instance so that each dialect has its own.
     *
     * <pre>{@code
     * Backend.of(logic, Chase.EMPTY).dialects(Dialect.RXGASE).secondPort(8081, another).start("0.0.0.0", 8080);
     * }</pre>
     *
     * @param port the port, 0 for a free one (see {@link Server#localAddresses()})
     * @param values the dialects that are spoken there, at least one
     * @return a builder with it
     */
    public BackendBuilder<S> secondPort(int port, Dialect... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("the second port has no dialect: name at least one");
        }
        return with(ports.withSecondPort(port, Set.of(values)));
    }

    /**
     * Sets how many ticks the game is old when it starts, for one that goes on where another backend stopped.
     *
     * @param value the time order of the initial state, at least 0, which it is if not set
     * @return a builder with it
     */
    public BackendBuilder<S> timeOrder(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("timeOrder " + value + " is out of range: use 0 or more");
        }
        return with(loop.withTimeOrder(value));
    }

    /**
     * Lets each client see a part of the state only. {@link View} has ready-made ones.
     *
     * <pre>{@code
     * Backend.of(logic, world).view((state, client) -> state.seenBy(client));
     * }</pre>
     *
     * @param show makes the state that a client sees out of the real one; see {@link View#of}
     * @return a builder with it
     * @throws IllegalArgumentException if there is a view already
     */
    public BackendBuilder<S> view(BiFunction<S, ClientId, S> show) {
        return view(View.of(show));
    }

    /**
     * Lets each client see a part of the state only.
     *
     * @param view what a client sees; several of different tables may be set one after the other
     * @return a builder with it
     * @throws IllegalArgumentException if there is a view already that it can't be combined with
     */
    public BackendBuilder<S> view(View<S> view) {
        return sync(sync.withView(view));
    }

    /**
     * Limits the bytes of state for each client; see {@link SyncOptions#withBudget}.
     *
     * @param bytesPerSecond at least 500, or 0 for no limit
     * @return a builder with it
     * @throws IllegalArgumentException if it is out of range
     */
    public BackendBuilder<S> budget(long bytesPerSecond) {
        return sync(sync.withBudget(bytesPerSecond));
    }

    /**
     * Sets how much an entity matters to a client when the budget does not carry all.
     *
     * @param priority the weight of an entity
     * @return a builder with it
     */
    public BackendBuilder<S> priority(Priority<S> priority) {
        return sync(sync.withPriority(priority));
    }

    /**
     * Sends fewer states than there are ticks: simulation and network have rates of their own.
     *
     * @param statesPerSecond what each client gets at most, 0.1 to 1000, or 0 for a state each tick; clients may ask for less
     * @return a builder with it
     * @throws IllegalArgumentException if it is out of range
     */
    public BackendBuilder<S> sendRate(double statesPerSecond) {
        return sync(sync.withSendRate(statesPerSecond));
    }

    /**
     * Sets all of how states reach the clients.
     *
     * @param value the options
     * @return a builder with it
     */
    public BackendBuilder<S> sync(SyncOptions<S> value) {
        return new BackendBuilder<>(logic, initial, loop, ports, Objects.requireNonNull(value, "sync"), onArrival);
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
        return new BackendStart<>(logic, initial, loop, ports, sync, onArrival).at(host, port);
    }
}
