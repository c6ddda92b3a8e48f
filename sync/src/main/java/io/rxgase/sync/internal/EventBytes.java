package io.rxgase.sync.internal;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.transport.Connection;

/** Events as the bytes of a connection's dialect. */
public final class EventBytes {
    private EventBytes() {}

    /**
     * Encodes an event of a client.
     *
     * @param event any
     * @param connection the way that it goes
     * @return the bytes of a message
     * @throws IllegalArgumentException if the dialect can't carry it; the message names the argument
     */
    public static byte[] forServer(Event event, Connection connection) {
        return GameDialect.of(connection.dialect()).encodeForServer(event, connection.maxMessageBytes());
    }

    /**
     * Encodes an event of a server.
     *
     * @param event any
     * @param connection the way that it goes
     * @return the bytes of a message
     * @throws IllegalArgumentException if the dialect can't carry it; the message names the argument
     */
    public static byte[] forClient(Event event, Connection connection) {
        return GameDialect.of(connection.dialect()).encodeForClient(event, connection.maxMessageBytes());
    }

    /**
     * Decodes.
     *
     * @param payload the bytes of a message
     * @param connection the way that it came
     * @return the event, or why it is none
     */
    public static Decoded<Event> decode(byte[] payload, Connection connection) {
        return GameDialect.of(connection.dialect()).decode(payload);
    }
}
