package io.rxgase.server;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.EventCodec;
import io.rxgase.core.internal.codec.PygaseEventCodec;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Dialect;

/** Events as the bytes of a connection's dialect. */
final class EventBytes {
    private EventBytes() {}

    /**
     * Encodes.
     *
     * @throws IllegalArgumentException if the dialect can't carry it; the message names the argument
     */
    static byte[] encode(Event event, Connection connection) {
        if (connection.dialect() != Dialect.PYGASE) {
            return EventCodec.encode(event);
        }
        PygaseEventCodec.check(event);
        return PygaseEventCodec.encode(event, connection.maxMessageBytes());
    }

    static Decoded<Event> decode(byte[] payload, Connection connection) {
        return connection.dialect() == Dialect.PYGASE ? PygaseEventCodec.decode(payload) : EventCodec.decode(payload);
    }
}
