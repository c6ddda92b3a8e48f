package io.rxgase.transport.simulated;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All that will happen in a simulated network, by time and then by the order of planning, run by one worker of a scheduler. The
 * order is the agenda's own, so that it does not depend on how a scheduler sorts tasks of the same time.
 *
 * <p>Two locks. {@link #stage} is held while tasks run: whoever holds it is on every loop of the network. The queue's own
 * monitor is held for single steps only, never while foreign code runs, so planning never waits.
 */
final class Agenda {
    /** Cancelled entries are swept out when there are more of them than this, and more than others. */
    private static final int SWEEP_FROM = 64;

    private final Scheduler scheduler;
    private final Scheduler.Worker worker;
    private final ReentrantLock stage = new ReentrantLock();
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();

    private long sequence;
    private long latestNanos = Long.MIN_VALUE;
    private int cancelled;
    private boolean running;
    private long wakeNanos = Long.MAX_VALUE;
    private @Nullable Disposable wake;

    /** On whose behalf a task runs. */
    interface Context {
        /**
         * Whether the task may run now.
         *
         * @param task if not, it is the context's own: to plan it again or to drop it
         */
        boolean admits(Runnable task);
    }

    private final class Entry implements Comparable<Entry>, Disposable {
        private final long atNanos;
        private final long order;
        private final Context context;
        private final Runnable task;
        private volatile boolean disposed;

        Entry(long atNanos, long order, Context context, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.context = context;
            this.task = task;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }

        @Override
        public void dispose() {
            disposed = true;
            sweep();
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }

        void run() {
            if (disposed) {
                return;
            }
            if (context.admits(this::run)) {
                disposed = true;
                task.run();
            }
        }
    }

    Agenda(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.worker = scheduler.createWorker();
    }

    /** The lock that is held while tasks run; re-entrant. */
    ReentrantLock stage() {
        return stage;
    }

    /** The scheduler's time, which does not go back even if a wall clock does. */
    long nanos() {
        synchronized (entries) {
            latestNanos = Math.max(latestNanos, scheduler.now(TimeUnit.NANOSECONDS));
            return latestNanos;
        }
    }

    /** Plans a task; any thread. A time that has passed means now. */
    Disposable plan(long atNanos, Context context, Runnable task) {
        synchronized (entries) {
            Entry entry = new Entry(Math.max(atNanos, nanos()), sequence++, context, task);
            entries.add(entry);
            wakeInTime();
            return entry;
        }
    }

    private void run() {
        stage.lock();
        try {
            synchronized (entries) {
                running = true;
                wakeNanos = Long.MAX_VALUE;
                wake = null;
            }
            Entry due;
            while ((due = pollDue()) != null) {
                due.run();
            }
        } finally {
            stage.unlock();
            synchronized (entries) {
                running = false;
                wakeInTime();
            }
        }
    }

    private @Nullable Entry pollDue() {
        synchronized (entries) {
            Entry first = entries.peek();
            return first != null && first.atNanos <= nanos() ? entries.poll() : null;
        }
    }

    /** Sees to it that the worker calls at the time of the first entry; under the monitor. */
    private void wakeInTime() {
        Entry first = entries.peek();
        // While tasks run, none needs to be woken for: the end of that run looks again.
        if (first == null || running || first.atNanos >= wakeNanos) {
            return;
        }
        if (wake != null) {
            wake.dispose();
        }
        wakeNanos = first.atNanos;
        wake = worker.schedule(this::run, Math.max(0, first.atNanos - nanos()), TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        synchronized (entries) {
            if (++cancelled > SWEEP_FROM && cancelled > entries.size() / 2) {
                entries.removeIf(Entry::isDisposed);
                cancelled = 0;
            }
        }
    }
}
