package io.rxgase.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.record.Recorded.Walk;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.HistoryLimit;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.testkit.SubscriberCrowd;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers that come, ask, leave, throw and act within their own calls, in any order, at each stream of the core. */
class StreamsCrowdTest {
    private static final int ROUNDS = Integer.getInteger("cases", 2);
    private static final int STEPS = 400;

    private final long first = Long.getLong("seed", 20_264);

    private static String replay(long seed) {
        return "replay with -Dseed=" + seed;
    }

    private static <T> void check(SubscriberCrowd<T> crowd, long seed) {
        crowd.leave();
        crowd.check();
        assertThat(crowd.hasTriedEverything()).as(replay(seed)).isTrue();
    }

    @Test
    void shouldShowWhoListensEachStateAndWhatChanged() {
        List<Transition<Walk>> game = Recorded.run(Recorded.LOGIC, Recorded.START, Recorded.frames(1, STEPS));
        StateModel<Walk> model = StateModel.of(Walk.class);
        for (long seed = first; seed < first + ROUNDS; seed++) {
            GameStateStore<Walk> store = GameStateStore.empty(model, HistoryLimit.DEFAULT);
            TestSubscriber<Walk> states = store.states().test();
            TestSubscriber<GameStateUpdate> slow = store.updates().test(2);
            SubscriberCrowd<Object> crowd = new SubscriberCrowd<>(
                    seed,
                    Flowable.defer(() ->
                            Math.floorMod(store.failedSubscribers(), 2L) == 0 ? store.updates() : store.snapshots()));
            for (Transition<Walk> step : game) {
                crowd.act();
                store.push(step.snapshot());
            }
            check(crowd, seed);
            slow.request(1);
            assertThat(states.values()).as(replay(seed)).hasSize(STEPS);
            Snapshot<Walk> merged = null;
            for (GameStateUpdate update : slow.values()) {
                merged = model.apply(merged, update);
            }
            assertThat(merged).as(replay(seed)).isEqualTo(store.current());
        }
    }

    @Test
    void shouldTickForWhoListens() {
        for (long seed = first; seed < first + ROUNDS; seed++) {
            TestScheduler time = new TestScheduler();
            Flowable<Tick> ticks = Ticks.fixed(Recorded.STEP).on(time);
            TestSubscriber<Tick> listener = ticks.test();
            SubscriberCrowd<Tick> crowd = new SubscriberCrowd<>(seed, ticks);
            for (int step = 0; step < STEPS; step++) {
                crowd.act();
                time.advanceTimeBy(Recorded.STEP.toNanos(), TimeUnit.NANOSECONDS);
            }
            check(crowd, seed);
            assertThat(listener.values()).as(replay(seed)).hasSize(STEPS);
        }
    }

    @Test
    void shouldReplayForWhoListens(@TempDir Path directory) {
        Path file = directory.resolve("game.rec");
        Recorded.record(file, 1, STEPS);
        for (long seed = first; seed < first + ROUNDS; seed++) {
            TestScheduler time = new TestScheduler();
            Flowable<Transition<Walk>> replay = Replay.of(file, Recorded.LOGIC)
                    .inRealTime()
                    .on(Timebase.of(time))
                    .transitions();
            TestSubscriber<Transition<Walk>> listener = replay.test();
            SubscriberCrowd<Transition<Walk>> crowd = new SubscriberCrowd<>(seed, replay);
            for (int step = 0; step <= STEPS; step++) {
                crowd.act();
                time.advanceTimeBy(Recorded.STEP.toNanos(), TimeUnit.NANOSECONDS);
            }
            check(crowd, seed);
            listener.assertComplete();
            assertThat(listener.values()).as(replay(seed)).hasSize(STEPS);
        }
    }
}
