package io.rxgase.samples.tag.view;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.core.loop.Timebase;
import io.rxgase.samples.tag.Pilot;
import java.time.Duration;
import java.util.Optional;

/** A way to look at the game, and perhaps to play it. Made and closed on any thread, drawn on its own. */
public interface View extends AutoCloseable {
    /** The thread on which {@link #draw} and the pilot are to be called, with its clock. */
    Timebase timebase();

    /** How often to draw. */
    Duration frame();

    /** Draws one picture; on the view's thread. */
    void draw(Scene scene);

    /** What the person at the keys wants; empty if this view has no keys. */
    Optional<Pilot> keys();

    /** Completes when the person wants to leave. */
    Completable left();

    /** The network that the person wants, each time it is another one; conflates. Never emits where it cannot be chosen. */
    Flowable<Network> network();

    /** Restores what was there before; once. */
    @Override
    void close();
}
