package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Snapshot;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.internal.DialectFans;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.Listener;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.guard.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The network side of a backend: accepts clients, feeds their events into an {@link Inbox}, sends events, and shows
 * every client the store's newest snapshot. {@link Backend} puts it together with a game loop; use it alone to drive a
 * game from a loop of your own:
 *
 * <pre>{@code
 * Single<Server<Chase>> server = Server.listen(transport, new InetSocketAddress(8080), TransportOptions.defaults(), store, inbox);
 * server.subscribe(s -> transitions.subscribe(t -> {
 *     store.push(t.snapshot());
 *     s.publish(t.snapshot());
 *     s.send(t.outgoing());
 * }));
 * }</pre>
 *
 * <p>All methods may be called from any thread and never block.
 *
 * @param <S> the type of the synchronized state
 */
public final class Server<S> {
    private final Listener listener;
    private final Guard guard;
    /** Fails with what a game does not survive, if it happens in the code of the game on an event loop. */
    private final CompletableSubject broken = CompletableSubject.create();

    private final ClientRegistry clients;
    private final DialectFans<S> states;
    private final EventFan events;
    private final ServerReadings readings;

    private Server(
            Listener listener,
            TransportOptions options,
            GameStateStore<S> store,
            Inbox inbox,
            Map<String, ArrivalHandler> onArrival,
            SyncOptions<S> sync,
            Timebase timebase) {
        ClientIds ids = new ClientIds();
        this.listener = listener;
        this.guard = new Guard(LoggerFactory.getLogger(Server.class), broken::onError);
        this.states = new DialectFans<>(listener, options, store, sync, timebase, ids::of, guard);
        this.clients = new ClientRegistry(
                ids, states, inbox, SchemaAnswers.answer(onArrival, store.model()), options.hostShutdown(), guard);
        this.events = new EventFan(listener, clients);
        this.readings = new ServerReadings(listener, clients, states, events, inbox, timebase);
    }

    /**
     * Opens a port; emits the server once it is bound.
     *
     * @param <S> the type of the state
     * @param transport real or simulated UDP; stays the caller's
     * @param local the address to bind
     * @param options time-outs, bounds and admission
     * @param store what clients are shown; its history bounds how old a client's baseline may be
     * @param inbox where clients' events go; its bounds decide what each client may have waiting
     * @return fails with a {@code TransportException}, for instance if the port is in use
     * @throws IllegalArgumentException if the options lack one of the default channels, which carry events
     */
    public static <S> Single<Server<S>> listen(
            DatagramTransport transport,
            InetSocketAddress local,
            TransportOptions options,
            GameStateStore<S> store,
            Inbox inbox) {
        return listen(transport, local, options, store, inbox, Map.of());
    }

    /**
     * As {@link #listen(DatagramTransport, InetSocketAddress, TransportOptions, GameStateStore, Inbox)}, with events that are
     * answered as they arrive and never come into the inbox.
     *
     * @param <S> the type of the state
     * @param transport real or simulated UDP; stays the caller's
     * @param local the address to bind
     * @param options time-outs, bounds and admission
     * @param store what clients are shown
     * @param inbox where all other events go
     * @param onArrival what answers the events of a type
     * @return fails with a {@code TransportException}, for instance if the port is in use
     */
    public static <S> Single<Server<S>> listen(
            DatagramTransport transport,
            InetSocketAddress local,
            TransportOptions options,
            GameStateStore<S> store,
            Inbox inbox,
            Map<String, ArrivalHandler> onArrival) {
        var unused = DialectFans.requirement(store.model(), SyncOptions.<S>defaults(), options.dialects());
        return transport
                .listen(local, SchemaAnswers.greet(options.requireDefaultChannels(), store.model()))
                .map(listener -> on(
                        listener,
                        options,
                        store,
                        inbox,
                        onArrival,
                        SyncOptions.defaults(),
                        Timebase.of(Schedulers.computation())));
    }

    /**
     * As {@link #listen(DatagramTransport, InetSocketAddress, TransportOptions, GameStateStore, Inbox)}, with a say in what
     * each client gets and how often.
     *
     * @param <S> the type of the state
     * @param transport real or simulated UDP; stays the caller's
     * @param local the address to bind
     * @param options time-outs, bounds and admission
     * @param store what clients are shown
     * @param inbox where clients' events go
     * @param sync views, budgets, rates, history
     * @return fails with a {@code TransportException}, for instance if the port is in use
     * @throws IllegalArgumentException if the options lack one of the default channels, which carry events
     */
    public static <S> Single<Server<S>> listen(
            DatagramTransport transport,
            InetSocketAddress local,
            TransportOptions options,
            GameStateStore<S> store,
            Inbox inbox,
            SyncOptions<S> sync) {
        var unused = DialectFans.requirement(store.model(), sync, options.dialects());
        Timebase timebase = Timebase.of(Schedulers.computation());
        return transport
                .listen(local, SchemaAnswers.greet(options.requireDefaultChannels(), store.model()))
                .map(listener -> on(listener, options, store, inbox, Map.of(), sync, timebase));
    }

