package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.core.codec.Decoded;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Dialect;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client that is connected: its id in the game, its connection, and its events as a stream with demand. */
final class ClientSession {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
    private static final int PREFETCH = 16;

    private final ClientId id;
    private final Connection connection;
    private final AtomicLong refusedEvents;
    private final Predicate<ClientId> shutdown;
    private boolean refusalLogged;

    /** What is asked for a shutdown says whether it grants it. */
    ClientSession(ClientId id, Connection connection, AtomicLong refusedEvents, Predicate<ClientId> shutdown) {
        this.id = id;
        this.connection = connection;
        this.refusedEvents = refusedEvents;
        this.shutdown = shutdown;
    }

    ClientId id() {
        return id;
    }

    Connection connection() {
        return connection;
    }

    /** The client's events; what is not requested stays with the client, since demand crosses the network. */
    Flowable<Event> events() {
        return Flowable.fromIterable(Channel.defaults())
                .flatMap(connection::messages, false, Channel.defaults().size(), PREFETCH)
                .mapOptional(this::decode);
    }

    Completable send(Channel channel, byte[] payload) {
        return connection.send(channel, payload);
    }

    /** Such a wish counts in our own dialect only, where nobody else can put words into a client's mouth. */
    private boolean isShutdown(Decoded<Event> decoded) {
        return connection.dialect() == Dialect.RXGASE
                && decoded instanceof Decoded.Value<Event> event
                && event.value().type().equals(Event.SHUTDOWN);
    }

    private Optional<Event> decode(byte[] payload) {
        Decoded<Event> decoded = EventBytes.decode(payload, connection);
        if (decoded instanceof Decoded.Value<Event> event && !event.value().isReserved()) {
            return Optional.of(event.value());
        } else if (isShutdown(decoded) && shutdown.test(id)) {
            return Optional.empty();
        }
        refusedEvents.incrementAndGet();
        if (!refusalLogged) {
            refusalLogged = true;
            LOG.warn(
                    "{} at {} sent an event that is refused: {}; further ones are dropped and counted silently",
                    id,
                    connection.remoteAddress(),
                    decoded);
        }
        return Optional.empty();
    }
}
