package io.rxgase;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.client.Client;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.Owner;
import io.rxgase.core.state.OwnerOnly;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.core.state.StateModel;
import io.rxgase.server.Backend;
import io.rxgase.testing.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What does not fit a client's state type, sent by a backend over the network: it costs that entity or attribute, is reported, and the rest of
 * the picture goes on. The full sweep of kinds and places is core's; this one goes from end to end.
 */
class MisfitsOnTheWireTest {
    /** Long enough for a tick, the way to the client and the difference that it asks for. */
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    enum Color {
        RED,
        BLUE
    }

    sealed interface Shape {}

    record Circle(int radius) implements Shape {}

    record Checked(int value) {
        Checked {
            if (value == -1) {
                throw new IllegalArgumentException("-1 is refused");
            } else if (value == -2) {
                throw new AssertionError("-2 is refused");
            }
        }
    }

    record Probe(Color color, Shape shape, Checked checked, int number, String text) {
        static final Probe GOOD = new Probe(Color.RED, new Circle(1), new Checked(1), 1, "a");
    }

    record Scene(
            int tick,
            Probe probe,
            StateMap<Integer, Probe> entries,
            List<Probe> list,
            Set<Color> colors,
            Optional<Probe> optional) {
        static final Scene GOOD = new Scene(
                0,
                Probe.GOOD,
                StateMap.<Integer, Probe>empty().with(1, Probe.GOOD).with(2, Probe.GOOD),
                List.of(Probe.GOOD, Probe.GOOD),
                Set.of(Color.RED),
                Optional.of(Probe.GOOD));
    }

    private enum Kind {
        UNKNOWN_CONSTANT(probe -> probe.with("color", "PURPLE")),
        UNKNOWN_RECORD(probe -> probe.with("shape", Map.of("@type", "Hexagon", "side", 3))),
        REFUSED_BY_AN_EXCEPTION(probe -> probe.with("checked", Map.of("value", -1))),
        REFUSED_BY_AN_ASSERTION(probe -> probe.with("checked", Map.of("value", -2))),
        NULL(probe -> probe.with("number", null)),
        OUT_OF_RANGE(probe -> probe.with("number", 1L << 40)),
        WRONG_TYPE(probe -> probe.with("text", 5)),
        MISSING(probe -> probe.without("text"));

        @SuppressWarnings("ImmutableEnumChecker")
        private final UnaryOperator<Attributes> spoil;

        Kind(UnaryOperator<Attributes> spoil) {
            this.spoil = spoil;
        }
    }

    private enum Place {
        ROOT_ATTRIBUTE("probe"),
        ENTRY("entries", 2L),
        LIST_ELEMENT("list"),
        SET_ELEMENT("colors"),
        OPTIONAL("optional");

        @SuppressWarnings("ImmutableEnumChecker")
        private final Object[] path;

        Place(Object... path) {
            this.path = path;
        }

        boolean has(Kind kind) {
            return this != SET_ELEMENT || kind == Kind.UNKNOWN_CONSTANT;
        }

        Attributes spoil(Attributes all, Kind kind) {
            Object here = all;
            for (Object key : path) {
                here = Objects.requireNonNull(((Attributes) here).get(key));
            }
            if (here instanceof List<?> list) {
                List<Object> values = new ArrayList<>(list);
                values.add(this == SET_ELEMENT ? "PURPLE" : kind.spoil.apply((Attributes) list.get(0)));
                return all.withAt(values, path);
            }
            return all.withAt(kind.spoil.apply((Attributes) here), path);
        }
    }

    private final AtomicReference<@Nullable Attributes> next = new AtomicReference<>();

    /** A backend that shows whatever it is told to, of no type. */
    private GameLogic<GameState> logic() {
        return GameLogic.of(GameState.class).timeStep((state, dt) -> {
            Attributes told = next.getAndSet(null);
            return told == null ? state : GameState.of(told);
        });
    }

