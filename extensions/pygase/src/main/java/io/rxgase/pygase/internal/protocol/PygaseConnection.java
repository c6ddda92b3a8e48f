package io.rxgase.pygase.internal.protocol;

import io.rxgase.transport.Channel;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One peer: numbers, acknowledgements, cadence, time-outs. What differs between the two sides, how a datagram begins and what its fixed
 * part means, is in the two subclasses.
 */
abstract class PygaseConnection {
    /** How many messages wait for the application at most; with that many, datagrams with events count as lost. */
    static final int MAX_WAITING = 128;

    /** How long a closing connection may take to send what is queued. */
    static final long LINGER_NANOS = 1_000_000_000L;

    final long handle;
    final InetSocketAddress address;
    final TransportOptions options;
    final Consumer<EndpointEvent> events;
    final EventOutbox outbox;
    final Pacing pacing;
    ReceiveWindow received = new ReceiveWindow();

    /** Belongs to {@link Alarms}. */
    long alarmNanos;

    /** Whether it waits for its slot to be written. */
    boolean queued;

    private final Channel inbound;
    private int lastNumber;
    /** The number of the newest datagram that arrived, on a scale without a wrap. */
    private long version;

    private long lastReceivedNanos;
    private int waiting;
    private boolean shortOfCredit;
    private @Nullable Ending ending;

    private long packetsSent;
    private long packetsReceived;
    private long packetsDropped;
    private long bytesSent;
    private long bytesReceived;

    /** A close that waits for what is queued. */
    private record Ending(String detail, long sinceNanos, long latestNanos) {}

    PygaseConnection(
            long nowNanos,
            long handle,
            InetSocketAddress address,
            int lastNumber,
            TransportOptions options,
            Consumer<EndpointEvent> events) {
        this.handle = handle;
        this.address = address;
        this.lastNumber = lastNumber;
        this.options = options;
        this.events = events;
        this.lastReceivedNanos = nowNanos;
        this.pacing = new Pacing(nowNanos);
        this.inbound = options.channels().contains(Channel.ORDERED)
                ? Channel.ORDERED
                : options.channels().get(0);
        this.outbox = new EventOutbox(
                options.maxQueuedBytes(),
                options.idleTimeout().toNanos(),
                event -> tell(event.ticket, new EndpointEvent.Acked(handle, event.ticket)),
                (event, reason) -> tell(event.ticket, new EndpointEvent.Failed(handle, event.ticket, reason)));
    }

    final void tell(long ticket, EndpointEvent outcome) {
        if (ticket != EndpointMachine.NO_TICKET) {
            events.accept(outcome);
        }
    }

    /**
     * Goes on where the answers to an address stopped that has proven itself, and delivers what waited for that.
     */
    final void continues(HalfOpen half) {
        received = half.received;
        version = received.newest();
        packetsSent = half.answers();
        bytesSent = half.bytesSent();
        bytesReceived = half.bytesReceived();
        half.held.forEach(this::deliver);
    }

    private void deliver(Datagram datagram) {
        for (byte[] event : datagram.events()) {
            waiting++;
            events.accept(new EndpointEvent.Message(handle, inbound.id(), event));
        }
    }

    /** Takes the text that ends a server as a message; false if it is another one, or if there is no room for it. */
    final boolean receiveText(ByteBuffer text) {
        if (!TextDatagram.isShutdown(text) || waiting >= MAX_WAITING) {
            return false;
        }
        byte[] message = new byte[text.remaining()];
        text.get(message);
        waiting++;
        events.accept(new EndpointEvent.Message(handle, inbound.id(), message));
        return true;
    }

    // ---- the two sides

    /** The datagram in its parts; null if it is malformed. */
    abstract @Nullable Datagram parse(ByteBuffer from);

    /** A datagram that was accepted and is newer than all before. */
    abstract void newest(Datagram datagram, long version);

    /** Writes what comes between header and events; the events get what is left of the buffer. */
    abstract void writeFixedPart(ByteBuffer into);

    /** The largest event that this side can send at all. */
    abstract int maxEventBytes();

    /** Writes a datagram of plain text instead of a common one, if there is something to say in that way. */
    boolean writesText(ByteBuffer into) {
        return false;
    }

    /** Whether a close has nothing to wait for. */
    boolean isIdle() {
        return outbox.isIdle();
    }

    /** Nothing has arrived for too long: what to say. */
    abstract DisconnectReason silence();

    // ---- inputs

    /** Takes a datagram; false if it was dropped. */
    boolean receive(long nowNanos, Datagram datagram, int size) {
        PacketHeader header = datagram.header();
        ReceiveWindow.Arrival arrival = received.judge(header.sequence());
        boolean usable = arrival == ReceiveWindow.Arrival.NEW || arrival == ReceiveWindow.Arrival.LATE;
        boolean crowded = inbound.delivery().isReliable()
                && !datagram.events().isEmpty()
                && waiting + datagram.events().size() > MAX_WAITING;
        if (!usable || crowded) {
            packetsDropped++;
            return false;
        }
        if (arrival == ReceiveWindow.Arrival.NEW) {
            version += received.newest() == CircularNumber.NONE
                    ? header.sequence()
                    : CircularNumber.distance(header.sequence(), received.newest());
        }
        received.mark(header.sequence());
        lastReceivedNanos = nowNanos;
        packetsReceived++;
        bytesReceived += size;
        if (arrival == ReceiveWindow.Arrival.NEW) {
            newest(datagram, version);
        }
        if (wasSent(header.ack())) {
            outbox.acknowledged(nowNanos, header);
            outbox.expire(nowNanos);
            creditMayHaveGrown();
        }
        deliver(datagram);
        return true;
    }

