package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.loop.Transition;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The network side of a backend: accepts clients, feeds their events into an {@link Inbox}, sends events, and shows
 * every client the store's newest snapshot. {@link Backend} puts it together with a game loop; use it alone to drive a
 * game from a loop of your own:
 *
 * <pre>{@code
 * Single<Server<Chase>> listening = Server.listen(transport, new InetSocketAddress(8080), Server.Settings.of(store, inbox));
 * listening.subscribe(server -> transitions.subscribe(server::publish));
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

    private final GameStateStore<S> store;
    /** What was done to free the port; null until it was asked for. */
    private volatile @Nullable Completable closing;
    /** Of the thread that publishes. */
    private long published = -1;

    private Server(Listener listener, Settings<S> settings, Timebase timebase, UnaryOperator<ClientId> viewer) {
        ClientIds ids = new ClientIds();
        this.listener = listener;
        this.store = settings.store();
        this.guard = new Guard(LoggerFactory.getLogger(Server.class), broken::onError);
        this.states = new DialectFans<>(
                listener,
                settings.options(),
                store,
                settings.sync(),
                timebase,
                connection -> viewer.apply(ids.of(connection)),
                guard);
        this.clients = new ClientRegistry(
                ids,
                states,
                settings.inbox(),
                SchemaAnswers.answer(settings.onArrival(), store.model()),
                settings.options().hostShutdown(),
                guard);
        this.events = new EventFan(listener, clients);
        this.readings = new ServerReadings(listener, clients, states, events, settings.inbox(), timebase);
    }

    /**
     * What a server is made of; start at {@link #of}.
     *
     * <pre>{@code
     * Server.Settings<Chase> settings = Server.Settings.of(store, inbox).withSync(views);
     * }</pre>
     *
     * @param <S> the type of the state
     * @param store what clients are shown; its history bounds how old a client's baseline may be
     * @param inbox where clients' events go; its bounds decide what each client may have waiting
     * @param options time-outs, bounds and admission
     * @param sync views, budgets, rates, history
     * @param onArrival what answers the events of a type as they arrive; these never come into the inbox
     */
    public record Settings<S>(
            GameStateStore<S> store,
            Inbox inbox,
            TransportOptions options,
            SyncOptions<S> sync,
            Map<String, ArrivalHandler> onArrival) {
        /**
         * Copies the map.
         *
         * @param store what clients are shown
         * @param inbox where clients' events go
         * @param options time-outs, bounds and admission
         * @param sync views, budgets, rates, history
         * @param onArrival what answers the events of a type
         */
        public Settings {
            Objects.requireNonNull(store, "store");
            Objects.requireNonNull(inbox, "inbox");
            Objects.requireNonNull(options, "options");
            Objects.requireNonNull(sync, "sync");
            onArrival = Map.copyOf(onArrival);
        }

        /**
         * The usual settings: everything to everyone, each tick.
         *
         * @param <S> the type of the state
         * @param store what clients are shown
         * @param inbox where clients' events go
         * @return settings
         */
        public static <S> Settings<S> of(GameStateStore<S> store, Inbox inbox) {
            return new Settings<>(store, inbox, TransportOptions.defaults(), SyncOptions.defaults(), Map.of());
        }

        /**
         * Changes time-outs, bounds and admission.
         *
         * @param value the options; the four default channels must stay among their channels
         * @return settings with them
         */
        public Settings<S> withOptions(TransportOptions value) {
            return new Settings<>(store, inbox, value, sync, onArrival);
        }

        /**
         * Changes what each client gets and how often.
         *
         * @param value the options
         * @return settings with them
         */
        public Settings<S> withSync(SyncOptions<S> value) {
            return new Settings<>(store, inbox, options, value, onArrival);
        }

        /**
         * Answers events as they arrive, see {@link BackendBuilder#onArrival}.
         *
         * @param value what answers the events of a type
         * @return settings with these
         */
        public Settings<S> withArrivals(Map<String, ArrivalHandler> value) {
            return new Settings<>(store, inbox, options, sync, value);
        }
    }

    /**
     * Opens a port when subscribed to; emits the server once it is bound.
     *
     * @param <S> the type of the state
     * @param transport real or simulated UDP; stays the caller's
     * @param local the address to bind
     * @param settings what it is made of
     * @return fails with a {@code TransportException}, for instance if the port is in use
     * @throws IllegalArgumentException if the options lack one of the default channels, which carry events; if a view names what
     *     clients don't get, with the names that there are
     */
    public static <S> Single<Server<S>> listen(
            DatagramTransport transport, InetSocketAddress local, Settings<S> settings) {
        return listen(transport, local, settings, UnaryOperator.identity());
    }

    /** As the public one, to clients that are shown what another one would be. */
    static <S> Single<Server<S>> listen(
            DatagramTransport transport,
            InetSocketAddress local,
            Settings<S> settings,
            UnaryOperator<ClientId> viewer) {
        var unused = DialectFans.requirement(
                settings.store().model(), settings.sync(), settings.options().dialects());
        TransportOptions greeting = SchemaAnswers.greet(
                settings.options().requireDefaultChannels(), settings.store().model());
        return transport
                .listen(local, greeting)
                .map(listener -> on(listener, settings, Timebase.of(Schedulers.computation()), viewer));
    }

    /** For a listener that is there already, on all the dialects that it speaks. */
    static <S> Server<S> on(Listener listener, Settings<S> settings, Timebase timebase) {
        return on(listener, settings, timebase, UnaryOperator.identity());
    }

    private static <S> Server<S> on(
            Listener listener, Settings<S> settings, Timebase timebase, UnaryOperator<ClientId> viewer) {
        Server<S> server = new Server<>(listener, settings, timebase, viewer);
        server.clients.follow(listener);
        if (!server.store.isEmpty()) {
            server.show(server.store.current());
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
     * Publishes a step of the game: pushes its snapshot into the store, unless whoever made it has; shows it to every client, now and to those to
     * come, as the difference from what each holds; and sends its events, all handed over at once to each event loop. Nothing is queued of
     * states: a newer snapshot takes the place of this one wherever it has not left yet. A step without a newer snapshot, as while the
     * game is paused, offers the last one again to those who do not have all of it. What does not get to a client, or is for one that is
     * not connected, is counted in {@link #stats()}, and the log is told of the first, the tenth and so on. Called by one thread.
     *
     * <pre>{@code
     * transitions.subscribe(server::publish);
     * }</pre>
     *
     * @param transition what one step came to
     * @throws IllegalArgumentException if this server speaks a dialect that cannot carry the state; the message names the attribute and says
     *     what to do. Clients go on seeing the snapshot before
     */
    public void publish(Transition<S> transition) {
        try {
            show(transition);
        } finally {
            send(transition);
        }
    }

    /** The first half of {@link #publish}. */
    void show(Transition<S> transition) {
        Snapshot<S> snapshot = transition.snapshot();
        if (store.isEmpty() || snapshot.timeOrder() > store.current().timeOrder()) {
            store.push(snapshot);
        }
        if (snapshot.timeOrder() > published) {
            show(snapshot);
        } else {
            states.catchUp();
        }
    }

    /** The second half of {@link #publish}. */
    void send(Transition<S> transition) {
        events.send(transition.outgoing());
    }

    private void show(Snapshot<S> snapshot) {
        published = snapshot.timeOrder();
        states.publish(snapshot);
    }

    /**
     * Sends an event to one client, reliably and in order; acts at once. What does not get there is counted in {@link #stats()} and told in the
     * log; to hear of it use {@link #deliver(ClientId, Event)}.
     *
     * @param client to whom
     * @param event what
     * @throws IllegalArgumentException if it is too large for the client's connection
     */
    public void send(ClientId client, Event event) {
        events.send(client, event, Delivery.RELIABLE_ORDERED);
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
     * As {@link #send(ClientId, Event)}, with another promise about its delivery.
     *
     * @param client to whom
     * @param event what
     * @param delivery the promise
     * @throws IllegalArgumentException if it is too large for the client's connection
     */
    public void send(ClientId client, Event event, Delivery delivery) {
        events.send(client, event, delivery);
    }

    /**
     * As {@link #send(ClientId, Event, Delivery)}, an event that carries a record.
     *
     * @param client to whom
     * @param event a record that is an event type
     * @param delivery the promise
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public void send(ClientId client, Record event, Delivery delivery) {
        send(client, Event.of(event), delivery);
    }

    /**
     * As {@link #send(ClientId, Event)}, given up after a number of resends or a time.
     *
     * @param client to whom
     * @param event what
     * @param limits how often and how long it is worth sending
     * @throws IllegalArgumentException if it is too large for the client's connection
     */
    public void send(ClientId client, Event event, SendOptions limits) {
        events.send(client, event, limits);
    }

    /**
     * As {@link #send(ClientId, Event, SendOptions)}, an event that carries a record.
     *
     * @param client to whom
     * @param event a record that is an event type
     * @param limits how often and how long it is worth sending
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public void send(ClientId client, Record event, SendOptions limits) {
        send(client, Event.of(event), limits);
    }

    /**
     * Sends an event to an audience, encoded once for each dialect and handed over once to each event loop; reliably, in order, and at once.
     *
     * @param audience to whom, of those who are connected now
     * @param event what
     * @throws IllegalArgumentException if it is too large for one of their connections; nobody gets it then
     */
    public void send(Audience audience, Event event) {
        events.send(audience, event, SendOptions.DEFAULT);
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
     * As {@link #send(Audience, Event)}, given up after a number of resends or a time. It is sent again to those only who have not got it.
     *
     * @param audience to whom, of those who are connected now
     * @param event what
     * @param limits how often and how long it is worth sending to each
     * @throws IllegalArgumentException as {@link #send(Audience, Event)}
     */
    public void send(Audience audience, Event event, SendOptions limits) {
        events.send(audience, event, limits);
    }

    /**
     * As {@link #send(Audience, Event, SendOptions)}, an event that carries a record.
     *
     * @param audience to whom
     * @param event a record that is an event type
     * @param limits how often and how long it is worth sending
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public void send(Audience audience, Record event, SendOptions limits) {
        send(audience, Event.of(event), limits);
    }

    /**
     * Delivers an event to one client, reliably and in order. Starts when subscribed to, each time anew.
     *
     * @param client to whom
     * @param event what
     * @return completes when the client has acknowledged it; fails with a {@code DeliveryException}, with a {@link NoSuchClientException} if it
     *     is not connected, or with an {@link IllegalArgumentException} if the event is too large for its connection
     */
    public Completable deliver(ClientId client, Event event) {
        return deliver(client, event, SendOptions.DEFAULT);
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
     * As {@link #deliver(ClientId, Event)}, given up after a number of resends or a time.
     *
     * @param client to whom
     * @param event what
     * @param limits how often and how long it is worth sending
     * @return as {@link #deliver(ClientId, Event)}; fails with {@code DeliveryException.Reason.EXPIRED} when given up
     */
    public Completable deliver(ClientId client, Event event, SendOptions limits) {
        return Completable.defer(() -> events.deliver(client, event, limits));
    }

    /**
     * As {@link #deliver(ClientId, Event, SendOptions)}, an event that carries a record.
     *
     * @param client to whom
     * @param event a record that is an event type
     * @param limits how often and how long it is worth sending
     * @return as {@link #deliver(ClientId, Event, SendOptions)}
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public Completable deliver(ClientId client, Record event, SendOptions limits) {
        return deliver(client, Event.of(event), limits);
    }

    /**
     * Delivers an event to an audience, reliably and in order. Starts when subscribed to, each time anew.
     *
     * @param audience to whom, of those who are connected then
     * @param event what
     * @return completes when all of them have acknowledged it; fails when all have answered or gone, if one failed, with a
     *     {@link NoSuchClientException} if it is for one client, who is not connected, or with an {@link IllegalArgumentException} if it is too
     *     large for one of their connections; nobody gets it then
     */
    public Completable deliver(Audience audience, Event event) {
        return deliver(audience, event, SendOptions.DEFAULT);
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
     * As {@link #deliver(Audience, Event)}, given up after a number of resends or a time. It is sent again to those only who have not got it.
     *
     * @param audience to whom, of those who are connected then
     * @param event what
     * @param limits how often and how long it is worth sending to each
     * @return as {@link #deliver(Audience, Event)}
     */
    public Completable deliver(Audience audience, Event event, SendOptions limits) {
        return Completable.defer(() -> events.deliver(audience, event, limits));
    }

    /**
     * As {@link #deliver(Audience, Event, SendOptions)}, an event that carries a record.
     *
     * @param audience to whom
     * @param event a record that is an event type
     * @param limits how often and how long it is worth sending
     * @return as {@link #deliver(Audience, Event, SendOptions)}
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public Completable deliver(Audience audience, Record event, SendOptions limits) {
        return deliver(audience, Event.of(event), limits);
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
     * Ends one client's connection with a farewell that carries this text; at once. {@link #clients()} tells when it has left. Nothing
     * happens if it is not connected.
     *
     * @param client who
     * @param detail shown to the client
     */
    public void disconnect(ClientId client, String detail) {
        ClientSession session = clients.find(client);
        if (session != null) {
            var unused = session.connection().close(detail).onErrorComplete().subscribe();
        }
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
     *     Connection#reading()}
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

    /**
     * Tells when it has ended, for whatever reason. Does not end it.
     *
     * @return completes when nobody is connected any more and the port is free; fails if the port was lost
     */
    public Completable closed() {
        Completable freed = clients.closed().andThen(Completable.defer(() -> {
            Completable asked = closing;
            return asked == null ? Completable.complete() : asked;
        }));
        return guard.outcome("an observer of closed()", Outcome.of("closed", freed, this::isOnEventLoop));
    }

    /** As the public one, as it is: without a guard for observers who block. */
    Completable ended() {
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
     * Says farewell to every client and frees the port; at once and once only. {@link #closed()} tells when that is done.
     *
     * @param detail shown to the clients
     */
    public void close(String detail) {
        var unused = closing(detail).subscribe(() -> {}, error -> {});
    }

    /** Closes, and completes when the port is free. */
    synchronized Completable closing(String detail) {
        Completable known = closing;
        if (known == null) {
            known = listener.close(detail).doOnError(clients::lost).cache();
            closing = known;
        }
        return known;
    }
}
