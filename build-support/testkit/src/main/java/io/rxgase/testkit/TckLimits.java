package io.rxgase.testkit;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.tck.TestEnvironment;

/** How long the tests of the TCK wait, said once for all of them. */
final class TckLimits {
    /** For what must come. Only a test that fails waits so long, so it is far more than a machine that stops now and then needs. */
    static final long ANSWER_MILLIS = 30_000;

    /** For what must not come, which is all the time that a test takes that passes. */
    static final long QUIET_MILLIS = SweepSize.of(10, 300);

    /** Between two looks for an error. */
    private static final long POLL_MILLIS = 1;

    private static final long GC_PAUSE_MILLIS = 20;

    /** For one test in all: some wait for one hundred streams. */
    private static final long TEST_MILLIS = 120_000;

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tck-limits");
        thread.setDaemon(true);
        return thread;
    });

    private TckLimits() {}

    static TestEnvironment environment() {
        return new TestEnvironment(ANSWER_MILLIS, QUIET_MILLIS, POLL_MILLIS);
    }

    /**
     * Collects garbage until an object is gone.
     *
     * @param queue the reference's, where nothing else is
     * @return false if it was still there when the time was over
     */
    static boolean isCollected(WeakReference<?> reference, ReferenceQueue<?> queue, long millis) {
        long begin = System.nanoTime();
        try {
            do {
                System.gc();
            } while (queue.remove(GC_PAUSE_MILLIS) == null && System.nanoTime() - begin < millis * 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reference.refersTo(null);
    }

    /** Interrupts the calling thread, after a thread dump, when the time for one test is over; cancel it when the test has ended. */
    static ScheduledFuture<?> watch(String test) {
        Thread thread = Thread.currentThread();
        return CLOCK.schedule(() -> giveUp(test, thread), TEST_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void giveUp(String test, Thread thread) {
        System.out.println("The test " + test + " did not end within " + TEST_MILLIS + " ms");
        Thread.getAllStackTraces().forEach((one, frames) -> {
            System.out.println(one);
            for (StackTraceElement frame : frames) {
                System.out.println("\tat " + frame);
            }
        });
        thread.interrupt();
    }
}
