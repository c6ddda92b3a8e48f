package io.rxgase.benchmarks.peers;

import java.util.concurrent.locks.LockSupport;

/** Fifty ticks a second at absolute times, on a thread of its own; for peers that bring no loop. */
final class TickLoop implements AutoCloseable {
    static final int HZ = 50;
    static final long STEP_NANOS = 1_000_000_000L / HZ;

    private final Thread thread;
    private volatile boolean closed;

    private TickLoop(Runnable tick) {
        this.thread = new Thread(() -> run(tick), "tick");
        thread.setDaemon(true);
    }

    static TickLoop start(Runnable tick) {
        TickLoop loop = new TickLoop(tick);
        loop.thread.start();
        return loop;
    }

    private void run(Runnable tick) {
        long due = System.nanoTime();
        while (!closed) {
            due += STEP_NANOS;
            long wait;
            while ((wait = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(wait);
            }
            tick.run();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
