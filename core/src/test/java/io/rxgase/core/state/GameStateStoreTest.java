package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a store keeps. */
class GameStateStoreTest {
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
    void shouldFindVersionsAndMomentsOfTheRecentPast() {
        GameStateStore<GameState> store = pushed(5, 10);

        assertThat(store.current()).isEqualTo(snapshot(10, 10));
        assertThat(store.version(6)).contains(snapshot(6, 6));
        assertThat(store.version(5)).as("forgotten").isEmpty();
        assertThat(store.version(11)).as("not yet there").isEmpty();
        assertThat(store.at(7 * 20)).contains(snapshot(7, 7));
        assertThat(store.at(7 * 20 + 19)).contains(snapshot(7, 7));
        assertThat(store.at(6 * 20 - 1)).as("forgotten").isEmpty();
        assertThat(store.at(Long.MAX_VALUE)).contains(snapshot(10, 10));
    }

    @Test
    void shouldGiveTheUpdateSinceAVersionOrNone() {
        GameStateStore<GameState> store = pushed(5, 10);

        assertThat(store.updateSince(9)).contains(model.diff(snapshot(9, 9), snapshot(10, 10)));
        assertThat(store.updateSince(6)).contains(model.diff(snapshot(6, 6), snapshot(10, 10)));
        assertThat(store.updateSince(10).orElseThrow().changes()).isEqualTo(Changes.NONE);
        assertThat(store.updateSince(5)).as("too old").isEmpty();
        assertThat(store.updateSince(11)).as("unknown").isEmpty();
        assertThat(store.updateSince(Snapshot.NO_BASE)).isEmpty();
    }

    @Test
    void shouldForgetByBytesButNeverTheNewest() {
        GameStateStore<GameState> store = GameStateStore.create(model, snapshot(0, 0), new HistoryLimit(100, 3 * 256));
        for (int i = 1; i <= 10; i++) {
            store.push(snapshot(i, i)); // one changed attribute: 256 bytes by the estimate
        }
        assertThat(store.version(8)).isPresent();
        assertThat(store.version(7)).isEmpty();

        String large = "x".repeat(5_000);
        store.push(new Snapshot<>(11, GameStatus.ACTIVE, 220, GameState.of(Map.of("value", large))));
        assertThat(store.current().state().getString("value")).isEqualTo(large);
        assertThat(store.version(10)).isEmpty();
    }

    @Test
    void shouldEstimateBytesByWhatChanges() {
        assertThat(HistoryLimit.estimate(Changes.NONE)).isZero();
        assertThat(HistoryLimit.estimate(Changes.of(Map.of("a", 1, "b", Change.DELETE))))
                .isEqualTo(512);
        assertThat(HistoryLimit.estimate(Changes.of(Map.of("a", "12345", "b", Bytes.of((byte) 1)))))
                .isEqualTo(518);
        assertThat(HistoryLimit.estimate(Changes.of(Map.of("a", Map.of("b", List.of(1, "12"))))))
                .isEqualTo(512 + 130);
        assertThat(HistoryLimit.estimate(Changes.of(Map.of("a", new Change.Set(Map.of("b", "1"))))))
                .isEqualTo(256 + 65);
    }

