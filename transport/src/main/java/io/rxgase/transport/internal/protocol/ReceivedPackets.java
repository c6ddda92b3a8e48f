package io.rxgase.transport.internal.protocol;

/**
 * Which packets have arrived: the highest number and the 64 before it. What acknowledgements are made from, and the
 * filter that keeps duplicates out.
 */
final class ReceivedPackets {
    /** How many numbers below the highest are remembered. */
    static final int WINDOW = 64;

    private long largest;
    private long bits;
    private long largestAtNanos;
    private boolean any;

    /** Before anything has arrived; {@code first} is the peer's first number. */
    ReceivedPackets(long first) {
        largest = first - 1;
    }

    /** The number nearest to the highest one with these low bits. */
    long expand(int low16) {
        return Sequence.expand16(largest + 1, low16);
    }

    boolean isTooOld(long sequence) {
        return sequence < 0 || sequence < largest - WINDOW;
    }

    boolean isDuplicate(long sequence) {
        return sequence == largest || (sequence < largest && (bits >>> (largest - sequence - 1) & 1) != 0);
    }

    /**
     * Notes a packet that is neither too old nor a duplicate.
     *
     * @return whether it came in order: directly after the highest
     */
    boolean add(long sequence, long nowNanos) {
        if (!any) {
            any = true;
            boolean inOrder = sequence == largest + 1;
            largest = sequence;
            largestAtNanos = nowNanos;
            return inOrder;
        }
        if (sequence < largest) {
            bits |= 1L << (largest - sequence - 1);
            return false;
        }
        long gap = sequence - largest;
        // The old head gets its bit even after a gap: shifting by 64 or more would wrap round in Java.
        bits = gap > WINDOW ? 0 : (gap == WINDOW ? 0 : bits << gap) | 1L << (gap - 1);
        largest = sequence;
        largestAtNanos = nowNanos;
        return gap == 1;
    }

    boolean hasAny() {
        return any;
    }

    long largest() {
        return largest;
    }

    /** Bit i stands for number {@code largest - 1 - i}. */
    long bits() {
        return bits;
    }

    long largestAtNanos() {
        return largestAtNanos;
    }
}
