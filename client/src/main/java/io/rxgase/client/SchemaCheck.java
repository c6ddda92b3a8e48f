package io.rxgase.client;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.EventCodec;
import io.rxgase.core.internal.codec.SchemaCodec;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateSchema;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import java.time.Duration;
import java.util.Optional;

/** Finds out whether this client's state type can hold the server's states at all, from what the server says in its welcome. */
final class SchemaCheck {
    private SchemaCheck() {}

    /**
     * Checks; asks the server for its schema only if it is another and did not come along.
     *
     * @param events where the server's answer arrives
     * @param within how long the server has to answer
     * @return completes if it can, or if the server has no greeting; fails with a {@link StateMismatchException} if not, or with a
     *     {@link TransportException} if the server does not answer in time, not with a schema, or the connection ends before
     */
    static Completable of(StateModel<?> model, Connection connection, EventFlow events, Duration within) {
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
                .orElseGet(() -> ask(connection, events, within))
                .doOnSuccess(theirs -> theirs.requireReadableAs(model))
                .ignoreElement();
    }

    private static Single<StateSchema> ask(Connection connection, EventFlow events, Duration within) {
        Single<StateSchema> gone = connection
                .events()
                .ofType(ConnectionEvent.Disconnected.class)
                .firstOrError()
                .flatMap(end -> Single.error(new TransportException(end.reason(), end.detail())));
        Single<StateSchema> late = connection
                .after(within)
                .andThen(Single.error(() -> new TransportException(
                        DisconnectReason.CONNECT_TIMED_OUT,
                        connection.remoteAddress() + " has welcomed this client, but not said within "
                                + within.toMillis()
                                + " ms what its states are made of, which are not those of this build: is it a server of this"
                                + " game that answers " + Event.SCHEMA + "? See its log, or allow more with"
                                + " TransportOptions.withConnectTimeout")));
        var unused = connection
                .send(Channel.ORDERED, EventCodec.encode(Event.of(Event.SCHEMA)))
                .onErrorComplete()
                .subscribe();
        return Single.ambArray(events.schema(), gone, late);
    }
}
