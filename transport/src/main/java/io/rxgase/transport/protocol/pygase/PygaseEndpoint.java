package io.rxgase.transport.protocol.pygase;

import io.rxgase.transport.Channel;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.protocol.EndpointConfig;
import io.rxgase.transport.protocol.EndpointEvent;
import io.rxgase.transport.protocol.EndpointMachine;
import io.rxgase.transport.protocol.Transmit;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PyGaSe's wire protocol: a server if it listens, a client if it connects. As PyGaSe does, a server makes a connection of any
 * datagram of the right form, and both sides send 40 times a second.
 *
 * <p>Receiver's rules, for bytes that PyGaSe would die of. A datagram is dropped and counted if it is too short or too long, cut off
 * inside, a duplicate, or more than 32 behind; if its sender is unknown and this machine does not listen; if there is no room for its
 * events (it is not acknowledged then, so that its sender knows); if the server is full. Of clients that have not acknowledged
 * anything yet there are at most {@value #MAX_UNVERIFIED}: the oldest gives way.
 *
 * <p>The state: {@link StateSource#frame} is asked for the base that the client last reported, as it is, 1 to 65535. The source numbers
 * its frames itself, per connection, and the version inside the bytes counts. On a client the version of a
 * {@link EndpointEvent.StateArrived} is only an ordinal, its base is always {@link StateSource#NONE}, and {@link #holdState} takes the
 * number to report.
 *
 * <p>The order of calls is that of {@link EndpointMachine}.
 *
 * <pre>{@code
 * EndpointMachine machine = new PygaseEndpoint(EndpointConfig.of(options, random, handles::incrementAndGet).listening());
 * }</pre>
 */
public final class PygaseEndpoint implements EndpointMachine {
    /** The largest datagram of this protocol. */
    public static final int MAX_DATAGRAM_BYTES = Datagram.MAX_BYTES;

    /** The largest update that a datagram carries, without events beside it. */
    public static final int MAX_UPDATE_BYTES = Datagram.MAX_BYTES - Datagram.FIXED_BYTES;

    /** How many clients that have not acknowledged anything yet there may be. */
    static final int MAX_UNVERIFIED = 256;

    /** How far ahead the numbers begin towards a client that has seen those of a server before this one. */
    private static final int LEAP = 64;

    private final EndpointConfig config;
    private final TransportOptions options;
    private final Map<InetSocketAddress, PygaseConnection> byAddress = new HashMap<>();
    private final Map<Long, PygaseConnection> byHandle = new HashMap<>();
    private final Set<ToClient> unverified = new LinkedHashSet<>();
    private final AddressMemory memory;
    private final Alarms alarms = new Alarms();
    private final Queue<PygaseConnection> due = new ArrayDeque<>();
    private final Queue<EndpointEvent> events = new ArrayDeque<>();

    private @Nullable StateSource source;
    private boolean closed;
    private long datagramsDropped;

    /**
     * A machine without connections.
     *
     * @param config what it is made of; its chance is not used
     */
    public PygaseEndpoint(EndpointConfig config) {
        this.config = config;
        this.options = config.options();
        this.memory = new AddressMemory(options.maxConnections());
    }

    // ---- inputs

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer datagram) {
        int size = datagram.remaining();
        PygaseConnection connection = byAddress.get(from);
        if (connection != null) {
            Datagram parsed = connection.parse(datagram);
            if (parsed == null) {
                connection.dropped();
            } else {
                deliver(nowNanos, connection, parsed, size);
            }
            return;
        }
        Datagram parsed = config.isListening() && !closed ? Datagram.fromClient(datagram) : null;
        if (parsed == null) {
            datagramsDropped++;
        } else {
            welcome(nowNanos, from, parsed, size);
        }
    }

    private void deliver(long nowNanos, PygaseConnection connection, Datagram datagram, int size) {
        if (!(connection instanceof ToClient peer)) {
            connection.receive(nowNanos, datagram, size);
            alarms.setEarlier(connection);
            return;
        }
        List<Datagram> restart = peer.restart(nowNanos, datagram);
        if (restart.isEmpty()) {
            peer.receive(nowNanos, datagram, size);
            alarms.setEarlier(peer);
            if (peer.isVerified()) {
                unverified.remove(peer);
            }
            return;
        }
        end(nowNanos, peer, DisconnectReason.CLOSED_BY_PEER, "another client has started at its address");
        for (Datagram first : restart) {
            PygaseConnection another = byAddress.get(peer.address);
            if (another == null) {
                welcome(nowNanos, peer.address, first, size);
            } else {
                deliver(nowNanos, another, first, size);
            }
        }
    }

    /** The first datagram from an address. */
    private void welcome(long nowNanos, InetSocketAddress from, Datagram datagram, int size) {
        AddressMemory.Trace trace = memory.recall(nowNanos, from);
        boolean unwanted = trace != null && trace.unwanted() && !startsAnew(datagram, trace);
        if (unwanted || byHandle.size() >= options.maxConnections()) {
            datagramsDropped++;
            memory.ignored(from, datagram.header().sequence());
            return;
        }
        int lastNumber = lastNumber(trace, datagram.header());
        if (!admits(from)) {
            memory.remember(nowNanos, from, lastNumber, datagram.header().sequence(), true);
            datagramsDropped++;
            return;
        }
        if (unverified.size() >= MAX_UNVERIFIED) {
            ToClient oldest = unverified.iterator().next();
            end(
                    nowNanos,
                    oldest,
                    DisconnectReason.TIMED_OUT,
                    "has acknowledged nothing and gave way to a newer client");
        }
        ToClient peer = new ToClient(nowNanos, nextHandle(), from, lastNumber, options, events::add, () -> source);
        events.add(new EndpointEvent.Connected(peer.handle, from, new byte[0], true));
        unverified.add(peer);
        add(peer);
        peer.receive(nowNanos, datagram, size);
    }

    /** Whether a client that was sent away has been replaced by another one. */
    private static boolean startsAnew(Datagram datagram, AddressMemory.Trace trace) {
        return datagram.header().ack() == CircularNumber.NONE
                && datagram.timeOrder() == CircularNumber.NONE
                && CircularNumber.distance(datagram.header().sequence(), trace.newestReceived()) < -PacketHeader.WINDOW;
    }

    /** The number after which the numbers towards a client begin: it may have seen earlier ones, and would die of them. */
    private int lastNumber(AddressMemory.@Nullable Trace trace, PacketHeader header) {
        if (trace != null) {
            return trace.lastNumber();
        }
        return header.ack() == CircularNumber.NONE ? firstNumber() : CircularNumber.plus(header.ack(), LEAP);
    }

    private int firstNumber() {
        return (int) (config.firstSequence() % CircularNumber.MAX);
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // an admission that throws has refused, as its contract says
    private boolean admits(InetSocketAddress address) {
        try {
            return options.admission().decide(address, new byte[0]).admitted();
        } catch (RuntimeException refusal) {
            return false;
        }
    }

    @Override
    public void handleTimeout(long nowNanos) {
        PygaseConnection connection;
        while ((connection = alarms.pollDue(nowNanos)) != null) {
            EndpointEvent.Disconnected end = connection.handleTimeout(nowNanos);
            if (end != null) {
                end(nowNanos, connection, end.reason(), end.detail());
            } else if (connection.isDue(nowNanos)) {
                queue(connection);
            } else {
                alarms.set(connection);
            }
        }
    }

    // ---- commands

    /**
     * {@inheritDoc} The protocol has no place for a hello: it is left out.
     */
    @Override
    public long connect(long nowNanos, InetSocketAddress to, byte[] hello) {
        if (to.isUnresolved()) {
            throw new IllegalArgumentException(to + " is unresolved: look its address up first");
        } else if (byAddress.containsKey(to)) {
            throw new IllegalArgumentException("there is a connection to " + to
                    + " already, and PyGaSe tells connections apart by address: connect from another socket");
        }
        ToServer server = new ToServer(nowNanos, nextHandle(), to, firstNumber(), options, events::add);
        add(server);
        return server.handle;
    }

    @Override
    public DeliveryException.@Nullable Reason send(
            long nowNanos,
            long connection,
            int channel,
            byte[] payload,
            SendOptions sendOptions,
            long ticket,
            boolean credited) {
        Channel declared = options.channels().stream()
                .filter(candidate -> candidate.id() == channel)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "channel " + channel + " is not declared: use one of " + options.channels()));
        PygaseConnection peer = byHandle.get(connection);
        return peer == null
                ? DeliveryException.Reason.CONNECTION_ENDED
                : peer.send(nowNanos, declared, payload, sendOptions, ticket, credited);
    }

    @Override
    public void consumed(long nowNanos, long connection, int channel, int messages) {
        PygaseConnection peer = byHandle.get(connection);
        if (peer != null) {
            peer.consumed(channel, messages);
        }
    }

    @Override
    public void offerState(long nowNanos, StateSource newer) {
        source = newer;
    }

    @Override
    public void holdState(long nowNanos, long connection, long version, boolean missed) {
        if (version > CircularNumber.MAX) {
            throw new IllegalArgumentException(
                    "time order " + version + " is out of range: use 0 to 65535, or StateSource.NONE");
        }
        if (byHandle.get(connection) instanceof ToServer server) {
            server.hold(version == StateSource.NONE ? CircularNumber.NONE : (int) version);
        }
    }

    /**
     * {@inheritDoc} The protocol has no farewell: the peer notices by its own time-out, and is not told the reason.
     */
    @Override
    public void close(long nowNanos, long connection, DisconnectReason reason, String detail) {
        PygaseConnection peer = byHandle.get(connection);
        if (peer != null) {
            peer.close(nowNanos, detail);
            alarms.setEarlier(peer);
        }
    }

    @Override
    public void requestShutdown(long nowNanos, long connection) {
        if (byHandle.get(connection) instanceof ToServer server) {
            server.requestShutdown();
            alarms.setEarlier(server);
        }
    }

    @Override
    public void closeAll(long nowNanos, DisconnectReason reason, String detail) {
        closed = true;
        List.copyOf(byHandle.keySet()).forEach(handle -> close(nowNanos, handle, reason, detail));
    }

    // ---- polls

    @SuppressWarnings("ReferenceEquality") // one that has ended is no longer in the table
    @Override
    public boolean pollTransmit(long nowNanos, Transmit into) {
        PygaseConnection connection;
        while ((connection = due.poll()) != null) {
            connection.queued = false;
            if (byHandle.get(connection.handle) == connection) {
                boolean written = connection.write(nowNanos, into.buffer());
                alarms.set(connection);
                if (written) {
                    into.filled(connection.address, connection.handle);
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public @Nullable EndpointEvent pollEvent() {
        return events.poll();
    }

    @Override
    public long pollTimeout() {
        return alarms.firstNanos();
    }

    // ---- getters

    @Override
    public @Nullable ConnectionStats stats(long connection) {
        PygaseConnection peer = byHandle.get(connection);
        return peer == null ? null : peer.stats();
    }

    @Override
    public long credit(long connection, int channel) {
        PygaseConnection peer = byHandle.get(connection);
        return peer == null ? 0 : peer.credit();
    }

    @Override
    public Dialect dialect(long connection) {
        return Dialect.PYGASE;
    }

    @Override
    public int maxMessageBytes(long connection) {
        PygaseConnection peer = byHandle.get(connection);
        return peer == null ? ToClient.MAX_EVENT_BYTES : peer.maxEventBytes();
    }

    @Override
    public long datagramsDropped() {
        return datagramsDropped;
    }

    // ---- the table

    private long nextHandle() {
        return config.handles().getAsLong();
    }

    private void add(PygaseConnection connection) {
        byAddress.put(connection.address, connection);
        byHandle.put(connection.handle, connection);
        queue(connection);
    }

    private void queue(PygaseConnection connection) {
        if (!connection.queued) {
            connection.queued = true;
            due.add(connection);
        }
    }

    private void end(long nowNanos, PygaseConnection connection, DisconnectReason reason, String detail) {
        byAddress.remove(connection.address);
        byHandle.remove(connection.handle);
        alarms.remove(connection);
        connection.outbox.end();
        events.add(new EndpointEvent.Disconnected(connection.handle, reason, detail));
        if (connection instanceof ToClient peer) {
            unverified.remove(peer);
            memory.remember(
                    nowNanos,
                    peer.address,
                    peer.lastNumber(),
                    peer.received.newest(),
                    reason == DisconnectReason.CLOSED_LOCALLY);
        }
    }
}
