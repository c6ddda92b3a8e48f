package io.rxgase.client;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.state.EntityChange;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.HistoryLimit;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import io.rxgase.sync.internal.EventBytes;
import io.rxgase.sync.internal.GameDialect;
import io.rxgase.sync.internal.StateFlow;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.internal.guard.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A player's side of one connection: the synchronized state, events both ways, and the life of the connection.
 *
 * <pre>{@code
 * try (Client<Chase> client = Client.of(Chase.class).hello("Alice").blockingConnect("localhost", 8080)) {
 *     client.statesOn(ui).subscribe(view::render);
 *     client.events("PLAYER_CREATED").subscribe(event -> me = event.getInt(0));
 *     client.send(new Join("Alice"));
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread and never block. Streams emit on the connection's event loop: hand
 * work over with {@code observeOn}. They complete when the connection ends; {@link #lifecycle()} says why.
 *
 * @param <S> the type of the synchronized state: a record, or {@code GameState}
 */
public final class Client<S> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Client.class);

    /** There is no game here that a fatal error could end. */
    private final Guard guard = new Guard(LOG, error -> {});

    private final Connection connection;
    private final @Nullable DatagramTransport ownTransport;
    private final GameStateStore<S> store;
    private final StateFlow<S> stateFlow;
    private final EventFlow eventFlow;
    private final EventMisfits eventMisfits = new EventMisfits();
    private final Completable ending = Completable.defer(this::end).cache();
    private final CompletableSubject closed = CompletableSubject.create();
    private volatile boolean isClosing;

    Client(StateModel<S> model, Connection connection, @Nullable DatagramTransport ownTransport) {
        this.connection = connection;
        this.ownTransport = ownTransport;
        this.store = GameStateStore.empty(model, HistoryLimit.DEFAULT);
        this.stateFlow = StateFlow.of(model, store, connection);
        this.eventFlow = new EventFlow(connection, guard);
        stateFlow.start();
        var unused = connection.events().ignoreElements().onErrorComplete().subscribe(() -> {
            if (!isClosing) {
                closed.onComplete();
            }
        });
    }

    /**
     * A client for this type of state.
     *
     * @param <S> the type of the state
     * @param type a record, or {@code GameState.class} for a state with attributes by name
     * @return what to connect with
     * @throws IllegalArgumentException if the type is neither
     */
    public static <S> ClientBuilder<S> of(Class<S> type) {
        return of(StateModel.of(type));
    }

    /**
     * A client for a state model of the game's own.
     *
     * @param <S> the type of the state
     * @param model how the state is compared and rebuilt
     * @return what to connect with
     */
    public static <S> ClientBuilder<S> of(StateModel<S> model) {
        return ClientBuilder.of(model);
    }

    /**
     * The newest state, again whenever it changes; first the present one, if there is one. Conflates: a slow
     * subscriber misses intermediate states and never errors. A UI takes {@link #statesOn(Scheduler)}. Under a budget that does not carry all that changed, entries of a state may be
     * older than the rest; a state does not say so, {@link #snapshots()} does.
     *
     * @return completes when the connection ends
     */
    public Flowable<S> states() {
        return arriving("states", store.states()).distinctUntilChanged(Client::isUnchanged);
    }

    /** Until there is a state, the loop that is to bring it must not wait for it. */
    private <T> Flowable<T> arriving(String what, Flowable<T> stream) {
        return Outcome.of(what, stream, () -> store.isEmpty() && connection.isOnEventLoop());
    }

    /** As when the server says that the game goes on and nothing has changed. */
    @SuppressWarnings("ReferenceEquality") // what has not changed is the same object
    private static <S> boolean isUnchanged(S before, S after) {
        return before == after
                || (before instanceof GameState one
                        && after instanceof GameState other
                        && one.attributes() == other.attributes()
                        && one.status() == other.status());
    }

    /**
     * As {@link #states()}, each with its time order, game status and game time, whether all of it is {@linkplain Snapshot#isWhole() of
     * one version}, and how many of its values {@linkplain Snapshot#misfits() did not fit}. While the game goes on and nothing changes,
     * the same state comes with a later game time about once in a keep-alive interval (1 s): so a still game is told from one that is
     * paused, which has another status, and from a server that is gone.
     *
     * @return completes when the connection ends
     */
    public Flowable<Snapshot<S>> snapshots() {
        return arriving("snapshots", store.snapshots());
    }

    /**
     * The state as soon as there is one: at once if this client holds one, otherwise the first that arrives.
     *
     * <pre>{@code
     * GameState state = client.firstSnapshot().timeout(1, TimeUnit.SECONDS).blockingGet().state();
     * }</pre>
     *
     * @return a newer one each time it is subscribed to; fails with a {@link NoSuchElementException} if the connection ends before the
     *     first state, and waits for it as long as the connection lasts: bound it with {@code timeout}
     */
    public Single<Snapshot<S>> firstSnapshot() {
        return snapshots().firstOrError();
    }

    /**
     * What a function makes of the first state that has what it needs. States without are waited past: those for which it throws a
     * {@link StateMismatchException}, as {@code GameState} does for an attribute that is missing, or a {@link NoSuchElementException}.
     *
     * <pre>{@code
     * int hp = client.tryTo(state -> state.getInt("hp")).timeout(1, TimeUnit.SECONDS).blockingGet();
     * }</pre>
     *
     * @param <R> the type of the result
     * @param function called on the connection's event loop, or on the thread that subscribes; must not block
     * @return the result; fails with what else the function throws, with a {@link NoSuchElementException} if the connection ends before, and
     *     waits as long as it lasts: bound it with {@code timeout}
     */
    public <R> Single<R> tryTo(Function<? super S, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return arriving("tryTo", store.states())
                .<R>mapOptional(state -> attempt(function, state))
                .firstOrError();
    }

    private static <S, R> Optional<R> attempt(Function<? super S, ? extends R> function, S state) {
        try {
            return Optional.of(function.apply(state));
        } catch (StateMismatchException | NoSuchElementException missing) {
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            throw e;
        } catch (Throwable e) {
            // RxJava would throw most of them at the connection instead of telling whoever waits.
            Throwable cause = Guard.legible(e);
            throw new IllegalStateException("the function that was tried failed: " + cause, cause);
        }
    }

    /**
     * What changed, first the whole state. Conflates by merging: a slow subscriber gets one larger update. {@link
     * GameStateUpdate#hasOlderParts()} says whether entries of the state that it leads to are older than the rest.
     *
     * @return completes when the connection ends
     */
    public Flowable<GameStateUpdate> updates() {
        return arriving("updates", store.updates());
    }

    /**
     * What happens to the entities of one table, in order: first each that is there, then those that were added, changed (with what they
     * were before) and removed. Conflates by merging for each entity: a slow subscriber is told of its last value only, so that nothing is
     * lost and what waits is bounded by the number of entities.
     *
     * <pre>{@code
     * client.entities(Chase::players).subscribe(change -> log.info("{}", change));
     * }</pre>
     *
     * @param <K> the type of the keys
     * @param <V> the type of the entities
     * @param table takes the table out of a state; called on the connection's event loop for each state, must not block
     * @return completes when the connection ends; fails if the function or an entity's {@code equals} throws
     */
    public <K, V extends @Nullable Object> Flowable<EntityChange<K, V>> entities(
            Function<? super S, ? extends Map<K, V>> table) {
        return arriving("entities", store.entities(table));
    }

    /**
     * The newest state, on this thread: what a window or another screen draws from. The subscriber is asked for one state at a time, and
     * gets the one that is newest when its thread gets to it, however busy that was; {@code states().observeOn(ui)} would be up to
     * 128 states late.
     *
     * <pre>{@code
     * client.statesOn(SwingUtilities::invokeLater).subscribe(view::render);
     * }</pre>
     *
     * @param thread where the subscriber is called
     * @return as {@link #states()}, conflating; completes, on that thread, when the connection ends
     */
    public Flowable<S> statesOn(Scheduler thread) {
        Objects.requireNonNull(thread, "thread");
        // What was handed over is a sign that there is something new; which state that is, is found out over there.
        return arriving("statesOn", store.states())
                .observeOn(thread, false, 1)
                .map(state -> store.current().state())
                .distinctUntilChanged(Client::isUnchanged);
    }

    /**
     * As {@link #statesOn(Scheduler)}, for an executor, such as {@code SwingUtilities::invokeLater} or {@code Platform::runLater}.
     *
     * @param thread runs tasks in order, one at a time
     * @return as {@link #statesOn(Scheduler)}
     */
    public Flowable<S> statesOn(Executor thread) {
        return statesOn(Schedulers.from(thread));
    }

    /**
     * The states that this client holds, with a bounded history.
     *
     * @return the store; only this client pushes into it
     */
    public GameStateStore<S> store() {
        return store;
    }

    /**
     * Events from the server, shared by all subscribers at the pace of the slowest: its demand crosses the network and
     * slows the server's reliable sends down. The first 127 events wait for the first subscriber; later
     * ones that find no subscriber are dropped and counted in {@link #stats()}.
     *
     * @return completes when the connection ends
     */
    public Flowable<Event> events() {
        return Outcome.of("events", eventFlow.events(), connection::isOnEventLoop);
    }

    /**
     * As {@link #events()}, those of one type.
     *
     * @param type the event type
     * @return completes when the connection ends
     */
    public Flowable<Event> events(String type) {
        return events().filter(event -> event.type().equals(type));
    }

    /**
     * As {@link #events()}, those whose type belongs to a record, as that record. An event from which the record can't be made, because
     * its arguments do not fit or the record's own code throws, is skipped and counted in {@link #stats()}; the log has each
     * kind once. The stream goes on.
     *
     * @param <T> the record
     * @param type its class
     * @return completes when the connection ends
     * @throws IllegalArgumentException if the record is no event type
     */
    public <T extends Record> Flowable<T> events(Class<T> type) {
        return events(Event.typeOf(type)).mapOptional(event -> eventMisfits.read(type, event));
    }

    /**
     * Sends an event to the server, reliably and in order; acts at once. What finds no room in the connection's queues is counted in
     * {@link #stats()} and told in the log; to hear of it, or of the connection's end, use {@link #deliver(Event)}.
     *
     * @param event what to send
     * @throws IllegalArgumentException if it is too large for one message, or its type is reserved
     */
    public void send(Event event) {
        send(event, Delivery.RELIABLE_ORDERED);
    }

    /**
     * As {@link #send(Event)}, with another promise about its delivery.
     *
     * @param event what to send
     * @param delivery the promise
     * @throws IllegalArgumentException as {@link #send(Event)}
     */
    public void send(Event event, Delivery delivery) {
        var unused = connection.send(Channel.of(delivery), encoded(event));
    }

    /**
     * As {@link #send(Event)}, given up after a number of resends or a time.
     *
     * @param event what to send
     * @param limits how often and how long it is worth sending
     * @throws IllegalArgumentException as {@link #send(Event)}
     */
    public void send(Event event, SendOptions limits) {
        var unused = connection.send(Channel.ORDERED, encoded(event), limits);
    }

    /**
     * As {@link #send(Event)}, an event that carries a record: {@code client.send(new Join("Ann"))}.
     *
     * @param event a record that is an event type, see {@link Event#of(Record)}
     * @throws IllegalArgumentException if it is none or too large for one message; the message says what to send instead
     */
    public void send(Record event) {
        send(Event.of(event));
    }

    /**
     * As {@link #send(Event, Delivery)}, an event that carries a record.
     *
     * @param event a record that is an event type
     * @param delivery the promise
     * @throws IllegalArgumentException as {@link #send(Record)}
     */
    public void send(Record event, Delivery delivery) {
        send(Event.of(event), delivery);
    }

    /**
     * As {@link #send(Event, SendOptions)}, an event that carries a record.
     *
     * @param event a record that is an event type
     * @param limits how often and how long it is worth sending
     * @throws IllegalArgumentException as {@link #send(Record)}
     */
    public void send(Record event, SendOptions limits) {
        send(Event.of(event), limits);
    }

    /**
     * Delivers an event to the server, reliably and in order. Starts when subscribed to, each time anew.
     *
     * @param event what to send
     * @return completes when the server has acknowledged it; fails with a {@code DeliveryException}
     * @throws IllegalArgumentException as {@link #send(Event)}
     */
    public Completable deliver(Event event) {
        return deliver(event, SendOptions.DEFAULT);
    }

    /**
     * As {@link #deliver(Event)}, given up after a number of resends or a time.
     *
     * @param event what to send
     * @param limits how often and how long it is worth sending
     * @return as {@link #deliver(Event)}; fails with {@code DeliveryException.Reason.EXPIRED} when given up
     * @throws IllegalArgumentException as {@link #send(Event)}
     */
    public Completable deliver(Event event, SendOptions limits) {
        byte[] payload = encoded(event);
        return Completable.defer(() -> connection.send(Channel.ORDERED, payload, limits));
    }

    /**
     * As {@link #deliver(Event)}, an event that carries a record.
     *
     * @param event a record that is an event type
     * @return as {@link #deliver(Event)}
     * @throws IllegalArgumentException as {@link #send(Record)}
     */
    public Completable deliver(Record event) {
        return deliver(Event.of(event));
    }

    private byte[] encoded(Event event) {
        return EventBytes.forServer(requireOpenType(event), connection);
    }

    /**
     * Asks the server for fewer states, as for a client in the background; the server may send fewer still. Acts at once.
     *
     * @param statesPerSecond 0.1 to 1000, or 0 for as many as there are
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException if the dialect has no way of asking
     */
    public void requestRate(double statesPerSecond) {
        if (statesPerSecond != 0 && !(statesPerSecond >= 0.1 && statesPerSecond <= 1000)) {
            throw new IllegalArgumentException("a rate of " + statesPerSecond
                    + " states per second is out of range: use 0.1 to 1000, or 0 for as many as there are");
        } else if (!GameDialect.of(connection.dialect()).hasControlEvents()) {
            throw new IllegalStateException("a server of the dialect "
                    + connection.dialect().name()
                    + " sends at its own rate: slow this client's subscribers down instead, with sample() or"
                    + " throttleLatest()");
        }
        var unused = connection.send(
                Channel.ORDERED, EventBytes.forServer(Event.of(Event.RATE, statesPerSecond), connection));
    }

    /**
     * Sends what a publisher emits, reliably and in order. It is asked for no more than the server takes: a slow
     * server slows the publisher down, across the network.
     *
     * @param events what to send
     * @return cold: starts when subscribed to; completes when all is acknowledged; disposing cancels the publisher
     */
    public Completable sendAll(Publisher<Event> events) {
        Flowable<byte[]> payloads =
                Flowable.fromPublisher(events).map(event -> EventBytes.forServer(requireOpenType(event), connection));
        return Completable.defer(() -> connection.send(Channel.ORDERED, payloads));
    }

    /**
     * What happens to the connection: the latest event first, then each; ends with why the connection ended.
     *
     * @return never lost within 65,536 events
     */
    public Flowable<ConnectionEvent> lifecycle() {
        return connection.events();
    }

    /**
     * Where the server is.
     *
     * @return the address at present
     */
    public InetSocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    /**
     * Measurements and counters, at once and then each second; see {@link #stats(Duration)}.
     *
     * @return completes when the connection ends
     */
    public Flowable<ClientStats> stats() {
        return stats(Duration.ofSeconds(1));
    }

    /**
     * Measurements and counters, at once and then again and again. A slow subscriber misses readings. Goes by the clock of the transport and
     * emits on the connection's event loop, the first reading on the subscriber's thread; costs nothing without a subscriber.
     *
     * @param every how long after the one before, above 0
     * @return completes when the connection ends
     * @throws IllegalArgumentException if the duration is not above 0
     */
    public Flowable<ClientStats> stats(Duration every) {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("readings each " + every + " are out of range: use a duration above 0");
        }
        Flowable<ClientStats> readings = connection
                .after(every)
                .andThen(Flowable.fromCallable(this::reading))
                .repeat()
                .startWith(Flowable.fromCallable(this::reading))
                .onBackpressureLatest()
                .takeUntil(
                        connection.events().ignoreElements().onErrorComplete().<ClientStats>toFlowable());
        return guard.stream("a subscriber of stats()", readings);
    }

    /**
     * Measurements and counters; an immutable reading.
     *
     * @return a reading, at most one tick of the event loop old
     */
    public ClientStats reading() {
        ConnectionStats link = connection.reading();
        return new ClientStats(
                link,
                stateFlow.resyncs(),
                stateFlow.divergences(),
                stateFlow.malformed(),
                stateFlow.misfits(),
                eventFlow.malformed(),
                eventMisfits.count(),
                eventFlow.unobserved(),
                stateFlow.gameTimeNanos(),
                stateFlow.gameTimeAgeNanos());
    }

    /**
     * Tells when it has ended, for whatever reason: {@link #close()}, or the connection's end, of which {@link #lifecycle()} has the reason. Does
     * not end it.
     *
     * @return completes when the connection has ended, and after {@link #close()} when the farewell was acknowledged or given up and what belongs
     *     to this client is released; fails some seconds after that if the event loop hangs, and at once if it were to be blocked on the
     *     event loop
     */
    public Completable closed() {
        return guard.outcome("an observer of closed()", Outcome.of("closed", closed, connection::isOnEventLoop));
    }

    /**
     * As {@link #close()}, and asks the server to end for everybody. It does so if this client has host rights, and if
     * the server allows it to its host client ({@code TransportOptions.withHostShutdown}); otherwise only this client leaves.
     */
    public void shutdownServer() {
        var unused = connection.send(Channel.ORDERED, EventBytes.forServer(Event.of(Event.SHUTDOWN), connection));
        close();
    }

    /** Says farewell to the server, at once and once only, and without waiting. {@link #closed()} tells when that is done. */
    @Override
    public void close() {
        isClosing = true;
        // What goes wrong is in the log already.
        var unused = ending.subscribe(closed::onComplete, error -> {
            LOG.debug("Closing failed", error);
            closed.onError(error);
        });
    }

    /** This client, if its state type can hold the server's states; otherwise it leaves. */
    Single<Client<S>> ifFitting(Duration within) {
        return SchemaCheck.of(store.model(), connection, eventFlow, within)
                .doOnError(error -> close())
                .doOnDispose(this::close)
                .toSingleDefault(this);
    }

    private Completable end() {
        Completable farewell = connection.close("client left");
        DatagramTransport own = ownTransport;
        return own == null ? farewell : Completable.concatArrayDelayError(farewell, own.close());
    }

    private static Event requireOpenType(Event event) {
        if (event.isReserved()) {
            throw new IllegalArgumentException("event type " + event.type()
                    + " is reserved for the server: choose a type that does not begin with " + Event.RESERVED_PREFIX);
        }
        return event;
    }
}
