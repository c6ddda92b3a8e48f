package io.rxgase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.server.Backend;
import io.rxgase.testkit.StartedThreads;
import io.rxgase.transport.emulation.NetworkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
            ann.send(Lighthouse.SWITCH);

            world.within(SECOND, "everyone sees the light", List.of(ann, bob), Lighthouse::light);
            world.within(SECOND, "Bob hears of it", () -> !heard.values().isEmpty());
        }
    }

    @Test
    void shouldStartNoThread() {
        assertThat(StartedThreads.during(VirtualWorldTest::playSixMinutes)).isZero();
    }

    private static void playSixMinutes() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            world.start(Backend.of(Lighthouse.LOGIC, Lighthouse.DARK).tickRate(10));
            Client<Lighthouse> ann = world.join(Lighthouse.class, "Ann");
            ann.send(Lighthouse.SWITCH);
            world.advanceTimeBy(Duration.ofMinutes(6));
            assertThat(ann.store().current().state().burning()).isBetween(359.0, 360.0);
        }
    }

    @Test
    void shouldAskForNoSchedulerThatLivesInRealTime() {
        Function<Scheduler, Scheduler> refuse = scheduler -> {
            throw new AssertionError("a virtual world asked for " + scheduler);
        };
        RxJavaPlugins.setComputationSchedulerHandler(refuse);
        RxJavaPlugins.setIoSchedulerHandler(refuse);
        RxJavaPlugins.setSingleSchedulerHandler(refuse);
        RxJavaPlugins.setNewThreadSchedulerHandler(refuse);
        try (VirtualWorld world = VirtualWorld.of(Scenario.of(3).with(Conditions.AWFUL))) {
            Backend<Lighthouse> backend = world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            world.join(Lighthouse.class).forEach(client -> client.send(Lighthouse.SWITCH));
            world.advanceTimeBy(SECOND);
            Duration time = world.time();
            long tick = backend.machine().tickNumber();

            assertThatThrownBy(Schedulers::computation).isInstanceOf(AssertionError.class);
            assertThat(world.time()).as("time passes by request only").isEqualTo(time);
            assertThat(backend.machine().tickNumber()).isEqualTo(tick);
        } finally {
            RxJavaPlugins.setComputationSchedulerHandler(null);
            RxJavaPlugins.setIoSchedulerHandler(null);
            RxJavaPlugins.setSingleSchedulerHandler(null);
            RxJavaPlugins.setNewThreadSchedulerHandler(null);
        }
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
                client.send(Lighthouse.SWITCH);
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
            ann.send(Lighthouse.SWITCH);
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
            ann.send(Lighthouse.SWITCH);
            world.throughout(
                    SECOND, "it is dark", () -> !backend.snapshot().state().light());
            world.reconnect(ann);
            world.within(
                    SECOND.multipliedBy(2),
                    "the light is on",
                    () -> backend.snapshot().state().light());
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
            both.get(0).send(Lighthouse.SWITCH);

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

    @Test
    void shouldFailWhereNobodyHandlesAnError() {
        try (VirtualWorld world = VirtualWorld.of(5)) {
            Backend<Lighthouse> backend = world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            var unused = backend.states()
                    .map(state -> Duration.ofSeconds(1).dividedBy((long) state.burning() - 1))
                    .subscribe();
            Client<Lighthouse> ann = world.join(Lighthouse.class, "Ann");
            ann.send(Lighthouse.SWITCH);

            assertThatThrownBy(() -> world.advanceTimeBy(Duration.ofSeconds(2)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith(
                            "nobody handles an error: give onError to each subscribe() (seed 5, perfect")
                    .hasRootCauseInstanceOf(ArithmeticException.class);
            world.advanceTimeBy(SECOND); // it complains once
        }
    }

    @Test
    void shouldFailWhereTheGamesOwnCodeThrowsUnlessThatIsTolerated() {
        GameLogic<Lighthouse> broken = Lighthouse.LOGIC.on("BREAK", (state, event, sender) -> {
            throw new IllegalStateException("broken");
        });
        try (VirtualWorld world = VirtualWorld.of(5)) {
            world.start(broken, Lighthouse.DARK);
            Client<Lighthouse> ann = world.join(Lighthouse.class, "Ann");
            ann.send(Event.of("NOBODY KNOWS"));
            world.advanceTimeBy(SECOND);
            ann.send(Event.of("BREAK"));

            assertThatThrownBy(() -> world.advanceTimeBy(SECOND))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("in a handler 1 times")
                    .hasMessageContaining("seed 5");

            world.toleratingGameFaults();
            ann.send(Event.of("BREAK"));
            world.advanceTimeBy(SECOND);
        }
    }

    @Test
    void shouldFailWhenItIsClosedAfterAnErrorThatNobodyHandled() {
        VirtualWorld world = VirtualWorld.of(5);
        RxJavaPlugins.onError(new IllegalStateException("out of the test itself"));

        assertThatThrownBy(world::close).hasMessageContaining("out of the test itself");
        world.close();
    }

    @Test
    void shouldLeaveErrorsOfOtherThreadsAndOfOtherTimesToWhomeverTheyWentBefore() throws InterruptedException {
        Consumer<? super Throwable> before = RxJavaPlugins.getErrorHandler();
        List<Throwable> others = Collections.synchronizedList(new ArrayList<>());
        Consumer<Throwable> mine = others::add;
        RxJavaPlugins.setErrorHandler(mine);
        try {
            try (VirtualWorld world = VirtualWorld.of(5)) {
                Thread elsewhere = new Thread(() -> RxJavaPlugins.onError(new IllegalStateException("elsewhere")));
                elsewhere.start();
                elsewhere.join();
                world.advanceTimeBy(SECOND);
            }
            assertThat(RxJavaPlugins.getErrorHandler()).isSameAs(mine);
            assertThat(others).hasSize(1);
        } finally {
            RxJavaPlugins.setErrorHandler(before);
        }
    }
}
