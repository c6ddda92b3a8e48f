package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every kind of value that does not fit, in every place where there can be one: the rest of the state goes on. */
class MisfitSweepTest {
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

    record Inner(int number) {}

    record Probe(Color color, Shape shape, Checked checked, int number, String text, Inner inner) {
        static final Probe GOOD = new Probe(Color.RED, new Circle(1), new Checked(1), 1, "a", new Inner(1));
    }

    record Unit(
            @Owner long owner,
            int x,
            Probe probe,
            @OwnerOnly @Nullable Probe secret,
            @Default("9") int level) {}

    record World(
            int tick,
            Probe probe,
            StateMap<Integer, Probe> entries,
            StateMap<Integer, Unit> units,
            List<Probe> list,
            Set<Color> colors,
            Set<Integer> numbers,
            Map<Color, Integer> byColor,
            Map<Integer, Integer> byNumber,
            Optional<Probe> optional,
            @Nullable Probe nullable) {
        static final World GOOD = new World(
                0,
                Probe.GOOD,
                StateMap.<Integer, Probe>empty().with(1, Probe.GOOD).with(2, Probe.GOOD),
                StateMap.<Integer, Unit>empty()
                        .with(1, new Unit(1, 1, Probe.GOOD, Probe.GOOD, 1))
                        .with(2, new Unit(1, 2, Probe.GOOD, Probe.GOOD, 2)),
                List.of(Probe.GOOD, Probe.GOOD),
                Set.of(Color.RED),
                Set.of(1),
                Map.of(Color.RED, 1),
                Map.of(1, 1),
                Optional.of(Probe.GOOD),
                Probe.GOOD);
    }

    private enum Kind {
        UNKNOWN_CONSTANT(probe -> probe.with("color", "PURPLE"), "PURPLE"),
        UNKNOWN_RECORD(probe -> probe.with("shape", Map.of("@type", "Hexagon", "side", 3)), null),
        REFUSED_BY_AN_EXCEPTION(probe -> probe.with("checked", Map.of("value", -1)), null),
        REFUSED_BY_AN_ASSERTION(probe -> probe.with("checked", Map.of("value", -2)), null),
        NULL(probe -> probe.with("number", null), null),
        OUT_OF_RANGE(probe -> probe.with("number", 1L << 40), 1L << 40),
        WRONG_TYPE(probe -> probe.with("text", 5), 2.5),
        MISSING(probe -> probe.without("text"), null),
        MALFORMED(probe -> probe.with("inner", "no map"), null);

        @SuppressWarnings("ImmutableEnumChecker")
        private final UnaryOperator<Attributes> spoil;

        /** What does not fit as an element of a set or a key; null if there is none of this kind. */
        @SuppressWarnings("ImmutableEnumChecker")
        private final @Nullable Object scalar;

        Kind(UnaryOperator<Attributes> spoil, @Nullable Object scalar) {
            this.spoil = spoil;
            this.scalar = scalar;
        }
    }

    private enum Place {
        ROOT_ATTRIBUTE("probe"),
        ENTRY("entries", 2L),
        NESTED_RECORD("units", 2L, "probe"),
        OWNER_PART("units", 2L, "secret"),
        LIST_ELEMENT("list"),
        SET_ELEMENT("numbers"),
        SET_OF_CONSTANTS("colors"),
        MAP_KEY("byNumber"),
        MAP_KEY_CONSTANT("byColor"),
        OPTIONAL("optional"),
        NULLABLE("nullable");

        @SuppressWarnings("ImmutableEnumChecker")
        private final Object[] path;

        Place(Object... path) {
            this.path = path;
        }

        boolean isScalar() {
            return this == SET_ELEMENT || this == SET_OF_CONSTANTS || this == MAP_KEY || this == MAP_KEY_CONSTANT;
        }

        /** Returns the same attributes with something here that does not fit. */
        Attributes spoil(Attributes all, Kind kind) {
            Object here = at(all);
            Object scalar = kind == Kind.NULL ? null : kind.scalar;
            Object spoiled;
            if (here instanceof List<?> list) {
                List<Object> values = new ArrayList<>(list);
                values.add(isScalar() ? scalar : kind.spoil.apply((Attributes) list.get(0)));
                spoiled = values;
            } else if (isScalar()) {
                spoiled = ((Attributes) Objects.requireNonNull(here)).with(Objects.requireNonNull(scalar), 3);
            } else {
                spoiled = kind.spoil.apply((Attributes) Objects.requireNonNull(here));
            }
            return all.withAt(spoiled, path);
        }

        private @Nullable Object at(Attributes all) {
            Object value = all;
            for (Object key : path) {
                value = ((Attributes) Objects.requireNonNull(value)).get(key);
            }
            return value;
        }

        boolean has(Kind kind) {
            if (!isScalar()) {
                return true;
            }
            boolean isSet = this == SET_ELEMENT || this == SET_OF_CONSTANTS;
            return kind.scalar != null ? !(kind == Kind.WRONG_TYPE && !isSet) : kind == Kind.NULL && isSet;
        }
    }

