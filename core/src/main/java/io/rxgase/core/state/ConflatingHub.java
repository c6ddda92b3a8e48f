package io.rxgase.core.state;

import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.core.internal.guard.Guard;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;

/**
 * Hands the newest of a series of values to any number of subscribers, each at its own pace. There is one cell for all;
 * a subscriber is no more than what it requested and what it saw last. A late one gets the newest value first.
 *
 * <p>{@link #set} and {@link #complete} are called by one thread and deliver on it, to whoever has requested; a subscriber that
 * requests later gets its value on the thread of the request.
 */
final class ConflatingHub<C> {
    private static final String SUBSCRIBER = "a subscriber of states or updates, which is cancelled,";

    private final CopyOnWriteArrayList<Receiver<C, ?>> receivers = new CopyOnWriteArrayList<>();
    /** A fatal error is rethrown, once all have been served: it is the pushing thread's that it ends. */
    private final Guard guard = new Guard(LoggerFactory.getLogger(ConflatingHub.class));

    private volatile @Nullable C newest;
    private volatile boolean completed;

    @Nullable
    C newest() {
        return newest;
    }

    boolean isCompleted() {
        return completed;
    }

    /** Returns how many subscribers were cancelled because they threw. */
    long failedSubscribers() {
        return guard.count();
    }

    /** How many are subscribed; for tests, while nothing happens. */
    int subscribers() {
        return receivers.size();
    }

    void set(C value) {
        newest = value;
        drainAll();
    }

    void complete() {
        completed = true;
        drainAll();
    }

    private void drainAll() {
        VirtualMachineError fatal = null;
        for (Receiver<C, ?> receiver : receivers) {
            try {
                receiver.drain();
            } catch (VirtualMachineError error) {
                fatal = error;
            }
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    /**
     * Returns a stream of what a function makes of the value that its subscriber saw last (null at first) and the newest one.
     */
    <T> Flowable<T> stream(BiFunction<@Nullable C, C, T> view) {
        return new Flowable<T>() {
            @Override
            protected void subscribeActual(Subscriber<? super T> subscriber) {
                Receiver<C, T> receiver = new Receiver<>(ConflatingHub.this, subscriber, view);
                // Only afterwards may the pushing thread find it: nothing comes before onSubscribe.
                subscriber.onSubscribe(receiver);
                receivers.add(receiver);
                receiver.drain();
            }
        };
    }

    /** One subscriber. The counter makes that only one thread at a time drains it; the others leave the work to that one. */
    private static final class Receiver<C, T> implements Subscription {
        private final ConflatingHub<C> hub;
        private final Subscriber<? super T> subscriber;
        private final BiFunction<@Nullable C, C, T> view;
        private final AtomicInteger work = new AtomicInteger();
        private final AtomicLong requested = new AtomicLong();
        private volatile boolean cancelled;
        private volatile boolean misused;
        private @Nullable C seen;

        Receiver(ConflatingHub<C> hub, Subscriber<? super T> subscriber, BiFunction<@Nullable C, C, T> view) {
            this.hub = hub;
            this.subscriber = subscriber;
            this.view = view;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                misused = true;
            } else {
                requested.getAndUpdate(r -> r + n < 0 ? Long.MAX_VALUE : r + n);
            }
            drain();
        }

        @Override
        public void cancel() {
            cancelled = true;
            drain();
        }

        void drain() {
            if (work.getAndIncrement() != 0) {
                return;
            }
            int missed = 1;
            do {
                deliver();
                missed = work.addAndGet(-missed);
            } while (missed != 0);
        }

        /** Delivers all that can be delivered now. Nothing that the subscriber throws gets out of here. */
        @SuppressWarnings("ReferenceEquality") // seen is that very value
        private void deliver() {
            while (!cancelled) {
                // Read in this order: what was set before the completion is seen.
                boolean last = hub.completed;
                C value = hub.newest;
                if (misused) {
                    finish();
                    fail(new IllegalArgumentException("§3.9 violated: request at least 1"));
                } else if (value != null && value != seen) {
                    if (requested.get() == 0) {
                        return;
                    }
                    next(value);
                } else if (last) {
                    finish();
                    guarded(subscriber::onComplete);
                } else {
                    return;
                }
            }
            finish();
        }

        private void next(C value) {
            T item;
            try {
                item = view.apply(seen, value);
            } catch (Throwable e) { // a record's own code, which must not reach the pushing thread either
                finish();
                fail(e);
                if (e instanceof VirtualMachineError error && Guard.isFatal(error)) {
                    throw error;
                }
                return;
            }
            seen = value;
            requested.getAndUpdate(r -> r == Long.MAX_VALUE ? r : r - 1);
            guarded(() -> subscriber.onNext(item));
        }

        private void fail(Throwable error) {
            guarded(() -> subscriber.onError(error));
        }

        private void guarded(Runnable signal) {
            try {
                signal.run();
            } catch (Throwable e) { // whatever it is, it must not reach the pushing thread or the other subscribers
                finish();
                hub.guard.caught(SUBSCRIBER, e);
            }
        }

        private void finish() {
            cancelled = true;
            seen = null;
            hub.receivers.remove(this);
        }
    }
}
