package io.rxgase.pygase.internal.protocol;

/**
 * The numbers that PyGaSe counts datagrams and game ticks with: 1 to 65535, after which comes 1 again. 0 means "none
 * yet". The one place that knows how to compare them.
 *
 * <pre>{@code
 * int next = CircularNumber.plus(65535, 1);               // 1
 * boolean newer = CircularNumber.distance(3, 65534) > 0;  // true: 4 steps ahead
 * }</pre>
 */
public final class CircularNumber {
    /** No number yet. */
    public static final int NONE = 0;

    /** The largest number, and how many there are. */
    public static final int MAX = 65_535;

    private static final int HALF = 32_767;

    private CircularNumber() {}

    /**
     * Goes forward.
     *
     * @param number 0 to 65535
     * @param steps 0 to 65535
     * @return the number that many steps after it
     */
    public static int plus(int number, int steps) {
        int sum = number + steps;
        return sum > MAX ? sum - MAX : sum;
    }

    /**
     * How far one number is ahead of another, on the shorter way round. Against 0 the numbers 32768 to 65534 count as
     * older and 65535 as equal: who has no number yet must not compare.
     *
     * @param number 0 to 65535
     * @param other 0 to 65535
     * @return -32767 to 32767; more than 0 if {@code number} is newer
     */
    public static int distance(int number, int other) {
        int difference = number - other;
        if (difference > HALF) {
            return difference - MAX;
        }
        return difference < -HALF ? difference + MAX : difference;
    }
}
