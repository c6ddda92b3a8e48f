package io.rxgase.core.record;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableTransformer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.record.Playback.Moment;
import java.util.concurrent.TimeUnit;

/** Lets each step of a replay wait until its game time has come, by absolute deadlines. One for each subscription. */
final class Pace<S> implements Function<Moment<S>, Single<Moment<S>>> {
    private final Timebase timebase;
    private final double speed;
    private final long startNanos;
    private long playedNanos;
    /** The length of the last step that had one. */
    private long stepNanos;

    private Pace(Timebase timebase, double speed) {
        this.timebase = timebase;
        this.speed = speed;
        this.startNanos = timebase.nanoTime();
    }

    static <S> FlowableTransformer<Moment<S>, Moment<S>> of(Timebase timebase, double speed) {
        // Prefetches one: a state is computed while the one before is shown.
        return moments -> Flowable.defer(() -> moments.concatMapSingle(new Pace<>(timebase, speed), 1));
    }

    @Override
    public Single<Moment<S>> apply(Moment<S> moment) {
        if (!(moment instanceof Moment.Steps<S> steps)) {
            return Single.just(moment);
        }
        Tick tick = steps.transition().frame().tick();
        // In a pause game time stands still, but the players waited.
        stepNanos = tick.deltaNanos() > 0 ? tick.deltaNanos() : stepNanos;
        playedNanos += stepNanos;
        long delayNanos = startNanos + (long) (playedNanos / speed) - timebase.nanoTime();
        return delayNanos <= 0
                ? Single.just(moment)
                : Single.timer(delayNanos, TimeUnit.NANOSECONDS, timebase.scheduler())
                        .map(time -> moment);
    }
}
