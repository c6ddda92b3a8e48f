package io.rxgase.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.client.Client;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.server.Backend;
import io.rxgase.server.ClientEvent;
import io.rxgase.transport.Admission.Decision;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.emulation.NetworkConditions.Bursts;
import io.rxgase.transport.netty.ConditionedRelay;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The code of docs/NETWORK.md, docs/STREAMS.md and docs/DEPLOYMENT.md. */
@SuppressWarnings("CheckReturnValue")
class NetworkPageTest {
    record Counter(int n, double seconds) {
        Counter after(double dt) {
            return new Counter(n + 1, seconds + dt);
        }
    }

    @Test
    void shouldPlayOverASimulatedNetwork() {
        NetworkConditions train = NetworkConditions.CELLULAR
                .withLoss(0.03)
                .withBursts(new Bursts(0.01, 0.2, 0.9))
                .withDelay(Duration.ofMillis(60), Duration.ofMillis(25))
                .withBandwidth(250_000, 64 << 10);
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, 42).with(train);

        GameLogic<Counter> rules = GameLogic.of(Counter.class).timeStep(Counter::after);
        Backend<Counter> backend = Backend.of(rules, new Counter(0, 0))
                .scheduler(time)
                .transport(network.host("server"))
                .start("localhost", 8080);
        var connected = Client.of(Counter.class)
                .transport(network.host("phone"))
                .connect("server", 8080)
                .test();
        time.advanceTimeBy(5, TimeUnit.SECONDS);
        Client<Counter> client = connected.values().get(0);

        network.partition("server", "phone"); // a tunnel
        time.advanceTimeBy(2, TimeUnit.SECONDS);
        network.heal();
        time.advanceTimeBy(2, TimeUnit.SECONDS);

        assertThat(client.store().current().state().n()).isGreaterThan(400);
        assertThat(network.reading().lost()).isPositive();
        client.close();
        backend.close();
        time.advanceTimeBy(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldSpoilTheWayBetweenTwoPrograms() {
        try (Backend<Counter> backend = Backend.of(
                        GameLogic.of(Counter.class).timeStep(Counter::after), new Counter(0, 0))
                .start("localhost", 0)) {
            InetSocketAddress server = backend.localAddress();
            ConditionedRelay relay =
                    ConditionedRelay.open(server, NetworkConditions.WIFI, 42).blockingGet();
            int port = relay.localAddress().getPort();
            Client<Counter> client = Client.of(Counter.class).blockingConnect("localhost", port);
            relay.conditions(NetworkConditions.AWFUL); // while the game goes on

            int seen = client.states()
                    .filter(state -> state.n() > 50)
                    .timeout(20, TimeUnit.SECONDS)
                    .blockingFirst()
                    .n();
            assertThat(seen).isGreaterThan(50);
            client.close();
            relay.close();
        }
    }

    @Test
    void shouldAdmitWhomItKnows() {
        Set<String> tickets = Set.of("gold-4711", "guest");
        TransportOptions options = TransportOptions.defaults()
                .withMaxConnections(64)
                .withIdleTimeout(Duration.ofSeconds(10))
                .withResumeGrace(Duration.ofSeconds(20))
                .withAdmission((address, hello) -> {
                    String ticket = new String(hello, StandardCharsets.UTF_8);
                    if (!tickets.contains(ticket)) {
                        return Decision.refuse("no such ticket");
                    }
                    return ticket.equals("guest") ? Decision.limit(20_000) : Decision.admit();
                });
        try (Backend<Counter> backend =
                        Backend.of(new Counter(0, 0)).options(options).start("localhost", 0);
                Client<Counter> client = Client.of(Counter.class)
                        .hello("gold-4711")
                        .blockingConnect("localhost", backend.localAddress().getPort())) {
            var refused = Client.of(Counter.class)
                    .hello("forged")
                    .connect("localhost", backend.localAddress().getPort())
                    .test();

            refused.awaitDone(10, TimeUnit.SECONDS)
                    .assertError(error -> error.getMessage().contains("no such ticket"));
            backend.clients()
                    .ofType(ClientEvent.Joined.class)
                    .test()
                    .assertValue(joined -> joined.client().equals(new ClientId(1)));
            assertThat(client.reading().link().packetsReceived()).isPositive();
        }
    }
}
