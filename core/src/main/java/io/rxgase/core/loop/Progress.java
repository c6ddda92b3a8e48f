package io.rxgase.core.loop;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the loop is at. Written by the loop thread without a fence and without a look at the clock, as often as it calls somebody's code;
 * read by a {@link LoopWatchdog}, which may be a moment late.
 */
final class Progress {
    /** The time step is at work. */
    static final String TIME_STEP = "the time step";

    /** The new state is compared with the one before, and subscribers of the store get it. */
    static final String PUBLISHING = "comparing the new state, or a subscriber of states";

    /** The tick's step is made. */
    static final String AFTERWARDS = "sending what the tick made, or waiting for the next tick";

    private final AtomicLong count = new AtomicLong();
    private @Nullable Object current;
    private volatile @Nullable Thread thread;

    /** The loop begins a tick, on this thread. */
    void beginTick() {
        Thread now = Thread.currentThread();
        if (thread != now) {
            thread = now;
        }
    }

    /** The loop calls this next: an {@link io.rxgase.core.event.Incoming} whose handler it is, or a text. */
    void begin(Object what) {
        current = what;
        count.lazySet(count.getPlain() + 1);
    }

    /** How often something was begun; any thread. */
    long count() {
        return count.get();
    }

    /** What was begun last; any thread, after {@link #count()}. */
    @Nullable
    Object current() {
        return current;
    }

    /** Where the loop runs; null before its first tick. */
    @Nullable
    Thread thread() {
        return thread;
    }
}
