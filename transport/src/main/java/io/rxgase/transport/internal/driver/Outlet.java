package io.rxgase.transport.internal.driver;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One subscriber and its demand. Everything but {@link #request} and {@link #cancel} happens on the loop, so that no
 * queue-drain protocol is needed: whatever changes calls {@link #drain()}.
 *
 * @param <T> what is emitted
 */
final class Outlet<T> implements Subscription {
    private final EndpointDriver driver;
    private final Subscriber<? super T> downstream;
    private final Supply<T> supply;
    private final Runnable drainCommand = this::drainOnCommand;

    private final AtomicLong requested = new AtomicLong();
    private final AtomicBoolean drainQueued = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile boolean badRequest;

    private boolean attached;
    private boolean draining;
    private boolean finished;

    /** Where an outlet takes its elements from; on the loop. */
    interface Supply<T> {
        /** What is subscribed to, for people. */
        String name();

        /** The next element, or null if there is none at present. */
        @Nullable
        T poll();

        /** Whether an element waits. */
        boolean hasWaiting();

        /** Whether nothing comes after what waits. */
        boolean isOver();

        /** What it ended with when it is over; null if that was its regular end. */
        default @Nullable Throwable failure() {
            return null;
        }

        /** How many elements the subscriber has just taken: at least 1. */
        void taken(int count);

        /** The subscriber is gone, by cancelling or by its end. */
        void detached(Outlet<T> outlet);
    }

    Outlet(EndpointDriver driver, Subscriber<? super T> downstream, Supply<T> supply) {
        this.driver = driver;
        this.downstream = downstream;
        this.supply = supply;
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            badRequest = true;
        } else {
            requested.accumulateAndGet(n, Outlet::addCapped);
        }
        queueDrain();
    }

    @Override
    public void cancel() {
        cancelled = true;
        queueDrain();
    }

    private void queueDrain() {
        if (drainQueued.compareAndSet(false, true)) {
            driver.command(drainCommand);
        }
    }

    private void drainOnCommand() {
        drainQueued.set(false);
        drain();
    }

    private static long addCapped(long demand, long n) {
        long sum = demand + n;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** From now on elements flow. */
    void attach() {
        attached = true;
        drain();
    }

    /** Emits what waits, as far as demand goes, and the end if it is reached. */
    void drain() {
        if (!attached || draining || finished) {
            return;
        }
        draining = true;
        try {
            emit();
        } finally {
            draining = false;
        }
    }

    private void emit() {
        int taken = 0;
        while (!finished) {
            if (cancelled) {
                finish();
            } else if (badRequest) {
                fail(new IllegalArgumentException(
                        "request of 0 or less (reactive-streams rule 3.9): request at least 1"));
            } else if (supply.isOver() && !supply.hasWaiting()) {
                end(supply.failure());
            } else if (requested.get() == 0 || !emitOne()) {
                break;
            } else {
                taken++;
            }
        }
        if (taken > 0) {
            supply.taken(taken);
        }
    }

    private boolean emitOne() {
        T element = supply.poll();
        if (element == null) {
            return false;
        }
        if (requested.get() != Long.MAX_VALUE) {
            requested.decrementAndGet();
        }
        try {
            downstream.onNext(element);
        } catch (Throwable thrown) {
            misbehaved(thrown);
        }
        return true;
    }

    /** Ends the stream for this subscriber with an error, at once. */
    void fail(Throwable error) {
        if (finish()) {
            try {
                downstream.onError(error);
            } catch (Throwable thrown) {
                misbehaved(thrown);
            }
        }
    }

    private void end(@Nullable Throwable failure) {
        if (failure != null) {
            fail(failure);
        } else if (finish()) {
            try {
                downstream.onComplete();
            } catch (Throwable thrown) {
                misbehaved(thrown);
            }
        }
    }

    private boolean finish() {
        if (finished) {
            return false;
        }
        finished = true;
        supply.detached(this);
        return !cancelled;
    }

    /** A subscriber that throws counts as cancelled (reactive-streams rule 2.13); the loop must go on. */
    private void misbehaved(Throwable thrown) {
        cancelled = true;
        driver.guard().caught("a subscriber of " + supply.name(), thrown);
    }
}
