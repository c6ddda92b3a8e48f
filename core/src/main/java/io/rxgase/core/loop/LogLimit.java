package io.rxgase.core.loop;

import java.util.concurrent.TimeUnit;

/** Lets one log line through in two seconds, and says how many it held back. Belongs to the loop thread. */
final class LogLimit {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private boolean logged;
    private long latestNanos;
    private long held;

    /** Returns -1 if there must be no line now, else how many were held back since the last one. */
    long acquire(long nowNanos) {
        if (logged && nowNanos - latestNanos < INTERVAL_NANOS) {
            held++;
            return -1;
        }
        long before = held;
        logged = true;
        latestNanos = nowNanos;
        held = 0;
        return before;
    }
}
