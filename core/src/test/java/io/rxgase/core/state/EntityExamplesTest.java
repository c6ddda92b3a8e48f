package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.core.event.ClientId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples in the javadoc of this package that speak of entities. */
@SuppressWarnings("SameNameButDifferent") // each example has a Unit of its own
class EntityExamplesTest {
    private static final Logger log = LoggerFactory.getLogger(EntityExamplesTest.class);

    record Player(String name, double x) {}

    record Unit(double x, double y, int hp) {}

    record Chase(StateMap<Integer, Player> players) {}

    @Unwrapped
    record UnitId(int value) implements Comparable<UnitId> {
        @Override
        public int compareTo(UnitId other) {
            return Integer.compare(value, other.value);
        }
    }

    record Battle(StateMap<UnitId, Unit> units, StateMap<ClientId, Player> players, ClientId host) {}

    private static final class Sprite {
        double x;

        Sprite(Player player) {
            x = player.x();
        }

        void move(Player before, Player after) {
            x += after.x() - before.x();
        }
    }

    private static final class View {
        final List<EntityChange<Integer, Player>> changes = new ArrayList<>();

        void change(EntityChange<Integer, Player> change) {
            changes.add(change);
        }
    }

    private final Chase chase = new Chase(StateMap.<Integer, Player>empty().with(3, new Player("Ada", 1.0)));
    private final Chase later = new Chase(chase.players().with(3, new Player("Ada", 2.0)));
    private final Snapshot<Chase> initial = Snapshot.initial(chase);

    private Snapshot<Chase> next(Chase state, int after) {
        return new Snapshot<>(after, GameStatus.ACTIVE, after * 20_000_000L, state);
    }

    @Test
    @SuppressWarnings("CheckReturnValue") // as the example has it
    void entityChange() {
        GameStateStore<Chase> client = GameStateStore.create(StateModel.of(Chase.class), initial);
        Map<Integer, Sprite> sprites = new HashMap<>();
        client.entities(Chase::players).subscribe(change -> {
            if (change instanceof EntityChange.Added<Integer, Player> added) {
                sprites.put(added.key(), new Sprite(added.value()));
            } else if (change instanceof EntityChange.Changed<Integer, Player> changed) {
                sprites.get(changed.key()).move(changed.before(), changed.after());
            } else {
                sprites.remove(change.key());
            }
        });
        client.push(next(later, 1));
        assertThat(sprites.get(3).x).isEqualTo(2.0);
        client.push(next(new Chase(StateMap.empty()), 2));
        assertThat(sprites).isEmpty();
    }

    @Test
    void gameStateStore() {
        GameStateStore<Chase> store = GameStateStore.create(StateModel.of(Chase.class), initial);
        View view = new View();
        Disposable sprites = store.entities(Chase::players).subscribe(view::change);
        store.push(next(later, 1));
        assertThat(view.changes).hasSize(2);
        sprites.dispose();
    }

    @Test
    void stateMap() {
        StateMap<Integer, Unit> before = StateMap.<Integer, Unit>empty().with(7, new Unit(1.0, 2.0, 100));
        StateMap<Integer, Unit> after = before.with(7, new Unit(1.0, 2.0, 90));
        for (EntityChange<Integer, Unit> change : after.changesSince(before)) {
            log.info("{}", change); // Changed[key=7, before=…, after=…]
        }
        assertThat(after.changesSince(before)).hasSize(1);
    }

    @Test
    void unwrapped() {
        Battle battle = new Battle(
                StateMap.<UnitId, Unit>empty().with(new UnitId(7), new Unit(1.0, 2.0, 100)),
                StateMap.empty(),
                new ClientId(1));
        assertThat(StateModel.of(Battle.class).toAttributes(battle).asMap().get("host"))
                .isEqualTo(1L);
    }
}
