package io.rxgase.client;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.SchemaCodec;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.RefusalLog;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.StateSchema;
import io.rxgase.sync.internal.EventBytes;
import io.rxgase.sync.internal.GameDialect;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of one connection, decoded once and shared by all subscribers at the pace of the slowest, whose demand
 * crosses the network. What arrives before the first subscriber waits, up to a bound; what finds no subscriber after
 * that is dropped and counted, so that a client that does not listen never holds its server up.
 */
final class EventFlow {
    /** How many events wait for the first subscriber. */
    static final int WAITING = 127;

    private static final int PREFETCH = 16;

    private static final Logger LOG = LoggerFactory.getLogger(EventFlow.class);

    private final SharedEvents<Event> events;
    private final Connection connection;
    private final RefusalLog malformed = new RefusalLog(
            LOG, "events of the server can't be read and are dropped", "use the same release on both sides");
    private final SingleSubject<StateSchema> schema = SingleSubject.create();

    EventFlow(Connection connection, Guard guard) {
        this.connection = connection;
        this.events = new SharedEvents<>(guard, "a subscriber of events()", WAITING);
        Flowable.fromIterable(Channel.defaults())
                .flatMap(connection::messages, false, Channel.defaults().size(), PREFETCH)
                .mapOptional(this::decode)
                .subscribe(events);
    }

    Flowable<Event> events() {
        return events;
    }

    /** What the server's states are made of, once it has answered that; fails if the answer is no schema. */
    Single<StateSchema> schema() {
        return schema;
    }

    long malformed() {
        return malformed.count();
    }

    long unobserved() {
        return events.unobserved();
    }

    private void take(Event answer) {
        if (!GameDialect.of(connection.dialect()).hasControlEvents() || schema.hasValue() || schema.hasThrowable()) {
            return; // the first answer counts
        }
        if (answer.arguments().size() == 1
                && answer.arguments().get(0) instanceof Bytes packed
                && SchemaCodec.unpack(packed.toArray()) instanceof Decoded.Value<StateSchema> value) {
            schema.onSuccess(value.value());
        } else {
            schema.onError(new TransportException(
                    DisconnectReason.PROTOCOL_VIOLATION,
                    connection.remoteAddress()
                            + " was asked what its states are made of, and what it answered can't be read: is it"
                            + " a server of this game?"));
        }
    }

    private Optional<Event> decode(byte[] payload) {
        Decoded<Event> decoded = EventBytes.decode(payload, connection);
        if (decoded instanceof Decoded.Value<Event> event) {
            if (event.value().type().equals(Event.SCHEMA)) {
                take(event.value());
                return Optional.empty();
            }
            return Optional.of(event.value());
        }
        malformed.add(decoded);
        return Optional.empty();
    }
}
