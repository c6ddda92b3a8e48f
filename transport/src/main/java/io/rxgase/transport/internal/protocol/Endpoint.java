package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The machine that speaks RxGaSe's own protocol, see docs/PROTOCOL.md. It finds the connection that a datagram or command is for,
 * and asks those that may have something to send.
 */
public final class Endpoint implements EndpointMachine {
    private final Limits limits;
    private final HandshakePackets packets = new HandshakePackets();
    private final DropCounts drops = new DropCounts();
    private final Counters strays = new Counters(drops);
    private final Counters gone = new Counters();
    private final ArrayDeque<EndpointEvent> events = new ArrayDeque<>();
    private final Associations associations = new Associations(this::forget);
    private final Answers answers = new Answers();
    private final ServerDoor door;
    private final Dialings dialings;
    private final Reception reception;
    private @Nullable StateSource source;

    /**
     * An idle machine.
     *
     * @param config what it is made of
     */
    public Endpoint(EndpointConfig config) {
        this(config, new ChecksumProtection());
    }

    Endpoint(EndpointConfig config, PacketProtection protection) {
        limits = new Limits(config.options());
        door = new ServerDoor(
                config,
                limits,
                protection,
                associations,
                packets,
                answers,
                strays,
                events,
                (connection, hello) -> enter(connection, hello, true));
        dialings = new Dialings(
                config,
                limits,
                protection,
                associations,
                packets,
                strays,
                events,
                (connection, greeting) -> enter(connection, greeting, false));
        CookieJar cookies = new CookieJar(config.random());
        reception = new Reception(limits, cookies, packets, answers, strays, door, config.isListening());
    }

    // ---- getters

    @Override
    public @Nullable ConnectionStats stats(long connection) {
        ProtocolConnection found = find(connection);
        return found == null ? null : found.stats();
    }

    @Override
    public MemoryBudget memory(long connection) {
        ProtocolConnection found = find(connection);
        return found == null ? new MemoryBudget(limits.maxQueuedBytes) : found.memory();
    }

    @Override
    public int maxMessageBytes(long connection) {
        ProtocolConnection found = find(connection);
        return found == null ? limits.maxMessageBytes : found.maxMessageBytes();
    }

    @Override
    public long credit(long connection, int channel) {
        ProtocolConnection found = find(connection);
        return found == null ? 0 : found.credit(channel);
    }

    @Override
    public long datagramsDropped() {
        return strays.datagramsDropped();
    }

    @Override
    public DropCounts drops() {
        return drops;
    }

    /**
     * How often a rule dropped something, in all connections and outside of them.
     *
     * @param rule which one
     * @return count since the start
     */
    public long dropped(DropRule rule) {
        return totals().dropped(rule);
    }

    /** Everything that was counted, all connections and strays together. */
    Counters totals() {
        Counters totals = new Counters();
        strays.addTo(totals);
        gone.addTo(totals);
        associations.forEach(association -> association.counters.addTo(totals));
        return totals;
    }

