package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.LoopWatchdog;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.record.Recorder;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.internal.guard.Outcome;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running game: its loop, its state and its server in one.
 *
 * <pre>{@code
 * GameLogic<Chase> rules = GameLogic.of(Chase.class)
 *         .timeStep((state, dt) -> state.advance(dt))
 *         .on("MOVE", (state, event, sender) -> Next.state(state.move(event.getInt("player_id"), event.getList("new_position"))));
 * Backend<Chase> backend = Backend.of(rules, new Chase(Map.of(), null, false, 0.0)).start("localhost", 8080);
 * backend.clients().subscribe(event -> log.info("{}", event));
 * }</pre>
 *
 * <p>The game logic runs on one loop thread, the network on event loops of its own; all methods may be called from
 * any thread and never block, {@link #close()} included.
 *
 * @param <S> the type of the synchronized state: a record, or {@code GameState}
 */
public final class Backend<S> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

    /** How much of a reason clients are told. */
    private static final int MAX_FAREWELL = 200;

    private final GameStateMachine<S> machine;
    private final Server<S> server;
    private final Guard guard;
    private final Timebase timebase;
    private final @Nullable DatagramTransport ownTransport;
    private final SerialDisposable loop = new SerialDisposable();
    private final SerialDisposable watching = new SerialDisposable();
    /** Why the backend ended by itself; null as long as it has not. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private final List<Recorder<S>> recorders = new CopyOnWriteArrayList<>();
    private volatile boolean ended;
    private long tickStartNanos;
    /** The state before the next tick; of the loop thread. */
    private Snapshot<S> before;

    private final CompletableSubject closed = CompletableSubject.create();
    private final Completable ending =
            Completable.defer(this::end).doOnTerminate(this::tellClosed).cache();

    Backend(
            GameStateMachine<S> machine,
            Server<S> server,
            Flowable<Tick> ticks,
            Timebase timebase,
            @Nullable DatagramTransport ownTransport) {
        this.machine = machine;
        this.server = server;
        this.timebase = timebase;
        this.ownTransport = ownTransport;
        this.before = machine.snapshot();
        this.guard = server.guard();
        loop.set(ticks.doOnNext(tick -> tickStartNanos = timebase.nanoTime())
                .compose(machine.withInbox())
                .subscribe(this::publish, this::failed, this::close));
        var unused = server.shutdownRequested().subscribe(this::close);
        var unusedToo = server.broken().subscribe(() -> {}, this::failed);
        var unusedEither = server.ended().subscribe(this::portClosed, this::failed);
    }

    /** Tells a loop that hangs from one that is at work, from now on. */
    void watch(LoopWatchdog watchdog, Ticks ticks, Timebase watchman) {
        watching.set(watchdog.watch(machine, ticks, watchman, this::failed));
    }

    /**
     * A backend without rules, which shows a state to clients. For a game use {@link #of(GameLogic, Object)}.
     *
     * @param <S> the type of the state
     * @param initial a record, or a {@code GameState}
     * @return what to build the backend with
     * @throws IllegalArgumentException if it is neither
     */
    public static <S> BackendBuilder<S> of(S initial) {
        @SuppressWarnings("unchecked")
        Class<S> type = (Class<S>) initial.getClass();
        return of(GameLogic.of(StateModel.of(type)), initial);
    }

    /**
     * A backend for game logic that stands on its own, so that it can be tested without a network.
     *
     * @param <S> the type of the state
     * @param logic the rules
     * @param initial the state before the first tick
     * @return what to build the backend with
     */
    public static <S> BackendBuilder<S> of(GameLogic<S> logic, S initial) {
        return BackendBuilder.of(logic, initial);
    }

    /**
     * Where it listens; the real port if 0 was asked for.
     *
     * @return the bound address
     */
    public InetSocketAddress localAddress() {
        return server.localAddress();
    }

    /**
     * Who comes and goes, see {@link Server#clients()}.
     *
     * @return the lifecycle of all clients
     */
    public Flowable<ClientEvent> clients() {
        return server.clients();
    }

    /**
     * The newest state, again after each tick; conflates for slow subscribers. Emits on the loop thread.
     *
     * @return completes when the backend is closed
     */
    public Flowable<S> states() {
        return store().states();
    }

    /**
     * What changed, first the whole state; conflates by merging. Emits on the loop thread.
     *
     * @return completes when the backend is closed
     */
    public Flowable<GameStateUpdate> updates() {
        return store().updates();
    }

    /**
     * The state and its bounded history.
     *
     * @return the store; only the loop pushes into it
     */
    public GameStateStore<S> store() {
        return machine.store();
    }

    /**
     * The loop: pause, resume, game time, counters, and events from the backend itself.
     *
     * @return the running machine
     */
    public GameStateMachine<S> machine() {
        return machine;
    }

    /**
     * The network side.
     *
     * @return the running server
     */
    public Server<S> server() {
        return server;
    }

    /**
     * The newest state with its place in time.
     *
     * @return {@code store().current()}
     */
    public Snapshot<S> snapshot() {
        return machine.snapshot();
    }

    /**
     * Puts an event of the backend's own into the game, for the next tick: the sender that handlers see is {@link ClientId#BACKEND}.
     *
     * @param event what
     * @return whether it was taken; if there is no room, or the backend has closed, it is dropped and counted
     */
    public boolean offer(Event event) {
        return machine.inbox().offer(new Incoming(ClientId.BACKEND, event));
    }

    /**
     * As {@link #offer(Event)}, an event that carries a record.
     *
     * @param event a record that is an event type
     * @return as {@link #offer(Event)}
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public boolean offer(Record event) {
        return offer(Event.of(event));
    }

    /**
     * Sends an event to one client at once, see {@link Server#send(ClientId, Event)}.
     *
     * @param client to whom
     * @param event what
     * @throws IllegalArgumentException if it is too large for the client's connection
     */
    public void send(ClientId client, Event event) {
        server.send(client, event);
    }

    /**
     * As {@link #send(ClientId, Event)}, an event that carries a record.
     *
     * @param client to whom
     * @param event a record that is an event type
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public void send(ClientId client, Record event) {
        send(client, Event.of(event));
    }

    /**
     * Sends an event to an audience at once, see {@link Server#send(Audience, Event)}.
     *
     * @param audience to whom
     * @param event what
     * @throws IllegalArgumentException if it is too large for one of their connections
     */
    public void send(Audience audience, Event event) {
        server.send(audience, event);
    }

    /**
     * As {@link #send(Audience, Event)}, an event that carries a record.
     *
     * @param audience to whom
     * @param event a record that is an event type
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public void send(Audience audience, Record event) {
        send(audience, Event.of(event));
    }

    /**
     * Delivers an event to one client when subscribed to, see {@link Server#deliver(ClientId, Event)}.
     *
     * @param client to whom
     * @param event what
     * @return completes when acknowledged
     */
    public Completable deliver(ClientId client, Event event) {
        return server.deliver(client, event);
    }

    /**
     * As {@link #deliver(ClientId, Event)}, an event that carries a record.
     *
     * @param client to whom
     * @param event a record that is an event type
     * @return as {@link #deliver(ClientId, Event)}
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public Completable deliver(ClientId client, Record event) {
        return deliver(client, Event.of(event));
    }

    /**
     * Delivers an event to an audience when subscribed to, see {@link Server#deliver(Audience, Event)}.
     *
     * @param audience to whom
     * @param event what
     * @return completes when all have acknowledged
     */
    public Completable deliver(Audience audience, Event event) {
        return server.deliver(audience, event);
    }

    /**
     * As {@link #deliver(Audience, Event)}, an event that carries a record.
     *
     * @param audience to whom
     * @param event a record that is an event type
     * @return as {@link #deliver(Audience, Event)}
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public Completable deliver(Audience audience, Record event) {
        return deliver(audience, Event.of(event));
    }

    /**
     * Ends one client's connection at once, see {@link Server#disconnect}.
     *
     * @param client who
     */
    public void disconnect(ClientId client) {
        disconnect(client, "disconnected by the server");
    }

    /**
     * Ends one client's connection at once, see {@link Server#disconnect}.
     *
     * @param client who
     * @param detail shown to the client
     */
    public void disconnect(ClientId client, String detail) {
        server.disconnect(client, detail);
    }

    /**
     * What the server has measured and counted, each second; see {@link Server#stats()}.
     *
     * @return completes when the backend closes
     */
    public Flowable<ServerStats> stats() {
        return server.stats();
    }

    /**
     * What the server has measured and counted, again and again; see {@link Server#stats(Duration)}.
     *
     * @param every how long after the one before, above 0
     * @return completes when the backend closes
     * @throws IllegalArgumentException if the duration is not above 0
     */
    public Flowable<ServerStats> stats(Duration every) {
        return server.stats(every);
    }

    /**
     * One reading of what the server has measured and counted, see {@link Server#reading()}.
     *
     * @return an immutable reading
     */
    public ServerStats reading() {
        return server.reading();
    }

    /**
     * Records the game from the next tick on: what goes into each tick, and now and then the state. Short for {@link
     * #record(Path, RecordingOptions)} with the usual settings.
     *
     * @param file where to; must not exist yet
     * @return the recorder, already at work; it is finished when the backend shuts down, or before by {@link
     *     Recorder#finish()}
     * @throws io.rxgase.core.record.RecordingException if the file exists or can't be made
     * @throws IllegalStateException after the backend has shut down
     */
    public Recorder<S> record(Path file) {
        return record(file, RecordingOptions.defaults());
    }

    /**
     * Records the game from the next tick on. Costs the loop an insertion into a bounded queue each tick; if the disk is too
     * slow frames are lost and the recording says which. {@code Replay.of(file, logic)} plays it again.
     *
     * <pre>{@code
     * backend.record(Path.of("game.rec"), RecordingOptions.defaults().withStateEvery(Duration.ofSeconds(30)));
     * }</pre>
     *
     * @param file where to; must not exist yet
     * @param options bounds and intervals
     * @return the recorder, already at work; it is finished when the backend shuts down, or before by {@link
     *     Recorder#finish()}
     * @throws io.rxgase.core.record.RecordingException if the file exists or can't be made
     * @throws IllegalStateException after the backend has shut down
     */
    public Recorder<S> record(Path file, RecordingOptions options) {
        if (ended) {
            throw new IllegalStateException("the backend has shut down: record while the game runs");
        }
        recorders.removeIf(Recorder::isFinishing);
        Recorder<S> recorder = Recorder.create(file, machine.logic().model(), options);
        recorders.add(recorder);
        if (ended) {
            // It has shut down meanwhile, perhaps without having seen this one.
            var unused = recorder.finish();
        }
        return recorder;
    }

    /**
     * Tells when it has ended, for whatever reason: {@link #close()}, or the host client's wish where
     * {@link io.rxgase.transport.TransportOptions#withHostShutdown} allows it. Does not end it.
     *
     * <p>A backend ends by itself if its loop does: when game logic or another part of the game throws an error of the virtual
     * machine such as {@link OutOfMemoryError}, when the scheduler of the loop is shut down, when the loop hangs for too long (see
     * {@link BackendBuilder#watchdog}), or when its port is lost. Clients are then told that the game has ended, and why.
     *
     * @return completes when the loop stands still and the port is free; fails then with the reason if the backend ended by itself
     */
    public Completable closed() {
        return guard.outcome("an observer of closed()", Outcome.of("closed", closed, server::isOnEventLoop));
    }

    /**
     * Stops the loop, says farewell to the clients, finishes recordings and frees the port; at once and once only, and without waiting.
     * {@link #closed()} tells when that is done.
     */
    @Override
    public void close() {
        ending.subscribe();
    }

    private Completable end() {
        ended = true;
        watching.dispose();
        loop.dispose();
        machine.stop();
        DatagramTransport own = ownTransport;
        Completable farewell = server.closing(farewell()).onErrorComplete();
        Completable released =
                own == null ? farewell : farewell.andThen(own.close().onErrorComplete());
        Completable recorded = Completable.mergeDelayError(
                        recorders.stream().map(Recorder::finish).toList())
                .onErrorComplete();
        return Completable.mergeArray(released, recorded).doFinally(timebase::close);
    }

    private String farewell() {
        Throwable cause = failure.get();
        String text = cause == null ? "the backend is shutting down" : "the game ended: " + Guard.legible(cause);
        return text.length() <= MAX_FAREWELL ? text : text.substring(0, MAX_FAREWELL) + "…";
    }

    private void tellClosed() {
        Throwable cause = failure.get();
        if (cause == null) {
            closed.onComplete();
        } else {
            closed.onError(cause);
        }
    }

    // A fault on the way out must not end the game: the next tick tries again with the next state.
    private void publish(Transition<S> transition) {
        for (Recorder<S> recorder : recorders) {
            guard.call("a recorder", () -> recorder.record(before, transition));
        }
        before = transition.snapshot();
        guard.call("what a tick shows, a view, or a record that is read for it,", () -> server.show(transition));
        guard.call("what a tick sends, or a record that is read for it,", () -> server.send(transition));
        server.tickTook(timebase.nanoTime() - tickStartNanos);
    }

    private void portClosed() {
        if (!ended) {
            failed(new IllegalStateException(
                    "the port was closed while the game was running: end the backend before its transport"));
        }
    }

    /** The loop is no more, or of no use any more: a game that nobody plays on must not look alive. */
    private void failed(Throwable error) {
        if (!ended && failure.compareAndSet(null, error)) {
            LOG.error("The game ended; the backend closes and tells its clients", Guard.legible(error));
            close();
        }
    }
}
