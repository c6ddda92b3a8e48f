package io.rxgase.core.loop;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One subscription of a {@link GameStateMachine}. Keeps a run that is cancelled in the midst of a tick, on any thread, from
 * overlapping with the next run.
 */
final class Run {
    private enum Phase {
        WAITING,
        IN_TICK,
        /** Cancelled in the midst of a tick, at the end of which the run is over. */
        ENDING,
        ENDED
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private final Runnable release;
    private volatile Disposable events = Disposable.disposed();

    /** The release is run once: not before the last tick is over, and not within one. */
    Run(Runnable release) {
        this.release = release;
    }

    /** Sets what feeds this run; it ends with it. */
    void fedBy(Disposable source) {
        events = source;
    }

    /** Makes one step; empty if this run is over. */
    <T, R> Optional<R> advance(Function<T, R> step, T input) throws Throwable {
        if (!phase.compareAndSet(Phase.WAITING, Phase.IN_TICK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(step.apply(input));
        } finally {
            if (!phase.compareAndSet(Phase.IN_TICK, Phase.WAITING)) {
                release();
            }
        }
    }

    /** Called once, on any thread. */
    void end() {
        Phase before = phase.getAndUpdate(now -> now == Phase.IN_TICK ? Phase.ENDING : Phase.ENDED);
        if (before == Phase.WAITING) {
            release();
        }
    }

    private void release() {
        events.dispose();
        release.run();
    }
}
