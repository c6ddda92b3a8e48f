package io.rxgase.server;

import io.rxgase.core.event.ClientId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Gives each connection's client its number, counted from 1 and never used again. Any thread. */
final class ClientIds {
    private final AtomicLong next = new AtomicLong(1);
    // Bounded by TransportOptions.maxConnections.
    private final Map<Long, ClientId> ofConnection = new ConcurrentHashMap<>();

    /** The client of a connection; made when first asked for, which may be before the client has joined. */
    ClientId of(long connection) {
        return ofConnection.computeIfAbsent(connection, unused -> new ClientId(next.getAndIncrement()));
    }

    /** A connection has ended; null if nobody has asked for its client. */
    @Nullable
    ClientId forget(long connection) {
        return ofConnection.remove(connection);
    }
}
