package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Quality;
import io.rxgase.transport.StateSource;
import java.net.InetSocketAddress;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reports what happens to one connection, until its end. */
final class ConnectionEvents {
    private final long connection;
    private final Queue<EndpointEvent> queue;
    private boolean ended;

    ConnectionEvents(long connection, Queue<EndpointEvent> queue) {
        this.connection = connection;
        this.queue = queue;
    }

    void connected(InetSocketAddress remote, byte[] hello, boolean incoming) {
        add(new EndpointEvent.Connected(connection, remote, hello, incoming));
    }

    void message(int channel, byte[] payload) {
        add(new EndpointEvent.Message(connection, channel, payload));
    }

    void acked(long ticket) {
        if (ticket != EndpointMachine.NO_TICKET) {
            add(new EndpointEvent.Acked(connection, ticket));
        }
    }

    void failed(long ticket, DeliveryException.Reason reason) {
        if (ticket != EndpointMachine.NO_TICKET) {
            add(new EndpointEvent.Failed(connection, ticket, reason));
        }
    }

    void creditChanged(int channel) {
        add(new EndpointEvent.CreditChanged(connection, channel));
    }

    void state(StateSource.Frame frame) {
        add(new EndpointEvent.StateArrived(connection, frame));
    }

    void heartbeat(byte[] bytes) {
        add(new EndpointEvent.Heartbeat(connection, bytes));
    }

    void stateRefused(long version, String detail, @Nullable Throwable cause) {
        add(new EndpointEvent.StateRefused(connection, version, detail, cause));
    }

    void quality(Quality quality) {
        add(new EndpointEvent.QualityChanged(connection, quality));
    }

    void migrated(InetSocketAddress remote) {
        add(new EndpointEvent.Migrated(connection, remote));
    }

    void resumed() {
        add(new EndpointEvent.Resumed(connection));
    }

    /** The last one; what would come after it is not reported. */
    void disconnected(DisconnectReason reason, String detail) {
        add(new EndpointEvent.Disconnected(connection, reason, detail));
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    private void add(EndpointEvent event) {
        if (!ended) {
            queue.add(event);
        }
    }
}
