package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.core.event.Event;
import io.rxgase.testkit.JavadocExamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples in the javadoc of this package. */
@SuppressWarnings("SameNameButDifferent") // each example has a Player of its own
class StateExamplesTest {
    private static final Logger log = LoggerFactory.getLogger(StateExamplesTest.class);

    record Player(String name, double x, double y) {}

    record Chase(Map<Integer, Player> players, double countdown) {}

    private final Chase chase = new Chase(Map.of(3, new Player("Ada", 1.0, 2.0)), 5.0);
    private final Chase later = new Chase(chase.players(), 4.98);
    private final View view = new View();

    /** Somebody's screen. */
    private static final class View {
        final List<Chase> rendered = new ArrayList<>();

        void render(Chase chase) {
            rendered.add(chase);
        }
    }

    @Test
    void shouldCompileEveryExample() {
        JavadocExamples.assertCompiled(
                Path.of("src/main/java/io/rxgase/core/state"),
                Path.of("src/test/java/io/rxgase/core/state/StateExamplesTest.java"),
                Path.of("src/test/java/io/rxgase/core/state/EntityExamplesTest.java"));
    }

    @Test
    void stateReader() {
        Attributes attributes = StateModel.of(Chase.class).toAttributes(chase);
        Changes changes = Changes.of(Map.of("countdown", 4.98));
        StateReader<Chase> reader = StateReader.of(StateModel.of(Chase.class));
        StateReader.Reading<Chase> first = reader.read(attributes);
        StateReader.Reading<Chase> next = reader.changed(first, changes, () -> changes.applyTo(attributes));

        assertThat(next.state()).isEqualTo(later);
        for (Misfit misfit : reader.read(attributes).misfits()) {
            log.warn("{}: {}, found {}", misfit.place(), misfit.remedy(), misfit.found());
        }
    }

    @Test
    void stateSchema() {
        StateSchema ours = StateSchema.of(StateModel.of(Chase.class)).orElseThrow();
        Attributes received = ours.toAttributes();
        StateSchema theirs = StateSchema.fromAttributes(received);
        theirs.requireReadableAs(StateModel.of(Chase.class));

        assertThat(theirs).isEqualTo(ours);
    }

    @Test
    void attributeName() {
        record Tag(
                Map<Long, Player> players,
                @Nullable @AttributeName("chaser_id") Long chaserId) {}

        Attributes attributes = StateModel.of(Tag.class).toAttributes(new Tag(Map.of(), 3L));
        assertThat(attributes.getLong("chaser_id")).isEqualTo(3);
    }

    @Test
    void attributeTree() {
        GameState state = GameState.of(Map.of("players", Map.of(3, Map.of("name", "Ada", "hp", 80))));
        long hp = state.getMap("players").getMap(3).getLong("hp");
        GameState healed = state.withAt(hp + 10, "players", 3, "hp");

        assertThat(healed.at("players", 3, "hp")).isEqualTo(90L);
    }

    @Test
    void attributes() {
        Attributes player = Attributes.of(Map.of("name", "Ada", "hp", 80));
        Attributes hurt = player.with("hp", player.getInt("hp") - 10);
        String name = hurt.getString("name");

        assertThat(name).isEqualTo("Ada");
    }

    @Test
    void attributesBuilder() {
        Attributes.Builder builder = Attributes.builder();
        for (int i = 0; i < 100; i++) {
            builder.put(i, Map.of("hp", 100));
        }
        Attributes players = builder.build();

        assertThat(players.size()).isEqualTo(100);
    }

    @Test
    void bytes() {
        Bytes avatar = Bytes.of(new byte[] {1, 2, 3});
        byte[] copy = avatar.toArray();

        assertThat(copy).hasSize(3);
    }

    @Test
    void change() {
        Changes changes = Changes.of(Map.of("chaser_id", 3, "players", Map.of(7, Change.DELETE, 3, Map.of("x", 1.5))));

        assertThat(changes.size()).isEqualTo(2);
    }

