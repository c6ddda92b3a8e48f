package io.rxgase.transport.internal.protocol;

import java.util.Arrays;

/** The deadlines of one connection. So few that looking at all of them costs less than any order would. */
@SuppressWarnings("EnumOrdinal") // an index within the process; an EnumMap would box every deadline
final class Timers {
    private final long[] deadlines = new long[Timer.values().length];

    Timers() {
        Arrays.fill(deadlines, EndpointMachine.NEVER);
    }

    void set(Timer timer, long deadlineNanos) {
        deadlines[timer.ordinal()] = deadlineNanos;
    }

    void stop(Timer timer) {
        deadlines[timer.ordinal()] = EndpointMachine.NEVER;
    }

    void stopAll() {
        Arrays.fill(deadlines, EndpointMachine.NEVER);
    }

    long deadline(Timer timer) {
        return deadlines[timer.ordinal()];
    }

    /** Whether its deadline has been reached; then it is stopped. */
    boolean expired(Timer timer, long nowNanos) {
        if (deadlines[timer.ordinal()] > nowNanos) {
            return false;
        }
        stop(timer);
        return true;
    }

    long next() {
        long next = EndpointMachine.NEVER;
        for (long deadline : deadlines) {
            next = Math.min(next, deadline);
        }
        return next;
    }
}