    @Test
    void shouldGoOnWithTheRestOfThePictureWhateverDoesNotFitWherever() {
        Attributes good = StateModel.of(Scene.class).toAttributes(Scene.GOOD);
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(15)) {
            Backend<GameState> backend = world.start(logic(), GameState.of(good));
            Client<Scene> client = world.join(Scene.class, "Ann");
            Set<Place> places = EnumSet.noneOf(Place.class);
            int tick = 0;
            int misfits = 0;
            for (Kind kind : Kind.values()) {
                for (Place place : Place.values()) {
                    if (!place.has(kind)) {
                        continue;
                    }
                    places.add(place);
                    String what = kind + " in " + place;
                    next.set(place.spoil(good, kind).with("tick", ++tick));
                    world.advanceTimeBy(A_MOMENT);
                    checkGoesOn(what, client.store().current(), tick, place);
                    assertThat(client.reading().misfits()).as(what).isEqualTo(++misfits);

                    next.set(good.with("tick", ++tick));
                    world.advanceTimeBy(A_MOMENT);
                    assertThat(client.store().current().misfits()).as(what).isZero();
                    assertThat(client.store().current().state())
                            .as(what)
                            .isEqualTo(StateModel.of(Scene.class).fromAttributes(good.with("tick", tick)));
                }
            }
            assertThat(places).containsExactlyInAnyOrder(Place.values());
            assertThat(log.lines())
                    .as("one line for each kind")
                    .hasSize(misfits)
                    .doesNotHaveDuplicates()
                    .allSatisfy(line -> assertThat(line).contains("does not fit Scene", "ClientStats.misfits"));
            assertThat(client.reading().resyncs()
                            + client.reading().divergences()
                            + client.reading().statesMalformed())
                    .isZero();
            assertThat(backend.server().connected()).hasSize(1);
        }
    }

    private static void checkGoesOn(String what, Snapshot<Scene> shown, int tick, Place place) {
        Scene scene = shown.state();
        assertThat(shown.misfits()).as(what).isEqualTo(1);
        assertThat(scene.tick()).as(what).isEqualTo(tick);
        assertThat(scene.probe()).as(what).isEqualTo(Probe.GOOD);
        assertThat(scene.entries().get(1)).as(what).isEqualTo(Probe.GOOD);
        assertThat(scene.list()).as(what).isEqualTo(Scene.GOOD.list());
        assertThat(scene.colors()).as(what).isEqualTo(Scene.GOOD.colors());
        if (place != Place.ENTRY) {
            assertThat(scene.entries()).as(what).isEqualTo(Scene.GOOD.entries());
        }
        if (place != Place.OPTIONAL) {
            assertThat(scene.optional()).as(what).isEqualTo(Scene.GOOD.optional());
        }
    }

    @Test
    void shouldLeaveOutForWhoJoinsMeanwhileWhatHasNoLastValue() {
        Attributes good = StateModel.of(Scene.class).toAttributes(Scene.GOOD);
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(15)) {
            world.start(logic(), GameState.of(Place.ENTRY.spoil(good, Kind.UNKNOWN_CONSTANT)));
            Client<Scene> client = world.join(Scene.class, "Ann");

            assertThat(client.store().current().state().entries().keySet()).containsExactly(1);
            assertThat(client.store().current().state().probe()).isEqualTo(Probe.GOOD);
            assertThat(log.lines("the entry or element is left out")).hasSize(1);
        }
    }

    enum Order {
        HOLD,
        ATTACK,
        FEINT
    }

    enum OldOrder {
        HOLD,
        ATTACK
    }

    record Tank(
            @Owner long owner, int x, @OwnerOnly @Nullable Order order) {}

    record OldTank(
            @Owner long owner, int x, @OwnerOnly @Nullable OldOrder order) {}

    record Battle(int tick, StateMap<Integer, Tank> tanks) {
        Battle next() {
            StateMap<Integer, Tank> moved = tanks;
            for (int key = 1; key <= 2; key++) {
                moved = moved.with(key, new Tank(1, tick + 1, key == 2 && tick > 60 ? Order.FEINT : Order.ATTACK));
            }
            return new Battle(tick + 1, moved);
        }
    }

    record OldBattle(int tick, StateMap<Integer, OldTank> tanks) {}

    @Test
    void shouldEmptyAPartThatOnlyTheOwnerSees() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(15)) {
            world.start(
                    GameLogic.of(Battle.class).timeStep((battle, dt) -> battle.next()),
                    new Battle(
                            0,
                            StateMap.<Integer, Tank>empty()
                                    .with(1, new Tank(1, 0, Order.HOLD))
                                    .with(2, new Tank(1, 0, Order.HOLD))));
            Client<OldBattle> client = world.join(OldBattle.class, "Ann");
            world.advanceTimeBy(Duration.ofSeconds(2));

            OldBattle shown = client.store().current().state();
            assertThat(shown.tick()).isGreaterThan(80);
            assertThat(shown.tanks().get(1)).isEqualTo(new OldTank(1, shown.tick(), OldOrder.ATTACK));
            assertThat(shown.tanks().get(2)).isEqualTo(new OldTank(1, shown.tick(), null));
            assertThat(client.store().current().misfits()).isEqualTo(1);
            assertThat(client.reading().misfits()).isEqualTo(1);
            assertThat(log.lines("FEINT")).singleElement().asString().contains("tanks.2.order", "it is empty");
        }
    }
}
