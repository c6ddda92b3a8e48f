package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What a store streams. */
class GameStateStreamsTest {
    private final StateModel<GameState> model = StateModel.of(GameState.class);

    private Snapshot<GameState> snapshot(long timeOrder, int value) {
        return new Snapshot<>(
                timeOrder,
                GameStatus.ACTIVE,
                timeOrder * 20,
                model.stamped(GameState.of(Map.of("value", value)), timeOrder, GameStatus.ACTIVE));
    }

    private GameStateStore<GameState> store(int historyCount) {
        return GameStateStore.create(model, snapshot(0, 0), new HistoryLimit(historyCount, Long.MAX_VALUE));
    }

    private GameStateStore<GameState> pushed(int historyCount, int last) {
        GameStateStore<GameState> store = store(historyCount);
        for (int i = 1; i <= last; i++) {
            store.push(snapshot(i, i));
        }
        return store;
    }

    @Test
    void shouldGiveALateSubscriberTheNewestStateFirst() {
        GameStateStore<GameState> store = pushed(5, 10);
        TestSubscriber<Snapshot<GameState>> late = store.snapshots().test();
        late.assertValue(snapshot(10, 10));
        store.push(snapshot(11, 11));
        late.assertValues(snapshot(10, 10), snapshot(11, 11)).assertNotComplete();
    }

    @Test
    void shouldGiveASlowSubscriberOnlyTheNewestState() {
        GameStateStore<GameState> store = store(5);
        TestSubscriber<Snapshot<GameState>> slow = store.snapshots().test(1);
        for (int i = 1; i <= 1_000; i++) {
            store.push(snapshot(i, i));
        }
        slow.assertValue(snapshot(0, 0));
        slow.request(1);
        slow.assertValues(snapshot(0, 0), snapshot(1_000, 1_000));
        slow.request(1);
        slow.assertValueCount(2);
    }

    @Test
    void shouldMergeUpdatesForASlowSubscriber() {
        GameStateStore<GameState> store = store(2);
        TestSubscriber<GameStateUpdate> slow = store.updates().test(1);
        for (int i = 1; i <= 1_000; i++) {
            store.push(snapshot(i, i));
        }
        slow.request(1);
        store.push(snapshot(1_001, 1_001));
        slow.request(1);

        slow.assertValues(
                model.whole(snapshot(0, 0)),
                model.diff(snapshot(0, 0), snapshot(1_000, 1_000)),
                model.diff(snapshot(1_000, 1_000), snapshot(1_001, 1_001)));
    }

