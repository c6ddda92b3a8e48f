package io.rxgase.pygase.internal.protocol;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointEvent;
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

    private final ServerIdentity identity = new ServerIdentity();
    private boolean connected;
    /** How many servers came before at this address, while this connection lasts. */
    private int serversBefore;
    /** The first number that the present server could know of, if it is not the first one. */
    private int firstForServer = CircularNumber.NONE;

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

    /** What this side reports from now on. While nothing came of another server, it holds nothing of it. */
    void hold(int value) {
        timeOrder = firstForServer == CircularNumber.NONE ? value : CircularNumber.NONE;
    }

    @Override
    boolean receive(long nowNanos, Datagram datagram, int size) {
        PacketHeader header = datagram.header();
        if (connected && identity.isAnother(nowNanos, received.judge(header.sequence()), header)) {
            begin();
        }
        boolean isNew = received.judge(header.sequence()) == ReceiveWindow.Arrival.NEW;
        boolean taken = super.receive(nowNanos, datagram, size);
        if (isNew && taken) {
            identity.note(nowNanos, header);
        }
        return taken;
    }

    /** Another server is at this address: nothing of what was said before has a meaning for it. */
    private void begin() {
        received = new ReceiveWindow();
        identity.forget();
        outbox.end();
        serversBefore++;
        timeOrder = CircularNumber.NONE;
        firstForServer = CircularNumber.plus(lastNumber(), 1);
        events.accept(new EndpointEvent.PeerRestarted(handle));
    }

    /** Whether a datagram may still be about the state of the server before: this one goes by what was reported to that one. */
    private boolean isAboutBefore(PacketHeader header) {
        if (firstForServer == CircularNumber.NONE) {
            return false;
        } else if (header.ack() == CircularNumber.NONE || CircularNumber.distance(header.ack(), firstForServer) < 0) {
            return true;
        }
        firstForServer = CircularNumber.NONE;
        return false;
    }

    /** A message that is the text that ends a server goes as it is, in the place of the next datagrams. */
    @Override
    DeliveryException.@Nullable Reason send(
            long nowNanos, Channel channel, byte[] payload, SendOptions sendOptions, long ticket, boolean credited) {
        if (isEnding() || !TextDatagram.isShutdown(ByteBuffer.wrap(payload))) {
            return super.send(nowNanos, channel, payload, sendOptions, ticket, credited);
        }
        shutdownsLeft = SHUTDOWN_COPIES;
        // It is never acknowledged.
        tell(ticket, new EndpointEvent.Acked(handle, ticket));
        return null;
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
        if (isAboutBefore(datagram.header())) {
            return;
        }
        ByteBuffer update = ByteBuffer.wrap(datagram.update()).asReadOnlyBuffer();
        long base = StateSource.NONE + serversBefore;
        events.accept(new EndpointEvent.StateArrived(handle, new StateSource.Frame(base, version, update)));
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
