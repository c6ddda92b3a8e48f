package io.rxgase.transport.internal.protocol.pygase;

import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.DropCounts;
import io.rxgase.transport.internal.protocol.Endpoint;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.MemoryBudget;
import io.rxgase.transport.internal.protocol.Transmit;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One machine for the dialects of the options: several on one port are told apart by the first byte of a datagram, which is
 * {@code 0xff} in PyGaSe's and never in RxGaSe's. It also reads PyGaSe's plain text datagrams: {@code shutdown} from
 * the host client's address is told if the options allow it, everything else of that kind is dropped and counted.
 *
 * <p>The host client is the first that ever connected; its address keeps that right when it has left. If that one speaks
 * RxGaSe's own dialect no text has any power.
 *
 * <pre>{@code
 * EndpointMachine machine = DialectEndpoint.of(EndpointConfig.of(options, random, handles).listening());
 * }</pre>
 */
public final class DialectEndpoint implements EndpointMachine {
    private static final byte PYGASE_FIRST_BYTE = (byte) (PacketHeader.MAGIC >>> 24);

    private final TransportOptions options;
    private final Map<Dialect, EndpointMachine> machines = new EnumMap<>(Dialect.class);
    private final Map<Long, EndpointMachine> byConnection = new HashMap<>();
    private final Queue<EndpointEvent> events = new ArrayDeque<>();

    private @Nullable InetSocketAddress host;
    private long hostConnection;
    private boolean hostMayWrite;
    private long textsDropped;

    private DialectEndpoint(EndpointConfig config) {
        options = config.options();
        for (Dialect dialect : options.dialects()) {
            machines.put(dialect, dialect == Dialect.PYGASE ? new PygaseEndpoint(config) : new Endpoint(config));
        }
    }

    /**
     * The machine that the options ask for.
     *
     * @param config what it is made of
     * @return the plain machine of RxGaSe's own dialect if nothing else is needed
     */
    public static EndpointMachine of(EndpointConfig config) {
        return config.options().dialects().contains(Dialect.PYGASE)
                ? new DialectEndpoint(config)
                : new Endpoint(config);
    }

