package io.rxgase.pygase.internal.protocol;

import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server's connection to one client, whose address has proven itself before ({@link HalfOpen}). */
final class ToClient extends PygaseConnection implements StateSource.Receiver {
    /** A datagram with the shortest update that is always enough, and one event. */
    static final int MAX_EVENT_BYTES = Datagram.MAX_BYTES - UpdateFiller.MAX_DATAGRAM_BYTES - Short.BYTES;

    /** How long the first sign of another client at this address is believed. */
    private static final long SIGN_NANOS = 1_000_000_000L;

    private final Supplier<@Nullable StateSource> source;
    private int timeOrder = CircularNumber.NONE;
    private boolean eventsFirst;
    private @Nullable Datagram sign;
    private long signNanos;
    private final Strays strays = new Strays();

    ToClient(
            long nowNanos,
            long handle,
            InetSocketAddress address,
            int lastNumber,
            TransportOptions options,
            Consumer<EndpointEvent> events,
            Supplier<@Nullable StateSource> source) {
        super(nowNanos, handle, address, lastNumber, options, events);
        this.source = source;
    }

    @Override
    @Nullable
    Datagram parse(ByteBuffer from) {
        return Datagram.fromClient(from);
    }

    @Override
    void newest(Datagram datagram, long version) {
        timeOrder = datagram.timeOrder();
    }

    /**
     * Looks for signs that another client has started at the same address. Two datagrams far behind, shortly after each other, are needed
     * where the first acknowledges nothing and holds no state: one may be a late copy of the first client's. Where it got hold of a datagram
     * that was meant for the client before, it takes {@link Strays more}.
     *
     * @return what the other client sent until now; empty if there is none
     */
    List<Datagram> restart(long nowNanos, Datagram datagram) {
        ReceiveWindow.Arrival arrival = received.judge(datagram.header().sequence());
        boolean fresh = datagram.header().ack() == CircularNumber.NONE && datagram.timeOrder() == CircularNumber.NONE;
        if (arrival == ReceiveWindow.Arrival.NEW && fresh) {
            return List.of(datagram);
        } else if (arrival == ReceiveWindow.Arrival.NEW || arrival == ReceiveWindow.Arrival.LATE) {
            strays.clear();
            return List.of();
        }
        List<Datagram> another = strays.note(nowNanos, datagram);
        if (!another.isEmpty() || arrival == ReceiveWindow.Arrival.DUPLICATE) {
            return another;
        }
        Datagram before = sign;
        if (before != null && nowNanos - signNanos <= SIGN_NANOS && follows(datagram, before)) {
            return List.of(before, datagram);
        } else if (fresh) {
            sign = datagram;
            signNanos = nowNanos;
        }
        return List.of();
    }

    private static boolean follows(Datagram datagram, Datagram before) {
        int steps = CircularNumber.distance(
                datagram.header().sequence(), before.header().sequence());
        return steps > 0 && steps <= PacketHeader.WINDOW;
    }

    /**
     * Writes the update. Update and events share the datagram; where they don't fit together, they take turns, so that neither
     * starves the other.
     */
    @Override
    void writeFixedPart(ByteBuffer into) {
        ByteBuffer update = eventsFirst ? null : update(into.remaining() - Short.BYTES);
        if (update == null) {
            UpdateFiller.write(timeOrder, into);
            eventsFirst = false;
        } else {
            into.putShort((short) update.remaining()).put(update);
            eventsFirst = outbox.nextExceeds(into.remaining());
        }
    }

    private @Nullable ByteBuffer update(int room) {
        StateSource offered = source.get();
        StateSource.Frame frame = offered == null ? null : offered.frame(this, heldVersion());
        ByteBuffer bytes = frame == null ? null : frame.bytes().duplicate();
        return bytes == null || bytes.remaining() > room || !bytes.hasRemaining() ? null : bytes;
    }

    @Override
    public long connectionId() {
        return handle;
    }

    @Override
    public long heldVersion() {
        return timeOrder == CircularNumber.NONE ? StateSource.NONE : timeOrder;
    }

    @Override
    int maxEventBytes() {
        return MAX_EVENT_BYTES;
    }

    @Override
    DisconnectReason silence() {
        return DisconnectReason.TIMED_OUT;
    }
}