    @Test
    void changes() {
        Attributes before = Attributes.of(Map.of("hp", 80, "name", "Ada"));
        Attributes after = before.with("hp", 70).without("name");
        Changes changes = Changes.between(before, after);
        boolean same = changes.applyTo(before).equals(after);

        assertThat(same).isTrue();
    }

    @Test
    void changesBuilder() {
        Changes changes = Changes.builder()
                .put("countdown", new Change.Set(4.98))
                .put("players", Changes.builder().put(7, Change.DELETE).build())
                .build();

        assertThat(changes).isEqualTo(Changes.of(Map.of("countdown", 4.98, "players", Map.of(7, Change.DELETE))));
    }

    @Test
    void defaultValue() {
        record Armored(
                String name,
                double x,
                double y,
                @Default("100") int armor) {}

        Attributes fromOlderBuild = Attributes.of(Map.of("name", "Ada", "x", 1.0, "y", 2.0));
        assertThat(StateModel.of(Armored.class).fromAttributes(fromOlderBuild))
                .isEqualTo(new Armored("Ada", 1.0, 2.0, 100));
    }

    @Test
    void extension() {
        Event echo = Event.of("ECHO", new Extension(5, Bytes.of(new byte[] {1, 2, 3, 4})));

        assertThat(echo.get(0)).isInstanceOf(Extension.class);
    }

    @Test
    void gameState() {
        GameState state = GameState.of(Map.of("chaser_id", 3, "countdown", 5.0, "players", Map.of()));
        GameState next = state.with("countdown", state.getDouble("countdown") - 0.02)
                .withAt(Map.of("name", "Ada", "x", 1.0, "y", 2.0), "players", 3);
        double x = next.getMap("players").getMap(3).getDouble("x");

        assertThat(x).isEqualTo(1.0);
    }

    @Test
    void gameStateStore() {
        GameStateStore<Chase> store = GameStateStore.create(StateModel.of(Chase.class), Snapshot.initial(chase));
        Disposable rendering = store.states().subscribe(view::render);
        store.push(new Snapshot<>(1, GameStatus.ACTIVE, 20_000_000L, later));
        Optional<GameStateUpdate> update = store.updateSince(0);

        assertThat(view.rendered).containsExactly(chase, later);
        assertThat(update.orElseThrow().changes()).isEqualTo(Changes.of(Map.of("countdown", 4.98)));
        rendering.dispose();
    }

    @Test
    void gameStateUpdate() {
        GameStateUpdate update =
                GameStateUpdate.of(7, 8, Map.of("chaser_id", 3, "players", Map.of(7, GameStateUpdate.TO_DELETE)));
        GameStateUpdate both = update.merge(GameStateUpdate.of(8, 9, Map.of("countdown", 4.98)));

        assertThat(both.base()).isEqualTo(7);
    }

    @Test
    void gameStatus() {
        Snapshot<Chase> paused = new Snapshot<>(7, GameStatus.PAUSED, 140_000_000L, chase);
        boolean stands = paused.isPaused();

        assertThat(stands).isTrue();
    }

    @Test
    void historyLimit() {
        HistoryLimit twoSecondsAt60Hz = new HistoryLimit(120, 16L << 20);

        assertThat(twoSecondsAt60Hz.versions()).isEqualTo(120);
    }

    @Test
    void snapshot() {
        Snapshot<Chase> first = Snapshot.initial(chase);
        Snapshot<Chase> second = new Snapshot<>(1, GameStatus.ACTIVE, 20_000_000L, later);

        assertThat(first.timeOrder()).isLessThan(second.timeOrder());
    }

    @Test
    void stateMap() {
        record Unit(double x, double y, int hp) {}

        StateMap<Integer, Unit> units = StateMap.<Integer, Unit>empty().with(7, new Unit(1.0, 2.0, 100));
        StateMap<Integer, Unit> moved = units.updated(7, unit -> new Unit(unit.x() + 1.0, unit.y(), unit.hp()));

        assertThat(moved).containsEntry(7, new Unit(2.0, 2.0, 100));

        StateMap<Integer, Unit> after = units.edit(edit -> {
            edit.put(8, new Unit(5.0, 5.0, 100));
            edit.update(7, unit -> new Unit(unit.x(), unit.y(), unit.hp() - 10));
            edit.remove(6);
        });

        assertThat(after).hasSize(2).containsEntry(7, new Unit(1.0, 2.0, 90));
    }

