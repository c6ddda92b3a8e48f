package io.rxgase.transport.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportContract;
import io.rxgase.transport.emulation.NetworkConditions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

class SimulatedContractTest extends TransportContract {
    private final TestScheduler scheduler = new TestScheduler();
    private final SimulatedNetwork network = SimulatedNetwork.on(scheduler, 1).with(NetworkConditions.LAN);

    @Override
    protected DatagramTransport newServer() {
        return network.host("server");
    }

    @Override
    protected DatagramTransport newClient() {
        return network.host("client");
    }

    @Override
    protected InetSocketAddress serverAddress(int port) {
        return InetSocketAddress.createUnresolved("server", port);
    }

    @Override
    protected InetSocketAddress nobody() {
        return InetSocketAddress.createUnresolved("server", 9);
    }

    @Override
    protected InetSocketAddress reachable(Listener listener) {
        return listener.localAddress();
    }

    @Override
    protected void silence() {
        network.partition("server", "client");
    }

    @Override
    protected void endSilence() {
        network.heal();
    }

    @Override
    protected void until(BooleanSupplier condition) {
        for (int millis = 0; !condition.getAsBoolean(); millis++) {
            assertThat(millis).as("virtual milliseconds waited").isLessThan(100_000);
            scheduler.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    protected void pass(Duration time) {
        scheduler.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected Duration idleTimeout() {
        return Duration.ofMillis(250);
    }
}