    // ---- inputs

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer datagram) {
        datagram.order(ByteOrder.BIG_ENDIAN);
        if (!datagram.hasRemaining()) {
            strays.drop(DropRule.MALFORMED);
            return;
        }
        switch (datagram.get(datagram.position())) {
            case Wire.DATA -> receiveData(nowNanos, from, datagram);
            case Wire.HELLO -> reception.receive(nowNanos, from, datagram);
            case Wire.CHALLENGE, Wire.WELCOME, Wire.REFUSED, Wire.OTHER_VERSION ->
                dialings.receiveAnswer(nowNanos, from, datagram);
            default -> strays.drop(DropRule.MALFORMED);
        }
    }

    private void receiveData(long nowNanos, InetSocketAddress from, ByteBuffer datagram) {
        if (datagram.remaining() < Wire.HEADER_BYTES) {
            strays.drop(DropRule.MALFORMED);
            return;
        }
        Association association = associations.byLocalId(datagram.getLong(datagram.position() + 1));
        if (association instanceof ProtocolConnection connection) {
            connection.receive(nowNanos, from, datagram);
            associations.touch(connection);
        } else if (association == null) {
            strays.drop(DropRule.UNKNOWN_CONNECTION);
        } else {
            association.counters.drop(DropRule.WRONG_PHASE);
        }
    }

    private void enter(ProtocolConnection connection, byte[] hello, boolean incoming) {
        associations.add(connection);
        if (source != null) {
            connection.offerState(source);
        }
        connection.reportConnected(hello, incoming);
    }

    @Override
    public void handleTimeout(long nowNanos) {
        associations.handleTimeout(nowNanos);
    }

    // ---- commands

    @Override
    public long connect(long nowNanos, InetSocketAddress to, byte[] hello) {
        if (to.isUnresolved()) {
            throw new IllegalArgumentException("address " + to + " is unresolved: resolve it first");
        }
        if (hello.length > TransportOptions.MAX_HELLO_BYTES) {
            throw new IllegalArgumentException(
                    "hello of " + hello.length + " bytes is too long: use at most " + TransportOptions.MAX_HELLO_BYTES);
        }
        return dialings.dial(nowNanos, to, hello);
    }

    @Override
    public DeliveryException.@Nullable Reason send(
            long nowNanos,
            long connection,
            int channel,
            byte[] payload,
            SendOptions options,
            long ticket,
            boolean credited) {
        if (limits.channel(channel) == null) {
            throw new IllegalArgumentException(
                    "channel " + channel + " is not declared: add it to TransportOptions.channels on both sides");
        }
        if (payload.length > limits.maxMessageBytes) {
            throw new IllegalArgumentException("message of " + payload.length + " bytes is too large: send at most "
                    + limits.maxMessageBytes + ", or raise TransportOptions.maxMessageBytes on both sides");
        }
        ProtocolConnection found = find(connection);
        if (found == null) {
            return DeliveryException.Reason.CONNECTION_ENDED;
        }
        associations.touch(found);
        return found.send(nowNanos, channel, payload, options, ticket, credited);
    }

    @Override
    public void consumed(long nowNanos, long connection, int channel, int messages) {
        ProtocolConnection found = find(connection);
        if (found != null) {
            found.consumed(nowNanos, channel, messages);
            associations.touch(found);
        }
    }

    @Override
    public void offerState(long nowNanos, StateSource newest) {
        byte[] heartbeat = newest.heartbeat();
        if (heartbeat != null && heartbeat.length > StateSource.MAX_HEARTBEAT_BYTES) {
            throw new IllegalArgumentException("heartbeat of " + heartbeat.length + " bytes is too long: use at most "
                    + StateSource.MAX_HEARTBEAT_BYTES);
        }
        boolean isSame = source != null && newest.version() == source.version() && heartbeat != null;
        if (source != null && newest.version() <= source.version() && !isSame) {
            throw new IllegalArgumentException("state version " + newest.version() + " is not above " + source.version()
                    + ", which was offered before: count versions up");
        }
        source = newest;
        associations.forEach(association -> {
            if (association instanceof ProtocolConnection connection) {
                connection.offerState(newest);
                if (!isSame) { // a heartbeat waits for a packet
                    associations.touch(connection);
                }
            }
        });
    }

    @Override
    public void holdState(long nowNanos, long connection, long version, boolean missed) {
        if (version < StateSource.NONE) {
            throw new IllegalArgumentException("version " + version + " is out of range: use 0 or more, or NONE");
        }
        ProtocolConnection found = find(connection);
        if (found != null) {
            found.holdState(nowNanos, version, missed);
            associations.touch(found);
        }
    }

    @Override
    public void close(long nowNanos, long connection, DisconnectReason reason, String detail) {
        Association association = associations.byHandle(connection);
        if (association == null || association.isGone()) {
            return;
        }
        if (association instanceof ProtocolConnection open) {
            open.close(nowNanos, reason, detail);
        } else if (association instanceof Dialing dialing) {
            dialing.fail(DisconnectReason.CLOSED_LOCALLY, detail);
        }
        associations.touch(association);
    }

    @Override
    public void closeAll(long nowNanos, DisconnectReason reason, String detail) {
        reception.close(reason, detail);
        for (Association association : associations.all()) {
            close(nowNanos, association.handle, reason, detail);
        }
    }

    // ---- polls

    @Override
    public boolean pollTransmit(long nowNanos, Transmit into) {
        return answers.transmit(into) || associations.transmit(nowNanos, into);
    }

    @Override
    public @Nullable EndpointEvent pollEvent() {
        return events.poll();
    }

    @Override
    public long pollTimeout() {
        return associations.nextDeadlineNanos();
    }

    private @Nullable ProtocolConnection find(long handle) {
        return associations.byHandle(handle) instanceof ProtocolConnection connection && !connection.hasEnded()
                ? connection
                : null;
    }

    private void forget(Association association) {
        if (association instanceof Dialing dialing && dialing.isConnected()) {
            return; // its connection goes on with its counters
        }
        association.counters.addTo(gone);
        if (association instanceof ProtocolConnection connection) {
            door.forget(connection);
        }
    }
}
