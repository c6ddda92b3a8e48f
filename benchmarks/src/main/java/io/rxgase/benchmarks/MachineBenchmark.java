package io.rxgase.benchmarks;

import io.rxgase.transport.Channel;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.Endpoint;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.Transmit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the protocol machine costs per packet, without sockets: a client and a server in one thread, whose datagrams are copied
 * from one to the other. One operation is one packet, written by one machine, copied, and read by the other, so the time is that of
 * sending and receiving together.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main MachineBenchmark -prof gc
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class MachineBenchmark {
    private static final int PACKETS = 1_000;
    private static final long TICK_NANOS = 20_000_000;

    private final AtomicLong handles = new AtomicLong();
    private final byte[] payload = new byte[50];
    private Side client;
    private Side server;
    private long nowNanos;
    private long version;
    private StateSource.Frame frame;
    private long packets;

    /** One machine and what a driver keeps for it. */
    private static final class Side {
        final EndpointMachine machine;
        final InetSocketAddress address;
        final ByteBuffer buffer = ByteBuffer.allocateDirect(1472);
        final ByteBuffer wire = ByteBuffer.allocateDirect(1472);
        final Transmit transmit = new Transmit(buffer);
        long connection;

        Side(EndpointMachine machine, InetSocketAddress address) {
            this.machine = machine;
            this.address = address;
        }
    }

    /** Connects the two. */
    @Setup
    public void connect() throws Exception {
        EndpointConfig config =
                EndpointConfig.of(TransportOptions.defaults(), new SplittableRandom(1), handles::incrementAndGet);
        client = new Side(
                new Endpoint(config), new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 1));
        server = new Side(
                new Endpoint(config.listening()),
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 2}), 2));
        version = 0;
        frame = new StateSource.Frame(StateSource.NONE, 1, ByteBuffer.allocate(100));
        client.machine.connect(nowNanos, server.address, new byte[0]);
        while (client.connection == 0 || server.connection == 0) {
            advance();
        }
    }

    /** To the next time-out, with all that follows from it. */
    private void advance() {
        exchange();
        nowNanos = Math.max(nowNanos + 1, Math.min(client.machine.pollTimeout(), server.machine.pollTimeout()));
        client.machine.handleTimeout(nowNanos);
        server.machine.handleTimeout(nowNanos);
        exchange();
    }

    private void exchange() {
        boolean active = true;
        while (active) {
            active = move(client, server);
            active |= move(server, client);
            active |= takeEvents(client);
            active |= takeEvents(server);
        }
    }

    private boolean move(Side from, Side to) {
        boolean moved = false;
        while (from.machine.pollTransmit(nowNanos, from.transmit)) {
            from.wire.clear();
            from.wire.put(from.buffer).flip();
            from.buffer.clear();
            to.machine.receive(nowNanos, from.address, from.wire);
            packets++;
            moved = true;
        }
        from.buffer.clear();
        return moved;
    }

    private boolean takeEvents(Side side) {
        boolean taken = false;
        for (EndpointEvent event = side.machine.pollEvent(); event != null; event = side.machine.pollEvent()) {
            taken = true;
            if (event instanceof EndpointEvent.Connected connected) {
                side.connection = connected.connection();
            } else if (event instanceof EndpointEvent.Message message) {
                side.machine.consumed(nowNanos, message.connection(), message.channel(), 1);
            } else if (event instanceof EndpointEvent.StateArrived state) {
                side.machine.consumed(nowNanos, side.connection, EndpointMachine.STATE_STREAM, 1);
                side.machine.holdState(nowNanos, side.connection, state.frame().version(), false);
            }
        }
        return taken;
    }

    /** Keep-alives and acknowledgements, both ways: packets that carry no message. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long packetsWithoutMessage() {
        long end = packets + PACKETS;
        while (packets < end) {
            advance();
        }
        return packets;
    }

    /** A packet with one unreliable message of 50 bytes, and an acknowledgement now and then. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long unreliableMessages() {
        return messages(Channel.UNRELIABLE);
    }

    /** A packet with one reliable message of 50 bytes, and an acknowledgement for every other one. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long reliableMessages() {
        return messages(Channel.ORDERED);
    }

    private long messages(Channel channel) {
        for (int i = 0; i < PACKETS; i++) {
            nowNanos += 1_000_000;
            client.machine.send(
                    nowNanos,
                    client.connection,
                    channel.id(),
                    payload,
                    SendOptions.DEFAULT,
                    EndpointMachine.NO_TICKET,
                    false);
            step();
        }
        return packets;
    }

    /** A state of 100 bytes per tick and client, with the acknowledgements that come for them. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long states() {
        for (int i = 0; i < PACKETS; i++) {
            nowNanos += TICK_NANOS;
            server.machine.offerState(nowNanos, new Tick(++version, frame));
            step();
        }
        return packets;
    }

    private void step() {
        if (client.machine.pollTimeout() <= nowNanos) {
            client.machine.handleTimeout(nowNanos);
        }
        if (server.machine.pollTimeout() <= nowNanos) {
            server.machine.handleTimeout(nowNanos);
        }
        exchange();
    }

    /** One version of the state; the bytes are always the same. */
    private record Tick(long version, Frame bytes) implements StateSource {
        @Override
        public Frame frame(Receiver receiver, long baseVersion) {
            return new Frame(baseVersion, version, bytes.bytes());
        }
    }
}
