package io.rxgase.server;

import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException.Reason;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.Transmit;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A machine without a protocol: says what a test queued, takes everything, sends nothing, and counts. */
final class QuietMachine implements EndpointMachine {
    final Queue<EndpointEvent> events = new ArrayDeque<>();
    String farewell = "";
    int offers;
    int sends;

    @Override
    public ConnectionStats stats(long connection) {
        return new ConnectionStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public long credit(long connection, int channel) {
        return 0;
    }

    @Override
    public long datagramsDropped() {
        return 0;
    }

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer datagram) {}

    @Override
    public void handleTimeout(long nowNanos) {}

    @Override
    public long connect(long nowNanos, InetSocketAddress to, byte[] hello) {
        throw new UnsupportedOperationException("it only listens");
    }

    @Override
    public @Nullable Reason send(
            long nowNanos,
            long connection,
            int channel,
            byte[] payload,
            SendOptions options,
            long ticket,
            boolean credited) {
        sends++;
        return null;
    }

    @Override
    public void consumed(long nowNanos, long connection, int channel, int messages) {}

    @Override
    public void offerState(long nowNanos, StateSource source) {
        offers++;
    }

    @Override
    public void holdState(long nowNanos, long connection, long version, boolean missed) {}

    @Override
    public void close(long nowNanos, long connection, DisconnectReason reason, String detail) {}

    @Override
    public void closeAll(long nowNanos, DisconnectReason reason, String detail) {
        farewell = detail;
    }

    @Override
    public boolean pollTransmit(long nowNanos, Transmit into) {
        return false;
    }

    @Override
    public @Nullable EndpointEvent pollEvent() {
        return events.poll();
    }

    @Override
    public long pollTimeout() {
        return NEVER;
    }
}
