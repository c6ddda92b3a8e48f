package io.rxgase.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.server.Backend;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.emulation.NetworkConditions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A game whose ticks change nothing costs keep-alives only, and clients know that it goes on. */
class StillGameTest {
    private static final long KEEP_ALIVE_NANOS = Duration.ofSeconds(1).toNanos();

    @Test
    void shouldSendNoPacketsForTicksThatChangeNothing() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Lighthouse> backend = world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            Client<Lighthouse> client = world.join(Lighthouse.class, "client");
            world.advanceTimeBy(Duration.ofSeconds(2));
            long before = client.reading().link().packetsReceived();
            TestSubscriber<Lighthouse> states = client.states().test();
            TestSubscriber<GameStateUpdate> updates = client.updates().test();

            for (int i = 0; i < 100; i++) {
                world.advanceTimeBy(Duration.ofMillis(100));
                assertThat(lag(backend, client)).isLessThan(KEEP_ALIVE_NANOS + 100_000_000);
            }

            // A keep-alive of each side a second, and the answer to the client's.
            assertThat(client.reading().link().packetsReceived() - before).isBetween(10L, 22L);
            states.assertValueCount(1);
            assertThat(updates.values().subList(1, updates.values().size()))
                    .isNotEmpty()
                    .allMatch(update -> update.changes().isEmpty());
        }
    }

    @Test
    void shouldGoOnRightlyWhenSomethingChangesAfterAStillTime() {
        try (VirtualWorld world = VirtualWorld.of(2)) {
            world.with(NetworkConditions.WIFI.withLoss(0.1));
            Backend<Lighthouse> backend = world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            Client<Lighthouse> alice = world.join(Lighthouse.class, "alice");
            for (int i = 0; i < 10; i++) {
                world.advanceTimeBy(Duration.ofMillis(1_700));
                alice.send(Lighthouse.SWITCH);
                world.advanceTimeBy(Duration.ofMillis(500));
                alice.send(Lighthouse.SWITCH);
            }
            Client<Lighthouse> bob = world.join(Lighthouse.class, "bob");
            world.advanceTimeBy(Duration.ofSeconds(3));

            backend.machine().pause();
            world.advanceTimeBy(Duration.ofSeconds(2));
            assertThat(alice.store().current()).isEqualTo(backend.snapshot());
            assertThat(bob.store().current()).isEqualTo(backend.snapshot());
            assertThat(alice.reading().resyncs()).isZero();
            // What was there at a moment of the past is found, also while nothing changed.
            Snapshot<Lighthouse> now = alice.store().current();
            assertThat(alice.store().at(now.gameTimeNanos() - KEEP_ALIVE_NANOS))
                    .hasValueSatisfying(then -> assertThat(now.gameTimeNanos() - then.gameTimeNanos())
                            .isBetween(KEEP_ALIVE_NANOS, 3 * KEEP_ALIVE_NANOS));
        }
    }

    @Test
    void shouldTellAPausedGameFromAStillOneAndFromADeadServer() {
        try (VirtualWorld world = VirtualWorld.of(3)) {
            Backend<Lighthouse> backend = world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            Client<Lighthouse> client = world.join(Lighthouse.class, "client");
            TestSubscriber<ConnectionEvent> lifecycle = client.lifecycle().test();
            world.advanceTimeBy(Duration.ofSeconds(3));
            assertThat(client.store().current().status()).isEqualTo(GameStatus.ACTIVE);
            for (int i = 0; i < 20; i++) {
                world.advanceTimeBy(Duration.ofMillis(170));
                assertThat(client.reading().gameTimeNanos())
                        .isEqualTo(client.store().current().gameTimeNanos());
                assertThat(client.reading().gameTimeAgeNanos()).isBetween(0L, KEEP_ALIVE_NANOS + 100_000_000);
            }

            backend.machine().pause();
            world.advanceTimeBy(Duration.ofSeconds(1));
            Snapshot<Lighthouse> paused = client.store().current();
            assertThat(paused.status()).isEqualTo(GameStatus.PAUSED);
            world.advanceTimeBy(Duration.ofSeconds(8));
            assertThat(client.store().current()).isSameAs(paused);
            lifecycle.assertNotComplete();

            backend.machine().resume();
            world.advanceTimeBy(Duration.ofSeconds(2));
            assertThat(lag(backend, client)).isLessThan(KEEP_ALIVE_NANOS + 100_000_000);

            world.cutOff(client);
            world.advanceTimeBy(Duration.ofSeconds(2));
            Snapshot<Lighthouse> last = client.store().current();
            world.advanceTimeBy(Duration.ofSeconds(5));
            assertThat(client.store().current()).isSameAs(last);
            assertThat(client.reading().gameTimeAgeNanos()).isGreaterThan(5 * KEEP_ALIVE_NANOS);
            assertThat(lifecycle.values().get(lifecycle.values().size() - 1))
                    .isInstanceOfSatisfying(
                            ConnectionEvent.Disconnected.class,
                            end -> assertThat(end.reason()).isEqualTo(DisconnectReason.TIMED_OUT));
        }
    }

    @Test
    void shouldTellTheTimeWithAStateByNamesAndWithAView() {
        try (VirtualWorld world = VirtualWorld.of(4)) {
            Backend<GameState> backend =
                    world.start(Backend.of(GameLogic.of(GameState.class), GameState.of(Map.of("hp", 3)))
                            .sync(SyncOptions.<GameState>defaults().withView(View.of((state, client) -> state))));
            Client<GameState> client = world.join(GameState.class, "client");
            world.advanceTimeBy(Duration.ofSeconds(1));
            TestSubscriber<GameState> states = client.states().test();
            long before = client.reading().link().packetsReceived();
            world.advanceTimeBy(Duration.ofSeconds(5));

            assertThat(client.reading().link().packetsReceived() - before).isLessThan(15);
            assertThat(lag(backend, client)).isLessThan(KEEP_ALIVE_NANOS + 100_000_000);
            states.assertValueCount(1);
        }
    }

    private static long lag(Backend<?> backend, Client<?> client) {
        return backend.snapshot().gameTimeNanos() - client.store().current().gameTimeNanos();
    }
}
