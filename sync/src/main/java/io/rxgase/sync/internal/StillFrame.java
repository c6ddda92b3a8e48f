package io.rxgase.sync.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells a client that holds the newest state, as long as ticks change nothing: that the game goes on. docs/PROTOCOL.md has the
 * bytes.
 *
 * <pre>{@code
 * byte[] bytes = new StillFrame(1_200, 24_000_000_000L).encode();
 * StillFrame told = StillFrame.decode(bytes);
 * }</pre>
 *
 * @param timeOrder the newest version of the game, 0 or more
 * @param gameTimeNanos its game time, 0 or more
 */
public record StillFrame(long timeOrder, long gameTimeNanos) {
    /** Two numbers at their longest. */
    private static final int MAX_BYTES = 2 * 9;

    /**
     * Checks its arguments.
     *
     * @param timeOrder the newest version of the game
     * @param gameTimeNanos its game time
     * @throws IllegalArgumentException if one is below 0
     */
    public StillFrame {
        if (timeOrder < 0 || gameTimeNanos < 0) {
            throw new IllegalArgumentException(
                    "version " + timeOrder + " at " + gameTimeNanos + " ns is out of range: use 0 or more");
        }
    }

    /**
     * Writes it.
     *
     * @return 2 to 18 bytes
     */
    public byte[] encode() {
        byte[] bytes = new byte[MAX_BYTES];
        int end = put(bytes, put(bytes, 0, timeOrder), gameTimeNanos);
        return Arrays.copyOf(bytes, end);
    }

    /**
     * Reads it.
     *
     * @param bytes whatever arrived
     * @return null if the bytes are none
     */
    public static @Nullable StillFrame decode(byte[] bytes) {
        long[] numbers = new long[2];
        int at = 0;
        for (int i = 0; i < numbers.length; i++) {
            int shift = 0;
            byte next;
            do {
                if (at == bytes.length || shift > 56) {
                    return null;
                }
                next = bytes[at++];
                numbers[i] |= (next & 0x7fL) << shift;
                shift += 7;
            } while (next < 0);
        }
        return at == bytes.length ? new StillFrame(numbers[0], numbers[1]) : null;
    }

    private static int put(byte[] into, int from, long value) {
        int at = from;
        long rest = value;
        while (rest > 0x7f) {
            into[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[at++] = (byte) rest;
        return at;
    }
}
