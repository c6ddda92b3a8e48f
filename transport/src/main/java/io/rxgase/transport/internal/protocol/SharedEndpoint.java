package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One machine for the dialects of the options: several on one port are told apart by the first bytes of a datagram.
 *
 * <pre>{@code
 * EndpointMachine machine = SharedEndpoint.of(EndpointConfig.of(options, random, handles).listening());
 * }</pre>
 */
public final class SharedEndpoint implements EndpointMachine {
    private final Map<WireDialect, EndpointMachine> machines = new LinkedHashMap<>();
    private final EndpointMachine own;
    private final Map<Long, EndpointMachine> byConnection = new HashMap<>();
    private final Queue<EndpointEvent> events = new ArrayDeque<>();

    private SharedEndpoint(EndpointConfig config) {
        for (Dialect dialect : config.options().dialects()) {
            WireDialect wire = WireDialect.of(dialect);
            machines.put(wire, wire.machine(config));
        }
        // Where there is none of RxGaSe's own, what nobody claims is dropped and counted by another one.
        own = machines.getOrDefault(
                OwnWire.INSTANCE, machines.values().iterator().next());
    }

    /**
     * The machine that the options ask for.
     *
     * @param config what it is made of
     * @return the plain machine of RxGaSe's own dialect if nothing else is needed
     * @throws IllegalArgumentException if nobody speaks one of the dialects
     */
    public static EndpointMachine of(EndpointConfig config) {
        return config.options().dialects().equals(Set.of(Dialect.RXGASE))
                ? new Endpoint(config)
                : new SharedEndpoint(config);
    }

    // ---- inputs

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer datagram) {
        EndpointMachine receiver = own;
        for (Map.Entry<WireDialect, EndpointMachine> entry : machines.entrySet()) {
            if (entry.getKey().claims(datagram)) {
                receiver = entry.getValue();
            }
        }
        receiver.receive(nowNanos, from, datagram);
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
                    "a client speaks one dialect, not " + names() + ": choose with withDialects(Set.of(…))");
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
        return machines.containsKey(OwnWire.INSTANCE) ? own.drops() : NO_DROPS;
    }

    @Override
    public long datagramsDropped() {
        return machines.values().stream()
                .mapToLong(EndpointMachine::datagramsDropped)
                .sum();
    }

    private List<String> names() {
        return machines.keySet().stream().map(Dialect::name).toList();
    }
}
