package io.rxgase.client;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.RefusalLog;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;

/**
 * Hands the elements of one source to all subscribers at the pace of the slowest, whose demand is the demand for the source. What comes
 * before the first subscriber waits, up to a bound; what finds none any more is dropped and counted.
 *
 * <p>Not RxJava's MulticastProcessor: there a slow subscriber that leaves wakes nobody up, and one that throws what RxJava takes for
 * fatal stops all others. Whatever changes, an element, a request, somebody who leaves, calls {@link #drain()}, and one thread at a
 * time does what can be done then.
 */
final class SharedEvents<T> extends Flowable<T> implements FlowableSubscriber<T> {
    /** After how many elements the source is asked for as many again. */
    private static final int BATCH = 32;

    private static final Seat<?>[] NOBODY = {};

    private final Guard guard;
    private final String where;
    private final int waitingMost;
    private final ConcurrentLinkedDeque<T> waiting = new ConcurrentLinkedDeque<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicInteger work = new AtomicInteger();
    private final RefusalLog unobserved = new RefusalLog(
            LoggerFactory.getLogger(SharedEvents.class),
            "events of the server are dropped, as nobody listens",
            "subscribe to events() before too many have come, and stay subscribed");
    private volatile Seat<?>[] seats = NOBODY;
    private volatile boolean subscribedOnce;
    private volatile boolean over;
    private @Nullable Subscription source;
    /** Handed out and not asked for again; of the draining thread. */
    private int taken;

    /**
     * To be subscribed to a source once.
     *
     * @param where whose subscribers they are, for people
     * @param waitingMost how many elements wait for the first subscriber
     */
    SharedEvents(Guard guard, String where, int waitingMost) {
        this.guard = guard;
        this.where = where;
        this.waitingMost = waitingMost;
    }

    /** How many elements found no subscriber. */
    long unobserved() {
        return unobserved.count();
    }

    // ---- the source

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        subscription.request(waitingMost + 1L);
    }

    @Override
    public void onNext(T element) {
        waitingCount.incrementAndGet();
        waiting.addLast(element);
        drain();
    }

    @Override
    public void onError(Throwable error) {
        guard.caught("the source of events", error);
        onComplete();
    }

    @Override
    public void onComplete() {
        over = true;
        drain();
    }

    // ---- subscribers

    @Override
    protected void subscribeActual(Subscriber<? super T> subscriber) {
        Seat<T> seat = new Seat<>(this, subscriber);
        if (!guard.call(where, () -> subscriber.onSubscribe(seat))) {
            seat.cancelled = true;
        }
        if (seat.cancelled) {
            return;
        }
        add(seat);
        // In this order: whoever sees that somebody has subscribed sees the seat, too.
        subscribedOnce = true;
        if (seat.cancelled) {
            remove(seat);
        }
        drain();
    }

    private synchronized void add(Seat<T> seat) {
        Seat<?>[] more = Arrays.copyOf(seats, seats.length + 1);
        more[more.length - 1] = seat;
        seats = more;
    }

    private synchronized void remove(Seat<?> seat) {
        seats = Arrays.stream(seats).filter(other -> !other.equals(seat)).toArray(Seat<?>[]::new);
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            handOut();
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private void handOut() {
        while (true) {
            boolean somebodyCame = subscribedOnce;
            boolean last = over;
            @SuppressWarnings("unchecked") // only add() puts them in
            Seat<T>[] now = (Seat<T>[]) seats;
            if (now.length == 0) {
                dropBeyond(somebodyCame ? 0 : waitingMost);
                return;
            }
            if (endMisusers(now)) {
                continue;
            }
            T next = waiting.peekFirst();
            if (next == null) {
                if (last) {
                    finish(now);
                }
                return;
            }
            if (!isAskedFor(now)) {
                return;
            }
            waiting.pollFirst();
            waitingCount.decrementAndGet();
            for (Seat<T> seat : now) {
                seat.next(next);
            }
            askForMore();
        }
    }

    /** Whether everybody who is still there wants an element. */
    private static <T> boolean isAskedFor(Seat<T>[] now) {
        for (Seat<T> seat : now) {
            if (!seat.cancelled && seat.requested.get() == 0) {
                return false;
            }
        }
        return true;
    }

    /** Ends those who have asked for nonsense. */
    private static <T> boolean endMisusers(Seat<T>[] now) {
        boolean some = false;
        for (Seat<T> seat : now) {
            if (seat.misused && !seat.cancelled) {
                seat.fail(new IllegalArgumentException("§3.9 violated: request at least 1"));
                some = true;
            }
        }
        return some;
    }

    private void finish(Seat<T>[] now) {
        for (Seat<T> seat : now) {
            seat.complete();
        }
    }

    private void dropBeyond(int most) {
        while (waitingCount.get() > most) {
            // Of those that wait for the first subscriber the oldest stay.
            T dropped = most == 0 ? waiting.pollFirst() : waiting.pollLast();
            if (dropped == null) {
                return;
            }
            waitingCount.decrementAndGet();
            unobserved.add(dropped);
            ask(1);
        }
    }

    private void askForMore() {
        if (++taken == BATCH) {
            taken = 0;
            ask(BATCH);
        }
    }

    private void ask(int count) {
        Subscription from = source;
        if (from != null && !over) {
            from.request(count);
        }
    }

    /** One subscriber and its demand. Signals come from the draining thread. */
    private static final class Seat<T> implements Subscription {
        private final SharedEvents<T> hub;
        private final Subscriber<? super T> subscriber;
        private final AtomicLong requested = new AtomicLong();
        private volatile boolean cancelled;
        private volatile boolean misused;

        Seat(SharedEvents<T> hub, Subscriber<? super T> subscriber) {
            this.hub = hub;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                misused = true;
            } else {
                requested.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
            }
            hub.drain();
        }

        @Override
        public void cancel() {
            leave();
            hub.drain();
        }

        private void leave() {
            cancelled = true;
            hub.remove(this);
        }

        void next(T element) {
            if (cancelled) {
                return;
            }
            requested.getAndUpdate(before -> before == Long.MAX_VALUE ? before : before - 1);
            if (!hub.guard.call(hub.where, () -> subscriber.onNext(element))) {
                leave();
            }
        }

        void fail(Throwable error) {
            if (!cancelled) {
                leave();
                hub.guard.call(hub.where, () -> subscriber.onError(error));
            }
        }

        void complete() {
            if (!cancelled) {
                leave();
                hub.guard.call(hub.where, subscriber::onComplete);
            }
        }
    }
}
