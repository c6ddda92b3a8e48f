package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.state.EntityChange.Added;
import io.rxgase.core.state.EntityChange.Changed;
import io.rxgase.core.state.EntityChange.Removed;
import io.rxgase.testkit.SubscriberCrowd;
import io.rxgase.testkit.Sweep;
import io.rxgase.testkit.SweepSize;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link GameStateStore#entities}. */
class EntityFlowTest {
    record Unit(int hp) {}

    record Army(StateMap<Integer, Unit> units, int round) {}

    private final GameStateStore<Army> store = GameStateStore.create(
            StateModel.of(Army.class), Snapshot.initial(new Army(StateMap.<Integer, Unit>empty(), 0)));

    private void push(StateMap<Integer, Unit> units) {
        Snapshot<Army> current = store.current();
        store.push(new Snapshot<>(
                current.timeOrder() + 1,
                GameStatus.ACTIVE,
                current.gameTimeNanos() + 1,
                new Army(units, current.state().round() + 1)));
    }

    private StateMap<Integer, Unit> units() {
        return store.current().state().units();
    }

    private static Unit hp(int hp) {
        return new Unit(hp);
    }

    @Test
    void shouldTellWhatIsThereAndThenWhatComesChangesAndGoes() {
        push(units().with(2, hp(20)).with(1, hp(10)));
        TestSubscriber<EntityChange<Integer, Unit>> subscriber =
                store.entities(Army::units).test();

        push(units().with(3, hp(30)).with(1, hp(11)).without(2));
        push(units());
        push(units().with(1, hp(11)));
        store.complete();

        subscriber.assertResult(
                new Added<>(1, hp(10)),
                new Added<>(2, hp(20)),
                new Changed<>(1, hp(10), hp(11)),
                new Removed<>(2, hp(20)),
                new Added<>(3, hp(30)));
    }

    @Test
    void shouldTellASlowSubscriberOfEachEntityOnceWithItsNewestValue() {
        push(units().with(1, hp(10)).with(2, hp(20)).with(3, hp(30)));
        TestSubscriber<EntityChange<Integer, Unit>> slow =
                store.entities(Army::units).test(1);
        for (int i = 0; i < 1_000; i++) {
            int hp = i;
            push(units().with(1, hp(hp)).updated(2, unit -> hp(hp)).with(4, hp(hp)));
        }
        push(units().without(3).without(4));

        slow.request(1);
        slow.assertValues(new Added<>(1, hp(10)), new Added<>(2, hp(999)));
        slow.request(10);
        slow.assertValues(new Added<>(1, hp(10)), new Added<>(2, hp(999)), new Changed<>(1, hp(10), hp(999)));
    }

    @Test
    void shouldTellInTurnWhereAllChangesAllTheTime() {
        StateMap<Integer, Unit> all = StateMap.empty();
        for (int i = 0; i < 100; i++) {
            all = all.with(i, hp(0));
        }
        push(all);
        TestSubscriber<EntityChange<Integer, Unit>> slow =
                store.entities(Army::units).test(100);
        for (int round = 1; round <= 30; round++) {
            int hp = round;
            push(units().mapped((key, unit) -> hp(hp)));
            slow.request(10);
        }

        Set<Integer> keys = new HashSet<>();
        slow.values().subList(100, 400).forEach(change -> keys.add(change.key()));
        assertThat(keys).hasSize(100);
    }

    @Test
    void shouldGoOnAfterAReset() {
        push(units().with(1, hp(10)).with(2, hp(20)));
        TestSubscriber<EntityChange<Integer, Unit>> subscriber =
                store.entities(Army::units).test();
        store.reset(Snapshot.initial(
                new Army(StateMap.<Integer, Unit>empty().with(2, hp(20)).with(3, hp(30)), 0)));

        subscriber.assertValues(
                new Added<>(1, hp(10)), new Added<>(2, hp(20)), new Removed<>(1, hp(10)), new Added<>(3, hp(30)));
    }

