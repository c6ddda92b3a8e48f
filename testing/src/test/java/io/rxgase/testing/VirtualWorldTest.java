package io.rxgase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.server.Backend;
import io.rxgase.transport.emulation.NetworkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VirtualWorldTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void shouldRunExactlyFiveHundredTicksInTenSecondsAtFiftyHertz() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Lighthouse> backend = world.start(Lighthouse.LOGIC, Lighthouse.DARK);

            world.advanceTimeBy(Duration.ofSeconds(10));

            assertThat(backend.machine().tickNumber()).isEqualTo(500);
            assertThat(world.time()).hasSeconds(10);
        }
    }

    @Test
    void shouldShowToEveryClientWhatOneDoes() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            Client<Lighthouse> ann = world.join(Lighthouse.class, "Ann");
            Client<Lighthouse> bob = world.join(Lighthouse.class, "Bob");
            TestSubscriber<Event> heard = bob.events("SWITCHED").test();

            world.with(NetworkConditions.CELLULAR);
            ann.send(Lighthouse.SWITCH).subscribe();

            world.within(SECOND, "everyone sees the light", List.of(ann, bob), Lighthouse::light);
            world.within(SECOND, "Bob hears of it", () -> !heard.values().isEmpty());
        }
    }

    @Test
    void shouldStartNoThread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (VirtualWorld world = VirtualWorld.of(1)) {
            world.start(Backend.of(Lighthouse.LOGIC, Lighthouse.DARK).tickRate(10));
            Client<Lighthouse> ann = world.join(Lighthouse.class, "Ann");
            ann.send(Lighthouse.SWITCH).subscribe();
            world.advanceTimeBy(Duration.ofMinutes(6));
            assertThat(ann.store().current().state().burning()).isBetween(359.0, 360.0);
        }
        assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
    }

    @Test
    void shouldBeTheSameRunByteForByteWithTheSameSeedAndAnotherWithAnother() {
        assertThat(traceOf(7)).isEqualTo(traceOf(7)).isNotEqualTo(traceOf(8));
    }

    private static long traceOf(long seed) {
        Scenario scenario =
                Scenario.of(seed).with(Conditions.AWFUL).withClients(3).withRandomFaults(4);
        try (VirtualWorld world = VirtualWorld.of(scenario)) {
            world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            for (Client<Lighthouse> client : world.join(Lighthouse.class)) {
                client.send(Lighthouse.SWITCH).onErrorComplete().subscribe();
            }
            world.play();
            return world.traceHash();
        }
    }

    @Test
    void shouldFreezeAClientAndLetItCatchUp() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            Client<Lighthouse> ann = world.join(Lighthouse.class, "Ann");
            Client<Lighthouse> bob = world.join(Lighthouse.class, "Bob");
            world.advanceTimeBy(SECOND);

            world.freeze(bob);
            ann.send(Lighthouse.SWITCH).subscribe();
            world.within(SECOND, "Ann sees the light", List.of(ann), Lighthouse::light);
            world.throughout(
                    SECOND,
                    "Bob sees nothing",
                    () -> !bob.store().current().state().light());
            world.thaw(bob);
            world.within(SECOND, "Bob sees it, too", List.of(bob), Lighthouse::light);
        }
    }

    @Test
    void shouldCutAClientOffAndReconnectIt() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Lighthouse> backend = world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            Client<Lighthouse> ann = world.join(Lighthouse.class, "Ann");
            world.cutOff(ann);
            ann.send(Lighthouse.SWITCH).subscribe();
            world.throughout(
                    SECOND,
                    "it is dark",
                    () -> !backend.store().current().state().light());
            world.reconnect(ann);
            world.within(
                    SECOND.multipliedBy(2),
                    "the light is on",
                    () -> backend.store().current().state().light());
        }
    }

    @Test
    void shouldSayWhichClientDoesNotSeeIt() {
        try (VirtualWorld world = VirtualWorld.of(5)) {
            world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            List<Client<Lighthouse>> both = new ArrayList<>();
            both.add(world.join(Lighthouse.class, "Ann"));
            both.add(world.join(Lighthouse.class, "Bob"));
            world.advanceTimeBy(SECOND);
            world.cutOff(both.get(1));
            both.get(0).send(Lighthouse.SWITCH).subscribe();

            assertThatThrownBy(() -> world.within(SECOND, "everyone sees the light", both, Lighthouse::light))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("not within 1.0 s: everyone sees the light; Bob holds Snapshot[")
                    .hasMessageContaining("seed 5, perfect network");
        }
    }

    @Test
    void shouldRefuseASecondBackendAndAStranger() {
        try (VirtualWorld world = VirtualWorld.of(1);
                VirtualWorld other = VirtualWorld.of(1)) {
            world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            Client<Lighthouse> ann = world.join(Lighthouse.class, "Ann");

            assertThatThrownBy(() -> world.start(Lighthouse.LOGIC, Lighthouse.DARK))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> other.freeze(ann)).hasMessageContaining("has not joined this world");
        }
    }
}
