package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.Quantized;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.sync.View;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a view can't decide, nobody sees anything. */
class ClosedViewsTest {
    record Unit(
            @Nullable Integer room,
            double x,
            @Quantized(min = 0, max = 100, step = 1) float y) {}

    record World(StateMap<Integer, Unit> units, Optional<Map<Integer, Unit>> loot, int tick) {}

    private final TestScheduler time = new TestScheduler();
    private final SimulatedNetwork network = SimulatedNetwork.on(time, 1);

    private <S> Client<S> connect(Class<S> type, String host) {
        TestObserver<Client<S>> connecting = Client.of(type)
                .transport(network.host(host))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(1, SECONDS);
        return connecting.assertComplete().values().get(0);
    }

    private Client<World> shown(World world, View<World> view) {
        var unused = Backend.of(
                        GameLogic.of(World.class)
                                .on(
                                        "SET",
                                        (state, event, sender) -> Next.state(new World(
                                                state.units()
                                                        .updated(
                                                                event.getInt(0),
                                                                unit -> new Unit(unit.room(), 1, Float.NaN)),
                                                state.loot(),
                                                state.tick() + 1))),
                        world)
                .view(view)
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1);
        return connect(World.class, "client");
    }

    private static World world(Unit... units) {
        StateMap<Integer, Unit> all = StateMap.empty();
        for (int key = 0; key < units.length; key++) {
            all = all.with(key, units[key]);
        }
        return new World(all, Optional.of(all), 5);
    }

    private static final World UNITS = world(
            new Unit(null, Double.NaN, 0),
            new Unit(1, 0, Float.NaN),
            new Unit(2, Double.POSITIVE_INFINITY, 0),
            new Unit(0, 0, 0),
            new Unit(3, 1e300, 0));

    private static View<World> near(String table) {
        return View.grid(table, "x", "y", 10, 10, (world, client) -> Optional.of(new View.Point(0, 0)));
    }

    @Test
    void shouldShowNobodyWhatIsNowhere() {
        assertThat(shown(UNITS, near("units")).store().current().state().units())
                .containsOnlyKeys(3);
    }

    @Test
    void shouldTakeWhatIsNowhereOutOfView() {
        Client<World> client = shown(UNITS, near("units"));

        client.send(Event.of("SET", 3));
        time.advanceTimeBy(1, SECONDS);

        assertThat(client.store().current().state().units()).isEmpty();
        assertThat(client.store().current().state().tick()).isEqualTo(6);
        assertThat(client.reading().divergences()).isZero();
    }

    @Test
    void shouldShowNobodyWhatIsInNoRoom() {
        View<World> all = View.byAttribute(
                "units",
                "room",
                (world, client) -> java.util.Arrays.asList(null, 1, "2", Optional.empty(), Double.NaN));

        assertThat(shown(UNITS, all).store().current().state().units()).containsOnlyKeys(1);
    }

    @Test
    void shouldDivideATableThatMayBeMissing() {
        assertThat(shown(UNITS, near("loot")).store().current().state().loot())
                .get()
                .extracting(Map::keySet)
                .isEqualTo(java.util.Set.of(3));
    }

    /** What a game's functions may do instead of deciding. */
    enum Undecided {
        THROWS,
        OVERFLOWS,
        RETURNS_NULL;

        <T> @Nullable T insteadOf(Class<T> type) {
            return switch (this) {
                case THROWS -> throw new IllegalStateException("this view can't decide on a " + type);
                case OVERFLOWS -> throw new StackOverflowError("this view never ends");
                case RETURNS_NULL -> null;
            };
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // what it is about
    private static List<View<World>> views(Undecided undecided) {
        return List.of(
                View.grid("units", "x", "y", 10, 10, (world, client) -> undecided.insteadOf(Optional.class)),
                View.room("units", "room", (world, client) -> (Optional<?>) undecided.insteadOf(Optional.class)),
                View.byAttribute("units", "room", (world, client) -> (List<?>) undecided.insteadOf(List.class)),
                View.of((world, client) -> undecided.insteadOf(World.class)),
                View.shared((world, client) -> undecided.insteadOf(Integer.class), (world, key) -> world),
                View.shared((world, client) -> 1, (world, key) -> undecided.insteadOf(World.class)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowNothingWhileAFunctionDoesNotDecide(Undecided undecided) {
        int number = 0;
        for (View<World> view : views(undecided)) {
            String server = "server" + number++;
            var unused = Backend.of(UNITS)
                    .view(view)
                    .scheduler(time)
                    .transport(network.host(server))
                    .start(server, 1);
            TestObserver<Client<World>> connecting = Client.of(World.class)
                    .transport(network.host("client" + number))
                    .connect(server, 1)
                    .test();
            time.advanceTimeBy(500, MILLISECONDS);
            assertThat(connecting.values()).allMatch(client -> client.store().isEmpty());
        }
    }

    private static GameState state(String table, Object... entities) {
        GameState state = GameState.of(Map.of("tick", 1, "size", Map.of("x", 10, "y", 10)));
        return entities.length == 0 ? state : state.with(table, Map.of(1, entities[0], 2, entities[1]));
    }

    private GameState shown(GameState first, GameState then, View<GameState> view) {
        Backend<GameState> backend = Backend.of(
                        GameLogic.of(GameState.class).on("SET", (state, event, sender) -> Next.state(then)), first)
                .view(view)
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1);
        Client<GameState> client = connect(GameState.class, "client");
        client.send(Event.of("SET"));
        time.advanceTimeBy(1, SECONDS);
        assertThat(client.reading().divergences()).isZero();
        backend.close();
        return client.store().current().state();
    }

    private static View<GameState> nearInState(String table) {
        return View.grid(table, "x", "y", 10, 10, (world, client) -> Optional.of(new View.Point(0, 0)));
    }

    private static final Object HERE = Map.of("x", 1, "y", 1, "room", 1, "owner", 1);
    private static final Object AWAY = Map.of("x", 99, "y", 99, "room", 2, "owner", 2);

    /** Views of a table in a state of which only itself can tell what it has. */
    private static List<View<GameState>> dynamicViews(String table, String prefix) {
        return List.of(
                View.grid(table, prefix + "x", "y", 10, 10, (world, client) -> Optional.of(new View.Point(0, 0))),
                View.room(table, prefix + "room", (world, client) -> Optional.of(1)),
                View.byAttribute(table, prefix + "room", (world, client) -> List.of(1)),
                View.ownerOnly(table, prefix + "owner"));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIT", "UNITSS", "UNITS_UPPER"})
    void shouldNotShowATableForAnotherNameThatItMayHaveBeenMeantBy(Misspelled name) {
        for (View<GameState> view : dynamicViews(name.text, "")) {
            for (GameState first : List.of(state("units"), state("units", HERE, AWAY))) {
                ClosedViewsTest fresh = new ClosedViewsTest();
                GameState seen = fresh.shown(first, state("units", HERE, AWAY), view);
                assertThat(seen.attributes().has("units")).isFalse();
                assertThat(seen.getInt("tick")).isEqualTo(1);
                assertThat(seen.getMap("size").getInt("x")).isEqualTo(10);
            }
        }
    }

    enum Misspelled {
        UNIT("unit"),
        UNITSS("unitss"),
        UNITS_UPPER("Units");

        private final String text;

        Misspelled(String text) {
            this.text = text;
        }
    }

    @Test
    void shouldShowNobodyEntitiesThatLackAnAttribute() {
        for (View<GameState> view : dynamicViews("units", "the_")) {
            GameState seen = new ClosedViewsTest().shown(state("units"), state("units", HERE, AWAY), view);
            assertThat(seen.getMap("units").isEmpty()).isTrue();
        }
        Object text = Map.of("x", "1", "y", "1");
        assertThat(shown(state("units"), state("units", text, HERE), nearInState("units"))
                        .getMap("units")
                        .keys())
                .containsExactly(2L);
    }

    @Test
    void shouldNeverShowADividedTableWholeWhateverBecomesOfIt() {
        GameState table = state("units", HERE, AWAY);
        assertThat(shown(table, table.with("units", List.of(HERE, AWAY)), nearInState("units"))
                        .getMap("units")
                        .isEmpty())
                .isTrue();
        assertThat(new ClosedViewsTest()
                        .shown(table, table.with("units", "here and away"), nearInState("units"))
                        .getMap("units")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void shouldShowTheRestOnceATableHasBeenThere() {
        GameState others = state("items", HERE, AWAY);

        GameState seen = shown(others, others.with("units", Map.of(1, HERE, 2, AWAY)), nearInState("units"));

        assertThat(seen.getMap("units").keys()).containsExactly(1L);
        assertThat(seen.getMap("items").keys()).containsExactly(1L, 2L);
        ClosedViewsTest fresh = new ClosedViewsTest();
        GameState later = fresh.shown(others.with("units", Map.of(1, HERE)), others, nearInState("units"));
        assertThat(later.getMap("items").keys()).containsExactly(1L, 2L);
    }
}
