package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import org.jspecify.annotations.Nullable;

/** The one timer of a driver; on the loop. */
final class WakeTimer {
    private final SocketLoop loop;
    private final Runnable task;
    private final Runnable fire = this::fire;
    private long atNanos = EndpointMachine.NEVER;
    private @Nullable Disposable timer;

    WakeTimer(SocketLoop loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    /**
     * The task is to run at that time, or earlier. A timer that is too early only wakes a machine that has nothing to
     * do; replacing it each time would cost more.
     */
    void notLaterThan(long nanos) {
        if (nanos < atNanos) {
            cancel();
            atNanos = nanos;
            timer = loop.schedule(nanos, fire);
        }
    }

    private void fire() {
        timer = null;
        atNanos = EndpointMachine.NEVER;
        task.run();
    }

    void cancel() {
        if (timer != null) {
            timer.dispose();
        }
    }
}
