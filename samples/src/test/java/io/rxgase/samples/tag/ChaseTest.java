package io.rxgase.samples.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChaseTest {
    private static final double STEP = 0.02;

    private final Chase two = Chase.EMPTY.join(1, "Alice").join(2, "Bob");

    @Test
    void shouldMakeTheFirstPlayerTheChaser() {
        assertThat(two.chaserId()).isEqualTo(1L);
        assertThat(two.players()).containsOnlyKeys(1L, 2L);
        assertThat(two.protection()).isFalse();
    }

    @Test
    void shouldLetAPlayerJoinOnlyOnce() {
        assertThat(two.join(2, "Bob again")).isSameAs(two);
    }

    @Test
    void shouldPlaceNewPlayersInsideTheFieldAndApart() {
        Chase full = Chase.EMPTY;
        for (long id = 1; id <= 20; id++) {
            full = full.join(id, "P" + id);
        }
        List<Point> entries = full.players().values().stream().map(Player::at).toList();
        for (int i = 0; i < entries.size(); i++) {
            assertThat(Field.room(entries.get(i))).isGreaterThan(2 * Field.REACH);
            for (int j = 0; j < i; j++) {
                assertThat(entries.get(i).distanceTo(entries.get(j))).isGreaterThan(Field.REACH);
            }
        }
    }

    @Test
    void shouldKeepAMovedPlayerInsideTheField() {
        assertThat(two.move(2, -5, 1e9).players().get(2L).at()).isEqualTo(new Point(0, Field.HEIGHT));
        assertThat(two.move(2, Double.MAX_VALUE, 7).players().get(2L).at()).isEqualTo(new Point(Field.WIDTH, 7));
    }

    @Test
    void shouldIgnoreAMoveOfNobody() {
        assertThat(two.move(3, 1, 1)).isSameAs(two);
    }

    @Test
    void shouldReturnTheSameStateWhenNothingChanges() {
        Chase still = two.move(1, 10, 10).move(2, 600, 400);
        assertThat(still.step(STEP)).isSameAs(still);
        assertThat(still.move(1, 10, 10)).isSameAs(still);
        assertThat(Chase.EMPTY.step(STEP)).isSameAs(Chase.EMPTY);
    }

    @Test
    void shouldTagWithinReachAndNotBeyond() {
        Chase near = two.move(1, 100, 100).move(2, 100 + Field.REACH, 100);
        assertThat(near.step(STEP).chaserId()).isEqualTo(2L);
        Chase far = two.move(1, 100, 100).move(2, 100 + Field.REACH + 0.01, 100);
        assertThat(far.step(STEP).chaserId()).isEqualTo(1L);
    }

    @Test
    void shouldTagTheNearestAndOfEquallyNearOnesTheFirst() {
        Chase three = two.join(3, "Carl").move(1, 100, 100).move(2, 110, 100).move(3, 105, 100);
        assertThat(three.step(STEP).chaserId()).isEqualTo(3L);
        assertThat(three.move(3, 90, 100).step(STEP).chaserId()).isEqualTo(2L);
    }

    @Test
    void shouldProtectEverybodyForFiveSecondsAfterATag() {
        Chase chase = two.move(1, 100, 100).move(2, 105, 100).step(STEP);
        assertThat(chase.protection()).isTrue();
        assertThat(chase.countdown()).isEqualTo(5.0);
        int steps = 0;
        while (chase.chaserId() == 2L) {
            chase = chase.step(STEP);
            steps++;
            assertThat(chase.countdown()).isBetween(0.0, 5.0);
        }
        // 250 steps of 0.02 s are five seconds; rounding may cost one; the tag back takes one more.
        assertThat(steps * STEP).isCloseTo(5.0, within(2.5 * STEP));
        assertThat(chase.chaserId()).isEqualTo(1L);
    }

    @Test
    void shouldHandOverToTheNearestWhenTheChaserLeaves() {
        Chase chase = two.join(3, "Carl")
                .move(1, 0, 0)
                .move(2, 500, 0)
                .move(3, 100, 0)
                .leave(1);
        assertThat(chase.chaserId()).isEqualTo(3L);
        assertThat(chase.protection()).isTrue();
        assertThat(chase.players()).containsOnlyKeys(2L, 3L);
    }

    @Test
    void shouldGoOnWhenSomebodyElseLeaves() {
        Chase chase = two.leave(2);
        assertThat(chase.chaserId()).isEqualTo(1L);
        assertThat(chase.step(STEP)).isSameAs(chase);
        assertThat(chase.leave(9)).isSameAs(chase);
    }

    @Test
    void shouldBeAsBeforeTheFirstPlayerWhenTheLastOneLeaves() {
        assertThat(two.leave(1).leave(2)).isEqualTo(Chase.EMPTY);
    }

    @Test
    void shouldAlwaysHaveAChaserWhoPlaysWhateverHappens() {
        long seed = Long.getLong("seed", 20260101L);
        SplittableRandom random = new SplittableRandom(seed);
        Chase chase = Chase.EMPTY;
        for (int i = 0; i < 20_000; i++) {
            long id = random.nextLong(1, 9);
            chase = switch (random.nextInt(4)) {
                case 0 -> chase.join(id, "P" + id);
                case 1 -> chase.move(id, random.nextDouble(-50, 700), random.nextDouble(-50, 500));
                case 2 -> random.nextInt(5) == 0 ? chase.leave(id) : chase;
                default -> chase.step(random.nextDouble(0.001, 0.5));
            };
            assertThat(chase.chaserId() == null)
                    .as("step %d of -Dseed=%d: %s", i, seed, chase)
                    .isEqualTo(chase.players().isEmpty());
            assertThat(chase.chaserId() == null || chase.chaser() != null).isTrue();
            assertThat(chase.protection()).isEqualTo(chase.countdown() > 0);
        }
    }

    @Test
    void shouldCleanNames() {
        assertThat(Player.cleanName("  Zoë 9 ", "x")).isEqualTo("Zoë 9");
        assertThat(Player.cleanName("a\u001b[31mred\u0007\n", "x")).isEqualTo("a[31mred");
        assertThat(Player.cleanName("\u202eevil\u200b", "x")).isEqualTo("evil");
        assertThat(Player.cleanName("y".repeat(1000), "x")).hasSize(Player.MAX_NAME);
        assertThat(Player.cleanName(" \t", "Player 7")).isEqualTo("Player 7");
    }
}
