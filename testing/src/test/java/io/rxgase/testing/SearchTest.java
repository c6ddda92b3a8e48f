package io.rxgase.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private static List<Scenario> seeds(int count) {
        return LongStream.range(0, count).mapToObj(Scenario::of).toList();
    }

    @Test
    void shouldRunAsManyWorldsAtATimeAsThereAreCores() throws InterruptedException {
        CountDownLatch atOnce = new CountDownLatch(CORES);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        Optional<Failure> failure = new Search(seeds(20 * CORES), scenario -> {
                    threads.add(Thread.currentThread());
                    atOnce.countDown();
                    assertThat(atOnce.await(30, TimeUnit.SECONDS)).isTrue();
                })
                .run();

        assertThat(failure).isEmpty();
        assertThat(threads).hasSize(CORES).doesNotContain(Thread.currentThread());
    }

    @Test
    void shouldStopAtTheFirstFailureAndTellTheFirstInOrder() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();

        Optional<Failure> failure = new Search(seeds(10_000), scenario -> {
                    runs.incrementAndGet();
                    if (scenario.seed() >= 7) {
                        throw new IllegalStateException("seed " + scenario.seed());
                    }
                })
                .run();

        assertThat(failure.orElseThrow().index()).isEqualTo(7);
        assertThat(failure.orElseThrow().error()).hasMessage("seed 7");
        assertThat(runs).hasValueBetween(8, 7 + 2 * CORES);
    }

    /** What a shrinker makes of a scenario that fails. */
    private static Failure shrink(Scenario scenario, ScenarioBody body, Shrinker shrinker) {
        try {
            body.run(scenario);
        } catch (Throwable error) {
            return shrinker.shrink(new Failure(0, scenario, error));
        }
        throw new AssertionError("it does not fail: " + scenario);
    }

    @Test
    void shouldShrinkInABoundedNumberOfRuns() {
        ScenarioBody body = scenario -> {
            throw new IllegalStateException();
        };
        Shrinker shrinker = new Shrinker(body, SearchTest.class);
        Scenario huge = Scenario.of(1)
                .with(Conditions.AWFUL)
                .withClients(1_000_000)
                .withDuration(Duration.ofDays(100))
                .withRandomFaults(300);

        Failure smallest = shrink(huge, body, shrinker);

        assertThat(shrinker.runs()).isLessThanOrEqualTo(Shrinker.MAX_RUNS);
        assertThat(smallest.scenario()).isEqualTo(new Scenario(1, Conditions.PERFECT, 1, Duration.ZERO, List.of()));
    }

    @Test
    void shouldNotTakeAnotherFaultForTheSame() {
        ScenarioBody body = scenario -> {
            assertThat(scenario.clients()).as("too few to play").isGreaterThan(4);
            if (scenario.duration().toSeconds() < 3) {
                throw new UnsupportedOperationException("too short");
            }
            assertThat(scenario.seed()).as("the fault").isZero();
        };

        Failure smallest = shrink(Scenario.of(1).withClients(8), body, new Shrinker(body, SearchTest.class));

        assertThat(smallest.error()).hasMessageContaining("the fault");
        assertThat(smallest.scenario().clients()).isEqualTo(5);
        assertThat(smallest.scenario().duration()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3400));
    }
}
