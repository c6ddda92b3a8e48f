package io.rxgase.client;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.rxgase.core.codec.Decoded;
import io.rxgase.core.codec.EventCodec;
import io.rxgase.core.codec.SchemaCodec;
import io.rxgase.core.event.Event;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateSchema;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.TransportException;
import java.util.Optional;

/** Finds out whether this client's state type can hold the server's states at all, from what the server says in its welcome. */
final class SchemaCheck {
    private SchemaCheck() {}

    /**
     * Checks; asks the server for its schema only if it is another and did not come along.
     *
     * @param events where the server's answer arrives
     * @return completes if it can, or if that can't be known; fails with a {@link StateMismatchException} if not, or with a
     *     {@link TransportException} if the connection ends before that is known
     */
    static Completable of(StateModel<?> model, Connection connection, EventFlow events) {
        Optional<StateSchema> ours = StateSchema.of(model);
        byte[] hello = connection.hello();
        if (ours.isEmpty()
                || hello.length == 0
                || !(SchemaCodec.readGreeting(hello) instanceof Decoded.Value<SchemaCodec.Greeting> read)
                || read.value().digest() == SchemaCodec.digest(ours.get())) {
            return Completable.complete();
        }
        return read.value()
                .schema()
                .map(Single::just)
                .orElseGet(() -> ask(connection, events))
                .doOnSuccess(theirs -> theirs.requireReadableAs(model))
                .ignoreElement();
    }

    private static Single<StateSchema> ask(Connection connection, EventFlow events) {
        Single<StateSchema> gone = connection
                .events()
                .ofType(ConnectionEvent.Disconnected.class)
                .firstOrError()
                .flatMap(end -> Single.error(new TransportException(end.reason(), end.detail())));
        var unused = connection
                .send(Channel.ORDERED, EventCodec.encode(Event.of(Event.SCHEMA)))
                .onErrorComplete()
                .subscribe();
        return events.schema().ambWith(gone);
    }
}
