package io.rxgase.samples.tag.view;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.core.loop.Timebase;
import io.rxgase.samples.tag.Pilot;
import java.time.Duration;
import java.util.Optional;

/** For players who need not be watched. */
public final class NoView implements View {
    private final Timebase timebase = Timebase.live();

    /** A view that shows nothing. */
    public NoView() {}

    @Override
    public Timebase timebase() {
        return timebase;
    }

    @Override
    public Duration frame() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void draw(Scene scene) {}

    @Override
    public Optional<Pilot> keys() {
        return Optional.empty();
    }

    @Override
    public Completable left() {
        return Completable.never();
    }

    @Override
    public Flowable<Network> network() {
        return Flowable.never();
    }

    @Override
    public void close() {
        timebase.close();
    }
}