    // ---- inputs

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer datagram) {
        if (TextDatagram.isText(datagram)) {
            receiveText(from, datagram);
            return;
        }
        boolean pygase = datagram.hasRemaining() && datagram.get(datagram.position()) == PYGASE_FIRST_BYTE;
        EndpointMachine machine = machines.get(pygase ? Dialect.PYGASE : Dialect.RXGASE);
        if (machine == null) {
            machine = machines.values().iterator().next();
        }
        machine.receive(nowNanos, from, datagram);
        if (host == null) {
            // A host may send its first datagram and the text in one breath: it is the host from the first one on.
            drainEvents();
        }
    }

    private void receiveText(InetSocketAddress from, ByteBuffer datagram) {
        if (options.hostShutdown() && hostMayWrite && from.equals(host) && TextDatagram.isShutdown(datagram)) {
            events.add(
                    new EndpointEvent.ShutdownRequested(byConnection.containsKey(hostConnection) ? hostConnection : 0));
        } else {
            textsDropped++;
        }
    }

    @Override
    public void handleTimeout(long nowNanos) {
        machines.values().forEach(machine -> machine.handleTimeout(nowNanos));
    }

    // ---- commands

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException also if there are two dialects to choose from
     */
    @Override
    public long connect(long nowNanos, InetSocketAddress to, byte[] hello) {
        if (machines.size() != 1) {
            throw new IllegalArgumentException(
                    "a client speaks one dialect, not " + machines.keySet() + ": choose with withDialects(Set.of(…))");
        }
        EndpointMachine machine = machines.values().iterator().next();
        long connection = machine.connect(nowNanos, to, hello);
        byConnection.put(connection, machine);
        return connection;
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
        EndpointMachine machine = byConnection.get(connection);
        return machine == null
                ? DeliveryException.Reason.CONNECTION_ENDED
                : machine.send(nowNanos, connection, channel, payload, sendOptions, ticket, credited);
    }

    @Override
    public MemoryBudget memory(long connection) {
        EndpointMachine machine = byConnection.get(connection);
        return machine == null ? EndpointMachine.super.memory(connection) : machine.memory(connection);
    }

    @Override
    public void consumed(long nowNanos, long connection, int channel, int messages) {
        EndpointMachine machine = byConnection.get(connection);
        if (machine != null) {
            machine.consumed(nowNanos, connection, channel, messages);
        }
    }

    @Override
    public void offerState(long nowNanos, StateSource source) {
        machines.forEach((dialect, machine) -> machine.offerState(nowNanos, source.in(dialect)));
    }

    @Override
    public void holdState(long nowNanos, long connection, long version, boolean missed) {
        EndpointMachine machine = byConnection.get(connection);
        if (machine != null) {
            machine.holdState(nowNanos, connection, version, missed);
        }
    }

    @Override
    public void close(long nowNanos, long connection, DisconnectReason reason, String detail) {
        EndpointMachine machine = byConnection.get(connection);
        if (machine != null) {
            machine.close(nowNanos, connection, reason, detail);
        }
    }

    @Override
    public void requestShutdown(long nowNanos, long connection) {
        EndpointMachine machine = byConnection.get(connection);
        if (machine != null) {
            machine.requestShutdown(nowNanos, connection);
        }
    }

    @Override
    public void closeAll(long nowNanos, DisconnectReason reason, String detail) {
        machines.values().forEach(machine -> machine.closeAll(nowNanos, reason, detail));
    }

    // ---- polls

    @Override
    public boolean pollTransmit(long nowNanos, Transmit into) {
        for (EndpointMachine machine : machines.values()) {
            if (machine.pollTransmit(nowNanos, into)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable EndpointEvent pollEvent() {
        if (events.isEmpty()) {
            drainEvents();
        }
        EndpointEvent event = events.poll();
        if (event instanceof EndpointEvent.Disconnected end) {
            byConnection.remove(end.connection());
        }
        return event;
    }

    private void drainEvents() {
        for (EndpointMachine machine : machines.values()) {
            EndpointEvent event;
            while ((event = machine.pollEvent()) != null) {
                events.add(event);
                if (event instanceof EndpointEvent.Connected connected) {
                    byConnection.put(connected.connection(), machine);
                    if (host == null && connected.incoming()) {
                        host = connected.remoteAddress();
                        hostConnection = connected.connection();
                        hostMayWrite = machine.dialect(hostConnection) == Dialect.PYGASE;
                    }
                }
            }
        }
    }

    @Override
    public long pollTimeout() {
        long next = NEVER;
        for (EndpointMachine machine : machines.values()) {
            next = Math.min(next, machine.pollTimeout());
        }
        return next;
    }

    // ---- getters

    @Override
    public @Nullable ConnectionStats stats(long connection) {
        EndpointMachine machine = byConnection.get(connection);
        return machine == null ? null : machine.stats(connection);
    }

    @Override
    public long credit(long connection, int channel) {
        EndpointMachine machine = byConnection.get(connection);
        return machine == null ? 0 : machine.credit(connection, channel);
    }

    @Override
    public Dialect dialect(long connection) {
        EndpointMachine machine = byConnection.get(connection);
        return machine == null ? Dialect.RXGASE : machine.dialect(connection);
    }

    @Override
    public int maxMessageBytes(long connection) {
        EndpointMachine machine = byConnection.get(connection);
        return machine == null ? 0 : machine.maxMessageBytes(connection);
    }

    @Override
    public DropCounts drops() {
        EndpointMachine own = machines.get(Dialect.RXGASE);
        return own == null ? NO_DROPS : own.drops();
    }

    @Override
    public long datagramsDropped() {
        return textsDropped
                + machines.values().stream()
                        .mapToLong(EndpointMachine::datagramsDropped)
                        .sum();
    }
}
