package io.rxgase.testkit;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the threads that code makes, whatever other threads come and go meanwhile. */
public final class StartedThreads {
    private StartedThreads() {}

    /**
     * Runs something on this thread.
     *
     * @param action what to watch
     * @return how many threads it made, and those made
     */
    public static int during(Runnable action) {
        AtomicInteger made = new AtomicInteger();
        // A thread takes over the inheritable values of the thread that makes it, and asks for each.
        InheritableThreadLocal<Boolean> watched = new InheritableThreadLocal<>() {
            @Override
            protected Boolean childValue(Boolean parent) {
                made.incrementAndGet();
                return parent;
            }
        };
        watched.set(true);
        try {
            action.run();
        } finally {
            watched.remove();
        }
        return made.get();
    }
}
