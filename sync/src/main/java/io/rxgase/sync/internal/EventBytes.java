package io.rxgase.sync.internal;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.EventCodec;
import io.rxgase.core.internal.codec.PygaseEventCodec;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Dialect;

/** Events as the bytes of a connection's dialect. */
public final class EventBytes {
    private EventBytes() {}

    /**
     * Encodes.
     *
     * @param event any
     * @param connection the way that it goes
     * @return the bytes of a message
     * @throws IllegalArgumentException if the dialect can't carry it; the message names the argument
     */
    public static byte[] encode(Event event, Connection connection) {
        if (connection.dialect() != Dialect.PYGASE) {
            return EventCodec.encode(event);
        }
        PygaseEventCodec.check(event);
        return PygaseEventCodec.encode(event, connection.maxMessageBytes());
    }

    /**
     * Decodes.
     *
     * @param payload the bytes of a message
     * @param connection the way that it came
     * @return the event, or why it is none
     */
    public static Decoded<Event> decode(byte[] payload, Connection connection) {
        return connection.dialect() == Dialect.PYGASE ? PygaseEventCodec.decode(payload) : EventCodec.decode(payload);
    }
}