    void dropped() {
        packetsDropped++;
    }

    /** Whether this side has sent a datagram of that number, not too long ago. */
    final boolean wasSent(int number) {
        if (number == CircularNumber.NONE || packetsSent == 0) {
            return false;
        }
        int ago = CircularNumber.distance(lastNumber, number);
        return ago >= 0 && ago < packetsSent;
    }

    void consumed(int channel, int count) {
        if (channel == inbound.id()) {
            waiting = Math.max(0, waiting - count);
        }
    }

    DeliveryException.@Nullable Reason send(
            long nowNanos, Channel channel, byte[] payload, SendOptions sendOptions, long ticket, boolean credited) {
        if (payload.length > maxEventBytes()) {
            return DeliveryException.Reason.TOO_LARGE;
        } else if (ending != null) {
            return DeliveryException.Reason.CONNECTION_ENDED;
        }
        return outbox.add(nowNanos, payload, sendOptions, ticket, channel.delivery(), credited)
                ? null
                : DeliveryException.Reason.QUEUE_FULL;
    }

    long credit() {
        int credit = outbox.credit();
        shortOfCredit |= credit < EventOutbox.WINDOW;
        return credit;
    }

    private void creditMayHaveGrown() {
        // Half of the window, so that a publisher is asked now and then and not for every single message.
        if (shortOfCredit && outbox.credit() >= EventOutbox.WINDOW / 2) {
            shortOfCredit = false;
            for (Channel channel : options.channels()) {
                events.accept(new EndpointEvent.CreditChanged(handle, channel.id()));
            }
        }
    }

    /** Ends as soon as what is queued was delivered. */
    void close(long nowNanos, String detail) {
        if (ending == null) {
            ending = new Ending(detail, nowNanos, nowNanos + LINGER_NANOS);
        }
    }

    /** What the time brings; an end if it has come. */
    EndpointEvent.@Nullable Disconnected handleTimeout(long nowNanos) {
        outbox.expire(nowNanos);
        creditMayHaveGrown();
        if (pacing.look(nowNanos, outbox.rttNanos())) {
            events.accept(new EndpointEvent.QualityChanged(handle, pacing.quality()));
        }
        Ending planned = ending;
        if (planned != null && (isIdle() || nowNanos >= planned.latestNanos)) {
            return new EndpointEvent.Disconnected(handle, DisconnectReason.CLOSED_LOCALLY, planned.detail);
        }
        return nowNanos < silentAtNanos()
                ? null
                : new EndpointEvent.Disconnected(handle, silence(), "nothing arrived for " + patience());
    }

    private long silentAtNanos() {
        return lastReceivedNanos + patience().toNanos();
    }

    /** How long this side waits for something to arrive. */
    Duration patience() {
        return options.idleTimeout();
    }

    // ---- polls

    boolean isDue(long nowNanos) {
        return nowNanos >= pacing.slotNanos();
    }

    long nextWakeNanos() {
        long next = Math.min(Math.min(pacing.slotNanos(), silentAtNanos()), outbox.nextExpiryNanos());
        Ending planned = ending;
        if (planned == null) {
            return next;
        }
        return Math.min(next, isIdle() ? planned.sinceNanos : planned.latestNanos);
    }

    /** Writes the datagram of a slot that is due, from the buffer's position on. */
    void write(long nowNanos, ByteBuffer into) {
        pacing.sent(nowNanos);
        int start = into.position();
        if (outbox.isIdle() && writesText(into)) {
            into.limit(into.position()).position(start);
            bytesSent += into.remaining();
            return;
        }
        into.limit(start + Math.min(Datagram.MAX_BYTES, into.remaining()));
        lastNumber = CircularNumber.plus(lastNumber, 1);
        packetsSent++;
        new PacketHeader(lastNumber, received.newest(), received.bits()).write(into);
        writeFixedPart(into);
        outbox.write(nowNanos, lastNumber, into);
        creditMayHaveGrown();
        into.limit(into.position()).position(start);
        bytesSent += into.remaining();
        long nanosPerSecond = 1_000_000_000L;
        pacing.notBefore(nowNanos + into.remaining() * nanosPerSecond / options.maxBytesPerSecond());
    }

    // ---- getters

    int lastNumber() {
        return lastNumber;
    }

    boolean isEnding() {
        return ending != null;
    }

    long bytesSent() {
        return bytesSent;
    }

    long bytesReceived() {
        return bytesReceived;
    }

    ConnectionStats stats() {
        return new ConnectionStats(
                outbox.rttNanos(),
                outbox.rttDeviationNanos(),
                outbox.lossRatio(),
                packetsSent,
                packetsReceived,
                bytesSent,
                bytesReceived,
                outbox.datagramsLost(),
                outbox.messagesResent(),
                packetsDropped,
                0,
                bytesPerSecond(),
                outbox.queuedBytes());
    }

    /** No more than the rate of the dialect and of the options allows. */
    public final long bytesPerSecond() {
        return Math.min(options.maxBytesPerSecond(), Datagram.MAX_BYTES * 1_000_000_000L / pacing.intervalNanos());
    }
}