    @Test
    void shouldTakeVersionsInOrderOnly() {
        GameStateStore<GameState> store = pushed(5, 3);
        assertThatThrownBy(() -> store.push(snapshot(3, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "version 3 at 60 ns does not follow version 3 at 60 ns: push versions in order, or reset()");
        assertThatThrownBy(() -> store.push(new Snapshot<>(4, GameStatus.ACTIVE, 59, GameState.empty())))
                .isInstanceOf(IllegalArgumentException.class);
        store.push(new Snapshot<>(9, GameStatus.PAUSED, 60, GameState.empty()));
        assertThat(store.at(60).orElseThrow().timeOrder()).isEqualTo(9);
    }

    @Test
    void shouldApplyAnUpdateToTheVersionItWasMadeAgainst() {
        GameStateStore<GameState> store = pushed(5, 10);
        TestSubscriber<GameStateUpdate> updates = store.updates().test(1);

        assertThat(store.push(model.diff(snapshot(8, 8), snapshot(12, 12)))).isTrue();
        assertThat(store.push(model.diff(snapshot(12, 12), snapshot(13, 13)))).isTrue();

        assertThat(store.current()).isEqualTo(snapshot(13, 13));
        assertThat(store.version(12)).contains(snapshot(12, 12));
        assertThat(store.updateSince(10)).contains(model.diff(snapshot(10, 10), snapshot(13, 13)));
        updates.requestMore(1).assertValueAt(1, model.diff(snapshot(10, 10), snapshot(13, 13)));
        assertThat(store.push(model.whole(snapshot(20, 20)))).isTrue();
        assertThat(store.current()).isEqualTo(snapshot(20, 20));
    }

    @Test
    void shouldRefuseAnUpdateWhoseBaseItDoesNotHoldOrThatIsTooOld() {
        GameStateStore<GameState> store = pushed(5, 10);

        assertThat(store.push(model.diff(snapshot(5, 5), snapshot(11, 11)))).isFalse();
        assertThat(store.push(model.diff(snapshot(11, 11), snapshot(12, 12)))).isFalse();
        assertThatThrownBy(() -> store.push(model.diff(snapshot(8, 8), snapshot(10, 10))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 10 at 200 ns does not follow version 10");

        assertThat(store.current()).isEqualTo(snapshot(10, 10));
        assertThat(GameStateStore.empty(model, HistoryLimit.DEFAULT).push(model.diff(snapshot(5, 5), snapshot(11, 11))))
                .isFalse();
    }

    @Test
    void shouldHoldNothingBeforeTheFirstPush() {
        GameStateStore<GameState> store = GameStateStore.empty(model, HistoryLimit.DEFAULT);
        TestSubscriber<GameState> states = store.states().test();

        assertThat(store.isEmpty()).isTrue();
        assertThat(store.at(0)).isEmpty();
        assertThat(store.updateSince(0)).isEmpty();
        assertThatThrownBy(store::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no state was pushed yet");
        states.assertEmpty();

        store.push(snapshot(5, 5));
        states.assertValue(snapshot(5, 5).state());
    }

    private Snapshot<GameState> partly(long timeOrder, int value, long oldest) {
        Snapshot<GameState> whole = snapshot(timeOrder, value);
        return new Snapshot<>(timeOrder, whole.status(), whole.gameTimeNanos(), whole.state(), oldest);
    }

    @Test
    void shouldSayInUpdatesThatPartsAreOlder() {
        GameStateStore<GameState> store = store(5);
        TestSubscriber<GameStateUpdate> updates = store.updates().test();

        store.push(partly(3, 3, 1));
        store.push(snapshot(4, 4));

        assertThat(updates.values()).extracting(GameStateUpdate::hasOlderParts).containsExactly(false, true, false);
        assertThat(updates.values())
                .extracting(GameStateUpdate::oldestTimeOrder)
                .containsExactly(0L, 1L, 4L);
        assertThat(store.at(3 * 20)).contains(partly(3, 3, 1));
        GameStateUpdate toThree = updates.values().get(1);
        GameStateUpdate toFour = updates.values().get(2);
        assertThat(model.apply(snapshot(0, 0), toThree)).isEqualTo(partly(3, 3, 1));
        assertThat(toThree.merge(toFour)).isEqualTo(model.diff(snapshot(0, 0), snapshot(4, 4)));
        assertThat(model.apply(null, model.whole(partly(3, 3, 1)))).isEqualTo(partly(3, 3, 1));
        GameStateUpdate toFive = model.diff(snapshot(4, 4), partly(5, 5, 2));
        assertThat(toThree.merge(toFour.merge(toFive)))
                .isEqualTo(toThree.merge(toFour).merge(toFive))
                .isEqualTo(model.diff(snapshot(0, 0), partly(5, 5, 2)));
    }

    @Test
    void shouldGiveASlowSubscriberWhatCameLaterOfAVersionThatItHolds() {
        GameStateStore<GameState> store = store(5);
        store.push(partly(1, 1, 0));
        TestSubscriber<GameStateUpdate> updates = store.updates().test(1);

        store.amend(snapshot(1, 7));
        GameState later = GameState.of(Map.of("value", 7, "other", 1));
        store.push(new Snapshot<>(2, GameStatus.ACTIVE, 40, model.stamped(later, 2, GameStatus.ACTIVE)));
        updates.requestMore(1);

        Snapshot<GameState> held = model.apply(null, updates.values().get(0));
        assertThat(model.apply(held, updates.values().get(1))).isEqualTo(store.current());
        assertThat(store.updateSince(1))
                .as("nobody knows how much of it is held")
                .isEmpty();
        assertThat(store.updateSince(0)).isPresent();
    }
}
