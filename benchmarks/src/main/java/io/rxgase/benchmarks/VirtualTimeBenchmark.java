package io.rxgase.benchmarks;

import io.rxgase.transport.emulation.LinkStats;
import io.rxgase.transport.emulation.NetworkConditions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/**
 * How much faster than real time a whole game runs: 16 clients at 30 Hz, records as state, 20 % loss and 25 ± 5 ms each way,
 * on one thread. The game is the sample's, its players run in circles: all of them move in every tick, and how they steer costs
 * nothing.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) io.rxgase.benchmarks.VirtualTimeBenchmark
 * </pre>
 *
 * <p>Prints two factors for each round, by the clock on the wall and by the processor time of the one thread: on a busy
 * machine only the second says something of RxGaSe. A last round says in which packages that thread spends its time. An
 * argument is the number of virtual seconds per round (240).
 */
public final class VirtualTimeBenchmark {
    private static final int CLIENTS = 16;
    private static final int HERTZ = 30;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 3;
    private static final NetworkConditions LOSSY =
            NetworkConditions.PERFECT.withLoss(0.2).withDelay(Duration.ofMillis(25), Duration.ofMillis(5));

    private VirtualTimeBenchmark() {}

    /**
     * Runs it.
     *
     * @param args the number of virtual seconds per round, or nothing
     */
    public static void main(String[] args) {
        int seconds = args.length == 0 ? 240 : Integer.parseInt(args[0]);
        System.out.printf(
                Locale.ROOT,
                "%d clients at %d Hz, records as state, 20 %% loss each way, %d s of virtual time a round%n",
                CLIENTS,
                HERTZ,
                seconds);
        for (int round = 1; round <= WARM_UPS + ROUNDS; round++) {
            System.out.println((round <= WARM_UPS ? "warm-up  " : "measured ") + run(round, seconds));
        }
        System.out.println("what bounds it, by where the thread is:");
        try (StackSampler sampler = StackSampler.of(Thread.currentThread())) {
            run(WARM_UPS + ROUNDS, seconds);
            System.out.print(sampler.report());
        }
    }

    private static String run(long seed, int seconds) {
        try (TagWorld game = TagWorld.start(seed, CLIENTS, TagWorld.runners(), HERTZ)) {
            game.world().with(LOSSY);
            LinkStats before = game.world().network().reading();
            long startNanos = System.nanoTime();
            long startCpuNanos = cpuNanos();
            game.world().advanceTimeBy(Duration.ofSeconds(seconds));
            double cpu = (cpuNanos() - startCpuNanos) / 1e9;
            double real = (System.nanoTime() - startNanos) / 1e9;
            LinkStats after = game.world().network().reading();
            long datagrams = after.sent() - before.sent();
            return String.format(
                    Locale.ROOT,
                    "%.0f x real time by the wall (%.2f s), %.0f x by the processor (%.2f s);"
                            + " %d datagrams of %d bytes, %.1f us each; %d clients at the end",
                    seconds / real,
                    real,
                    seconds / cpu,
                    cpu,
                    datagrams,
                    (after.sentBytes() - before.sentBytes()) / Math.max(1, datagrams),
                    cpu * 1e6 / Math.max(1, datagrams),
                    game.backend().server().connected().size());
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
