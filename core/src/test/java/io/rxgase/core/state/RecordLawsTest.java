package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.testkit.Sweep;
import io.rxgase.testkit.SweepSize;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The laws of updates, for records. */
class RecordLawsTest {
    private final StateModel<World> model = StateModel.of(World.class);

    private Snapshot<World> snapshot(RandomGenerator random, long timeOrder, World world) {
        return new Snapshot<>(
                timeOrder, random.nextBoolean() ? GameStatus.ACTIVE : GameStatus.PAUSED, timeOrder * 20, world);
    }

    private Snapshot<World> next(RandomGenerator random, Snapshot<World> before, long timeOrder) {
        return snapshot(random, timeOrder, RandomWorlds.changed(random, before.state()));
    }

    @Test
    void shouldReachTheNewStateByTheDifferenceAndMergeDifferences() {
        Sweep.of("records: diff, apply, merge", SweepSize.of(2_500, 14_000), random -> {
            Snapshot<World> a = snapshot(random, 3, RandomWorlds.world(random));
            Snapshot<World> b = next(random, a, 4);
            Snapshot<World> c = next(random, b, 7);
            Snapshot<World> d = next(random, c, 8);
            GameStateUpdate u = model.diff(a, b);
            GameStateUpdate v = model.diff(b, c);
            GameStateUpdate w = model.diff(c, d);

            assertThat(model.apply(a, u)).isEqualTo(b);
            assertThat(model.apply(null, model.whole(a))).isEqualTo(a);
            assertThat(model.apply(a, u.merge(v))).isEqualTo(c);
            assertThat(u.merge(v).merge(w)).isEqualTo(u.merge(v.merge(w)));
            assertThat(model.apply(null, model.whole(a).merge(u))).isEqualTo(b);
            assertThat(model.apply(a, model.diff(a, d))).isEqualTo(d);
        });
    }

    @Test
    void shouldBeToRecordsWhatUpdatesAreToTheirAttributes() {
        Sweep.of("records and their attributes agree", SweepSize.of(1_500, 6_000), random -> {
            World a = RandomWorlds.world(random);
            World b = RandomWorlds.changed(random, a);
            Attributes asAttributes = model.toAttributes(a);

            assertThat(model.fromAttributes(asAttributes)).isEqualTo(a);
            assertThat(model.changes(a, b).applyTo(asAttributes)).isEqualTo(model.toAttributes(b));
            // A difference of attributes does not know records: it may change a shape's type from inside.
            Changes generic = Changes.between(asAttributes, model.toAttributes(b));
            assertThat(model.changed(a, generic)).isEqualTo(b);
        });
    }

    @Test
    void shouldShareWhatDoesNotChange() {
        Sweep.of("records share", SweepSize.of(500, 1_000), random -> {
            World a = RandomWorlds.world(random);
            World b = model.changed(a, model.changes(a, RandomWorlds.changed(random, a)));
            World again = model.changed(b, model.changes(b, model.fromAttributes(model.toAttributes(b))));

            assertThat(again).isSameAs(b);
            b.units().forEach((id, unit) -> {
                if (unit.equals(a.units().get(id))) {
                    assertThat(unit).isSameAs(a.units().get(id));
                }
            });
        });
    }
}
