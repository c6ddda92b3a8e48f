package io.rxgase.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.record.Recorded.Walk;
import io.rxgase.core.state.Default;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("game.rec");
    }

    @Test
    void shouldReplayEveryTransitionAsItWas() {
        List<Transition<Walk>> run = Recorded.record(file, 1, 1500);

        Replay<Walk> replay = Replay.of(file, Recorded.LOGIC);

        assertThat(replay.transitions().toList().blockingGet()).isEqualTo(run);
        assertThat(replay.states().count().blockingGet()).isEqualTo(1501);
        assertThat(replay.states().blockingFirst()).isEqualTo(Recorded.START);
        assertThat(replay.verify()).hasToString("identical over 1500 frames");
    }

    @Test
    void shouldTellWhatARecordingHolds() {
        Recorded.record(file, 1, 1500);

        assertThat(Replay.of(file, Recorded.LOGIC).info())
                .isEqualTo(new RecordingInfo(
                        Walk.class.getName(),
                        Duration.ZERO,
                        Duration.ofSeconds(30),
                        1,
                        1500,
                        1500,
                        List.of(),
                        true,
                        0));
    }

    @Test
    void shouldReplayDynamicStatesWithTheirTimeOrderAndStatus() {
        GameLogic<GameState> logic = GameLogic.of(GameState.class)
                .timeStep((state, dt) -> state.with("time", state.getDouble("time") + dt))
                .on(
                        "SAY",
                        (state, event, sender) -> Next.state(state.withAt(event.getString(0), "said", sender.value())));
        Tick tick = Tick.first(Recorded.STEP);
        List<Frame> frames = List.of(
                Frame.of(tick, new Incoming(new ClientId(7), Event.of("SAY", "hällo 😀"))),
                new Frame(new Tick(2, 0, tick.gameTimeNanos(), 3), GameStatus.PAUSED, List.of()),
                new Frame(new Tick(3, 0, tick.gameTimeNanos(), 0), GameStatus.PAUSED, List.of()));
        GameState start = GameState.of(Map.of("time", 0.0, "said", Map.of()));
        List<Transition<GameState>> run = Recorded.record(file, logic, start, frames, Recorded.INLINE);

        Replay<GameState> replay = Replay.of(file, logic);

        assertThat(replay.transitions().toList().blockingGet()).isEqualTo(run);
        assertThat(replay.verify().divergence()).isEmpty();
        assertThat(replay.states().blockingLast().isPaused()).isTrue();
    }

    @Test
    void shouldBeginWithTheNewestStateAtATime() {
        List<Transition<Walk>> run = Recorded.record(file, 1, 1500);
        Replay<Walk> replay = Replay.of(file, Recorded.LOGIC);

        // Tick 1007 is between the whole states at 20 s and 30 s, and not on one of the checks.
        Replay<Walk> later = replay.from(Recorded.STEP.multipliedBy(1007).plusMillis(3));

        assertThat(later.snapshots().blockingFirst()).isEqualTo(run.get(1006).snapshot());
        assertThat(later.transitions().toList().blockingGet()).isEqualTo(run.subList(1007, 1500));
        assertThat(later.verify().frames()).isEqualTo(1500 - 1007);
        assertThat(replay.from(Duration.ofHours(1)).states().toList().blockingGet())
                .containsExactly(run.get(1499).state());
        assertThat(replay.from(Duration.ZERO).states().count().blockingGet()).isEqualTo(1501);
    }

    @Test
    void shouldGoStepByStepWithDemand() {
        Recorded.record(file, 1, 10);

        TestSubscriber<Snapshot<Walk>> steps =
                Replay.of(file, Recorded.LOGIC).snapshots().test(0);
        steps.assertNoValues().requestMore(1).assertValueCount(1).requestMore(2).assertValueCount(3);

        assertThat(steps.values().get(2).timeOrder()).isEqualTo(2);
        steps.requestMore(100).assertValueCount(11).assertComplete();
    }

    @Test
    void shouldPlayInRealTimeOrAtASpeed() {
        Recorded.record(file, 1, 100);
        TestScheduler scheduler = new TestScheduler();
        Replay<Walk> replay = Replay.of(file, Recorded.LOGIC).on(Timebase.of(scheduler));

        TestSubscriber<Walk> live = replay.inRealTime().states().test();
        TestSubscriber<Walk> slow = replay.atSpeed(0.5).states().test();
        live.assertValueCount(1);
        scheduler.advanceTimeBy(1, TimeUnit.SECONDS);
        live.assertValueCount(51);
        slow.assertValueCount(26);
        scheduler.advanceTimeBy(1, TimeUnit.SECONDS);
        live.assertValueCount(101).assertComplete();
        slow.assertValueCount(51).assertNotComplete();
    }

    @Test
    void shouldWaitForALateSubscriberAndThenCatchUp() {
        Recorded.record(file, 1, 100);
        TestScheduler scheduler = new TestScheduler();
        TestSubscriber<Walk> late = Replay.of(file, Recorded.LOGIC)
                .on(Timebase.of(scheduler))
                .inRealTime()
                .states()
                .test(1);

        scheduler.advanceTimeBy(1, TimeUnit.SECONDS);
        late.assertValueCount(1);
        late.request(Long.MAX_VALUE);
        late.assertValueCount(51);
    }

    @Test
    void shouldLetAPauseTakeAsLongAsItDid() {
        List<Frame> frames = new ArrayList<>(Recorded.frames(1, 1));
        long stopped = Recorded.STEP.toNanos();
        for (long number = 2; number <= 51; number++) {
            frames.add(new Frame(new Tick(number, 0, stopped, 0), GameStatus.PAUSED, List.of()));
        }
        Recorded.record(file, Recorded.LOGIC, Recorded.START, frames, Recorded.INLINE);
        TestScheduler scheduler = new TestScheduler();
        TestSubscriber<Transition<Walk>> live = Replay.of(file, Recorded.LOGIC)
                .on(Timebase.of(scheduler))
                .inRealTime()
                .transitions()
                .test();

        scheduler.advanceTimeBy(520, TimeUnit.MILLISECONDS);
        live.assertValueCount(26);
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        assertThatThrownBy(() -> Replay.of(file, Recorded.LOGIC))
                .isInstanceOf(RecordingException.class)
                .hasMessage(file + " does not exist");

        Files.writeString(file, "no recording at all");
        assertThatThrownBy(() -> Replay.of(file, Recorded.LOGIC))
                .hasMessage(file + " is no recording: it doesn't begin like one");

        Files.write(file, new byte[] {'R', 'x', 'G', 'a', 'S', 'e', 'R', 9});
        assertThatThrownBy(() -> Replay.of(file, Recorded.LOGIC))
                .hasMessage(file + " is a recording of format 9, but this version of RxGaSe reads format 1");
    }

    @Test
    void shouldSayThatTheStatesDoNotFitTheLogic() {
        record Other(String name) {}
        Recorded.record(file, 1, 10);

        assertThatThrownBy(() -> Replay.of(file, GameLogic.of(Other.class)).verify())
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("has states that don't fit")
                .hasMessageContaining("Other");
    }

    /** As another game has it, whose components all have defaults. */
    record Chess(@Default("7") int pawns, Optional<String> winner) {}

    /** The same game, renamed. */
    record Stroll(StateMap<Long, Pedestrian> walkers, double wind) {}

    record Pedestrian(double x, int pushes) {}

    @Test
    void shouldRefuseTheRecordingOfAnotherGameWhoseComponentsAllHaveDefaults() {
        Recorded.record(file, 1, 10);

        assertThatThrownBy(() -> Replay.of(file, GameLogic.of(Chess.class)))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("recording of " + Walk.class.getName())
                .hasMessageContaining(Chess.class.getName());
    }

    @Test
    void shouldReplayTheSameStatesUnderAnotherNameAndAsAttributes() {
        Recorded.record(file, 1, 10);

        assertThat(Replay.of(file, GameLogic.of(Stroll.class))
                        .states()
                        .blockingFirst()
                        .walkers())
                .hasSize(2);
        assertThat(Replay.of(file, GameLogic.of(GameState.class))
                        .states()
                        .blockingFirst()
                        .getDouble("wind"))
                .isZero();
    }

    @Test
    void shouldRefuseAnUpdateThatHasNothingInCommonWithTheStates() {
        GameStateStore<Chess> store =
                GameStateStore.create(StateModel.of(Chess.class), Snapshot.initial(new Chess(8, Optional.empty())));

        assertThatThrownBy(() -> store.push(GameStateUpdate.of(0, 1, Map.of("wind", 2.0))))
                .isInstanceOf(StateMismatchException.class)
                .hasMessageContaining("Chess")
                .hasMessageContaining("wind");
        assertThat(store.current().timeOrder()).isZero();
    }

    @Test
    void shouldRefuseASpeedThatIsNone() {
        Recorded.record(file, 1, 1);
        Replay<Walk> replay = Replay.of(file, Recorded.LOGIC);

        assertThatThrownBy(() -> replay.atSpeed(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> replay.atSpeed(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
