package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.testkit.Sweep;
import io.rxgase.testkit.SweepSize;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The laws of updates, for dynamic states. */
class DynamicLawsTest {
    private final StateModel<GameState> model = StateModel.of(GameState.class);

    private Snapshot<GameState> snapshot(RandomGenerator random, long timeOrder, Attributes attributes) {
        GameStatus status = random.nextBoolean() ? GameStatus.ACTIVE : GameStatus.PAUSED;
        return new Snapshot<>(
                timeOrder, status, timeOrder * 20, model.stamped(GameState.of(attributes), timeOrder, status));
    }

    private Snapshot<GameState> next(RandomGenerator random, Snapshot<GameState> before, long timeOrder) {
        return snapshot(
                random, timeOrder, RandomValues.changed(random, before.state().attributes(), 2));
    }

    @Test
    void shouldReachTheNewStateByTheDifferenceAndMergeDifferences() {
        Sweep.of("dynamic: diff, apply, merge", SweepSize.of(6_000, 40_000), random -> {
            Snapshot<GameState> a = snapshot(random, 3, RandomValues.tree(random, 2));
            Snapshot<GameState> b = next(random, a, 4);
            Snapshot<GameState> c = next(random, b, 7);
            Snapshot<GameState> d = next(random, c, 8);
            GameStateUpdate u = model.diff(a, b);
            GameStateUpdate v = model.diff(b, c);
            GameStateUpdate w = model.diff(c, d);

            assertThat(model.apply(a, u)).isEqualTo(b);
            assertThat(model.apply(null, model.whole(a))).isEqualTo(a);
            assertThat(model.apply(a, u.merge(v))).isEqualTo(c);
            assertThat(u.merge(v).merge(w)).isEqualTo(u.merge(v.merge(w)));
            assertThat(model.apply(null, model.whole(a).merge(u))).isEqualTo(b);
            assertThat(model.diff(a, c))
                    .satisfies(direct -> assertThat(model.apply(a, direct)).isEqualTo(c));
        });
    }

    @Test
    void shouldHoldTheLawsForChangesWrittenByHand() {
        Sweep.of("hand-written changes: apply, then", SweepSize.of(8_000, 40_000), random -> {
            Attributes a = RandomValues.tree(random, 2);
            Changes u = RandomValues.changes(random, 2);
            Changes v = RandomValues.changes(random, 2);
            Changes w = RandomValues.changes(random, 2);

            assertThat(u.then(v).applyTo(a)).isEqualTo(v.applyTo(u.applyTo(a)));
            assertThat(u.then(v).then(w)).isEqualTo(u.then(v.then(w)));
            assertThat(Changes.between(a, u.applyTo(a)).applyTo(a)).isEqualTo(u.applyTo(a));
        });
    }

    @Test
    void shouldFindNoDifferenceBetweenEqualStatesOfDifferentPast() {
        Sweep.of("equal trees do not differ", SweepSize.of(2_000, 5_000), random -> {
            Attributes a = RandomValues.tree(random, 2);
            Attributes detour = RandomValues.changed(random, a, 2);
            Attributes back = Changes.between(detour, a).applyTo(detour);

            assertThat(Changes.between(a, back)).isEqualTo(Changes.NONE);
            assertThat(back.toString()).isEqualTo(a.toString());
        });
    }

    @Test
    void shouldRefuseEveryWrongBase() {
        Sweep.of("wrong base", 5_000, random -> {
            long held = random.nextLong(-1, 20);
            long base = random.nextLong(20);
            GameStateUpdate update =
                    new GameStateUpdate(base, base + 1, GameStatus.ACTIVE, 0, RandomValues.changes(random, 1));
            Snapshot<GameState> snapshot = held < 0 ? null : snapshot(random, held, Attributes.EMPTY);
            if (held == base) {
                assertThat(model.apply(snapshot, update).timeOrder()).isEqualTo(base + 1);
            } else {
                assertThatThrownBy(() -> model.apply(snapshot, update))
                        .isInstanceOfSatisfying(WrongBaseException.class, e -> {
                            assertThat(e.held()).isEqualTo(held);
                            assertThat(e.base()).isEqualTo(base);
                        });
            }
        });
    }
}
