package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.SingleEmitter;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections of one driver, and those that are being made; turns what the machine says into what they say. */
final class ConnectionTable {
    private final EndpointDriver driver;
    private final EndpointMachine machine;
    private final EventHub<ConnectionEvent> listenerEvents;
    private final RefusedStates refusedStates = new RefusedStates();
    private final Map<Long, DriverConnection> connections = new LinkedHashMap<>();
    private final Map<Long, SingleEmitter<Connection>> connecting = new LinkedHashMap<>();

    /** Whom the latest event was for: more often than not the next one is for it too. */
    private @Nullable DriverConnection latest;

    /**
     * An empty table.
     *
     * @param listenerBound how many events may wait for one subscriber of the listener
     */
    ConnectionTable(EndpointDriver driver, EndpointMachine machine, int listenerBound) {
        this.driver = driver;
        this.machine = machine;
        this.listenerEvents = new EventHub<>(driver, "events of the listener", listenerBound, this::alive);
    }

    /** What happens to the connections that came in. */
    EventHub<ConnectionEvent> listenerEvents() {
        return listenerEvents;
    }

    boolean isEmpty() {
        return connections.isEmpty() && connecting.isEmpty();
    }

    /** A connection is being made. */
    void connecting(long handle, SingleEmitter<Connection> emitter) {
        connecting.put(handle, emitter);
    }

    /** Nobody waits for this connection any more; true if it was still being made. */
    boolean abandon(long handle) {
        return connecting.remove(handle) != null;
    }

    void handle(EndpointEvent event) {
        if (event instanceof EndpointEvent.Connected connected) {
            connected(connected);
            return;
        }
        if (event instanceof EndpointEvent.Disconnected disconnected) {
            disconnected(disconnected.connection(), disconnected.reason(), disconnected.detail());
            return;
        }
        DriverConnection connection = find(event.connection());
        if (connection == null) {
            return;
        }
        if (event instanceof EndpointEvent.QualityChanged changed) {
            publish(connection, new ConnectionEvent.QualityChanged(connection, changed.quality()));
        } else if (event instanceof EndpointEvent.Migrated migrated) {
            connection.migrated(migrated.remoteAddress());
            publish(connection, new ConnectionEvent.Migrated(connection));
        } else if (event instanceof EndpointEvent.StateRefused refused) {
            refusedStates.report(connection, refused);
        } else if (event instanceof EndpointEvent.Resumed) {
            publish(connection, new ConnectionEvent.Resumed(connection));
        } else if (event instanceof EndpointEvent.PeerRestarted) {
            publish(connection, new ConnectionEvent.PeerRestarted(connection));
        } else {
            connection.handle(event);
        }
    }

    private @Nullable DriverConnection find(long handle) {
        DriverConnection found = latest;
        if (found == null || found.id() != handle) {
            found = connections.get(handle);
            latest = found;
        }
        return found;
    }

    private void connected(EndpointEvent.Connected event) {
        long handle = event.connection();
        SingleEmitter<Connection> emitter = connecting.get(handle);
        ConnectionStats stats = machine.stats(handle);
        if (stats == null || (!event.incoming() && emitter == null)) {
            // It has ended, or was given up, before anybody saw it begin: its end is no news either.
            return;
        }
        DriverConnection connection = new DriverConnection(driver, machine, event, stats);
        connections.put(handle, connection);
        if (emitter != null) {
            connecting.remove(handle);
            driver.guard().call("an observer of connect()", () -> emitter.onSuccess(connection));
        } else {
            listenerEvents.publish(new ConnectionEvent.Connected(connection));
        }
    }

    private void disconnected(long handle, DisconnectReason reason, String detail) {
        SingleEmitter<Connection> emitter = connecting.remove(handle);
        if (emitter != null) {
            driver.guard()
                    .call("an observer of connect()", () -> emitter.tryOnError(new TransportException(reason, detail)));
        }
        DriverConnection connection = connections.remove(handle);
        latest = null;
        if (connection != null) {
            ConnectionEvent.Disconnected event = new ConnectionEvent.Disconnected(connection, reason, detail);
            connection.end(event);
            if (connection.incoming()) {
                listenerEvents.publish(event);
            }
        }
    }

    private void publish(DriverConnection connection, ConnectionEvent event) {
        connection.publish(event);
        if (connection.incoming()) {
            listenerEvents.publish(event);
        }
    }

    /** The socket is lost, and with it every connection. */
    void endAll(String detail) {
        for (Long handle : List.copyOf(connecting.keySet())) {
            disconnected(handle, DisconnectReason.TRANSPORT_FAILED, detail);
        }
        for (Long handle : List.copyOf(connections.keySet())) {
            disconnected(handle, DisconnectReason.TRANSPORT_FAILED, detail);
        }
    }

    private List<ConnectionEvent> alive() {
        List<ConnectionEvent> greeting = new ArrayList<>();
        for (DriverConnection connection : connections.values()) {
            if (connection.incoming()) {
                greeting.add(new ConnectionEvent.Connected(connection));
            }
        }
        return greeting;
    }
}
