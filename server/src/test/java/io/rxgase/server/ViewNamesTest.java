package io.rxgase.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.state.AttributeName;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.Owner;
import io.rxgase.core.state.OwnerOnly;
import io.rxgase.core.state.Quantized;
import io.rxgase.core.state.ServerOnly;
import io.rxgase.core.state.StateMap;
import io.rxgase.core.state.StateModel;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import io.rxgase.sync.internal.DialectFans;
import io.rxgase.sync.internal.Grid;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Views of what a state does not have: refused, with the names that it has. */
class ViewNamesTest {
    enum Color {
        RED
    }

    record Place(double x, double y) {}

    record Unit(
            int room,
            double x,
            @Quantized(min = 0, max = 100, step = 1) float y,
            String team,
            @AttributeName("owner_id") @Owner long owner,
            Color color,
            boolean ready,
            char letter,
            Optional<Integer> hall,
            Place place,
            List<Integer> path,
            Map<Integer, Integer> ammunition,
            Bytes skin,
            @OwnerOnly int cards,
            @ServerOnly int seed,
            Attributes free) {}

    sealed interface Item permits Coin, Sword {}

    record Coin(int room, int value) implements Item {}

    record Sword(String room, double x, double y) implements Item {}

    record World(
            StateMap<Integer, Unit> units,
            @AttributeName("the_items") Map<String, Item> items,
            Optional<Map<Integer, Place>> places,
            Map<Integer, Map<String, Integer>> boards,
            Map<Integer, Integer> scores,
            List<Place> list,
            Unit boss,
            int tick,
            Attributes free,
            @ServerOnly Map<Integer, Place> secrets) {}

    private static final StateModel<World> MODEL = StateModel.of(World.class);

    /** Every kind of view that goes by names. */
    enum Kind {
        GRID_X,
        GRID_Y,
        ROOM,
        BY_ATTRIBUTE,
        OWNER_ONLY;

        boolean isGrid() {
            return this == GRID_X || this == GRID_Y;
        }

        SyncOptions<World> of(String table, String attribute) {
            return SyncOptions.<World>defaults()
                    .withView(
                            switch (this) {
                                case GRID_X ->
                                    View.grid(table, attribute, "y", 10, 10, (world, client) -> Optional.empty());
                                case GRID_Y ->
                                    View.grid(table, "x", attribute, 10, 10, (world, client) -> Optional.empty());
                                case ROOM -> View.room(table, attribute, (world, client) -> Optional.empty());
                                case BY_ATTRIBUTE -> View.byAttribute(table, attribute, (world, client) -> List.of());
                                case OWNER_ONLY -> View.ownerOnly(table, attribute);
                            });
        }
    }

    private static void check(SyncOptions<World> options) {
        var unused = DialectFans.requirement(MODEL, options, Set.of(Dialect.RXGASE));
    }

