package io.rxgase.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.testkit.Prerequisite;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportContract;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.netty.NettyTransport.Io;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract over real sockets on the loopback address; the relay stands for the cable that is pulled. */
abstract class NettyContract extends TransportContract {
    private static final int POLL_NANOS = 200_000;
    private static final int POLLS = 100_000;

    private final Io io;
    private final InetAddress loopback;
    private final List<ConditionedRelay> relays = new ArrayList<>();

    NettyContract(Io io, String loopback) {
        this.io = io;
        try {
            this.loopback = InetAddress.getAllByName(loopback)[0];
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
        Prerequisite.need(io == Io.NIO || Io.best() == Io.EPOLL, "epoll", "run it on Linux, on x86-64 or AArch64");
        Prerequisite.need(isHere(this.loopback), "address " + loopback, "sysctl -w net.ipv6.conf.lo.disable_ipv6=0");
    }

    private static boolean isHere(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket(0, address)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @BeforeAll
    static void watchForLeaks() {
        Leaks.watch();
    }

    @AfterAll
    static void assertNoLeaks() {
        Leaks.assertNone();
    }

    @Override
    protected void takeDown() {
        relays.forEach(ConditionedRelay::close);
    }

    @Override
    protected DatagramTransport newServer() {
        return NettyTransport.create(io, 1);
    }

    @Override
    protected DatagramTransport newClient() {
        return NettyTransport.create(io, 1);
    }

    @Override
    protected InetSocketAddress serverAddress(int port) {
        return new InetSocketAddress(loopback, port);
    }

    @Override
    protected InetSocketAddress nobody() {
        return new InetSocketAddress(loopback, 9);
    }

    @Override
    protected InetSocketAddress reachable(Listener listener) {
        ConditionedRelay relay = ConditionedRelay.open(listener.localAddress(), NetworkConditions.PERFECT, 1)
                .blockingGet();
        relays.add(relay);
        return relay.localAddress();
    }

    @Override
    protected void silence() {
        relays.forEach(relay -> conditions(relay, NetworkConditions.PERFECT.withLoss(1)));
    }

    @Override
    protected void endSilence() {
        relays.forEach(relay -> conditions(relay, NetworkConditions.PERFECT));
    }

    /** Returns when they are in force. */
    private static void conditions(ConditionedRelay relay, NetworkConditions conditions) {
        relay.conditions(conditions);
        // The relay's loop does one thing after the other.
        relay.statsToTarget().ignoreElement().blockingAwait();
    }

    @Override
    protected void until(BooleanSupplier condition) {
        int polls = 0;
        while (!condition.getAsBoolean()) {
            assertThat(++polls).as("polls").isLessThan(POLLS);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    protected void pass(Duration time) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