    @Test
    void shouldGoOnWithTheRestWhateverDoesNotFitWherever() {
        Map<Kind, Set<Place>> seen = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            for (Place place : Place.values()) {
                if (place.has(kind)) {
                    check(kind, place);
                    seen.computeIfAbsent(kind, unused -> EnumSet.noneOf(Place.class))
                            .add(place);
                }
            }
        }
        assertThat(seen.keySet()).containsExactlyInAnyOrder(Kind.values());
        Set<Place> places = EnumSet.noneOf(Place.class);
        seen.values().forEach(places::addAll);
        assertThat(places).containsExactlyInAnyOrder(Place.values());
        seen.values()
                .forEach(some -> assertThat(some)
                        .contains(Place.ROOT_ATTRIBUTE, Place.ENTRY, Place.LIST_ELEMENT, Place.OWNER_PART));
    }

    private static void check(Kind kind, Place place) {
        String what = kind + " in " + place;
        StateModel<World> model = StateModel.of(World.class);
        StateReader<World> reader = StateReader.of(model);
        Attributes good = model.toAttributes(World.GOOD);
        Attributes bad = place.spoil(good.with("tick", 1), kind);
        StateReader.Reading<World> first = reader.read(good);
        assertThat(first.state()).as(what).isEqualTo(World.GOOD);
        assertThat(first.misfits()).as(what).isEmpty();

        StateReader.Reading<World> spoiled = reader.changed(first, Changes.between(good, bad), () -> bad);

        assertThat(spoiled.misfits()).as(what).hasSize(1);
        assertThat(spoiled.misfits().get(0).kind()).as(what).startsWith((String) place.path[0]);
        assertThat(goesOn(spoiled.state(), 1, place)).as(what).isTrue();

        // Still there, and something else changes: no new one.
        Attributes later = bad.with("tick", 2).withAt(5, "units", 1, "x");
        StateReader.Reading<World> again = reader.changed(spoiled, Changes.between(bad, later), () -> later);
        assertThat(again.misfits()).as(what).isEqualTo(spoiled.misfits());
        assertThat(Objects.requireNonNull(again.state()).tick()).isEqualTo(2);
        assertThat(Objects.requireNonNull(again.state().units().get(1)).x()).isEqualTo(5);

        // It is over.
        Attributes mended = good.with("tick", 3);
        StateReader.Reading<World> end = reader.changed(again, Changes.between(later, mended), () -> mended);
        assertThat(end.misfits()).as(what).isEmpty();
        assertThat(end.state()).as(what).isEqualTo(model.fromAttributes(mended));

        // Who joins meanwhile has no last value.
        StateReader.Reading<World> late = reader.read(bad);
        assertThat(late.misfits()).as(what).hasSize(1);
        if (place == Place.ROOT_ATTRIBUTE) {
            assertThat(late.state()).as(what).isNull();
            assertThat(late.misfits().get(0).remedy()).isEqualTo(Misfit.Remedy.NO_STATE);
            assertThat(reader.changed(late, Changes.between(bad, mended), () -> mended)
                            .state())
                    .isEqualTo(model.fromAttributes(mended));
        } else {
            assertThat(goesOn(late.state(), 1, place)).as(what).isTrue();
        }
    }

    /** Whether everything but the place is as it should be. */
    private static boolean goesOn(@Nullable World state, int tick, Place place) {
        World good = World.GOOD;
        return state != null
                && state.tick() == tick
                && (place == Place.ROOT_ATTRIBUTE || state.probe().equals(good.probe()))
                && Probe.GOOD.equals(state.entries().get(1))
                && Objects.equals(state.units().get(1), good.units().get(1))
                && (place != Place.OWNER_PART
                        || Objects.requireNonNull(state.units().get(2)).x() == 2)
                && (place == Place.NESTED_RECORD
                        || place == Place.OWNER_PART
                        || Objects.equals(state.units().get(2), good.units().get(2)))
                && state.list().equals(good.list())
                && state.colors().equals(good.colors())
                && state.numbers().equals(good.numbers())
                && state.byColor().equals(good.byColor())
                && state.byNumber().equals(good.byNumber())
                && (place == Place.OPTIONAL || state.optional().equals(good.optional()))
                && (place == Place.NULLABLE || Objects.equals(state.nullable(), good.nullable()));
    }

    @Test
    void shouldTakeTheDefaultThenKeepTheLastValueThenLeaveOut() {
        StateModel<World> model = StateModel.of(World.class);
        StateReader<World> reader = StateReader.of(model);
        Attributes good = model.toAttributes(World.GOOD);
        Attributes bad = good.withAt("high", "units", 1, "level").withAt("PURPLE", "units", 2, "probe", "color");

        StateReader.Reading<World> kept = reader.changed(reader.read(good), Changes.between(good, bad), () -> bad);
        StateReader.Reading<World> left = reader.read(bad);

        assertThat(kept.misfits())
                .extracting(Misfit::place)
                .containsExactlyInAnyOrder("units.1.level", "units.2.probe.color");
        assertThat(kept.misfits())
                .extracting(Misfit::remedy)
                .containsExactlyInAnyOrder(Misfit.Remedy.DEFAULT, Misfit.Remedy.KEPT);
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(kept.state()).units().get(1))
                        .level())
                .isEqualTo(9);
        assertThat(kept.state().units().get(2)).isEqualTo(World.GOOD.units().get(2));
        assertThat(Objects.requireNonNull(left.state()).units().keySet()).containsExactly(1);
        assertThat(left.misfits())
                .extracting(Misfit::remedy)
                .containsExactlyInAnyOrder(Misfit.Remedy.DEFAULT, Misfit.Remedy.LEFT_OUT);
        assertThat(left.misfits())
                .extracting(Misfit::kind)
                .contains("units.*.probe.color: expected one of RED, BLUE, found string PURPLE");
    }
}
