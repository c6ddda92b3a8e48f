package io.rxgase.benchmarks.peers;

import io.rxgase.benchmarks.load.Readings;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;

/** Which client got an update when: how many each, and how long the gaps between them were. Any threads. */
final class ArrivalLog {
    private static final long LONGEST_GAP_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final AtomicLongArray latestNanos;
    private final AtomicIntegerArray updates;
    private final ConcurrentHistogram gapMicros = new ConcurrentHistogram(LONGEST_GAP_MICROS, 2);
    private volatile boolean measuring;
    private long beganNanos;

    ArrivalLog(int clients) {
        latestNanos = new AtomicLongArray(clients);
        updates = new AtomicIntegerArray(clients);
    }

    void arrived(int client) {
        long now = System.nanoTime();
        long before = latestNanos.getAndSet(client, now);
        if (measuring) {
            updates.lazySet(client, updates.get(client) + 1);
            gapMicros.recordValue(Math.min(LONGEST_GAP_MICROS, (now - before) / 1000));
        }
    }

    /** How many clients have got something so far. */
    int heard() {
        int heard = 0;
        for (int i = 0; i < latestNanos.length(); i++) {
            heard += latestNanos.get(i) == 0 ? 0 : 1;
        }
        return heard;
    }

    /** Waits until every client has got something. */
    void awaitAll() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (heard() < latestNanos.length()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "only " + heard() + " of " + latestNanos.length() + " clients got anything within 60 s");
            }
            Thread.sleep(20);
        }
    }

    void begin() {
        for (int i = 0; i < updates.length(); i++) {
            updates.set(i, 0);
        }
        gapMicros.reset();
        beganNanos = System.nanoTime();
        measuring = true;
    }

    Readings end() {
        measuring = false;
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        long[] counts = new long[updates.length()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = updates.get(i);
        }
        Arrays.sort(counts);
        return Readings.of("updates", Arrays.stream(counts).sum())
                .with("counted.seconds", seconds)
                .with("worst.rate", counts[0] / seconds)
                .with("median.rate", counts[counts.length / 2] / seconds)
                .with("gap.p99.ms", gapMicros.getValueAtPercentile(99) / 1e3)
                .with("gap.max.ms", gapMicros.getMaxValue() / 1e3);
    }
}
