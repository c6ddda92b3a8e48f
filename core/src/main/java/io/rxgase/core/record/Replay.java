package io.rxgase.core.record;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.record.Playback.Moment;
import io.rxgase.core.state.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A recorded game, played again: the recorded frames go through game logic, which gives the states.
 *
 * <pre>{@code
 * Replay<Chase> replay = Replay.of(path, logic);
 *
 * Chase last = replay.states().blockingLast(); // as fast as possible
 * replay.from(Duration.ofMinutes(3)).on(Timebase.of(ui)).atSpeed(0.25).states() // slow motion, on a scheduler of your choice
 *         .observeOn(ui, false, 1)
 *         .subscribe(view::render);
 * replay.states().subscribe(stepByStep); // one step for each request(1)
 *
 * assertThat(replay.verify().divergence()).isEmpty(); // is it still the same game?
 * }</pre>
 *
 * <p><b>Streams.</b> Cold: each subscription reads the file from its beginning. Overflow policy: a subscriber gets what it
 * asks for and the game waits for it, so that demand is a way to go step by step; nothing is dropped, and nothing is
 * buffered but the one item that waits for its time. They fail with a {@link RecordingException} if the file can't be read
 * or doesn't fit the logic, and complete at the end of what can be read.
 *
 * <p>Immutable; each method that changes how it is played returns a new object. May be used on any thread.
 *
 * @param <S> the type of the states
 */
public final class Replay<S> {
    private static final Guard GUARD = new Guard(LoggerFactory.getLogger(Replay.class));

    private final Path file;
    private final RecordingIndex index;
    private final GameLogic<S> logic;
    private final long fromNanos;
    /** 0 for as fast as possible. */
    private final double speed;

    private final Timebase timebase;

    private Replay(
            Path file, RecordingIndex index, GameLogic<S> logic, long fromNanos, double speed, Timebase timebase) {
        this.file = file;
        this.index = index;
        this.logic = logic;
        this.fromNanos = fromNanos;
        this.speed = speed;
        this.timebase = timebase;
    }

    /**
     * Opens a recording and reads through it once. It may still be growing: what was written until now is replayed.
     *
     * @param file what a {@link Recorder} has written
     * @param logic the game; with other rules than those that were recorded the states are others
     * @param <S> the type of the states
     * @return the whole recording, as fast as possible
     * @throws RecordingException if the file is no recording, or one of another game: its states have to be of the same class, of whatever
     *     build, or have the same components, whatever the class is called; a {@code GameState} takes all
     */
    public static <S> Replay<S> of(Path file, GameLogic<S> logic) {
        Objects.requireNonNull(logic, "logic");
        Timebase timebase = Timebase.of(Schedulers.computation());
        RecordingIndex index = RecordingIndex.read(file);
        RecordedType.require(file, index.info().stateType(), index.schema(), logic.model());
        return new Replay<>(file, index, logic, Long.MIN_VALUE, 0, timebase);
    }

    /**
     * What the recording holds.
     *
     * @return what was found when it was opened
     */
    public RecordingInfo info() {
        return index.info();
    }

    /**
     * The game that is replayed.
     *
     * @return the logic
     */
    public GameLogic<S> logic() {
        return logic;
    }

    /**
     * Begins later: with the state that was the newest at a game time. What is before that is run through the logic only
     * from the last whole state on, which is at most {@link RecordingOptions#stateEvery()} away.
     *
     * @param gameTime on the clock of the game, see {@link RecordingInfo#begin()}; beyond the end there is the last state
     * @return the replay from there on
     */
    public Replay<S> from(Duration gameTime) {
        return new Replay<>(file, index, logic, gameTime.toNanos(), speed, timebase);
    }

    /**
     * Plays as fast as it was played: each state comes when its game time has passed. Short for {@code atSpeed(1)}.
     *
     * @return the replay in real time
     */
    public Replay<S> inRealTime() {
        return atSpeed(1);
    }