    /** As {@link #listen}, for listeners that are there already and all the dialects that they speak. */
    static <S> Server<S> on(
            Listener listener,
            TransportOptions options,
            GameStateStore<S> store,
            Inbox inbox,
            Map<String, ArrivalHandler> onArrival,
            SyncOptions<S> sync,
            Timebase timebase) {
        Server<S> server = new Server<>(listener, options, store, inbox, onArrival, sync, timebase);
        server.clients.follow(listener);
        if (!store.isEmpty()) {
            server.publish(store.current());
        }
        return server;
    }

    /**
     * Where it listens; the real port if 0 was asked for.
     *
     * @return the bound address
     */
    public InetSocketAddress localAddress() {
        return listener.localAddress();
    }

    /**
     * All ports where it listens.
     *
     * @return the bound addresses, {@link #localAddress()} first
     */
    public List<InetSocketAddress> localAddresses() {
        return listener instanceof Ports ports
                ? ports.listeners().stream().map(Listener::localAddress).toList()
                : List.of(listener.localAddress());
    }

    /**
     * Who comes and goes; first a {@link ClientEvent.Joined} for each client that is there. Never lost: a subscriber
     * that falls 65,536 events behind is ended with a {@code MissingBackpressureException}. Emits on I/O threads;
     * completes when the server closes.
     *
     * @return the lifecycle of all clients
     */
    public Flowable<ClientEvent> clients() {
        return clients.events();
    }

    /**
     * The clients that are connected, in order of joining; a copy.
     *
     * @return an unmodifiable list
     */
    public List<ClientId> connected() {
        return clients.connected();
    }

    /**
     * The client with host rights: of those connected, the one that joined first.
     *
     * @return empty if nobody is connected
     */
    public Optional<ClientId> hostClient() {
        return clients.host();
    }

    /**
     * A client's connection, while it lasts.
     *
     * @param client who
     * @return empty if it is not connected
     */
    public Optional<Connection> connection(ClientId client) {
        return Optional.ofNullable(clients.find(client)).map(ClientSession::connection);
    }

    /**
     * Shows this snapshot to every client, now and to those to come, as the difference from what each holds. Nothing is
     * queued: a newer snapshot takes the place of this one wherever it has not left yet.
     *
     * @param snapshot of a higher time order than the one before; already pushed into the store
     * @throws IllegalArgumentException if a dialect that this server speaks cannot carry the state; the
     *     message names the attribute and says what to do. Clients go on seeing the snapshot before
     */
    public void publish(Snapshot<S> snapshot) {
        states.publish(snapshot);
    }

    /**
     * Offers the snapshot before once more to those who do not have all of it, because their rate or budget did not carry it.
     * For ticks that publish nothing new, as while the game is paused; costs nothing if nobody is behind.
     */
    public void catchUp() {
        states.catchUp();
    }

    /**
     * Sends an event to one client: reliably, in order, and at once, whether or not the result is subscribed to.
     *
     * @param client to whom
     * @param event what
     * @return completes when the client has acknowledged it; fails with a {@code DeliveryException}, or with a
     *     {@link NoSuchClientException} if it is not connected
     * @throws IllegalArgumentException if it is too large for the client's connection
     */
    public Completable send(ClientId client, Event event) {
        return send(client, event, Delivery.RELIABLE_ORDERED);
    }

    /**
     * As {@link #send(ClientId, Event)}, with another promise about its delivery.
     *
     * @param client to whom
     * @param event what
     * @param delivery the promise
     * @return as {@link #send(ClientId, Event)}; an unreliable event completes when sent
     * @throws IllegalArgumentException if it is too large for the client's connection
     */
    public Completable send(ClientId client, Event event, Delivery delivery) {
        return events.send(client, event, delivery);
    }

    /**
     * As {@link #send(ClientId, Event)}, given up after a number of resends or a time.
     *
     * @param client to whom
     * @param event what
     * @param limits how often and how long it is worth sending
     * @return as {@link #send(ClientId, Event)}; fails with {@code DeliveryException.Reason.EXPIRED} when given up
     * @throws IllegalArgumentException if it is too large for the client's connection
     */
    public Completable send(ClientId client, Event event, SendOptions limits) {
        return events.send(client, event, limits);
    }