    @Test
    void shouldLeadEverySubscriberOfUpdatesToTheNewestState() {
        Sweep.of("updates lead to the newest state", 1_000, random -> {
            Snapshot<GameState> newest = Snapshot.initial(GameState.of(RandomValues.tree(random, 2)));
            GameStateStore<GameState> store =
                    GameStateStore.create(model, newest, new HistoryLimit(1 + random.nextInt(4), 2_000));
            List<TestSubscriber<GameStateUpdate>> subscribers = new ArrayList<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                if (random.nextInt(4) == 0) {
                    subscribers.add(store.updates().test(0));
                }
                subscribers.forEach(subscriber -> subscriber.request(1 + random.nextInt(2)));
                newest = next(
                        random.nextInt(10) == 0 ? -newest.timeOrder() : 1,
                        newest,
                        random.nextInt(3) == 0
                                ? newest.state().attributes()
                                : RandomValues.changed(random, newest.state().attributes(), 2));
                if (newest.timeOrder() == 0) {
                    store.reset(newest);
                } else {
                    store.push(newest);
                }
            }
            Snapshot<GameState> last = newest;
            store.complete();
            subscribers.forEach(subscriber -> {
                subscriber.request(5);
                subscriber.assertComplete();
                Snapshot<GameState> held = null;
                for (GameStateUpdate update : subscriber.values()) {
                    held = model.apply(held, update);
                }
                assertThat(held).isEqualTo(last);
            });
        });
    }

    private Snapshot<GameState> next(long steps, Snapshot<GameState> before, Attributes attributes) {
        long timeOrder = before.timeOrder() + steps;
        return new Snapshot<>(
                timeOrder,
                GameStatus.ACTIVE,
                timeOrder,
                model.stamped(GameState.of(attributes), timeOrder, GameStatus.ACTIVE));
    }

    @Test
    void shouldContinueWithTheWholeStateAfterAReset() {
        GameStateStore<GameState> store = pushed(5, 10);
        TestSubscriber<GameStateUpdate> updates = store.updates().test();
        TestSubscriber<GameState> states = store.states().test();
        store.reset(snapshot(2, 7));
        store.push(snapshot(3, 8));

        updates.assertValues(
                model.whole(snapshot(10, 10)), model.whole(snapshot(2, 7)), model.diff(snapshot(2, 7), snapshot(3, 8)));
        states.assertValueCount(3);
        assertThat(store.version(10)).isEmpty();
    }

    @Test
    void shouldGiveTheNewestStateBeforeItCompletes() {
        GameStateStore<GameState> store = store(5);
        TestSubscriber<Snapshot<GameState>> waiting = store.snapshots().test(0);
        TestSubscriber<Snapshot<GameState>> seeing = store.snapshots().test();
        store.push(snapshot(1, 1));
        store.complete();

        seeing.assertResult(snapshot(0, 0), snapshot(1, 1));
        waiting.assertEmpty();
        waiting.request(1);
        waiting.assertResult(snapshot(1, 1));
        store.snapshots().test().assertResult(snapshot(1, 1));
        assertThatThrownBy(() -> store.push(snapshot(2, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the store is completed");
        assertThatThrownBy(() -> store.reset(snapshot(2, 2))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldCompleteAtOnceWhenThereNeverWasAState() {
        GameStateStore<GameState> store = GameStateStore.empty(model, HistoryLimit.DEFAULT);
        TestSubscriber<GameState> subscriber = store.states().test(0);
        store.complete();
        subscriber.assertResult();
        store.updates().test(0).assertResult();
    }

    @Test
    void shouldStopAtCancellation() {
        GameStateStore<GameState> store = store(5);
        TestSubscriber<GameState> subscriber = store.states().test();
        subscriber.cancel();
        store.push(snapshot(1, 1));
        subscriber.assertValueCount(1);

        TestSubscriber<GameState> early = TestSubscriber.create();
        early.cancel();
        store.states().subscribe(early);
        early.assertNoValues();
    }

    // ---- Subscribers that misbehave.

    @Test
    void shouldNotLetAThrowingSubscriberHarmThePusherOrTheOthers() {
        GameStateStore<GameState> store = store(5);
        TestSubscriber<GameState> first = store.states().test();
        List<String> thrown = new ArrayList<>();
        store.states().subscribe(new Throwing("onNext", thrown));
        store.snapshots().subscribe(new Throwing("second onNext", thrown));
        store.updates().subscribe(new Throwing("onComplete", thrown));
        TestSubscriber<GameState> last = store.states().test();

        store.push(snapshot(1, 1));
        store.push(snapshot(2, 2));
        store.complete();

        first.assertValueCount(3).assertComplete();
        last.assertValueCount(3).assertComplete();
        assertThat(thrown).containsExactlyInAnyOrder("onNext", "second onNext", "onComplete");
        assertThat(store.failedSubscribers()).isEqualTo(3);
    }

    /** Throws an error, of the worst kind, on one of its signals. */
    private static final class Throwing implements FlowableSubscriber<Object> {
        private final String on;
        private final List<String> thrown;
        private int items;

        Throwing(String on, List<String> thrown) {
            this.on = on;
            this.thrown = thrown;
        }

        private void perhaps(String signal) {
            if (signal.equals(on)) {
                thrown.add(signal);
                throw new StackOverflowError("planted");
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object item) {
            perhaps(++items == 2 ? "second onNext" : "onNext");
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {
            perhaps("onComplete");
        }
    }

    @Test
    void shouldFailTheSubscriberThatRequestsNothing() {
        GameStateStore<GameState> store = store(5);
        List<Throwable> errors = new ArrayList<>();
        store.states().subscribe((Subscriber<GameState>) new FlowableSubscriber<GameState>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(0);
            }

            @Override
            public void onNext(GameState state) {}

            @Override
            public void onError(Throwable error) {
                errors.add(error);
            }

            @Override
            public void onComplete() {}
        });
        assertThat(errors).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("§3.9"));
        store.push(snapshot(1, 1));
        assertThat(errors).hasSize(1);
    }

    @Test
    void shouldFailTheStreamWhoseStatesCannotBeCompared() {
        record Fragile(int value) {
            static boolean broken;

            @Override
            @SuppressWarnings("UnusedMethod") // called by the model
            public int value() {
                if (broken) {
                    throw new IllegalStateException("planted");
                }
                return value;
            }
        }
        StateModel<Fragile> fragile = StateModel.of(Fragile.class);
        GameStateStore<Fragile> store = GameStateStore.create(fragile, Snapshot.initial(new Fragile(1)));
        TestSubscriber<Fragile> states = store.states().test();
        TestSubscriber<GameStateUpdate> updates = store.updates().test(0);
        Fragile.broken = true;
        updates.request(1);
        updates.assertFailure(IllegalStateException.class);
        assertThatThrownBy(() -> store.push(new Snapshot<>(1, GameStatus.ACTIVE, 1, new Fragile(2))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("planted");
        assertThat(store.current().timeOrder())
                .as("a push that throws changes nothing")
                .isZero();
        states.assertValueCount(1).assertNoErrors();
    }

    @Test
    void shouldTakeAPushFromWithinASubscriber() {
        GameStateStore<GameState> store = store(5);
        TestSubscriber<GameState> other = store.states().test();
        TestSubscriber<Snapshot<GameState>> pushing = store.snapshots()
                .doOnNext(snapshot -> {
                    if (snapshot.timeOrder() < 3) {
                        store.push(snapshot(snapshot.timeOrder() + 1, 0));
                    }
                })
                .test();
        pushing.assertValueCount(4);
        assertThat(store.current().timeOrder()).isEqualTo(3);
        other.assertValueCount(4);
    }

    // ---- Threads.

    @Test
    void shouldDeliverInOrderAndInTheEndTheNewestAcrossThreads() throws InterruptedException {
        GameStateStore<GameState> store = GameStateStore.create(model, snapshot(0, 0));
        List<TestSubscriber<Snapshot<GameState>>> subscribers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            subscribers.add(store.snapshots()
                    .observeOn(Schedulers.computation(), false, 1)
                    .test());
        }
        int last = 5_000;
        for (int i = 1; i <= last; i++) {
            store.push(snapshot(i, i));
            Optional<GameStateUpdate> update = store.updateSince(i - 1);
            assertThat(update).isPresent();
        }
        store.complete();
        for (TestSubscriber<Snapshot<GameState>> subscriber : subscribers) {
            assertThat(subscriber.await(60, TimeUnit.SECONDS)).isTrue();
            subscriber.assertNoErrors().assertComplete();
            List<Long> seen =
                    subscriber.values().stream().map(Snapshot::timeOrder).toList();
            assertThat(seen).isSorted().doesNotHaveDuplicates().endsWith((long) last);
        }
    }
}
