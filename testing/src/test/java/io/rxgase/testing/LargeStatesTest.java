package io.rxgase.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** States of many packets, over links that carry them and links that don't. */
class LargeStatesTest {
    private static final NetworkConditions NARROW = NetworkConditions.PERFECT
            .withDelay(Duration.ofMillis(10), Duration.ZERO)
            .withBandwidth(100_000, 64 << 10);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Blob(int tick, byte[] data) {
        static Blob of(int tick, int bytes) {
            byte[] data = new byte[bytes];
            new SplittableRandom(tick).nextBytes(data);
            return new Blob(tick, data);
        }
    }

    record Unit(double x, double y, int armour) {}

    record Army(StateMap<Integer, Unit> units, int wanted) {
        static Army of(int units) {
            return new Army(StateMap.empty(), units).step(units);
        }

        /** Some units more, and a few that move. */
        Army step(int more) {
            StateMap<Integer, Unit> next = units;
            int size = next.size();
            for (int id = size; id < Math.min(wanted, size + more); id++) {
                next = next.with(id, new Unit(id * 1.37, id / 7.0, id % 100));
            }
            for (int id = 0; id < Math.min(20, size); id++) {
                Unit unit = next.get(id);
                next = next.with(id, new Unit(unit.x() + 0.5, unit.y(), unit.armour()));
            }
            return new Army(next, wanted);
        }
    }

    @Test
    void shouldBringAStateLargerThanTheLargestMessage() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            Blob blob = Blob.of(0, 257 * 1024);
            world.start(GameLogic.of(Blob.class), blob);
            Client<Blob> client = world.join(Blob.class, "client");

            world.within(
                    Duration.ofSeconds(10),
                    "the state is there",
                    () -> !client.store().isEmpty());
            assertThat(client.store().current().state().data()).isEqualTo(blob.data());
        }
    }

    @Test
    void shouldBringAStateOfAMegabyteAndAHalfOverALossyLink() {
        try (VirtualWorld world = VirtualWorld.of(2)) {
            world.with(NetworkConditions.LAN.withLoss(0.03));
            Blob blob = Blob.of(0, 1_500_000);
            world.start(GameLogic.of(Blob.class), blob);
            Client<Blob> client = world.join(Blob.class, "client");

            world.within(
                    Duration.ofSeconds(30),
                    "the state is there",
                    () -> !client.store().isEmpty());
            assertThat(Arrays.hashCode(client.store().current().state().data()))
                    .isEqualTo(Arrays.hashCode(blob.data()));
        }
    }

    @Test
    void shouldServeAGameThatGrowsLargeWhileOneClientIsFrozen() {
        try (VirtualWorld world = VirtualWorld.of(3)) {
            Backend<Army> backend = world.start(
                    GameLogic.of(Army.class).timeStep((army, dt) -> army.step(40)),
                    new Army(Army.of(4_000).units(), 8_000));
            Client<Army> first = world.join(Army.class, "first");
            Client<Army> frozen = world.join(Army.class, "frozen");
            world.freeze(frozen);
            world.advanceTimeBy(Duration.ofSeconds(3));
            world.thaw(frozen);
            Client<Army> late = world.join(Army.class, "late");
            world.advanceTimeBy(Duration.ofSeconds(3));

            backend.machine().pause();
            world.advanceTimeBy(Duration.ofSeconds(2));
            Army army = backend.snapshot().state();
            assertThat(army.units()).hasSize(8_000);
            assertThat(first.store().current().state()).isEqualTo(army);
            assertThat(frozen.store().current().state()).isEqualTo(army);
            assertThat(late.store().current().state()).isEqualTo(army);
        }
    }

    @Test
    void shouldTellAClientThatCanNotBeShownTheStateAndLetOthersInWhenItHasShrunk() {
        try (VirtualWorld world = VirtualWorld.of(5)) {
            world.start(Backend.of(
                            GameLogic.of(Blob.class)
                                    .timeStep((blob, dt) -> blob.tick() < 100
                                            ? new Blob(blob.tick() + 1, blob.data())
                                            : Blob.of(blob.tick() + 1, 1_000)),
                            Blob.of(0, 300_000))
                    .options(TransportOptions.defaults().withMaxStateBytes(200_000)));
            Client<Blob> early = world.join(Blob.class, "early");
            TestSubscriber<Blob> states = early.states().test();
            TestSubscriber<ConnectionEvent> lifecycle = early.lifecycle().test();
            world.advanceTimeBy(Duration.ofSeconds(1));

            states.assertNoValues().assertComplete();
            assertThat(lifecycle.values().get(lifecycle.values().size() - 1))
                    .isInstanceOfSatisfying(ConnectionEvent.Disconnected.class, end -> {
                        assertThat(end.reason()).isEqualTo(DisconnectReason.UNSENDABLE_STATE);
                        assertThat(end.detail()).contains("maxStateBytes is 200000");
                    });

            world.advanceTimeBy(Duration.ofSeconds(3));
            Client<Blob> later = world.join(Blob.class, "later");
            world.within(
                    Duration.ofSeconds(2),
                    "the state is there",
                    () -> !later.store().isEmpty());
        }
    }

    @Test
    void shouldShowAsManyStatesThatChangeWhollyAsTheLinkCarries() {
        assertThat(statesPerSecond(5_000)).isBetween(17.0, 20.0);
        assertThat(statesPerSecond(9_000)).isBetween(9.5, 11.0);
    }

    private static double statesPerSecond(int bytes) {
        try (VirtualWorld world = VirtualWorld.of(4)) {
            world.with(NARROW);
            world.start(
                    GameLogic.of(Blob.class).timeStep((blob, dt) -> Blob.of(blob.tick() + 1, bytes)),
                    Blob.of(0, bytes));
            Client<Blob> client = world.join(Blob.class, "client");
            world.advanceTimeBy(Duration.ofSeconds(2));
            int[] states = new int[1];
            var unused = client.states().subscribe(state -> states[0]++);

            world.advanceTimeBy(Duration.ofSeconds(5));

            return states[0] / 5.0;
        }
    }
}
