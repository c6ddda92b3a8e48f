package io.rxgase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.rxgase.client.Client;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SimulatedGameTest {
    /** The tests that this test runs; on their own they would fail. */
    @EnabledIfSystemProperty(named = Victims.ENABLED, matches = "true")
    static class Victims {
        static final String ENABLED = "rxgase.testing.victims";

        static final Set<String> worlds = ConcurrentHashMap.newKeySet();
        static final Set<Victims> instances = ConcurrentHashMap.newKeySet();
        static final AtomicInteger runs = new AtomicInteger();
        static final AtomicInteger flaky = new AtomicInteger();

        private boolean prepared;

        @BeforeEach
        void prepare() {
            prepared = true;
        }

        @SimulatedGame(
                seeds = 20,
                conditions = {Conditions.PERFECT, Conditions.WIFI},
                seconds = 1,
                clients = 2)
        void shouldSeeTheLight(VirtualWorld world) {
            assertThat(prepared).isTrue();
            worlds.add(world.scenario().toString());
            instances.add(this);
            world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            List<Client<Lighthouse>> everyone = world.join(Lighthouse.class);
            everyone.get(0).send(Lighthouse.SWITCH);
            world.play();
            world.calm();
            world.within(Duration.ofSeconds(2), "everyone sees the light", everyone, Lighthouse::light);
        }

        /** Goes wrong only where a client is frozen for more than half a second, and there are three or more. */
        @SimulatedGame(
                seeds = 500,
                conditions = {Conditions.CELLULAR, Conditions.AWFUL},
                clients = 6,
                seconds = 8,
                faults = 4)
        void shouldNotMindAFrozenClient(VirtualWorld world) {
            runs.incrementAndGet();
            boolean longFreeze = world.scenario().faults().stream()
                    .anyMatch(fault -> fault.kind() == Fault.Kind.FREEZE
                            && fault.length().toMillis() > 500
                            && fault.at()
                                            .plus(fault.length())
                                            .compareTo(world.scenario().duration())
                                    < 0);
            world.play();
            assertThat(longFreeze && world.scenario().clients() >= 3)
                    .as("three's a crowd")
                    .isFalse();
        }

        @SimulatedGame(seeds = 3, seconds = 0)
        void shouldBeDeterminate(VirtualWorld world) {
            assertThat(flaky.incrementAndGet()).isNotEqualTo(2);
        }

        @SimulatedGame(
                seeds = 5,
                conditions = {Conditions.WIFI},
                clients = 3)
        void shouldHandleErrors(VirtualWorld world) {
            world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            Client<Lighthouse> one = world.join(Lighthouse.class).get(0);
            var unused = one.states()
                    .filter(state -> state.burning() > 1)
                    .map(state -> Objects.requireNonNull(state.switched().get(7L)))
                    .subscribe();
            one.send(Lighthouse.SWITCH);
            world.play();
        }

        @SimulatedGame
        void shouldTakeAWorld() {}
    }

    private static TestExecutionResult run(String method) {
        System.setProperty(Victims.ENABLED, "true");
        try {
            Launcher launcher = LauncherFactory.create();
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectMethod(Victims.class, method, VirtualWorld.class))
                    .build();
            Results results = new Results();
            launcher.execute(request, results);
            return results.last;
        } finally {
            System.clearProperty(Victims.ENABLED);
        }
    }

    private static final class Results implements TestExecutionListener {
        private TestExecutionResult last;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                last = result;
            }
        }
    }

    @Test
    void shouldRunEachSeedUnderEachConditionInAWorldAndAnInstanceOfItsOwn() {
        TestExecutionResult result = run("shouldSeeTheLight");

        assertThat(result.getThrowable()).isEmpty();
        assertThat(Victims.worlds).hasSize(40);
        assertThat(Victims.instances).hasSize(40);
    }

    @Test
    void shouldShrinkAFailureAndSayHowToReplayIt() {
        TestExecutionResult result = run("shouldNotMindAFrozenClient");

        assertThat(Victims.runs).hasValueLessThan(500);
        assertThat(result.getThrowable()).hasValueSatisfying(error -> {
            assertThat(error.getMessage())
                    .containsPattern("run \\d+ of 1000 fails: seed \\d+, \\w+ network, 6 clients, 8.0 s, faults")
                    .containsPattern("shrunk in \\d+ runs to: seed \\d+, perfect network, 3 clients, \\S+ s, faults"
                            + " \\[freeze:\\d@\\d+\\+\\d+\\]")
                    .containsPattern("replay it: mvn test -pl testing -am -Dsurefire.failIfNoSpecifiedTests=false"
                            + " '-Dtest=SimulatedGameTest\\$Victims#shouldNotMindAFrozenClient'"
                            + " -Dscenario=seed:\\d+,conditions:perfect,clients:3,ms:\\d+,freeze:\\S+\\R")
                    .contains("three's a crowd");
            assertThat(error).hasCauseInstanceOf(AssertionError.class);
        });
    }

    @Test
    void shouldRunJustOneScenarioOnRequest() {
        System.setProperty("scenario", "seed:9,conditions:wifi,clients:5,ms:100");
        Victims.worlds.clear();
        try {
            assertThat(run("shouldSeeTheLight").getThrowable()).isEmpty();
            assertThat(Victims.worlds).containsExactly("seed:9,conditions:wifi,clients:5,ms:100");
        } finally {
            System.clearProperty("scenario");
        }
    }

    @Test
    void shouldFailWhereAnErrorGoesToTheGlobalHandlerOfRxJava() {
        assertThat(run("shouldHandleErrors").getThrowable())
                .hasValueSatisfying(error -> assertThat(error.getMessage())
                        .contains("run 1 of 5 fails: seed 1, wifi network")
                        .contains("to: seed 1, perfect network, 1 client, ")
                        .contains("nobody handles an error")
                        .contains("NullPointerException"));
    }

    @Test
    void shouldSayThatATestIsNotDeterminate() {
        assertThat(run("shouldBeDeterminate").getThrowable())
                .hasValueSatisfying(
                        error -> assertThat(error.getMessage()).contains("but not again with the same scenario"));
    }
}
