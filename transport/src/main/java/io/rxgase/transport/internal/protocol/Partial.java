package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The pieces of a message or state that have arrived so far. Memory grows with what arrived, whatever a piece claims about their number.
 */
final class Partial {
    final int count;
    final long sinceNanos;

    /** What room is kept for: the size of the whole, as far as the first piece tells. */
    private final int expected;

    private int[] indexes = new int[4];
    private byte[][] pieces = new byte[4][];
    private int held;
    private int bytes;

    Partial(int count, long sinceNanos, int expected) {
        this.count = count;
        this.sinceNanos = sinceNanos;
        this.expected = expected;
    }

    /** Size of a whole of which one piece has arrived. The last piece says little about the others. */
    static int expected(int index, int count, int length, int most) {
        long others = index < count - 1 ? length : Limits.MAX_PIECE_BYTES;
        return (int) Math.min(most, others * (count - 1) + length);
    }

    /** What it holds, or will hold when all is there. */
    int reserved() {
        return Math.max(expected, bytes);
    }

    /** How much more than is reserved it would hold with another piece. */
    int need(int length) {
        return Math.max(0, bytes + length - reserved());
    }

    boolean has(int index) {
        return find(index) >= 0;
    }

    void add(int index, ByteBuffer in, int length) {
        int slot = -find(index) - 1;
        if (held == indexes.length) {
            indexes = Arrays.copyOf(indexes, held * 2);
            pieces = Arrays.copyOf(pieces, held * 2);
        }
        System.arraycopy(indexes, slot, indexes, slot + 1, held - slot);
        System.arraycopy(pieces, slot, pieces, slot + 1, held - slot);
        byte[] piece = new byte[length];
        in.get(piece);
        indexes[slot] = index;
        pieces[slot] = piece;
        held++;
        bytes += length;
    }

    boolean isComplete() {
        return held == count;
    }

    int bytes() {
        return bytes;
    }

    byte[] join() {
        byte[] whole = new byte[bytes];
        int at = 0;
        for (int i = 0; i < held; i++) {
            System.arraycopy(pieces[i], 0, whole, at, pieces[i].length);
            at += pieces[i].length;
        }
        return whole;
    }

    private int find(int index) {
        // Pieces mostly come in order, so the place is mostly the end.
        return held == 0 || index > indexes[held - 1] ? -held - 1 : Arrays.binarySearch(indexes, 0, held, index);
    }
}
