package io.rxgase.testkit;

/**
 * How many cases a sweep checks: few in an ordinary build, which has to be quick, and many with {@code -Drxgase.sweep=long}.
 *
 * <pre>{@code
 * for (int i = 0; i < SweepSize.of(4_000, 40_000); i++) {
 *     check(new Random(seed + i));
 * }
 * }</pre>
 *
 * <p>Use it where each further case is one more chance to find something. A case that has to be checked at all belongs into both.
 */
public final class SweepSize {
    private static final boolean LONG = "long".equals(System.getProperty("rxgase.sweep"));

    private SweepSize() {}

    /**
     * Chooses.
     *
     * @param usual of an ordinary build
     * @param most with {@code -Drxgase.sweep=long}
     * @return one of the two
     */
    public static int of(int usual, int most) {
        return LONG ? most : usual;
    }
}