    /**
     * Sends an event to an audience, encoded once for each dialect and handed over once to each event loop: reliably, in order, and
     * at once.
     *
     * @param audience to whom, of those who are connected now
     * @param event what
     * @return completes when all of them have acknowledged it; fails when all have answered or gone, if one failed, and with a
     *     {@link NoSuchClientException} if it is for one client, who is not connected. Members of a group who are not connected are left
     *     out and counted among {@link ServerStats#eventsUndelivered()}, and the log is told of the first, the tenth and so on
     * @throws IllegalArgumentException if it is too large for one of their connections; nobody gets it then
     */
    public Completable send(Audience audience, Event event) {
        return send(audience, event, SendOptions.DEFAULT);
    }

    /**
     * As {@link #send(Audience, Event)}, given up after a number of resends or a time. It is sent again to those only who have not
     * got it.
     *
     * @param audience to whom, of those who are connected now
     * @param event what
     * @param limits how often and how long it is worth sending to each
     * @return as {@link #send(Audience, Event)}
     * @throws IllegalArgumentException as {@link #send(Audience, Event)}
     */
    public Completable send(Audience audience, Event event, SendOptions limits) {
        return events.send(audience, event, limits);
    }

    /**
     * Sends what game logic wants sent; what does not get to a client, or is for one that is not connected, is counted in {@link #stats()}, and
     * the log is told of the first, the tenth and so on. All is handed over at once to each event loop.
     *
     * @param outgoing what and to whom, in order
     */
    public void send(List<Outgoing> outgoing) {
        events.send(outgoing);
    }

    /**
     * Tells that the host client asked for the end of the game, which nothing but {@link
     * TransportOptions#withHostShutdown} makes possible. The host is, of those connected, the client that joined first, whatever dialect it
     * speaks. A {@link Backend} then shuts down; a server alone does nothing.
     *
     * @return completes when asked; never if it is not allowed
     */
    public Completable shutdownRequested() {
        return clients.shutdownRequested();
    }

    /**
     * Ends one client's connection with a farewell that carries this text.
     *
     * @param client who
     * @param detail shown to the client
     * @return completes when the farewell was acknowledged or given up; at once if it is not connected
     */
    public Completable disconnect(ClientId client, String detail) {
        ClientSession session = clients.find(client);
        return session == null ? Completable.complete() : session.connection().close(detail);
    }

    /**
     * What the server has measured and counted, each second; see {@link #stats(Duration)}.
     *
     * @return completes when the server closes
     */
    public Flowable<ServerStats> stats() {
        return stats(Duration.ofSeconds(1));
    }

    /**
     * What the server has measured and counted, at once and then again and again. Connections are asked 10 milliseconds before
     * each reading, or half of its time if that is less, so that differences of two readings are rates. A slow subscriber misses
     * readings. Emits on the game loop's scheduler, without one on the computation scheduler; costs nothing without a subscriber.
     *
     * @param every how long after the one before, above 0
     * @return completes when the server closes
     * @throws IllegalArgumentException if the duration is not above 0
     */
    public Flowable<ServerStats> stats(Duration every) {
        return guard.stream("a subscriber of stats()", readings.each(every));
    }

    /**
     * One reading of what the server has measured and counted.
     *
     * @return an immutable reading; what connections measured is of the moment when they were last asked, see {@link
     *     Connection#stats()}
     */
    public ServerStats reading() {
        return readings.now();
    }

    /** Reports what the code of the game throws. */
    Guard guard() {
        return guard;
    }

    /** The game is not to survive this. */
    void breakWith(Throwable fatal) {
        broken.onError(fatal);
    }

    /** Fails with what a game does not survive; else never ends. */
    Completable broken() {
        return broken;
    }

    /** Completes when no port is open any more; fails if one was lost. */
    Completable closed() {
        return clients.closed();
    }

    /** Whether the calling thread is one that must not be blocked, since all would wait for it. */
    boolean isOnEventLoop() {
        return listener.isOnEventLoop();
    }

    /** How long a tick took, with everything in it. */
    void tickTook(long nanos) {
        readings.tickTook(nanos);
    }

    /**
     * Says farewell to every client and frees the port; completes when that is done.
     *
     * @param detail shown to the clients
     * @return completes when the port is free
     */
    public Completable close(String detail) {
        return Outcome.of("close", listener.close(detail).doOnError(clients::lost), this::isOnEventLoop);
    }
}
