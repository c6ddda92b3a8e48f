package io.rxgase.benchmarks;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks every few milliseconds at where a thread is, and counts the packages of RxGaSe: that of the innermost frame, with
 * whatever it calls outside. Coarse, and biased towards places where the JVM can stop a thread; enough to say where to look with
 * a real profiler.
 */
final class StackSampler implements AutoCloseable {
    private static final String ROOT = "io.rxgase.";
    private static final int EVERY_MILLIS = 2;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sampler");
        thread.setDaemon(true);
        return thread;
    });
    private int samples;

    private StackSampler(Thread target) {
        var unused = executor.scheduleAtFixedRate(
                () -> sample(target.getStackTrace()), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    static StackSampler of(Thread target) {
        return new StackSampler(target);
    }

    private synchronized void sample(StackTraceElement[] stack) {
        samples++;
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (type.startsWith(ROOT)) {
                counts.merge(type.substring(ROOT.length(), type.lastIndexOf('.')), 1, Integer::sum);
                return;
            }
        }
    }

    /** One line for each package, the busiest first. */
    synchronized String report() {
        StringBuilder report = new StringBuilder();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> report.append(String.format(
                        Locale.ROOT, "%5.1f %%  %s%n", 100.0 * entry.getValue() / samples, entry.getKey())));
        return report.toString();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
