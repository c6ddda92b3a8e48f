package io.rxgase.benchmarks;

import io.rxgase.transport.Channel;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.Endpoint;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.Transmit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The two halves of what {@link MachineBenchmark} measures together: a machine that sends (takes a message and encodes the packet
 * that carries it), and one that receives (decodes the packet and hands the message out). 64 packets an invocation, so that the
 * other half can be done outside the measured time; many more may not be under way without an acknowledgement.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main PacketBenchmark -prof gc
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PacketBenchmark {
    private static final int PACKETS = 64;
    private static final int LARGEST_DATAGRAM = 1472;
    private static final long STEP_NANOS = 1_000_000;

    /** A client and a server that are connected, and the packets between them. */
    private static final class Link {
        private final AtomicLong handles = new AtomicLong();
        private final EndpointConfig config =
                EndpointConfig.of(TransportOptions.defaults(), new SplittableRandom(1), handles::incrementAndGet);
        private final EndpointMachine client = new Endpoint(config);
        private final EndpointMachine server = new Endpoint(config.listening());
        private final InetSocketAddress clientAddress = address(1);
        private final InetSocketAddress serverAddress = address(2);
        private final ByteBuffer[] wire = new ByteBuffer[PACKETS];
        private final byte[] payload = new byte[50];
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        private final Transmit transmit = new Transmit(buffer);
        private long connection;
        private long nowNanos;
        private int packets;
        private int received;

        Link() {
            for (int i = 0; i < PACKETS; i++) {
                wire[i] = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
            }
            connection = client.connect(nowNanos, serverAddress, new byte[0]);
            for (int i = 0; i < 10; i++) {
                settle();
            }
        }

        private static InetSocketAddress address(int host) {
            try {
                return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}), 1);
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException("4 bytes are an address", impossible);
            }
        }

        int send(Channel channel) {
            packets = 0;
            received = 0;
            for (int i = 0; i < PACKETS; i++) {
                nowNanos += STEP_NANOS;
                var unused = client.send(
                        nowNanos,
                        connection,
                        channel.id(),
                        payload,
                        SendOptions.DEFAULT,
                        EndpointMachine.NO_TICKET,
                        false);
                buffer.clear();
                if (client.pollTransmit(nowNanos, transmit)) {
                    wire[packets++].clear().put(buffer).flip();
                }
            }
            if (packets < PACKETS) {
                throw new IllegalStateException("only " + packets + " packets instead of " + PACKETS);
            }
            return packets;
        }

        int receive() {
            for (; received < packets; received++) {
                server.receive(nowNanos, clientAddress, wire[received]);
                takeEvents(server);
            }
            return received;
        }

        /** Acknowledgements, timers, and all that follows from them. */
        void settle() {
            nowNanos = Math.max(nowNanos + STEP_NANOS, Math.min(client.pollTimeout(), server.pollTimeout()));
            client.handleTimeout(nowNanos);
            server.handleTimeout(nowNanos);
            while (move(client, clientAddress, server) || move(server, serverAddress, client)) {
                takeEvents(client);
                takeEvents(server);
            }
        }

        private boolean move(EndpointMachine from, InetSocketAddress address, EndpointMachine to) {
            boolean moved = false;
            buffer.clear();
            while (from.pollTransmit(nowNanos, transmit)) {
                to.receive(nowNanos, address, buffer);
                buffer.clear();
                moved = true;
            }
            return moved;
        }

        private void takeEvents(EndpointMachine machine) {
            EndpointEvent event;
            while ((event = machine.pollEvent()) != null) {
                if (event instanceof EndpointEvent.Message message) {
                    machine.consumed(nowNanos, message.connection(), message.channel(), 1);
                }
            }
        }
    }

    /** Packets are sent in the measured time, and received after it. */
    @State(Scope.Thread)
    public static class Sending {
        private final Link link = new Link();

        /** The other half. */
        @TearDown(Level.Invocation)
        public void receive() {
            int unused = link.receive();
            link.settle();
        }
    }

    /** Packets are sent before the measured time, and received in it. */
    @State(Scope.Thread)
    public static class Receiving {
        private final Link link = new Link();

        /** The other half, unreliable. */
        @Setup(Level.Invocation)
        public void send() {
            int unused = link.send(Channel.UNRELIABLE);
        }

        /** What is left of it. */
        @TearDown(Level.Invocation)
        public void settle() {
            link.settle();
        }
    }

    /** Encodes packets with an unreliable message of 50 bytes each. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int send(Sending sending) {
        return sending.link.send(Channel.UNRELIABLE);
    }

    /** Encodes packets with a reliable message of 50 bytes each. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int sendReliable(Sending sending) {
        return sending.link.send(Channel.ORDERED);
    }

    /** Decodes packets with an unreliable message of 50 bytes each, and hands the messages out. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int receive(Receiving receiving) {
        return receiving.link.receive();
    }
}