    /**
     * Plays at a multiple of real time. Deadlines are absolute, so that errors don't add up; a subscriber that asks late
     * gets at once what is due. A pause of the game takes as long as it did.
     *
     * @param factor 2 is twice as fast, 0.5 half as fast; more than 0
     * @return the replay at that speed
     */
    public Replay<S> atSpeed(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("the speed is a factor of more than 0, such as 0.5 or 2, not " + factor);
        }
        return new Replay<>(file, index, logic, fromNanos, factor, timebase);
    }

    /**
     * Sets the clock and the scheduler for a replay with a speed. Without it the computation scheduler is used.
     *
     * @param clock what time is measured by, and where states are emitted that must wait for their time
     * @return the replay on that clock
     */
    public Replay<S> on(Timebase clock) {
        return new Replay<>(file, index, logic, fromNanos, speed, Objects.requireNonNull(clock, "clock"));
    }

    /**
     * Every step of the game, with what went in and what came out.
     *
     * @return as many transitions as there are frames; on the thread of whoever asks, or of the clock if there is a speed
     */
    public Flowable<Transition<S>> transitions() {
        return guarded(
                "transitions",
                moments()
                        .filter(moment -> moment instanceof Moment.Steps)
                        .map(moment -> ((Moment.Steps<S>) moment).transition()));
    }

    /**
     * Every state with its place in time; first the one with which the replay begins. After a gap it goes on with the
     * state after the gap.
     *
     * @return one more than there are frames, and one more for each gap; on the thread of whoever asks, or of the clock if
     *     there is a speed
     */
    public Flowable<Snapshot<S>> snapshots() {
        return guarded("snapshots", moments().map(Replay::snapshot));
    }

    /**
     * Every state; first the one with which the replay begins.
     *
     * @return like {@link #snapshots()}
     */
    public Flowable<S> states() {
        return guarded("states", moments().map(Replay::snapshot).map(Snapshot::state));
    }

    private static <T> Flowable<T> guarded(String name, Flowable<T> stream) {
        return GUARD.stream("a subscriber of a replay's " + name + "()", stream);
    }

    private static <S> Snapshot<S> snapshot(Moment<S> moment) {
        return moment instanceof Moment.Steps<S> steps
                ? steps.transition().snapshot()
                : ((Moment.Begins<S>) moment).snapshot();
    }

    private Flowable<Moment<S>> moments() {
        Flowable<Moment<S>> all = Flowable.generate(
                () -> new Playback<>(file, index, logic, fromNanos),
                (playback, emitter) -> {
                    Moment<S> moment = nextVisible(playback);
                    if (moment == null) {
                        emitter.onComplete();
                    } else {
                        emitter.onNext(moment);
                    }
                },
                Playback::close);
        return speed == 0 ? all : all.compose(Pace.of(timebase, speed));
    }

    private static <S> @Nullable Moment<S> nextVisible(Playback<S> playback) {
        try {
            Moment<S> moment = playback.next();
            while (moment instanceof Moment.Checks) {
                moment = playback.next();
            }
            return moment;
        } catch (RuntimeException | AssertionError e) {
            throw e;
        } catch (Throwable e) {
            // RxJava would throw most of them at whoever asked, and the stream would never end.
            Throwable cause = Guard.legible(e);
            throw new IllegalStateException("the game's own code failed in the replay: " + cause, cause);
        }
    }

    /**
     * Runs the whole recording through the logic, from {@link #from} on, and compares: what each tick changed in the
     * state, what it sent and which faults it had; now and then the whole state.
     *
     * <p>Games must be determinate to be replayed, and a game that isn't goes wrong in ways that are hard to find: by an
     * iteration over a hash set, by the wall clock, by an unseeded random number, by a state that is changed in place. This
     * finds the tick and the attribute. Runs on the calling thread, as fast as possible.
     *
     * @return what was found; it stops at the first difference
     * @throws RecordingException if the file can't be read or doesn't fit the logic
     */
    public Verification verify() {
        try (Playback<S> playback = new Playback<>(file, index, logic, fromNanos)) {
            return new Verifier<>(logic.model()).verify(playback);
        }
    }
}
