package io.rxgase.samples.tag.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.samples.tag.Chase;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InterpolationTest {
    private static final long MILLI = 1_000_000;
    private static final Chase START = Chase.EMPTY.join(1, "Alice").join(2, "Bob");

    private final Interpolation interpolation = new Interpolation();

    /** A state in which Bob has run 100 pixels a second. */
    private static Snapshot<Chase> state(long millis) {
        return new Snapshot<>(millis / 20, GameStatus.ACTIVE, millis * MILLI, START.move(2, 100 + millis / 10.0, 50));
    }

    private double bobAt(long millis) {
        Chase shown = Objects.requireNonNull(interpolation.at(millis * MILLI));
        return Objects.requireNonNull(shown.players().get(2L)).at().x();
    }

    @Test
    void shouldShowNothingBeforeTheFirstState() {
        assertThat(interpolation.at(0)).isNull();
    }

    @Test
    void shouldGlideBetweenStatesATenthOfASecondAgo() {
        for (long now = 1000; now < 3000; now += 5) {
            if (now % 50 == 0) {
                interpolation.offer(state(now - 1000), now * MILLI);
            }
            if (now >= 1200) {
                assertThat(bobAt(now)).isCloseTo(100 + (now - 1000 - 100) / 10.0, within(0.001));
            }
        }
    }

    @Test
    void shouldGlideThoughStatesComeInBursts() {
        double before = 0;
        for (long now = 1000; now < 3000; now += 16) {
            if (now % 80 < 16) {
                for (long due = now - 64; due <= now; due += 16) {
                    interpolation.offer(state(due - 900), now * MILLI);
                }
            }
            if (now > 1400) {
                double at = bobAt(now);
                assertThat(at - before).isBetween(0.0, 1000.0).isLessThan(before == 0 ? 1000 : 4);
                before = at;
            }
        }
    }

    @Test
    void shouldStandStillAtTheNewestStateWhenNoneComes() {
        interpolation.offer(state(0), 1000 * MILLI);
        interpolation.offer(state(20), 1020 * MILLI);
        assertThat(bobAt(60_000)).isEqualTo(102);
    }

    @Test
    void shouldShowTheChaserOfTheNewestState() {
        interpolation.offer(state(0), 1000 * MILLI);
        Chase chase = START.leave(1);
        interpolation.offer(new Snapshot<>(9, GameStatus.ACTIVE, 20 * MILLI, chase), 1020 * MILLI);
        Chase shown = Objects.requireNonNull(interpolation.at(1021 * MILLI));
        assertThat(shown.chaserId()).isEqualTo(2L);
        assertThat(shown.players()).containsOnlyKeys(2L);
    }
}
