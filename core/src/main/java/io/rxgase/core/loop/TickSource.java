package io.rxgase.core.loop;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler.Worker;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.rxgase.core.internal.guard.Guard;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;

/** The stream behind {@link Ticks}. Not {@code Flowable.interval}, which fails without demand and never skips. */
final class TickSource extends Flowable<Tick> {
    private static final Guard GUARD = new Guard(LoggerFactory.getLogger(Ticks.class));
    private static final String SUBSCRIBER = "a subscriber of ticks";

    private final Timebase timebase;
    private final long stepNanos;
    private final boolean variable;
    private final int catchUp;

    TickSource(Timebase timebase, long stepNanos, boolean variable, int catchUp) {
        this.timebase = timebase;
        this.stepNanos = stepNanos;
        this.variable = variable;
        this.catchUp = catchUp;
    }

    @Override
    protected void subscribeActual(Subscriber<? super Tick> subscriber) {
        Clockwork clockwork = new Clockwork(subscriber);
        if (!GUARD.call(SUBSCRIBER, () -> subscriber.onSubscribe(clockwork))) {
            clockwork.cancel();
        }
        clockwork.schedule();
    }

    /** One subscription. All but {@code requested} and {@code subscriber} belongs to the worker. */
    private final class Clockwork implements Subscription, Runnable {
        /** Null once cancelled: a task that is still on its way must not hold on to it. */
        private volatile @Nullable Subscriber<? super Tick> subscriber;

        private final Worker worker;
        private final AtomicLong requested = new AtomicLong();

        /** When slot 0 was; slot n is due n steps later. Moves only if the clock runs backwards. */
        private long startNanos;

        private long latestNanos;
        /** The deadline to serve next, counted in steps from the start; skipped ones count too. */
        private long slot = 1;

        private long number;
        private long gameTimeNanos;
        private long skipped;
        /** For variable ticks: up to when time was given out. */
        private long coveredNanos;

        Clockwork(Subscriber<? super Tick> subscriber) {
            this.subscriber = subscriber;
            this.worker = timebase.scheduler().createWorker();
            this.startNanos = timebase.nanoTime();
            this.latestNanos = startNanos;
            this.coveredNanos = startNanos;
        }

        /** One tick per task, however late: other tasks of the same thread must get their turn. */
        @Override
        public void run() {
            Subscriber<? super Tick> receiver = subscriber;
            if (receiver == null) {
                return;
            }
            long due = (now() - startNanos) / stepNanos;
            if (due >= slot) {
                serve(receiver, due);
            }
            schedule();
        }

        void schedule() {
            if (subscriber != null) {
                // Always this form, with a delay: a TestScheduler runs schedule(task) before tasks that are due
                // already.
                long delay = startNanos + slot * stepNanos - timebase.nanoTime();
                Disposable planned = worker.schedule(this, Math.max(0, delay), TimeUnit.NANOSECONDS);
                // Some that run tasks at once give back the same, but only one that refuses is disposed of then.
                if (planned.equals(Disposable.disposed()) && worker.isDisposed()) {
                    refused();
                }
            }
        }

        /** The scheduler takes nothing any more: nobody else would ever say that no tick will come. */
        private void refused() {
            Subscriber<? super Tick> receiver = subscriber;
            subscriber = null;
            if (receiver != null) {
                GUARD.call(
                        SUBSCRIBER,
                        () -> receiver.onError(new RejectedExecutionException(
                                "the scheduler of the ticks was shut down: end the game before its scheduler")));
            }
        }

        private void serve(Subscriber<? super Tick> receiver, long due) {
            // A variable tick covers the missed steps by being longer, so none of them is made up by a tick of its own.
            long tooLate = variable ? due - slot : due - slot - catchUp;
            if (tooLate > 0) {
                skipped += tooLate;
                slot += tooLate;
            }
            slot++;
            if (requested.get() == 0) {
                skipped++;
                return;
            }
            long delta = variable ? elapsed() : stepNanos;
            gameTimeNanos += delta;
            Tick tick = new Tick(++number, delta, gameTimeNanos, skipped);
            skipped = 0;
            if (requested.get() != Long.MAX_VALUE) {
                requested.decrementAndGet();
            }
            try {
                receiver.onNext(tick);
            } catch (Throwable thrown) {
                cancel();
                GUARD.caught(SUBSCRIBER, thrown);
            }
        }

        private long elapsed() {
            long passed = latestNanos - coveredNanos;
            coveredNanos = latestNanos;
            return Math.min(passed, (1L + catchUp) * stepNanos);
        }

        /** A clock that runs backwards breaks its contract; it is taken as having stood still meanwhile. */
        private long now() {
            long now = timebase.nanoTime();
            if (now < latestNanos) {
                startNanos -= latestNanos - now;
                coveredNanos -= latestNanos - now;
            }
            latestNanos = now;
            return now;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                // As in Rx's own sources. Other subscribers never get here: Rx gives them the error of rule 3.9 itself.
                RxJavaPlugins.onError(new IllegalArgumentException("request more than 0 ticks, not " + n));
                return;
            }
            requested.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        }

        @Override
        public void cancel() {
            subscriber = null;
            worker.dispose();
        }
    }
}
