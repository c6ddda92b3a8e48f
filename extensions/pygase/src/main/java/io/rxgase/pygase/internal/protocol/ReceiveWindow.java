package io.rxgase.pygase.internal.protocol;

import java.util.Locale;

/**
 * Which datagrams of the other side have arrived: the newest number and a bit for each of the 32 before it. Unlike PyGaSe's, it
 * remembers the newest one of before when numbers are skipped.
 */
final class ReceiveWindow {
    private int newest = CircularNumber.NONE;
    private int bits;

    /** What a number is to this window. */
    enum Arrival {
        /** Newer than all before. */
        NEW,
        /** One of the last 32, and the first time. */
        LATE,
        /** Seen before. */
        DUPLICATE,
        /** More than 32 behind: it cannot be told whether it was seen. */
        TOO_LATE
    }

    /** Judges a number and changes nothing. */
    Arrival judge(int number) {
        int ahead = newest == CircularNumber.NONE ? 1 : CircularNumber.distance(number, newest);
        if (ahead > 0) {
            return Arrival.NEW;
        } else if (ahead < -PacketHeader.WINDOW) {
            return Arrival.TOO_LATE;
        }
        return ahead == 0 || (bits & bit(-ahead)) != 0 ? Arrival.DUPLICATE : Arrival.LATE;
    }

    /** Notes a number that was judged new or late. */
    void mark(int number) {
        if (newest == CircularNumber.NONE) {
            newest = number;
            return;
        }
        int ahead = CircularNumber.distance(number, newest);
        if (ahead < 0) {
            bits |= bit(-ahead);
            return;
        }
        bits = ahead < PacketHeader.WINDOW ? bits >>> ahead : 0;
        if (ahead <= PacketHeader.WINDOW) {
            bits |= bit(ahead);
        }
        newest = number;
    }

    /** The bit of the number so many before the newest: 1 is the most significant one. */
    private static int bit(int before) {
        return 1 << (PacketHeader.WINDOW - before);
    }

    int newest() {
        return newest;
    }

    int bits() {
        return bits;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d %08x", newest, bits);
    }
}
