package io.rxgase.transport.internal.protocol;

/**
 * Sequence arithmetic, all of it. Numbers are counted in 64 bits and sent short; the receiver restores the one
 * nearest to a number that it knows (as in RFC 9000, appendix A.3). Right as long as the two are less than half the short range
 * apart, which the windows of this protocol see to.
 */
final class Sequence {
    private Sequence() {}

    /** The number nearest to {@code reference} whose low 16 bits are {@code low}; below 0 if there was none such yet. */
    static long expand16(long reference, int low) {
        return reference + (short) (low - (int) reference);
    }

    /** The number nearest to {@code reference} whose low 32 bits are {@code low}; below 0 if there was none such yet. */
    static long expand32(long reference, int low) {
        return reference + (low - (int) reference);
    }
}
