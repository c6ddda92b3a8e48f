package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.server.Backend;
import io.rxgase.server.ServerStats;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the server tells people about itself. */
class ServerStatsTest {
    record Clock(int tick) {}

    private final TestScheduler time = new TestScheduler();
    private final SimulatedNetwork network =
            SimulatedNetwork.on(time, 1).with(NetworkConditions.LAN.withDelay(Duration.ofMillis(20), Duration.ZERO));

    private final Backend<Clock> backend = Backend.of(
                    GameLogic.of(Clock.class).timeStep((clock, dt) -> new Clock(clock.tick() + 1)), new Clock(0))
            .scheduler(time)
            .transport(network.host("server"))
            .start("server", 1);

    private Client<Clock> connect(String host) {
        TestObserver<Client<Clock>> connecting = Client.of(Clock.class)
                .transport(network.host(host))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(1, SECONDS);
        return connecting.assertComplete().values().get(0);
    }

    @Test
    void shouldTellEachSecondWhatEachClientAndAllTogetherCost() {
        connect("a");
        connect("b");
        TestSubscriber<ServerStats> readings = backend.stats().test();

        time.advanceTimeBy(3_010, MILLISECONDS);

        readings.assertValueCount(4);
        ServerStats before = readings.values().get(2);
        ServerStats last = readings.values().get(3);
        assertThat(last.clients()).containsOnlyKeys(new ClientId(1), new ClientId(2));
        ServerStats.Client first = last.clients().get(new ClientId(1));
        assertThat(first.link().rttNanos()).isBetween(40_000_000L, 80_000_000L);
        // Acknowledged three times a second, so up to 15 ticks old, and the round trip on top.
        assertThat(first.baselineAge()).isBetween(1L, 20L);
        assertThat(first.statesSent() - before.clients().get(new ClientId(1)).statesSent())
                .isCloseTo(50L, within(1L));
        assertThat(first.stateBytesSent()).isGreaterThan(3 * first.statesSent());
        assertThat(last.total().bytesSent()).isGreaterThan(before.total().bytesSent());
        assertThat(last.encodings()).isEqualTo(1);
        assertThat(last.revision()).isGreaterThan(200);
    }

    @Test
    void shouldEndWithTheServerAndKeepNothingForSlowSubscribers() {
        TestSubscriber<ServerStats> slow = backend.stats(Duration.ofMillis(10)).test(2);

        time.advanceTimeBy(1, SECONDS);
        slow.assertValueCount(2);
        backend.close();
        time.advanceTimeBy(5_000, MILLISECONDS);

        slow.assertValueCount(2).assertComplete();
        assertThatThrownBy(() -> backend.stats(Duration.ZERO)).hasMessageContaining("above 0");
    }
}
