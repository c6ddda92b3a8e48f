package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.RefusalLog;
import io.rxgase.sync.internal.EventBytes;
import io.rxgase.sync.internal.GameDialect;
import io.rxgase.sync.internal.SendRate;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;

/** One client that is connected: its id in the game, its connection, and its events as a stream with demand. */
final class ClientSession {
    private static final int PREFETCH = 16;

    private final ClientId id;
    private final Connection connection;
    private final Map<String, ArrivalHandler> onArrival;
    private final DoubleConsumer requestedRate;
    private final RefusalLog refusals;
    private final RefusalLog answersUnsent;
    private final Predicate<ClientId> shutdown;
    private final Guard guard;

    /** What is asked for a shutdown says whether it grants it. */
    ClientSession(
            ClientId id,
            Connection connection,
            Map<String, ArrivalHandler> onArrival,
            DoubleConsumer requestedRate,
            RefusalLog refusals,
            RefusalLog answersUnsent,
            Predicate<ClientId> shutdown,
            Guard guard) {
        this.guard = guard;
        this.id = id;
        this.connection = connection;
        this.onArrival = onArrival;
        this.requestedRate = requestedRate;
        this.refusals = refusals;
        this.answersUnsent = answersUnsent;
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
                .flatMap(this::eventsOf, false, Channel.defaults().size(), PREFETCH);
    }

    private Flowable<Event> eventsOf(Channel channel) {
        return connection.messages(channel).mapOptional(payload -> decode(channel, payload));
    }

    Completable send(Channel channel, byte[] payload) {
        return connection.send(channel, payload);
    }

    private static boolean isShutdown(Decoded<Event> decoded) {
        return decoded instanceof Decoded.Value<Event> event
                && event.value().type().equals(Event.SHUTDOWN);
    }

    /** Whether it asks for a rate, which is not for the game. */
    private boolean isRate(Decoded<Event> decoded) {
        if (!(decoded instanceof Decoded.Value<Event> value)
                || !value.value().type().equals(Event.RATE)
                || value.value().arguments().size() != 1
                || !(value.value().arguments().get(0) instanceof Number number)) {
            return false;
        }
        try {
            requestedRate.accept(SendRate.check(number.doubleValue()));
            return true;
        } catch (IllegalArgumentException outOfRange) {
            return false;
        }
    }

    /** The event, if the game is to have it; what an arrival handler takes does not wait for the game. */
    private Optional<Event> decode(Channel channel, byte[] payload) {
        Decoded<Event> decoded = EventBytes.decode(payload, connection);
        if (decoded instanceof Decoded.Value<Event> value
                && (!value.value().isReserved() || value.value().type().equals(Event.SCHEMA))) {
            Event event = value.value();
            ArrivalHandler handler = onArrival.isEmpty() ? null : onArrival.get(event.type());
            if (handler == null && !event.isReserved()) {
                return Optional.of(event);
            } else if (handler == null
                    || (event.isReserved()
                            && !GameDialect.of(connection.dialect()).hasControlEvents())) {
                refuse(decoded);
                return Optional.empty();
            }
            answer(channel, handler, event);
            return Optional.empty();
        }
        if (isRate(decoded) || (isShutdown(decoded) && shutdown.test(id))) {
            return Optional.empty();
        }
        refuse(decoded);
        return Optional.empty();
    }

    private void answer(Channel channel, ArrivalHandler handler, Event event) {
        try {
            Event answer = handler.arrived(id, event);
            if (answer != null) {
                reply(channel, answer);
            }
        } catch (Throwable fault) { // it must not take the client's other events with it, its leaving least of all
            refusals.addTold();
            guard.caught("the arrival handler of " + event.type(), fault);
        }
    }

    private void reply(Channel channel, Event answer) {
        try {
            // Of those that find no room in a queue, or end with the connection, the transport tells.
            var unused = send(channel, EventBytes.forClient(answer, connection));
        } catch (IllegalArgumentException tooLarge) {
            answersUnsent.add(answer.type() + " to " + id + ": " + tooLarge.getMessage());
        }
    }

    private void refuse(Object why) {
        refusals.add("of " + id + " at " + connection.remoteAddress() + ": " + why);
    }
}
