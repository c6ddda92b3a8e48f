package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.RefusalLog;
import io.rxgase.sync.internal.DialectFans;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of a server as they come and go: their sessions, whose events it feeds into the inbox, their lifecycle as a stream, and who
 * of them is host. Follows a listener on the event loops of its connections; may be asked on any thread.
 */
final class ClientRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ClientRegistry.class);

    private final ClientIds ids;
    private final DialectFans<?> states;
    private final Inbox inbox;
    private final Map<String, ArrivalHandler> onArrival;
    private final boolean hostShutdown;
    private final Guard guard;
    private final LifecycleHub lifecycle;
    private final RefusalLog refusals = new RefusalLog(
            LOG,
            "events of clients were refused",
            "they can't be read, are of a reserved type, or their arrival handler failed: use the same release on both sides");
    private final RefusalLog answersUnsent = new RefusalLog(
            LOG,
            "answers of arrival handlers can't be sent",
            "split them, or raise TransportOptions.maxMessageBytes()");
    private final CompletableSubject hostWish = CompletableSubject.create();
    private final CompletableSubject closed = CompletableSubject.create();
    private final AtomicBoolean ended = new AtomicBoolean();
    // In order of joining; bounded by TransportOptions.maxConnections.
    private final Map<ClientId, ClientSession> sessions = new ConcurrentSkipListMap<>();

    /**
     * A registry of nobody.
     *
     * @param states what clients are shown; hears of each that comes and goes
     * @param hostShutdown whether the host may end the server
     */
    ClientRegistry(
            ClientIds ids,
            DialectFans<?> states,
            Inbox inbox,
            Map<String, ArrivalHandler> onArrival,
            boolean hostShutdown,
            Guard guard) {
        this.guard = guard;
        this.lifecycle = new LifecycleHub(guard);
        this.ids = ids;
        this.states = states;
        this.inbox = inbox;
        this.onArrival = Map.copyOf(onArrival);
        this.hostShutdown = hostShutdown;
    }

    /** Takes part in the life of a listener's connections; called once. */
    void follow(Listener listener) {
        var unused = listener.events()
                .subscribe(
                        event -> guard.call("the lifecycle of clients", () -> onConnectionEvent(event)),
                        this::lost,
                        () -> {
                            if (ended.compareAndSet(false, true)) {
                                lifecycle.complete();
                                closed.onComplete();
                            }
                        });
    }

    /** The port has ended by itself, or hangs: no more is heard of those who are left. The first call counts; any thread. */
    void lost(Throwable error) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        for (ClientSession session : sessions.values()) {
            leave(session.connection(), DisconnectReason.TRANSPORT_FAILED, "the server's port is lost: " + error);
        }
        lifecycle.complete();
        closed.onError(error);
    }

    /** Who comes and goes; first those who are there. */
    Flowable<ClientEvent> events() {
        return lifecycle.events();
    }

    /** Those who are connected, in order of joining; a view, which follows changes. */
    Collection<ClientSession> sessions() {
        return Collections.unmodifiableCollection(sessions.values());
    }

    /** Those who are connected, in order of joining; a copy. */
    List<ClientId> connected() {
        return sessions.values().stream().map(ClientSession::id).toList();
    }

    /** The session of a client; null if it is not connected. */
    @Nullable
    ClientSession find(ClientId client) {
        return sessions.get(client);
    }

    /** Of those connected the one that joined first. */
    Optional<ClientId> host() {
        return sessions.values().stream().map(ClientSession::id).findFirst();
    }

    /** Completes when the host has sent the event that ends the server; never if that is not allowed. */
    Completable shutdownRequested() {
        return guard.outcome("an observer of shutdownRequested()", hostWish);
    }

    /** Completes when the listener is closed and nobody is left; fails if its port is lost. */
    Completable closed() {
        return closed;
    }

    /** How many events of clients were refused, of those who are gone, too. */
    long refusedEvents() {
        return refusals.count();
    }

    /** How many answers of arrival handlers could not be sent. */
    long answersUnsent() {
        return answersUnsent.count();
    }

    private boolean grantShutdown(ClientId client) {
        boolean granted = hostShutdown && host().equals(Optional.of(client));
        if (granted) {
            LOG.debug("Host {} ends the server", client);
            hostWish.onComplete();
        }
        return granted;
    }

    private void onConnectionEvent(ConnectionEvent event) {
        if (event instanceof ConnectionEvent.Connected connected) {
            join(connected.connection());
        } else if (event instanceof ConnectionEvent.Disconnected disconnected) {
            leave(disconnected.connection(), disconnected.reason(), disconnected.detail());
        }
    }

    private void join(Connection connection) {
        DoubleConsumer requestedRate = states.joined(connection);
        ClientId id = ids.of(connection.id());
        ClientSession session = new ClientSession(
                id, connection, onArrival, requestedRate, refusals, answersUnsent, this::grantShutdown, guard);
        sessions.put(id, session);
        String hello = new String(connection.hello(), StandardCharsets.UTF_8);
        LOG.debug("{} joined from {}", id, connection.remoteAddress());
        // Joining and leaving are part of the client's own stream, so that they keep their place among its events.
        var unused = inbox.attach(
                id,
                session.events()
                        .onErrorComplete(error -> {
                            guard.caught("an event of " + id, error);
                            return true;
                        })
                        .startWithItem(Event.of(Event.JOINED, hello))
                        .concatWith(Flowable.just(Event.of(Event.LEFT))));
        lifecycle.publish(new ClientEvent.Joined(id, connection.remoteAddress(), hello));
    }

    private void leave(Connection connection, DisconnectReason reason, String detail) {
        states.left(connection, reason);
        ClientId client = ids.forget(connection.id());
        ClientSession session = client == null ? null : sessions.remove(client);
        if (session == null) {
            return;
        }
        LOG.debug("{} left: {}", session.id(), detail);
        lifecycle.publish(new ClientEvent.Left(session.id(), reason, detail));
    }
}
