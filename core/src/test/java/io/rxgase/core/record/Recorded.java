package io.rxgase.core.record;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small game, and runs of it that are recorded on the thread of the test. */
final class Recorded {
    static final Duration STEP = Duration.ofMillis(20);

    static final RecordingOptions INLINE = RecordingOptions.defaults().withWriter(Schedulers.trampoline());

    /** Two walkers that time moves and events push. */
    record Walk(StateMap<Long, Walker> walkers, double wind) {
        Walk with(long id, Walker walker) {
            return new Walk(walkers.with(id, walker), wind);
        }
    }

    record Walker(double x, int pushes) {}

    static final Walk START =
            new Walk(StateMap.<Long, Walker>empty().with(1L, new Walker(0, 0)).with(2L, new Walker(10, 0)), 0);

    static final GameLogic<Walk> LOGIC = GameLogic.of(Walk.class)
            .timeStep((state, dt) -> {
                Walker first = state.walkers().get(1L);
                return state.with(1, new Walker(first.x() + dt, first.pushes()));
            })
            .on("PUSH", (state, event, sender) -> {
                Walker walker = state.walkers().get(sender.value());
                Walker pushed = new Walker(walker.x() + event.getDouble("by"), walker.pushes() + 1);
                return Next.state(state.with(sender.value(), pushed))
                        .reply(Event.of("PUSHED").with("x", pushed.x()));
            });

    private Recorded() {}

    /** So many frames; in one of four one or two pushes. */
    static List<Frame> frames(long seed, int count) {
        Random random = new Random(seed);
        List<Frame> frames = new ArrayList<>();
        Tick tick = Tick.first(STEP);
        for (int i = 0; i < count; i++) {
            Incoming[] events = new Incoming[Math.max(0, random.nextInt(8) - 5)];
            for (int e = 0; e < events.length; e++) {
                Event push = Event.of("PUSH").with("by", random.nextDouble());
                events[e] = new Incoming(new ClientId(1 + random.nextInt(2)), push);
            }
            frames.add(Frame.of(tick, events));
            tick = tick.next();
        }
        return frames;
    }

    static <S> List<Transition<S>> run(GameLogic<S> logic, S start, List<Frame> frames) {
        List<Transition<S>> run = new ArrayList<>();
        Snapshot<S> state = Snapshot.initial(logic.model().stamped(start, 0, GameStatus.ACTIVE));
        for (Frame frame : frames) {
            Transition<S> transition = logic.step(state, frame);
            run.add(transition);
            state = transition.snapshot();
        }
        return run;
    }

    /** Plays and records the small game. */
    static List<Transition<Walk>> record(Path file, long seed, int frames) {
        return record(file, LOGIC, START, frames(seed, frames), INLINE);
    }

    static <S> List<Transition<S>> record(
            Path file, GameLogic<S> logic, S start, List<Frame> frames, RecordingOptions options) {
        List<Transition<S>> run = run(logic, start, frames);
        Recorder<S> recorder = Recorder.create(file, logic.model(), options);
        Flowable.fromIterable(run)
                .compose(recorder.from(Snapshot.initial(logic.model().stamped(start, 0, GameStatus.ACTIVE))))
                .blockingSubscribe();
        recorder.finish().blockingAwait();
        return run;
    }
}
