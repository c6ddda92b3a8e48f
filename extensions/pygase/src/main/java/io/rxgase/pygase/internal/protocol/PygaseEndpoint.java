package io.rxgase.pygase.internal.protocol;

import io.rxgase.transport.Channel;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.Transmit;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * PyGaSe's wire protocol: a server if it listens, a client if it connects. Both sides send 40 times a second. PyGaSe's server makes a
 * connection of any datagram of the right form; this one does so when the address has proven itself: it was sent a number that can't be
 * guessed, in fewer bytes than it had sent itself, and has acknowledged it. That costs a client one round trip, and nothing else changes
 * for it: events that come earlier wait.
 *
 * <p>Receiver's rules, for bytes that PyGaSe would die of. A datagram is dropped and counted if it is too short or too long, cut off
 * inside, a duplicate, or more than 32 behind; if its sender is unknown and this machine does not listen; if there is no room for its
 * events (it is not acknowledged then, so that its sender knows); if the server is full; if it acknowledges what was never sent to its
 * address. Of addresses that have not proven themselves, {@value HalfOpenTable#CAPACITY} are remembered, without a connection, a
 * timer or an event.
 *
 * <p>The state: {@link StateSource#frame} is asked for the base that the client last reported, as it is, 1 to 65535. The source numbers
 * its frames itself, per connection, and the version inside the bytes counts. On a client the version of a
 * {@link EndpointEvent.StateArrived} is only an ordinal, its base is {@link StateSource#NONE} and one more for each server that took the
 * place of the one before, and {@link #holdState} takes the number to report.
 *
 * <p>The order of calls is that of {@link EndpointMachine}.
 *
 * <pre>{@code
 * EndpointMachine machine = new PygaseEndpoint(EndpointConfig.of(options, random, handles::incrementAndGet).listening());
 * }</pre>
 */
public final class PygaseEndpoint implements EndpointMachine {
    private static final byte FIRST_BYTE = (byte) (PacketHeader.MAGIC >>> 24);

    /** The largest datagram of this protocol. */
    public static final int MAX_DATAGRAM_BYTES = Datagram.MAX_BYTES;

    /** The largest update that a datagram carries, without events beside it. */
    public static final int MAX_UPDATE_BYTES = Datagram.MAX_BYTES - Datagram.FIXED_BYTES;

    private final EndpointConfig config;
    private final TransportOptions options;
    private final Map<InetSocketAddress, PygaseConnection> byAddress = new HashMap<>();
    private final Map<Long, PygaseConnection> byHandle = new HashMap<>();
    private final HalfOpenTable halfOpen;
    private final Queue<HalfOpen> answers = new ArrayDeque<>();
    private final Dialect dialect;
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
     * @param config what it is made of; its chance makes the key of the numbers that prove an address
     * @param dialect the one that it speaks
     */
    public PygaseEndpoint(EndpointConfig config, Dialect dialect) {
        this.config = config;
        this.dialect = dialect;
        this.options = config.options();
        this.memory = new AddressMemory(options.maxConnections());
        this.halfOpen = new HalfOpenTable(config.random());
    }

    /**
     * Whether a datagram is in this dialect: RxGaSe's own never begins with the byte {@code 0xff}, nor is it a text of PyGaSe's.
     *
     * @param datagram left as it is
     * @return whether it is
     */
    public static boolean claims(ByteBuffer datagram) {
        return TextDatagram.isText(datagram)
                || (datagram.hasRemaining() && datagram.get(datagram.position()) == FIRST_BYTE);
    }

    // ---- inputs

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer datagram) {
        int size = datagram.remaining();
        PygaseConnection connection = byAddress.get(from);
        if (TextDatagram.isText(datagram)) {
            if (!(connection instanceof ToClient peer) || !peer.receiveText(datagram)) {
                datagramsDropped++;
            }
            return;
        }
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

    /** A datagram from an address that has no connection. */
    private void welcome(long nowNanos, InetSocketAddress from, Datagram datagram, int size) {
        AddressMemory.Trace trace = memory.recall(nowNanos, from);
        HalfOpen known = halfOpen.find(nowNanos, from);
        boolean unwanted = known == null && trace != null && trace.unwanted() && !startsAnew(datagram, trace);
        if (unwanted || byHandle.size() >= options.maxConnections()) {
            datagramsDropped++;
            memory.ignored(from, datagram.header().sequence());
            return;
        }
        int ack = datagram.header().ack();
        if (known != null && known.proves(nowNanos, ack)) {
            open(nowNanos, known, datagram, size);
            return;
        }
        HalfOpen half = known == null ? halfOpen.add(nowNanos, from, ack, lastNumber(trace)) : known;
        halfOpen.note(half, datagram, size);
        if (half.queued || !half.isDue(nowNanos)) {
            return;
        } else if (half.answers() == 0 && !admits(from)) {
            halfOpen.remove(half);
            memory.remember(
                    nowNanos, from, CircularNumber.NONE, datagram.header().sequence(), true);
            datagramsDropped++;
            return;
        }
        half.queued = true;
        answers.add(half);
    }

    /** The address has proven itself with this datagram. */
    private void open(long nowNanos, HalfOpen half, Datagram datagram, int size) {
        halfOpen.remove(half);
        ToClient peer = new ToClient(
                nowNanos, nextHandle(), half.address, half.lastNumber(), options, events::add, () -> source);
        events.add(new EndpointEvent.Connected(peer.handle, half.address, new byte[0], true));
        peer.continues(half);
        add(peer);
        peer.receive(nowNanos, datagram, size);
    }

    /** Whether a client that was sent away has been replaced by another one. */
    private static boolean startsAnew(Datagram datagram, AddressMemory.Trace trace) {
        return datagram.header().ack() == CircularNumber.NONE
                && datagram.timeOrder() == CircularNumber.NONE
                && CircularNumber.distance(datagram.header().sequence(), trace.newestReceived()) < -PacketHeader.WINDOW;
    }

    /** The number after which those towards a client begin: it may have seen earlier ones, and would die of them. */
    private int lastNumber(AddressMemory.@Nullable Trace trace) {
        return trace == null || trace.lastNumber() == CircularNumber.NONE ? firstNumber() : trace.lastNumber();
    }

    /** What the configuration asks for; {@link CircularNumber#NONE} if it does not. */
    private int firstNumber() {
        return (int) (config.firstSequence() % CircularNumber.MAX);
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // an admission that throws has refused, as its contract says
    private boolean admits(InetSocketAddress address) {
        try {
            return options.admission().decide(address, new byte[0]).admitted();
        } catch (Throwable refusal) {
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
        if (peer == null) {
            return DeliveryException.Reason.CONNECTION_ENDED;
        }
        DeliveryException.Reason refusal = peer.send(nowNanos, declared, payload, sendOptions, ticket, credited);
        if (peer instanceof ToServer) {
            alarms.setEarlier(peer); // a text waits for the next slot
        }
        return refusal;
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
    public void closeAll(long nowNanos, DisconnectReason reason, String detail) {
        closed = true;
        List.copyOf(byHandle.keySet()).forEach(handle -> close(nowNanos, handle, reason, detail));
    }

    // ---- polls

    @SuppressWarnings("ReferenceEquality") // one that has ended is no longer in the table
    @Override
    public boolean pollTransmit(long nowNanos, Transmit into) {
        HalfOpen half;
        while ((half = answers.poll()) != null) {
            half.queued = false;
            if (halfOpen.contains(half)) {
                half.write(nowNanos, into.buffer());
                into.filled(half.address, 0);
                return true;
            }
        }
        PygaseConnection connection;
        while ((connection = due.poll()) != null) {
            connection.queued = false;
            if (byHandle.get(connection.handle) == connection) {
                connection.write(nowNanos, into.buffer());
                alarms.set(connection);
                into.filled(connection.address, connection.handle);
                return true;
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
        return dialect;
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
            memory.remember(
                    nowNanos,
                    peer.address,
                    peer.lastNumber(),
                    peer.received.newest(),
                    reason == DisconnectReason.CLOSED_LOCALLY);
        }
    }
}
