package io.rxgase.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Netty's leak detector, which tests run at its paranoid level, has found so far in this JVM. */
final class Leaks {
    private static final String DETECTOR = "io.netty.util.ResourceLeakDetector";
    private static final List<String> FOUND = new CopyOnWriteArrayList<>();
    private static final int MOST_COLLECTIONS = 100;
    private static final int WAIT_MILLIS = 500;

    /** Held, because loggers without a reference are forgotten together with their handlers. */
    private static final Logger LOGGER = Logger.getLogger(DETECTOR);

    static {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(new Handler() {
            @Override
            public void publish(LogRecord event) {
                if (String.valueOf(event.getMessage()).contains("LEAK")) {
                    FOUND.add(event.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    private Leaks() {}

    /** Begins to listen, if it has not begun. */
    static void watch() {}

    static void assertNone() {
        assertThat(found()).isEmpty();
    }

    /** Collects garbage, lets the detector look, and returns what it has said since the last call. */
    static List<String> found() {
        // The JVM tells of what was collected on a thread of its own, one collection after the other: when it
        // has told of something that the second one found, it has told of all that the first one found.
        collectGarbage();
        collectGarbage();
        // The detector looks at what was collected when the next buffer is made.
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        buffer.release();
        List<String> reports = List.copyOf(FOUND);
        FOUND.clear();
        return reports;
    }

    /** Returns when the JVM has told of garbage that was made after the call. */
    private static void collectGarbage() {
        ReferenceQueue<Object> told = new ReferenceQueue<>();
        WeakReference<Object> garbage = new WeakReference<>(new Object(), told);
        try {
            int collections = 0;
            do {
                assertThat(++collections).as("collections").isLessThan(MOST_COLLECTIONS);
                System.gc();
            } while (told.remove(WAIT_MILLIS) == null);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while " + garbage + " was waited for", e);
        }
    }
}
