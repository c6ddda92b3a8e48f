package io.rxgase.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.state.Default;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.HistoryLimit;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The code of docs/STATE.md. */
class StatePageTest {
    sealed interface Item {}

    record Sword(int sharpness) implements Item {}

    record Potion(double litres) implements Item {}

    record Hero(
            String name,
            double x,
            double y,
            List<Item> bag,
            Optional<String> title,
            @Default("100") int hp) {
        Hero movedTo(double toX, double toY) {
            return new Hero(name, toX, toY, bag, title, hp);
        }
    }

    record Dungeon(StateMap<Long, Hero> heroes, boolean dark) {
        static final Dungeon EMPTY = new Dungeon(StateMap.empty(), true);

        Dungeon with(long id, Hero hero) {
            return new Dungeon(heroes.with(id, hero), dark);
        }
    }

    private static final Hero ADA = new Hero("Ada", 1, 2, List.of(new Sword(7), new Potion(0.5)), Optional.empty(), 80);

    @Test
    void shouldSendOnlyWhatChanged() {
        Dungeon before = Dungeon.EMPTY.with(1, ADA);
        Dungeon after = before.with(1, ADA.movedTo(3, 2));
        StateModel<Dungeon> model = StateModel.of(Dungeon.class);

        GameStateUpdate update = model.diff(
                new Snapshot<>(7, GameStatus.ACTIVE, 140_000_000, before),
                new Snapshot<>(8, GameStatus.ACTIVE, 160_000_000, after));

        assertThat(update.toString()).contains("x").doesNotContain("sharpness");
    }

    @Test
    void shouldReadAndChangeAttributesByName() {
        GameState state = GameState.of(Map.of("hp", 100, "players", Map.of(3, Map.of("name", "Ada"))));

        GameState next = state.with("hp", state.getInt("hp") - 10).withAt(2.5, "players", 3, "x");

        assertThat(next.getMap("players").getMap(3).getDouble("x")).isEqualTo(2.5);
        assertThatThrownBy(() -> next.getDouble("position"))
                .isInstanceOf(StateMismatchException.class)
                .hasMessage("double position: no such attribute; there are hp, players");
    }

    @Test
    void shouldKeepARecentPast() {
        GameStateStore<Dungeon> store = GameStateStore.create(
                StateModel.of(Dungeon.class), Snapshot.initial(Dungeon.EMPTY), new HistoryLimit(100, 1 << 20));
        TestSubscriber<Dungeon> shown = store.states().test();

        store.push(new Snapshot<>(1, GameStatus.ACTIVE, 20_000_000, Dungeon.EMPTY.with(1, ADA)));

        Optional<GameStateUpdate> since = store.updateSince(0);
        Optional<Snapshot<Dungeon>> then = store.at(Duration.ofMillis(10).toNanos());

        shown.assertValueCount(2);
        assertThat(since).isPresent();
        assertThat(then.orElseThrow().state()).isEqualTo(Dungeon.EMPTY);
    }
}
