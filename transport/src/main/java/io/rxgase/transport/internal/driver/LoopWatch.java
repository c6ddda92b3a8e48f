package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a loop that hangs from one that has nothing to do. The loop says when a turn begins and ends; others look at that, and whoever
 * waits for the loop is told if it does not come to what it was asked for.
 */
final class LoopWatch {
    /** How long the loop has to come to the end of a connection or socket before those who wait are told. */
    static final long EXPECTED_WITHIN_NANOS = 3_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(EndpointDriver.class);

    private static final long IDLE = Long.MIN_VALUE;

    private final SocketLoop loop;
    /** Written by the loop, without a fence: who looks may be a moment late. */
    private final AtomicLong turnBegan = new AtomicLong(IDLE);

    private volatile @Nullable Thread thread;
    private long reported = IDLE;

    LoopWatch(SocketLoop loop) {
        this.loop = loop;
    }

    /** A turn begins, unless it has begun already; on the loop. */
    void begin(long nowNanos) {
        if (turnBegan.getPlain() == IDLE) {
            if (thread == null) {
                thread = Thread.currentThread();
            }
            turnBegan.lazySet(nowNanos);
        }
    }

    /** The turn is over; on the loop. */
    void end() {
        turnBegan.lazySet(IDLE);
    }

    /** Logs a turn that takes longer than that, once; any thread. */
    synchronized void look(long limitNanos) {
        long began = turnBegan.get();
        if (began == IDLE || began == reported || loop.nanos() - began < limitNanos) {
            return;
        }
        reported = began;
        LOG.warn(
                "Event loop {} has been busy for {} ms {}; none of its connections goes on meanwhile: move slow work off it, with"
                        + " observeOn(scheduler)",
                name(),
                TimeUnit.NANOSECONDS.toMillis(loop.nanos() - began),
                place());
    }

    /** The loop was asked to bring this about at its end of things: fails, off the loop, if it does not come to anything for too long. */
    void expect(CompletableSubject outcome) {
        AtomicBoolean alive = new AtomicBoolean();
        Disposable waiting = loop.scheduleElsewhere(EXPECTED_WITHIN_NANOS, () -> {
            if (!alive.get() && !outcome.hasComplete()) {
                String text = "event loop " + name() + " does not get to it: it has hung for "
                        + TimeUnit.NANOSECONDS.toMillis(EXPECTED_WITHIN_NANOS) + " ms or more " + place();
                LOG.warn("Closing at {}: {}", loop.localAddress(), text);
                outcome.onError(new TransportException(DisconnectReason.TRANSPORT_FAILED, text));
            }
        });
        if (!waiting.isDisposed()) {
            try {
                loop.execute(() -> {
                    alive.set(true);
                    waiting.dispose();
                });
            } catch (RejectedExecutionException loopEnded) {
                waiting.dispose();
            }
        }
    }

    private String name() {
        Thread known = thread;
        return known == null ? "at " + loop.localAddress() : known.getName();
    }

    /** The innermost call that is neither Java's nor ours: most likely the application's. */
    private String place() {
        Thread known = thread;
        if (known == null) {
            return "before its first turn";
        }
        StackTraceElement[] stack = known.getStackTrace();
        for (StackTraceElement frame : stack) {
            if (!frame.getClassName().startsWith("java.")
                    && !frame.getClassName().startsWith("jdk.")
                    && !frame.getClassName().startsWith("sun.")
                    && !frame.getClassName().startsWith("io.reactivex.")) {
                return "in " + frame;
            }
        }
        return stack.length == 0 ? "and has ended" : "in " + stack[0];
    }
}