    private static List<String> misspelled(String name) {
        List<String> wrong = new ArrayList<>(List.of(
                "", name + "s", name + " ", " " + name, name + "\u0000", name.toUpperCase(Locale.ROOT), "@" + name));
        for (int i = 0; i < name.length(); i++) {
            wrong.add(name.substring(0, i) + name.substring(i + 1));
            wrong.add(name.substring(0, i) + "q" + name.substring(i));
        }
        return wrong;
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseEachMisspelledName(Kind kind) {
        String right = kind.isGrid() ? "x" : "room";
        assertThatCode(() -> check(kind.of("units", right))).doesNotThrowAnyException();
        for (String wrong : misspelled("units")) {
            assertThatThrownBy(() -> check(kind.of(wrong, right)))
                    .as("a view of %s", wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("World has no table \"" + wrong + "\"")
                    .hasMessageContaining("its tables are boards, places, the_items, units");
        }
        for (String wrong : misspelled("room")) {
            assertThatThrownBy(() -> check(kind.of("units", wrong)))
                    .as("a view by %s", wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("have no attribute \"" + wrong + "\"")
                    .hasMessageContaining("owner_id");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatIsNoTableOrHasTheWrongType(Kind kind) {
        String right = kind.isGrid() ? "x" : "room";
        for (String wrong : List.of("scores", "list", "boss", "tick")) {
            assertThatThrownBy(() -> check(kind.of(wrong, right)))
                    .hasMessageContaining("World." + wrong + " is no table");
        }
        assertThatThrownBy(() -> check(kind.of("secrets", right))).hasMessageContaining("World.secrets is @ServerOnly");
        assertThatThrownBy(() -> check(kind.of("items", right)))
                .as("the name of the component, not of the attribute")
                .hasMessageContaining("World has no table \"items\"");
        for (String wrong : List.of("place", "path", "ammunition", "skin")) {
            assertThatThrownBy(() -> check(kind.of("units", wrong)))
                    .hasMessageContaining("World.units.*." + wrong + " is of type");
        }
        for (String hidden : List.of("cards", "seed")) {
            assertThatThrownBy(() -> check(kind.of("units", hidden))).hasMessageContaining("is @");
        }
        for (String other : kind.isGrid() ? List.of("team", "color", "ready") : List.of("x", "y")) {
            assertThatThrownBy(() -> check(kind.of("units", other)))
                    .hasMessageContaining(
                            kind.isGrid()
                                    ? "needs a number: they have free, hall, letter, owner_id, room, x, y"
                                    : "needs a whole number, string, enum or boolean: they have color, free, hall, letter,"
                                            + " owner_id, ready, room, team");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNamesThatThereAre(Kind kind) {
        List<String> fine = kind.isGrid()
                ? List.of("x", "y", "room", "owner_id", "hall", "letter")
                : List.of("room", "team", "owner_id", "color", "ready", "letter", "hall");
        for (String right : fine) {
            assertThatCode(() -> check(kind.of("units", right))).doesNotThrowAnyException();
        }
        // What only a state can tell.
        assertThatCode(() -> check(kind.of("units", "free"))).doesNotThrowAnyException();
        assertThatCode(() -> check(kind.of("free", "x"))).doesNotThrowAnyException();
        if (kind.isGrid()) {
            assertThatCode(() -> check(kind.of("places", "x"))).doesNotThrowAnyException();
            assertThatCode(() -> check(kind.of("boards", "x"))).doesNotThrowAnyException();
            assertThatCode(() -> check(kind.of("the_items", "x"))).doesNotThrowAnyException();
        } else {
            assertThatCode(() -> check(kind.of("the_items", "room"))).doesNotThrowAnyException();
            assertThatThrownBy(() -> check(kind.of("places", "x"))).hasMessageContaining("of type double");
        }
    }

    @Test
    void shouldRefuseAtStartAndLeaveThePortFree() {
        SimulatedNetwork network = SimulatedNetwork.on(new TestScheduler(), 1);
        GameState state = GameState.of(Map.of("units", Map.of(1, Map.of("x", 1, "y", 1))));
        record Pond(StateMap<Integer, Place> fish) {}
        Pond pond = new Pond(StateMap.empty());
        var host = network.host("server");
        BackendBuilder<Pond> builder = Backend.of(pond)
                .transport(host)
                .scheduler(new TestScheduler())
                .sync(SyncOptions.<Pond>defaults()
                        .withView(View.grid("fishes", "x", "y", 1, 1, (s, client) -> Optional.empty())));

        assertThatThrownBy(() -> builder.start("server", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pond has no table \"fishes\", which a view is of: its tables are fish");
        Backend.of(state)
                .transport(host)
                .scheduler(new TestScheduler())
                .start("server", 1)
                .close();
    }

    @ParameterizedTest
    @CsvSource({"1e300, 1e300", "1e12, 1e12", "1073741824, 0", "-1e12, 5", "1e9, -1e18"})
    void shouldNotBringTogetherWhatIsFarOut(double x, double y) {
        Grid grid = new Grid(1, 100);
        Object cell = grid.cellOf(x, y);
        for (View.Point center : List.of(
                new View.Point(Math.copySign((1 << 30) - 3.0, x), y),
                new View.Point(x, Math.copySign((1 << 30) - 3.0, y)),
                new View.Point(Math.copySign((1 << 30) - 3.0, x), Math.copySign((1 << 30) - 3.0, y)))) {
            boolean isNear = Math.hypot(center.x() - x, center.y() - y) <= 102;
            assertThat(!isNear && grid.around(center).contains(cell)).isFalse();
        }
    }
}
