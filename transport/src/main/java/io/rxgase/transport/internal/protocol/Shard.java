package io.rxgase.transport.internal.protocol;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which of several machines that share a port a machine is. The connection ids that it gives out begin with its index, so that
 * a packet that the operating system hands to another of the machines, because its sender's address has changed, finds
 * the right one.
 *
 * @param index 0 to {@link #MAX_COUNT} - 1, the position among the machines
 * @param connections of all of them together; each machine counts its own there
 */
public record Shard(int index, AtomicInteger connections) {
    /** How many machines may share a port. */
    public static final int MAX_COUNT = 256;

    private static final int ID_SHIFT = 56;

    /**
     * Checks the range.
     *
     * @param index position among the machines
     * @param connections of all of them together
     */
    public Shard {
        if (index < 0 || index >= MAX_COUNT) {
            throw new IllegalArgumentException(
                    "index " + index + " is out of range: use 0 to " + (MAX_COUNT - 1) + ", one for each machine");
        }
    }

    /**
     * Whose packet it is.
     *
     * @param first byte of the datagram
     * @param second byte of the datagram
     * @return the index of the machine, or -1 if any of them takes it
     */
    public static int owner(byte first, byte second) {
        return first == Wire.DATA ? second & 0xff : -1;
    }

    /** The id that a random number makes for this machine. */
    long id(long random) {
        long mask = (1L << ID_SHIFT) - 1;
        return (random & mask) | ((long) index << ID_SHIFT);
    }
}
