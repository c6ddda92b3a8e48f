package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.TransportOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A client and a server in virtual time with a link in each direction. {@link #step} jumps to whatever comes next: a datagram's arrival or
 * a machine's time-out.
 */
final class TestPair {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    final AtomicLong handles = new AtomicLong();
    final TestLink up;
    final TestLink down;
    final TestHost client;
    final TestHost server;
    long nowNanos = 1_000_000_007;

    TestPair() {
        this(TransportOptions.defaults());
    }

    TestPair(TransportOptions options) {
        this(options, options, 1, 0, 0);
    }

    TestPair(TransportOptions clients, TransportOptions servers, long seed, long clientFirst, long serverFirst) {
        this(clients, servers, seed, clientFirst, serverFirst, ChecksumProtection::new);
    }

    TestPair(
            TransportOptions clients,
            TransportOptions servers,
            long seed,
            long clientFirst,
            long serverFirst,
            Supplier<PacketProtection> protection) {
        up = new TestLink(seed * 31 + 1);
        down = new TestLink(seed * 31 + 2);
        client = new TestHost(
                this,
                address(1, 40_000),
                TestHost.config(clients, seed * 31 + 3, handles::incrementAndGet)
                        .withFirstSequence(clientFirst),
                protection.get());
        server = new TestHost(
                this,
                address(2, 7_777),
                TestHost.config(servers, seed * 31 + 4, handles::incrementAndGet)
                        .listening()
                        .withFirstSequence(serverFirst),
                protection.get());
    }

    static InetSocketAddress address(int host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Connects and waits until both know. */
    TestPair connect() {
        return connect(new byte[0]);
    }

    TestPair connect(byte[] hello) {
        client.machine.connect(nowNanos, server.address, hello);
        runUntil(() -> client.connection != 0 && server.connection != 0, 10 * SECOND);
        return this;
    }

    void transmit(TestHost from, InetSocketAddress to, byte[] datagram) {
        (from == client ? up : down).send(nowNanos, from.address, to, datagram);
    }

    /** Jumps to the next arrival or time-out, but not beyond the limit. Returns false if the limit was reached. */
    boolean step(long limitNanos) {
        client.drain();
        server.drain();
        long next = Math.min(
                Math.max(up.nextArrivalNanos(), server.pausedUntilNanos),
                Math.max(down.nextArrivalNanos(), client.pausedUntilNanos));
        next = Math.min(next, Math.min(client.wakeNanos(), server.wakeNanos()));
        if (next > limitNanos) {
            nowNanos = Math.max(nowNanos, limitNanos);
            return false;
        }
        nowNanos = Math.max(nowNanos, next);
        deliver(up, server);
        deliver(down, client);
        if (client.wakeNanos() <= nowNanos) {
            client.machine.handleTimeout(nowNanos);
        }
        if (server.wakeNanos() <= nowNanos) {
            server.machine.handleTimeout(nowNanos);
        }
        return true;
    }

    private void deliver(TestLink link, TestHost host) {
        while (link.nextArrivalNanos() <= nowNanos && !host.isPaused()) {
            TestLink.Flight flight = link.flights.remove();
            if (flight.to().equals(host.address)) {
                host.machine.receive(nowNanos, flight.from(), ByteBuffer.wrap(flight.bytes()));
                host.drain();
            }
        }
    }

    void run(long nanos) {
        long limit = nowNanos + nanos;
        while (step(limit)) {
            // until the time is over
        }
    }

    /** Returns whether it came true in time. */
    boolean runUntil(BooleanSupplier condition, long nanos) {
        long limit = nowNanos + nanos;
        while (!condition.getAsBoolean()) {
            if (!step(limit)) {
                client.drain();
                server.drain();
                return condition.getAsBoolean();
            }
        }
        return true;
    }
}
