package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GameStateMachineTest {
    private static final ClientId ALICE = new ClientId(1);
    private static final Duration STEP = Duration.ofMillis(20);

    private final TestScheduler scheduler = new TestScheduler();
    private final Flowable<Tick> ticks = Ticks.fixed(STEP).on(scheduler);
    private final GameLogic<GameState> logic = GameLogic.of(GameState.class)
            .timeStep((walk, dt) -> walk.with("x", walk.getDouble("x") + walk.getDouble("speed") * dt))
            .on(
                    "SPEED",
                    (walk, event, sender) ->
                            Next.state(walk.with("speed", event.getDouble(0))).reply(Event.of("OK")));
    private final GameState start = GameState.of(Map.of("x", 0, "speed", 1));
    // Slow ticks are found by virtual time, too: however busy the machine is, there are none.
    private final GameStateMachine<GameState> machine = GameStateMachine.builder(
                    logic, GameStateStore.create(logic.model(), Snapshot.initial(start)))
            .timebase(Timebase.of(scheduler))
            .build();

    private TestSubscriber<Transition<GameState>> run() {
        return ticks.compose(machine.withInbox()).test();
    }

    private void offer(String type, Object... arguments) {
        machine.inbox().offer(new Incoming(ALICE, Event.of(type, arguments)));
    }

    private void advance(long millis) {
        scheduler.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    }

    @Test
    void shouldRunTenSecondsAt50HzAs500Steps() {
        TestSubscriber<Transition<GameState>> game = run();

        advance(5000);
        offer("SPEED", 2);
        advance(5000);

        game.assertValueCount(500).assertNoErrors().assertNotComplete();
        assertThat(machine.snapshot().timeOrder()).isEqualTo(500);
        assertThat(machine.gameTimeNanos()).isEqualTo(10_000_000_000L);
        assertThat(machine.snapshot().state().getDouble("x")).isBetween(14.97, 14.99);
        assertThat(machine.tickNumber()).isEqualTo(500);
        assertThat(machine.reading().ticks()).isEqualTo(500);
    }

    @Test
    void shouldPushEachStateBeforeItEmitsTheTransition() {
        TestSubscriber<Transition<GameState>> game = ticks.compose(machine.withInbox())
                .doOnNext(transition -> assertThat(machine.store().current()).isSameAs(transition.snapshot()))
                .test();
        TestSubscriber<GameState> states = machine.store().states().test();

        advance(100);

        game.assertValueCount(5).assertNoErrors();
        states.assertValueCount(6);
        assertThat(states.values()).extracting(GameState::timeOrder).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void shouldSendWhatHandlersSend() {
        TestSubscriber<Transition<GameState>> game = run();
        offer("SPEED", 2);
        advance(20);

        assertThat(game.values().get(0).outgoing()).containsExactly(new Outgoing(Audience.one(ALICE), Event.of("OK")));
    }

    @Test
    void shouldRunOnAnyTicksAndAnyEventsWithoutAServer() {
        Flowable<Tick> bareTicks = Flowable.range(1, 100).map(n -> new Tick(n, 10_000_000, 10_000_000L * n, 0));
        Flowable<Incoming> events = Flowable.range(1, 10).map(n -> new Incoming(new ClientId(n), Event.of("SPEED", n)));

        Transition<GameState> last =
                bareTicks.compose(machine.withEvents(events)).blockingLast();

        assertThat(last.snapshot().gameTimeNanos()).isEqualTo(1_000_000_000L);
        assertThat(last.state().getDouble("speed")).isEqualTo(10);
    }

    @Test
    void shouldTakeEventsOfThePublisherAndOfTheInbox() {
        PublishProcessor<Incoming> events = PublishProcessor.create();
        TestSubscriber<Transition<GameState>> game =
                ticks.compose(machine.withEvents(events)).test();
        events.onNext(new Incoming(ALICE, Event.of("SPEED", 2)));
        offer("SPEED", 3);
        advance(20);

        assertThat(game.values().get(0).frame().events())
                .containsExactly(new Incoming(ALICE, Event.of("SPEED", 2)), new Incoming(ALICE, Event.of("SPEED", 3)));

        events.onComplete();
        advance(20);
        game.assertValueCount(2).assertNotComplete().assertNoErrors();
    }

    @Test
    void shouldGoOnWhenThePublisherOfEventsFails() {
        TestSubscriber<Transition<GameState>> game = ticks.compose(
                        machine.withEvents(Flowable.error(new IllegalStateException("on purpose"))))
                .test();
        advance(100);

        game.assertValueCount(5).assertNoErrors();
    }

    @Test
    void shouldStandStillWhilePaused() {
        TestSubscriber<Transition<GameState>> game = run();
        advance(1000);

        machine.pause();
        offer("SPEED", 2);
        advance(1000);

        game.assertValueCount(100);
        assertThat(machine.isPaused()).isTrue();
        assertThat(machine.snapshot().status()).isEqualTo(GameStatus.PAUSED);
        assertThat(machine.snapshot().state().isPaused()).isTrue();
        assertThat(machine.snapshot().timeOrder()).isEqualTo(51);
        assertThat(machine.gameTimeNanos()).isEqualTo(1_000_000_000L);
        assertThat(machine.inbox().size()).isEqualTo(1);

        machine.resume();
        advance(1000);

        assertThat(machine.snapshot().status()).isEqualTo(GameStatus.ACTIVE);
        assertThat(machine.gameTimeNanos()).isEqualTo(2_000_000_000L);
        assertThat(machine.inbox().size()).isZero();
        assertThat(machine.tickNumber()).isEqualTo(150);
    }

    @Test
    void shouldStartPausedFromAPausedState() {
        Snapshot<GameState> saved = new Snapshot<>(7, GameStatus.PAUSED, 5_000_000_000L, start);
        GameStateMachine<GameState> restored = GameStateMachine.builder(
                        logic, GameStateStore.create(StateModel.of(GameState.class), saved))
                .build();
        TestSubscriber<Transition<GameState>> game =
                ticks.compose(restored.withInbox()).test();

        advance(100);
        assertThat(restored.snapshot()).isSameAs(saved);
        restored.resume();
        advance(100);

        game.assertValueCount(10);
        assertThat(restored.gameTimeNanos()).isEqualTo(5_100_000_000L);
        assertThat(restored.snapshot().timeOrder()).isEqualTo(12);
    }

    @Test
    void shouldStopAtTheNextTickAndEndAllStreams() {
        TestSubscriber<Transition<GameState>> game = run();
        TestSubscriber<GameState> states = machine.store().states().test();
        advance(100);

        machine.stop();
        game.assertNotComplete();
        offer("SPEED", 2);
        advance(20);

        game.assertValueCount(5).assertComplete();
        states.assertComplete();
        assertThat(machine.inbox().offer(new Incoming(ALICE, Event.of("SPEED", 2))))
                .isFalse();
        run().assertFailure(IllegalStateException.class);
    }

    @Test
    void shouldStopAtOnceIfItIsNotRunning() {
        TestSubscriber<GameState> states = machine.store().states().test();
        run().cancel();
        states.assertNotComplete();

        machine.stop();

        states.assertComplete();
    }

    @Test
    void shouldEndAllStreamsIfItIsCancelledAfterStop() {
        TestSubscriber<Transition<GameState>> game = run();
        TestSubscriber<GameState> states = machine.store().states().test();

        machine.stop();
        game.cancel();

        states.assertComplete();
    }

    @Test
    void shouldRefuseASecondSubscriber() {
        Flowable<Transition<GameState>> transitions = ticks.compose(machine.withInbox());
        TestSubscriber<Transition<GameState>> first = transitions.test();
        TestSubscriber<Transition<GameState>> second = transitions.test();
        advance(20);

        first.assertValueCount(1);
        second.assertFailure(IllegalStateException.class);
        second.assertError(error -> error.getMessage().contains("share() its transitions"));
    }

    @Test
    void shouldGoOnFromWhereItWasAfterCancellation() {
        TestSubscriber<Transition<GameState>> first = run();
        advance(100);
        first.cancel();
        advance(100);
        TestSubscriber<Transition<GameState>> second = run();
        advance(100);

        first.assertValueCount(5);
        second.assertValueCount(5);
        assertThat(second.values().get(0).frame().tick()).isEqualTo(new Tick(6, 20_000_000, 120_000_000, 0));
        assertThat(machine.snapshot().timeOrder()).isEqualTo(10);
    }

    @Test
    void shouldBeFreeForTheNextRunAtTheEndOfTheTickInWhichItIsCancelled() {
        SerialDisposable running = new SerialDisposable();
        AtomicLong refused = new AtomicLong();
        GameStateMachine<GameState> cancelling = GameStateMachine.of(
                GameLogic.of(GameState.class).on("CANCEL", (state, event, sender) -> {
                    running.dispose();
                    return Next.state(state.with("cancelled", true));
                }),
                start);
        Flowable<Transition<GameState>> transitions = ticks.compose(cancelling.withInbox());
        cancelling.inbox().offer(new Incoming(ALICE, Event.of("CANCEL")));
        running.set(transitions.subscribe(transition -> {}, error -> refused.incrementAndGet()));

        advance(20);
        TestSubscriber<Transition<GameState>> next = transitions.test();
        advance(20);

        assertThat(cancelling.snapshot().state().getBoolean("cancelled")).isTrue();
        next.assertValueCount(1).assertNoErrors();
        assertThat(refused).hasValue(0);
    }

    @Test
    @Timeout(60)
    void shouldNeverOverlapWithItselfWhoeverCancelsItAndWhen() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        GameStateMachine<GameState> busy = GameStateMachine.of(
                GameLogic.of(GameState.class).timeStep((state, dt) -> {
                    overlaps.addAndGet(inside.getAndIncrement());
                    Thread.onSpinWait();
                    inside.decrementAndGet();
                    return state.with("x", dt);
                }),
                start);
        try (Timebase one = Timebase.live();
                Timebase two = Timebase.live()) {
            int played = 0;
            while (played < 200) {
                CountDownLatch heard = new CountDownLatch(1);
                TestSubscriber<Transition<GameState>> game = Ticks.fixed(Duration.ofNanos(50_000))
                        .on(played % 2 == 0 ? one : two)
                        .compose(busy.withInbox())
                        .doAfterNext(transition -> heard.countDown())
                        .doAfterTerminate(heard::countDown)
                        .test();
                heard.await();
                // The run before may still be at work; then this one is refused.
                if (game.values().isEmpty()) {
                    game.assertFailure(IllegalStateException.class);
                } else {
                    played++;
                }
                game.cancel();
            }
        }
        // The last one may still be at work, too. The one after it is refused until it isn't, and is at rest when it
        // has ended.
        TestSubscriber<Transition<GameState>> after;
        do {
            after = Flowable.just(Tick.first(STEP)).compose(busy.withInbox()).test();
        } while (after.values().isEmpty());
        after.assertComplete();

        assertThat(overlaps).hasValue(0);
        assertThat(busy.snapshot().timeOrder())
                .isGreaterThan(100)
                .isEqualTo(busy.reading().ticks());
        assertThat(busy.reading().stateFaults()).isZero();
    }

    @Test
    void shouldNotRunAheadOfASlowSubscriber() {
        TestSubscriber<Transition<GameState>> game =
                ticks.compose(machine.withInbox()).test(1);
        advance(200);
        assertThat(machine.snapshot().timeOrder()).isEqualTo(1);

        game.request(1);
        advance(20);

        assertThat(game.values())
                .extracting(each -> each.frame().tick().skipped())
                .containsExactly(0L, 9L);
        assertThat(machine.gameTimeNanos()).isEqualTo(40_000_000);
        assertThat(machine.reading().skippedTicks()).isEqualTo(9);
    }

    @Test
    void shouldGoOnAfterFaultsAndCountThem() {
        TestSubscriber<Transition<GameState>> game = run();
        offer("SPEED", "fast");
        offer("DANCE");
        advance(20);
        offer("SPEED", 2);
        advance(20);

        game.assertValueCount(2).assertNoErrors();
        assertThat(game.values().get(0).faults())
                .extracting(HandlerFault::kind)
                .containsExactly(HandlerFault.Kind.WRONG_ARGUMENTS, HandlerFault.Kind.UNKNOWN_EVENT);
        assertThat(machine.snapshot().state().getDouble("speed")).isEqualTo(2);
        assertThat(machine.reading()).isEqualTo(new LoopStats(2, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0));
    }

    @Test
    void shouldTakeNoMoreEventsThanItsCapInATick() {
        GameStateMachine<GameState> capped = GameStateMachine.builder(
                        logic, GameStateStore.create(logic.model(), Snapshot.initial(start)))
                .eventsPerTick(2)
                .build();
        TestSubscriber<Transition<GameState>> game =
                ticks.compose(capped.withInbox()).test();
        for (int i = 0; i < 5; i++) {
            capped.inbox().offer(new Incoming(ALICE, Event.of("SPEED", i)));
        }
        advance(80);

        assertThat(game.values())
                .extracting(each -> each.frame().events().size())
                .containsExactly(2, 2, 1, 0);
    }

    @Test
    void shouldFindSlowTicksByTheInjectedClock() {
        AtomicLong nanos = new AtomicLong();
        GameStateMachine<GameState> slow = GameStateMachine.builder(
                        GameLogic.of(GameState.class).timeStep((state, dt) -> {
                            nanos.addAndGet(25_000_000);
                            return state;
                        }),
                        GameStateStore.create(StateModel.of(GameState.class), Snapshot.initial(start)))
                .timebase(Timebase.of(scheduler, nanos::get))
                .build();
        TestSubscriber<Transition<GameState>> game =
                ticks.compose(slow.withInbox()).test();
        advance(200);

        game.assertValueCount(10);
        assertThat(slow.reading().slowTicks()).isEqualTo(10);
    }

    /** A state that can't be read when it has come to 3. */
    record Fragile(int value) {
        @Override
        public int value() {
            if (value == 3) {
                throw new IllegalStateException("three");
            }
            return value;
        }

        Fragile next() {
            return new Fragile(value + 1);
        }
    }

    @Test
    void shouldUndoATickWhoseStateCannotBeRead() {
        GameStateMachine<Fragile> fragile = GameStateMachine.of(
                GameLogic.of(Fragile.class)
                        .onTick((state, tick) -> Next.state(state.next()).toAll(Event.of("NEXT"))),
                new Fragile(0));
        TestSubscriber<Transition<Fragile>> game =
                ticks.compose(fragile.withInbox()).test();
        advance(80);

        game.assertValueCount(4).assertNoErrors();
        assertThat(game.values())
                .extracting(each -> each.snapshot().state())
                .containsExactly(new Fragile(1), new Fragile(2), new Fragile(2), new Fragile(2));
        assertThat(game.values().get(3).snapshot().gameTimeNanos()).isEqualTo(80_000_000);
        assertThat(game.values().get(3).outgoing()).isEmpty();
        assertThat(game.values().get(3).faults())
                .singleElement()
                .hasToString("STATE in state: " + "java.lang.IllegalStateException: three");
        assertThat(fragile.snapshot()).isEqualTo(game.values().get(3).snapshot());
        assertThat(fragile.reading().stateFaults()).isEqualTo(2);
    }

    @Test
    void shouldRefuseATickWithoutEvents() {
        var builder = GameStateMachine.builder(logic, machine.store());
        assertThatThrownBy(() -> builder.eventsPerTick(0)).hasMessage("a tick takes at least 1 event, not 0");
    }
}
