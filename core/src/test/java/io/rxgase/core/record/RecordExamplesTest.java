package io.rxgase.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.testkit.JavadocExamples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples in the javadoc of this package. */
class RecordExamplesTest {
    private static final Logger log = LoggerFactory.getLogger(RecordExamplesTest.class);

    record Chase(double x) {}

    @TempDir
    Path directory;

    private final GameLogic<Chase> logic = GameLogic.of(Chase.class).timeStep((state, dt) -> new Chase(state.x() + dt));
    private Path path;

    @BeforeEach
    void recordFourMinutes() {
        path = directory.resolve("game.rec");
        Recorded.record(path, logic, new Chase(0), Recorded.frames(1, 4 * 60 * 50), Recorded.INLINE);
    }

    @Test
    void shouldCompileEveryExample() {
        JavadocExamples.assertCompiled(
                Path.of("src/main/java/io/rxgase/core/record"),
                Path.of("src/test/java/io/rxgase/core/record/RecordExamplesTest.java"));
    }

    @Test
    void recorder() {
        class Game {
            private final List<Outgoing> sent = new ArrayList<>();

            private void send(List<Outgoing> outgoing) {
                sent.addAll(outgoing);
            }

            @SuppressWarnings("CheckReturnValue")
            void run(Flowable<Tick> ticks, GameStateMachine<Chase> machine, Path file) {
                Recorder<Chase> recorder = Recorder.create(file, machine.logic().model(), RecordingOptions.defaults());
                ticks.compose(machine.withInbox())
                        .compose(recorder.from(machine.snapshot()))
                        .subscribe(transition -> send(transition.outgoing()));
                // …
                recorder.finish().blockingAwait();
            }
        }
        GameLogic<Chase> greeting = GameLogic.of(Chase.class)
                .onTick((state, tick) -> Next.<Chase>unchanged().toAll(Event.of("HELLO")));
        Game game = new Game();
        Flowable<Tick> second = Flowable.fromStream(
                Stream.iterate(Tick.first(Recorded.STEP), Tick::next).limit(50));

        game.run(second, GameStateMachine.of(greeting, new Chase(0)), directory.resolve("game-2.rec"));

        assertThat(Replay.of(directory.resolve("game-2.rec"), greeting).info().frames())
                .isEqualTo(game.sent.size());
    }

    @Test
    void recorderStatsAndOptions() {
        GameStateMachine<Chase> machine = GameStateMachine.of(logic, new Chase(0));
        TestScheduler time = new TestScheduler();
        RecordingOptions options = RecordingOptions.defaults()
                .withStateEvery(Duration.ofSeconds(30))
                .withChangesUpTo(0);
        Recorder<Chase> recorder =
                Recorder.create(directory.resolve("other.rec"), machine.logic().model(), options);
        var unused = Ticks.fixed(Recorded.STEP)
                .on(time)
                .compose(machine.withInbox())
                .compose(recorder.from(machine.snapshot()))
                .take(50)
                .subscribe();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        recorder.finish().blockingAwait();

        if (recorder.reading().lostFrames() > 0) {
            log.warn("The disk is too slow: {}", recorder.reading());
        }
        assertThat(recorder.reading().frames()).isEqualTo(50);
    }

    @Test
    @SuppressWarnings("CheckReturnValue")
    void replay() {
        TestScheduler ui = new TestScheduler();
        TestSubscriber<Chase> stepByStep = new TestSubscriber<>(0);
        View view = new View();

        Replay<Chase> replay = Replay.of(path, logic);

        Chase last = replay.states().blockingLast(); // as fast as possible
        replay.from(Duration.ofMinutes(3))
                .on(Timebase.of(ui))
                .atSpeed(0.25)
                .states() // slow motion
                .observeOn(ui, false, 1)
                .subscribe(view::render);
        replay.states().subscribe(stepByStep); // one step for each request(1)

        assertThat(replay.verify().divergence()).isEmpty(); // is it still the same game?
        assertThat(last.x()).isCloseTo(240, within(1e-6));
        stepByStep.assertNoValues().requestMore(1).assertValueCount(1);
        ui.advanceTimeBy(4, TimeUnit.SECONDS);
        assertThat(view.last.x()).isCloseTo(181, within(0.1));
        stepByStep.cancel();
    }

    private static final class View {
        private Chase last = new Chase(0);

        void render(Chase state) {
            last = state;
        }
    }

    @Test
    void infoAndGaps() {
        RecordingInfo info = Replay.of(path, logic).info();
        log.info("{} of game time in {} ticks{}", info.duration(), info.frames(), info.finished() ? "" : ", cut off");

        Replay<Chase> replay = Replay.of(path, logic);
        replay.info().gaps().forEach(gap -> log.warn("ticks {} to {} are lost", gap.firstTick(), gap.lastTick()));
        assertThat(info.duration()).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void recordingException() throws Exception {
        Files.writeString(path, "something else");

        assertThatCode(() -> {
                    try {
                        Replay.of(path, logic);
                    } catch (RecordingException e) {
                        log.warn("{}", e.getMessage());
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void verification() {
        Replay<Chase> replay = Replay.of(path, logic);

        assertThat(replay.verify().divergence()).isEmpty();
        replay.verify().divergence().ifPresent(found -> log.warn("{}", found));
        replay.verify().divergence().stream()
                .flatMap(divergence -> divergence.differences().stream())
                .forEach(difference -> log.warn("{}", difference));
    }
}
