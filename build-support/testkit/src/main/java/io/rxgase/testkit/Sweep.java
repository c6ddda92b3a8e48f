package io.rxgase.testkit;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A law checked over many random cases. The seed is printed; {@code -Dseed=} replays it.
 *
 * <pre>{@code
 * Sweep.of("sums commute", SweepSize.of(1_000, 10_000), random -> {
 *     int a = random.nextInt();
 *     int b = random.nextInt();
 *     assertThat(a + b).isEqualTo(b + a);
 * });
 * }</pre>
 */
public final class Sweep {
    private Sweep() {}

    /** One case. */
    @FunctionalInterface
    public interface Case {
        /** Checks the law for one case, all of whose chance comes from {@code random}. */
        void check(RandomGenerator random) throws Exception;
    }

    /** Checks a law over so many cases. */
    public static void of(String law, int cases, Case each) {
        Long given = Long.getLong("seed");
        long seed = given != null ? given : new Random().nextLong();
        System.out.println("sweep: " + law + ", " + cases + " cases, seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < cases; i++) {
            try {
                each.check(seeds.split());
            } catch (Throwable e) {
                throw new AssertionError(
                        "\"" + law + "\" fails in case " + i + " of seed " + seed + "; replay this test with -Dseed="
                                + seed,
                        e);
            }
        }
    }
}
