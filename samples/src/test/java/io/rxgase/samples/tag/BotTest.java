package io.rxgase.samples.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BotTest {
    private static final double STEP = 0.02;
    private static final long SEED = Long.getLong("seed", 1L);

    @Test
    void shouldCatchSomebodyWhoStandsStill() {
        Chase chase = Chase.EMPTY.join(1, "Bot").join(2, "Post").move(1, 50, 50).move(2, 600, 380);
        Pilot bot = Pilot.bot(new SplittableRandom(SEED));
        int steps = 0;
        while (chase.chaserId() == 1L) {
            Point next = bot.move(chase, 1, chase.players().get(1L).at(), STEP);
            chase = chase.move(1, next.x(), next.y()).step(STEP);
            assertThat(steps++).as("-Dseed=%d", SEED).isLessThan(400);
        }
    }

    @Test
    void shouldKeepAwayFromAChaserInTheCorner() {
        // Both in a corner, the bot between chaser and walls.
        Chase chase =
                Chase.EMPTY.join(1, "Chaser").join(2, "Bot").move(1, 90, 90).move(2, 30, 30);
        Pilot bot = Pilot.bot(new SplittableRandom(SEED));
        for (int i = 0; i < 200; i++) {
            Point next = bot.move(chase, 2, chase.players().get(2L).at(), STEP);
            chase = chase.move(2, next.x(), next.y()).step(STEP);
        }
        assertThat(chase.chaserId()).as("-Dseed=%d", SEED).isEqualTo(1L);
        assertThat(chase.players().get(2L).at().distanceTo(new Point(90, 90))).isGreaterThan(150);
    }

    @Test
    void shouldNotRunFasterThanAPlayerCan() {
        play(SEED, 6, 2000, (before, after) -> {
            double pixels = after.distanceTo(before);
            assertThat(pixels).isLessThanOrEqualTo(Field.CHASER_SPEED * STEP + 1e-9);
            assertThat(Field.room(after)).isNotNegative();
        });
    }

    @Test
    void shouldPlayAGameWorthWatching() {
        // Two minutes: players get caught, yet not all the time, and nobody hugs the wall.
        List<Point> places = new ArrayList<>();
        int tags = play(SEED, 6, 6000, (before, after) -> places.add(after));
        assertThat(tags).as("-Dseed=%d", SEED).isBetween(6, 23);
        long atTheWall = places.stream().filter(place -> Field.room(place) < 5).count();
        assertThat(atTheWall).as("-Dseed=%d", SEED).isLessThan(places.size() / 10);
    }

    @Test
    void shouldPlayTheSameGameAgainFromTheSameSeed() {
        List<Point> first = new ArrayList<>();
        List<Point> second = new ArrayList<>();
        play(SEED, 5, 500, (before, after) -> first.add(after));
        play(SEED, 5, 500, (before, after) -> second.add(after));
        assertThat(second).isEqualTo(first);
    }

    private interface Observer {
        void moved(Point before, Point after);
    }

    private static int play(long seed, int bots, int steps, Observer observer) {
        Chase chase = Chase.EMPTY;
        List<Pilot> pilots = new ArrayList<>();
        for (int i = 0; i < bots; i++) {
            chase = chase.join(i, "Bot " + i);
            pilots.add(Pilot.bot(new SplittableRandom(seed + i)));
        }
        int tags = 0;
        for (int step = 0; step < steps; step++) {
            Chase before = chase;
            for (int i = 0; i < bots; i++) {
                Point at = before.players().get((long) i).at();
                Point next = pilots.get(i).move(before, i, at, STEP);
                observer.moved(at, next);
                chase = chase.move(i, next.x(), next.y());
            }
            chase = chase.step(STEP);
            tags += chase.chaserId().equals(before.chaserId()) ? 0 : 1;
        }
        return tags;
    }
}
