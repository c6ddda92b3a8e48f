package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.loop.RefusalLog;
import io.rxgase.sync.internal.EventBytes;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.Listener;
import io.rxgase.transport.SendOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events out, to one client or to an audience: encoded once for each dialect and handed over once to each event loop. Any thread;
 * nothing is kept here, the bounds are those of the connections.
 */
final class EventFan {
    private static final Logger LOG = LoggerFactory.getLogger(EventFan.class);

    private final Listener listener;
    private final ClientRegistry clients;
    private final AtomicLong undelivered = new AtomicLong();
    private final RefusalLog unsendable = new RefusalLog(
            LOG,
            "events of game logic can't be sent",
            "split them, or raise TransportOptions.maxMessageBytes(); what the handler did to the state holds");
    private final RefusalLog absent = new RefusalLog(
            LOG,
            "events are for clients that are not connected",
            "some are on their way when a client leaves; if there are more, forget a client in onLeft");

    /** A fan to the clients of a registry, which follows that listener. */
    EventFan(Listener listener, ClientRegistry clients) {
        this.listener = listener;
        this.clients = clients;
    }

    /** To one client, with a promise about its delivery; what does not get there is counted. */
    void send(ClientId client, Event event, Delivery delivery) {
        ClientSession session = present(client, event);
        if (session != null) {
            count(session.send(Channel.of(delivery), EventBytes.forClient(event, session.connection())));
        }
    }

    /** To one client, reliably and in order, for as long as it is worth it; what does not get there is counted. */
    void send(ClientId client, Event event, SendOptions limits) {
        ClientSession session = present(client, event);
        if (session != null) {
            Connection to = session.connection();
            count(to.send(Channel.ORDERED, EventBytes.forClient(event, to), limits));
        }
    }

    private @Nullable ClientSession present(ClientId client, Event event) {
        ClientSession session = clients.find(client);
        if (session == null) {
            undelivered.incrementAndGet();
            absent.add(event.type() + " to " + client);
        }
        return session;
    }

    /** To those of an audience who are connected now; what does not get there is counted. */
    void send(Audience audience, Event event, SendOptions limits) {
        Listener.Batch batch = listener.batch();
        send(batch, audience, event, limits).forEach(this::count);
        countAbsent(audience, event);
        batch.handOver();
    }

    private void count(Completable outcome) {
        var unused = outcome.subscribe(() -> {}, error -> undelivered.incrementAndGet());
    }

    /** To one client, reliably and in order, for as long as it is worth it. */
    Completable deliver(ClientId client, Event event, SendOptions limits) {
        ClientSession session = clients.find(client);
        return session == null
                ? Completable.error(new NoSuchClientException(client))
                : session.connection().send(Channel.ORDERED, EventBytes.forClient(event, session.connection()), limits);
    }

    /** To those of an audience who are connected now. */
    Completable deliver(Audience audience, Event event, SendOptions limits) {
        Listener.Batch batch = listener.batch();
        List<Completable> outcomes = send(batch, audience, event, limits);
        batch.handOver();
        if (audience instanceof Audience.One one && isAbsent(one.client())) {
            return Completable.error(new NoSuchClientException(one.client()));
        }
        countAbsent(audience, event);
        return Completable.mergeDelayError(outcomes);
    }

    /** What game logic wants sent, all in one batch; what does not get there is counted. */
    void send(List<Outgoing> outgoing) {
        Listener.Batch batch = listener.batch();
        for (Outgoing one : outgoing) {
            try {
                send(batch, one.to(), one.event(), SendOptions.DEFAULT).forEach(this::count);
            } catch (IllegalArgumentException | StackOverflowError tooLarge) {
                undelivered.incrementAndGet();
                unsendable.add(one.event().type() + " to " + one.to() + ": " + tooLarge.getMessage());
            }
            countAbsent(one.to(), one.event());
        }
        batch.handOver();
    }

    /** Whom an event names gets it or is counted; who is meant without a name can't be absent. */
    private void countAbsent(Audience to, Event event) {
        int count = 0;
        if (to instanceof Audience.One named) {
            count = isAbsent(named.client()) ? 1 : 0;
        } else if (to instanceof Audience.Group named) {
            count = (int) named.clients().stream().filter(this::isAbsent).count();
        }
        if (count > 0) {
            undelivered.addAndGet(count);
            absent.add(count, event.type() + " to " + to);
        }
    }

    private boolean isAbsent(ClientId client) {
        return !client.isBackend() && clients.find(client) == null;
    }

    /** How many events that nobody else hears of did not get to a client. */
    long undelivered() {
        return undelivered.get();
    }

    /** All or nobody: what is too large for one of them is found before the first is sent. */
    private List<Completable> send(Listener.Batch batch, Audience audience, Event event, SendOptions limits) {
        List<Connection> receivers = new ArrayList<>();
        Map<Dialect, byte[]> payloads = new HashMap<>();
        for (ClientSession session : clients.sessions()) {
            if (audience.includes(session.id())) {
                Connection to = session.connection();
                receivers.add(to);
                byte[] payload = payloads.computeIfAbsent(to.dialect(), dialect -> EventBytes.forClient(event, to));
                if (payload.length > to.maxMessageBytes()) {
                    throw new IllegalArgumentException("event " + event.type() + " has " + payload.length
                            + " bytes, but a connection of its audience carries " + to.maxMessageBytes()
                            + ": split it, or raise TransportOptions.maxMessageBytes()");
                }
            }
        }
        List<Completable> outcomes = new ArrayList<>(receivers.size());
        for (Connection to : receivers) {
            outcomes.add(batch.send(to, Channel.ORDERED, Objects.requireNonNull(payloads.get(to.dialect())), limits));
        }
        return outcomes;
    }
}
