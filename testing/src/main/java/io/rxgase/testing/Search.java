package io.rxgase.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs scenarios in their order on as many threads as there are cores, one world on each, until one fails. Of several that
 * fail at the same time the first in order is the result, so that it doesn't depend on the threads.
 */
final class Search {
    private final List<Scenario> scenarios;
    private final ScenarioBody body;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Failure> first = new AtomicReference<>();

    Search(List<Scenario> scenarios, ScenarioBody body) {
        this.scenarios = scenarios;
        this.body = body;
    }

    Optional<Failure> run() throws InterruptedException {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), scenarios.size());
        AtomicInteger number = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "simulated-game-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(executor.submit(this::work));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            executor.shutdownNow();
        }
        return Optional.ofNullable(first.get());
    }

    private void work() {
        int index;
        while ((index = next.getAndIncrement()) < scenarios.size() && first.get() == null) {
            Scenario scenario = scenarios.get(index);
            try {
                body.run(scenario);
            } catch (Throwable error) { // whatever a test throws makes it fail
                Failure failure = new Failure(index, scenario, error);
                first.accumulateAndGet(failure, (a, b) -> a == null || b.index() < a.index() ? b : a);
            }
        }
    }
}
