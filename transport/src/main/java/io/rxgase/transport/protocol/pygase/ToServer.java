package io.rxgase.transport.protocol.pygase;

import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.protocol.EndpointEvent;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's connection to its server. It sends from the start; the first datagram that arrives makes it connected. */
final class ToServer extends PygaseConnection {
    /** A datagram with one event and nothing else. */
    static final int MAX_EVENT_BYTES = Datagram.MAX_BYTES - Datagram.FIXED_BYTES - Short.BYTES;

    /** How often the wish to end the server is sent: it is never acknowledged, and any copy may be lost. */
    static final int SHUTDOWN_COPIES = 3;

    private boolean connected;
    private int shutdownsLeft;
    private int timeOrder = CircularNumber.NONE;

    ToServer(
            long nowNanos,
            long handle,
            InetSocketAddress address,
            int lastNumber,
            TransportOptions options,
            Consumer<EndpointEvent> events) {
        super(nowNanos, handle, address, lastNumber, options, events);
    }

    /** What this side reports from now on. */
    void hold(int value) {
        timeOrder = value;
    }

    /** Sends the text that ends a server, in the place of the next datagrams. */
    void requestShutdown() {
        shutdownsLeft = SHUTDOWN_COPIES;
    }

    @Override
    boolean writesText(ByteBuffer into) {
        if (shutdownsLeft == 0) {
            return false;
        }
        shutdownsLeft--;
        TextDatagram.writeShutdown(into);
        return true;
    }

    @Override
    boolean isIdle() {
        return super.isIdle() && shutdownsLeft == 0;
    }

    @Override
    @Nullable
    Datagram parse(ByteBuffer from) {
        return Datagram.fromServer(from);
    }

    @Override
    void newest(Datagram datagram, long version) {
        if (!connected) {
            connected = true;
            events.accept(new EndpointEvent.Connected(handle, address, new byte[0], false));
        }
        ByteBuffer update = ByteBuffer.wrap(datagram.update()).asReadOnlyBuffer();
        events.accept(new EndpointEvent.StateArrived(handle, new StateSource.Frame(StateSource.NONE, version, update)));
    }

    @Override
    void writeFixedPart(ByteBuffer into) {
        into.putShort((short) timeOrder);
    }

    @Override
    int maxEventBytes() {
        return MAX_EVENT_BYTES;
    }

    @Override
    Duration patience() {
        return connected ? options.idleTimeout() : options.connectTimeout();
    }

    @Override
    DisconnectReason silence() {
        return connected ? DisconnectReason.TIMED_OUT : DisconnectReason.CONNECT_TIMED_OUT;
    }
}