    @Test
    void shouldLeadEverySubscriberToTheNewestTableWhateverItsDemand() {
        Sweep.of("entities lead to the newest table", SweepSize.of(400, 3_000), random -> {
            GameStateStore<Army> store = GameStateStore.create(
                    StateModel.of(Army.class), Snapshot.initial(new Army(StateMap.<Integer, Unit>empty(), 0)));
            List<TestSubscriber<EntityChange<Integer, Unit>>> subscribers = new ArrayList<>();
            StateMap<Integer, Unit> units = StateMap.empty();
            for (int i = 1; i < random.nextInt(60); i++) {
                if (random.nextInt(4) == 0) {
                    subscribers.add(store.entities(Army::units).test(random.nextInt(3)));
                }
                for (int j = random.nextInt(6); j > 0; j--) {
                    int key = random.nextInt(40);
                    units = random.nextInt(3) == 0 ? units.without(key) : units.with(key, hp(random.nextInt(3)));
                }
                if (random.nextInt(20) == 0) {
                    units = StateMap.copyOf(new TreeMap<>(units));
                    store.reset(new Snapshot<>(i, GameStatus.ACTIVE, i, new Army(units, i)));
                } else {
                    store.push(new Snapshot<>(i, GameStatus.ACTIVE, i, new Army(units, i)));
                }
                subscribers.forEach(subscriber -> subscriber.request(1 + random.nextInt(10)));
            }
            store.complete();
            for (TestSubscriber<EntityChange<Integer, Unit>> subscriber : subscribers) {
                subscriber.request(100);
                subscriber.assertComplete();
                assertThat(applied(subscriber.values())).isEqualTo(units);
            }
        });
    }

    private static Map<Integer, Unit> applied(List<EntityChange<Integer, Unit>> changes) {
        Map<Integer, Unit> table = new TreeMap<>();
        for (EntityChange<Integer, Unit> change : changes) {
            if (change instanceof Added<Integer, Unit> added) {
                assertThat(table.put(added.key(), added.value())).isNull();
            } else if (change instanceof Changed<Integer, Unit> changed) {
                assertThat(table.put(changed.key(), changed.after())).isEqualTo(changed.before());
                assertThat(changed.after()).isNotEqualTo(changed.before());
            } else if (change instanceof Removed<Integer, Unit> removed) {
                assertThat(table.remove(removed.key())).isEqualTo(removed.value());
            }
        }
        return table;
    }

    @Test
    void shouldKeepTheOthersGoingWhenASubscriberOrAFunctionThrows() {
        push(units().with(1, hp(10)));
        TestSubscriber<EntityChange<Integer, Unit>> other =
                store.entities(Army::units).test();
        List<Object> heard = new ArrayList<>();
        Flowable<EntityChange<Integer, Unit>> units = store.entities(Army::units);
        units.subscribe(new TestSubscriber<>() {
            @Override
            public void onNext(EntityChange<Integer, Unit> change) {
                heard.add(change);
                throw new NoClassDefFoundError("of a game");
            }
        });
        TestSubscriber<EntityChange<Integer, Unit>> broken = store.<Integer, Unit>entities(army -> {
                    throw new IllegalStateException("no table");
                })
                .test();
        TestSubscriber<EntityChange<Integer, Unit>> absent =
                store.<Integer, Unit>entities(army -> null).test();
        push(units().with(1, hp(11)));

        assertThat(heard).hasSize(1);
        broken.assertFailure(IllegalStateException.class);
        absent.assertFailure(NullPointerException.class);
        other.assertValues(new Added<>(1, hp(10)), new Changed<>(1, hp(10), hp(11)));
    }

    /** Subscribers that come, ask, leave, throw and act within their own calls, in any order. */
    @Test
    void shouldServeWhoListensWhateverTheOthersDo() {
        long seed = Long.getLong("seed", 20_262);
        Flowable<EntityChange<Integer, Unit>> changes = store.entities(Army::units);
        TestSubscriber<EntityChange<Integer, Unit>> listener = changes.test();
        SubscriberCrowd<EntityChange<Integer, Unit>> crowd = new SubscriberCrowd<>(seed, changes);
        for (int step = 0; step < 1_000; step++) {
            crowd.act();
            push(units().with(step % 7, hp(step)));
        }
        crowd.leave();
        crowd.check();

        String replay = "replay with -Dseed=" + seed;
        assertThat(crowd.hasTriedEverything()).as(replay).isTrue();
        assertThat(listener.values()).as(replay).hasSize(1_000);
        assertThat(applied(listener.values())).as(replay).isEqualTo(units());
    }

    @Test
    void shouldTakeTheTablesOfADynamicState() {
        GameStateStore<GameState> store = GameStateStore.create(
                StateModel.of(GameState.class), Snapshot.initial(GameState.of(Map.of("units", Map.of(1, 10, "x", 2)))));
        TestSubscriber<EntityChange<Object, Object>> subscriber = store.<Object, Object>entities(
                        state -> state.getMap("units").asMap())
                .test();
        store.push(new Snapshot<>(1, GameStatus.ACTIVE, 1, GameState.of(Map.of("units", Map.of(1, 11, "x", 2)))));

        subscriber.assertValues(new Added<>(1L, 10L), new Added<>("x", 2L), new Changed<>(1L, 10L, 11L));
    }
}
