package io.rxgase.transport.internal.driver;

import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException.Reason;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.Transmit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A machine without a protocol: says what the test queued, and writes down what it was told. */
final class ScriptedMachine implements EndpointMachine {
    static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    final Queue<EndpointEvent> events = new ArrayDeque<>();
    final Queue<byte[]> datagrams = new ArrayDeque<>();
    final List<String> calls = new ArrayList<>();
    final List<Long> tickets = new ArrayList<>();

    long credit;

    @Nullable
    Reason refusal;

    long timeoutNanos = NEVER;
    long received;

    /** Queues the beginning of connection 1. */
    void connected(boolean incoming) {
        events.add(new EndpointEvent.Connected(1, PEER, new byte[] {7}, incoming));
    }

    void message(int channel, int value) {
        events.add(new EndpointEvent.Message(1, channel, new byte[] {(byte) value}));
    }

    @Override
    public ConnectionStats stats(long connection) {
        return new ConnectionStats(0, 0, 0, 0, received, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public long credit(long connection, int channel) {
        return credit;
    }

    @Override
    public long datagramsDropped() {
        return 0;
    }

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer datagram) {
        received++;
        calls.add("receive " + datagram.get(datagram.position()));
    }

    @Override
    public void handleTimeout(long nowNanos) {
        calls.add("timeout " + nowNanos);
        timeoutNanos = NEVER;
    }

    @Override
    public long connect(long nowNanos, InetSocketAddress to, byte[] hello) {
        calls.add("connect");
        return 1;
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
        calls.add("send " + channel + (credited ? " credited " : " ") + payload[0]);
        if (credited) {
            credit--;
        }
        if (refusal == null) {
            tickets.add(ticket);
        }
        return refusal;
    }

    @Override
    public void consumed(long nowNanos, long connection, int channel, int messages) {
        calls.add("consumed " + channel + " " + messages);
    }

    @Override
    public void offerState(long nowNanos, StateSource source) {
        calls.add("offer " + source.version());
    }

    @Override
    public void holdState(long nowNanos, long connection, long version, boolean missed) {
        calls.add((missed ? "missed after " : "hold ") + version);
    }

    @Override
    public void close(long nowNanos, long connection, DisconnectReason reason, String detail) {
        calls.add("close " + detail);
        events.add(new EndpointEvent.Disconnected(connection, DisconnectReason.CLOSED_LOCALLY, detail));
    }

    @Override
    public void closeAll(long nowNanos, DisconnectReason reason, String detail) {
        calls.add("closeAll " + detail);
    }

    @Override
    public boolean pollTransmit(long nowNanos, Transmit into) {
        byte[] next = datagrams.poll();
        if (next == null) {
            return false;
        }
        into.buffer().put(next).flip();
        into.filled(PEER, 1);
        return true;
    }

    @Override
    public @Nullable EndpointEvent pollEvent() {
        return events.poll();
    }

    @Override
    public long pollTimeout() {
        return timeoutNanos;
    }
}
