package io.rxgase.transport.emulation;

import java.util.random.RandomGenerator;

/**
 * SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Our own eight lines because
 * the same seed must give the same run on every JDK, which the generators of {@code java.util.random} do not promise.
 */
public final class SeededRandom implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /**
     * Begins a sequence.
     *
     * @param seed any number; near seeds give unrelated sequences
     */
    public SeededRandom(long seed) {
        state = mix(seed + GOLDEN_GAMMA);
    }

    /**
     * Derives the seed of a part from the seed of the whole, so that each part has a sequence of its own.
     *
     * @param seed of the whole
     * @param part names the part
     * @return the part's seed
     */
    public static long derive(long seed, String part) {
        long derived = seed;
        for (int i = 0; i < part.length(); i++) {
            derived = mix(derived + GOLDEN_GAMMA + part.charAt(i));
        }
        return derived;
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1), from the upper 53 bits; stated here because a JDK may change its own way. */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