    @Test
    void stateMapEdit() {
        record Unit(double x, double y, int hp) {}

        StateMap<Integer, Unit> units = StateMap.<Integer, Unit>empty().with(7, new Unit(1.0, 2.0, 0));
        StateMap<Integer, Unit> landed = units.edit(edit -> {
            for (int i = 0; i < 100; i++) {
                edit.put(100 + i, new Unit(i, 0.0, 100));
            }
            edit.update(7, unit -> new Unit(unit.x(), unit.y(), unit.hp() + edit.size()));
        });

        assertThat(landed).hasSize(101).containsEntry(7, new Unit(1.0, 2.0, 101));
    }

    @Test
    void stateMismatchException() {
        GameState state = GameState.of(Map.of("hp", 80));
        try {
            move(state.getDouble("position"));
        } catch (StateMismatchException e) {
            log.warn("{} should be a {}: {}", e.path(), e.expected(), e.getMessage());
        }

        assertThat(moves).isEmpty();
    }

    @Test
    void stateModel() {
        Snapshot<Chase> before = Snapshot.initial(chase);
        Snapshot<Chase> after = new Snapshot<>(1, GameStatus.ACTIVE, 20_000_000L, later);

        StateModel<Chase> model = StateModel.of(Chase.class);
        GameStateUpdate update = model.diff(before, after);
        Snapshot<Chase> same = model.apply(before, update);

        assertThat(same).isEqualTo(after);
    }

    @Test
    void values() {
        Object position = Values.of(List.of(1, 2.5f, "north"));
        String type = Values.typeOf(position);

        assertThat(type).isEqualTo("list");
    }

    @Test
    void wrongBaseException() {
        StateModel<Chase> model = StateModel.of(Chase.class);
        Snapshot<Chase> held = Snapshot.initial(chase);
        GameStateUpdate update = GameStateUpdate.of(3, 4, Map.of("countdown", 4.0));
        try {
            held = model.apply(held, update);
        } catch (WrongBaseException e) {
            askForWholeState(e.held());
        }

        assertThat(held.state()).isEqualTo(chase);
        assertThat(asked).containsExactly(0L);
    }

    @Test
    void quantized() {
        record Unit(
                int id,
                @Quantized(min = 0, max = 1000, step = 0.1) float x,
                int hp) {}

        Attributes shared = SyncModel.of(StateModel.of(Unit.class)).shared(new Unit(1, 12.34f, 5));
        assertThat(shared.getFloat("x")).isEqualTo(12.3f);
    }

    @Test
    void quantity() {
        Quantity.Scale tenths = new Quantity.Scale(0, 0.1, true);
        float about = tenths.nearest(12.34, 10_000).floatValue();

        assertThat(about).isEqualTo(12.3f);
    }

    @Test
    void serverOnly() {
        record Unit(int id, float x, @ServerOnly long seed) {}

        assertThat(SyncModel.of(StateModel.of(Unit.class))
                        .shared(new Unit(1, 2, 3))
                        .keys())
                .containsExactly("id", "x");
    }

    @Test
    void owner() {
        record Player(
                @Owner long client,
                float x,
                float y,
                @OwnerOnly int ammunition) {}

        Attributes owned = SyncModel.of(StateModel.of(Player.class)).owned(new Player(7, 1, 2, 30));
        assertThat(SyncModel.byOwner(owned)).isEqualTo(Map.of(7L, Attributes.of(Map.of("ammunition", 30))));
    }

    @Test
    void syncModel() {
        SyncModel<Chase> sync = SyncModel.of(StateModel.of(Chase.class));
        Attributes before = sync.shared(chase);
        Attributes after = sync.sharedChanges(chase, later).applyTo(before);

        assertThat(after).isEqualTo(sync.shared(later));
    }

    private final List<Double> moves = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();

    private void move(double position) {
        moves.add(position);
    }

    private void askForWholeState(long held) {
        asked.add(held);
    }
}
