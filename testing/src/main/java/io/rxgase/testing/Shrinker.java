package io.rxgase.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a failing scenario smaller as long as it still fails: with fewer clients, for a shorter time, with fewer faults, on a
 * calmer network. Greedy: takes the first smaller one that fails, and starts again from there, until none does.
 */
final class Shrinker {
    /** How many runs it may take; each step is a run of the test. */
    static final int MAX_RUNS = 200;

    /** A time is not shortened by less. */
    private static final long SHORTEST_STEP_MILLIS = 100;

    private final ScenarioBody body;
    private final Class<?> test;
    private int runs;

    /** For a body that is written in a class. */
    Shrinker(ScenarioBody body, Class<?> test) {
        this.body = body;
        this.test = test;
    }

    /** How many runs it took. */
    int runs() {
        return runs;
    }

    /** Runs a scenario again; empty if it doesn't fail in the same way. */
    Optional<Failure> again(Failure failure, Scenario scenario) {
        runs++;
        try {
            body.run(scenario);
            return Optional.empty();
        } catch (Throwable error) { // whatever a test throws makes it fail
            return failure.isLike(error, test)
                    ? Optional.of(new Failure(failure.index(), scenario, error))
                    : Optional.empty();
        }
    }

    Failure shrink(Failure failure) {
        Failure smallest = failure;
        boolean found = true;
        while (found && runs < MAX_RUNS) {
            found = false;
            for (Scenario smaller : smaller(smallest.scenario())) {
                Optional<Failure> still = runs < MAX_RUNS ? again(smallest, smaller) : Optional.empty();
                if (still.isPresent()) {
                    smallest = still.get();
                    found = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** What is one step smaller, the largest steps first. */
    private static List<Scenario> smaller(Scenario scenario) {
        List<Scenario> smaller = new ArrayList<>();
        if (scenario.faults().size() > 1) {
            smaller.add(scenario.withFaults(List.of()));
        }
        for (int i = 0; i < scenario.faults().size(); i++) {
            List<Fault> fewer = new ArrayList<>(scenario.faults());
            fewer.remove(i);
            smaller.add(scenario.withFaults(fewer));
        }
        int clients = scenario.clients();
        if (clients > 2) {
            smaller.add(scenario.withClients(clients / 2));
        }
        if (clients > 1) {
            smaller.add(scenario.withClients(clients - 1));
        }
        long millis = scenario.duration().toMillis();
        for (long cut = millis; cut >= SHORTEST_STEP_MILLIS && cut >= millis / 16; cut /= 2) {
            smaller.add(scenario.withDuration(Duration.ofMillis(millis - cut)));
        }
        for (Conditions calmer : Conditions.values()) {
            if (calmer.compareTo(scenario.conditions()) < 0) {
                smaller.add(scenario.with(calmer));
            }
        }
        return smaller;
    }
}
