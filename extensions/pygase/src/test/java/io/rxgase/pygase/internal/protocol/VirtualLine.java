package io.rxgase.pygase.internal.protocol;

import io.rxgase.pygase.Pygase;
import io.rxgase.transport.Channel;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.Transmit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Machines and hand-made peers on a line in virtual time. {@link #run} jumps from one wake-up or arrival to the next; what machines
 * tell and what peers receive is collected.
 */
final class VirtualLine {
    static final InetSocketAddress SERVER = address(1000);
    static final InetSocketAddress CLIENT = address(2000);
    static final InetSocketAddress OTHER = address(3000);

    final List<Flight> flown = new ArrayList<>();
    final AtomicLong handles = new AtomicLong();
    long nowNanos = -7_000_000_000L; // a monotonic clock has any origin
    Duration delay = Duration.ofMillis(10);
    Duration jitter = Duration.ZERO;
    double copies;
    Predicate<Flight> lost = flight -> false;
    Random random = new Random(1);

    private final Map<InetSocketAddress, EndpointMachine> machines = new HashMap<>();
    private final Map<InetSocketAddress, List<EndpointEvent>> told = new HashMap<>();
    private final PriorityQueue<Flight> flying =
            new PriorityQueue<>(Comparator.comparingLong(Flight::arrivesNanos).thenComparingLong(Flight::number));
    private long flights;

    /** A datagram under way. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Flight(
            long number,
            long sentNanos,
            long arrivesNanos,
            InetSocketAddress from,
            InetSocketAddress to,
            byte[] bytes) {
        PacketHeader header() {
            return PacketHeader.read(ByteBuffer.wrap(bytes));
        }

        Datagram fromServer() {
            return Datagram.fromServer(ByteBuffer.wrap(bytes));
        }

        Datagram fromClient() {
            return Datagram.fromClient(ByteBuffer.wrap(bytes));
        }
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    PygaseEndpoint machine(InetSocketAddress at, TransportOptions options, long firstSequence) {
        PygaseEndpoint machine = new PygaseEndpoint(
                new EndpointConfig(options, new Random(1), handles::incrementAndGet, at.equals(SERVER), firstSequence),
                Pygase.dialect());
        return add(at, machine);
    }

    <M extends EndpointMachine> M add(InetSocketAddress at, M machine) {
        machines.put(at, machine);
        told.put(at, new ArrayList<>());
        return machine;
    }

    PygaseEndpoint machine(InetSocketAddress at) {
        return machine(at, TransportOptions.defaults(), 0);
    }

    void remove(InetSocketAddress at) {
        machines.remove(at);
    }

    void send(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        do {
            long delayNanos = delay.toNanos() + (long) (random.nextDouble() * jitter.toNanos());
            Flight flight = new Flight(++flights, nowNanos, nowNanos + delayNanos, from, to, bytes);
            flown.add(flight);
            if (!lost.test(flight)) {
                flying.add(flight);
            }
        } while (random.nextDouble() < copies);
    }

    void run(Duration time) {
        long endNanos = nowNanos + time.toNanos();
        machines.forEach(this::drain);
        while (true) {
            long nextNanos = flying.isEmpty() ? Long.MAX_VALUE : flying.peek().arrivesNanos();
            for (EndpointMachine machine : machines.values()) {
                nextNanos = Math.min(nextNanos, machine.pollTimeout());
            }
            if (nextNanos > endNanos) {
                break;
            }
            nowNanos = Math.max(nowNanos, nextNanos);
            while (!flying.isEmpty() && flying.peek().arrivesNanos() <= nowNanos) {
                Flight flight = flying.poll();
                EndpointMachine machine = machines.get(flight.to());
                if (machine != null) {
                    machine.receive(nowNanos, flight.from(), ByteBuffer.wrap(flight.bytes()));
                }
            }
            machines.forEach((at, machine) -> {
                if (machine.pollTimeout() <= nowNanos) {
                    machine.handleTimeout(nowNanos);
                }
                drain(at, machine);
            });
        }
        nowNanos = endNanos;
    }

    private void drain(InetSocketAddress at, EndpointMachine machine) {
        Transmit transmit = new Transmit(ByteBuffer.allocate(PygaseEndpoint.MAX_DATAGRAM_BYTES));
        while (true) {
            transmit.buffer().clear();
            if (!machine.pollTransmit(nowNanos, transmit)) {
                break;
            }
            byte[] bytes = new byte[transmit.buffer().remaining()];
            transmit.buffer().get(bytes);
            send(at, transmit.destination(), bytes);
        }
        EndpointEvent event;
        while ((event = machine.pollEvent()) != null) {
            told.get(at).add(event);
        }
    }

    /** What a machine told, of one kind. */
    <T extends EndpointEvent> List<T> told(InetSocketAddress at, Class<T> kind) {
        return told.get(at).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<String> texts(InetSocketAddress at) {
        return told(at, EndpointEvent.Message.class).stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    /** What was sent to an address since the line began. */
    List<Flight> flownTo(InetSocketAddress to) {
        return flown.stream().filter(flight -> flight.to().equals(to)).toList();
    }

    Flight lastTo(InetSocketAddress to) {
        List<Flight> all = flownTo(to);
        return all.get(all.size() - 1);
    }

    void post(InetSocketAddress from, long connection, String text, SendOptions options, long ticket, Channel channel) {
        EndpointMachine machine = machines.get(from);
        var refusal = machine.send(
                nowNanos, connection, channel.id(), text.getBytes(StandardCharsets.UTF_8), options, ticket, false);
        if (refusal != null) {
            throw new IllegalStateException("refused: " + refusal);
        }
    }

    void post(InetSocketAddress from, long connection, String text) {
        post(from, connection, text, SendOptions.DEFAULT, EndpointMachine.NO_TICKET, Channel.ORDERED);
    }

    /** A hand-made client proves its address, with its numbers 1 to 3. */
    void open(InetSocketAddress from, InetSocketAddress to) {
        send(from, to, clientDatagram(1, 0, 0, 0));
        send(from, to, clientDatagram(2, 0, 0, 0));
        run(delay.multipliedBy(2));
        send(from, to, clientDatagram(3, lastTo(from).header().sequence(), 0, 0));
        run(delay);
    }

    /** A client's datagram, made by hand. */
    static byte[] clientDatagram(int number, int ack, int bits, int timeOrder, String... events) {
        ByteBuffer into = ByteBuffer.allocate(PygaseEndpoint.MAX_DATAGRAM_BYTES);
        into.putInt(0xffd0fab9).putShort((short) number).putShort((short) ack).putInt(bits);
        into.putShort((short) timeOrder);
        for (String event : events) {
            byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
            into.putShort((short) bytes.length).put(bytes);
        }
        byte[] bytes = new byte[into.position()];
        into.flip().get(bytes);
        return bytes;
    }
}
