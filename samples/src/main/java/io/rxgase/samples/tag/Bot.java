package io.rxgase.samples.tag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Plays tag: chases with a lead, flees along walls and out of corners, and strolls about when nothing presses. Sees
 * what a human sees, the state, and does what a human can, move one player at the speed of all.
 *
 * <p>Steering is by trial: of some headings it takes the one whose end, a short way ahead, looks best. Mutable, for one
 * thread. All chance comes from the given generator, so the same seed and the same states give the same moves.
 *
 * <pre>{@code
 * Bot bot = new Bot(new SplittableRandom(7));
 * Point next = bot.move(chase, myId, myPosition, 0.02);
 * }</pre>
 */
final class Bot implements Pilot {
    private static final int HEADINGS = 24;

    /** How far ahead a heading is judged, in seconds of running. */
    private static final double FORESIGHT = 0.6;

    /** From how near, in pixels, the chaser frightens the boldest and the shyest bot. */
    private static final double LEAST_FEAR = 110;

    private static final double MOST_FEAR = 230;

    /** Nearer to a wall than this, in pixels, a runner feels trapped. */
    private static final double WALL = 55;

    /** How fast a bot can turn, in radians a second: sharp, yet a turn can be seen. */
    private static final double TURN = 9;

    /** Runners nearer to each other than this, in pixels, get in each other's way. */
    private static final double CROWD = 60;

    private static final double STROLL_SPEED = 0.55;

    /** The kept victim counts as this much nearer than it is. */
    private static final double LOYALTY = 0.7;

    private final RandomGenerator random;
    private final double fear;
    private final Map<Long, Point> seen = new HashMap<>();
    private double heading;
    private double strollHeading;
    private double strollSeconds;
    private @Nullable Long prey;

    Bot(RandomGenerator random) {
        this.random = random;
        fear = random.nextDouble(LEAST_FEAR, MOST_FEAR);
        heading = random.nextDouble(-Math.PI, Math.PI);
        strollHeading = heading;
    }

    /**
     * Where to go.
     *
     * @param chase the game as far as it is known
     * @param self the id of the player that the bot moves
     * @param at where that player is
     * @param seconds how long ago the last move was, more than 0
     * @return a point inside the field, no farther than the player can run in that time
     */
    @Override
    public Point move(Chase chase, long self, Point at, double seconds) {
        stroll(seconds);
        Player chaser = chase.chaser();
        boolean chasing = chase.chaserId() != null && chase.chaserId() == self;
        double speed;
        double wanted;
        if (chasing && !chase.protection()) {
            speed = Field.CHASER_SPEED;
            Point target = target(chase, self, at, seconds);
            wanted = target == null ? strollHeading : at.headingTo(target);
        } else if (!chasing && chaser != null && chaser.at().distanceTo(at) < fear) {
            speed = Field.SPEED;
            wanted = best(chase, self, at, speed, chaser.at());
        } else {
            speed = Field.SPEED * STROLL_SPEED;
            wanted = best(chase, self, at, speed, null);
        }
        remember(chase);
        turn(wanted, seconds);
        return Field.clamp(at.ahead(heading, speed * seconds));
    }

    /** Keeps to one victim until another is much nearer, and aims at where that one will be. */
    private @Nullable Point target(Chase chase, long self, Point at, double seconds) {
        Long kept = prey;
        prey = null;
        double nearest = Double.POSITIVE_INFINITY;
        Point target = null;
        for (Map.Entry<Long, Player> entry : chase.players().entrySet()) {
            Long id = entry.getKey();
            Point there = entry.getValue().at();
            double distance = there.distanceTo(at) * (id.equals(kept) ? LOYALTY : 1);
            if (id != self && distance < nearest) {
                nearest = distance;
                prey = id;
                target = there;
            }
        }
        if (prey == null || target == null) {
            return null;
        }
        double lead = Math.min(FORESIGHT, nearest / Field.CHASER_SPEED);
        Point before = seen.getOrDefault(prey, target);
        return Field.clamp(target.minus(before).timesPlus(lead / seconds, target));
    }

    private double best(Chase chase, long self, Point at, double speed, @Nullable Point danger) {
        double bestHeading = heading;
        double bestScore = Double.NEGATIVE_INFINITY;
        List<Point> runners = otherRunners(chase, self);
        for (int i = 0; i < HEADINGS; i++) {
            double candidate = 2 * Math.PI * i / HEADINGS;
            Point ahead = at.ahead(candidate, speed * FORESIGHT);
            double score = score(at, ahead, candidate, danger) - 0.3 * crowd(runners, ahead);
            if (score > bestScore) {
                bestScore = score;
                bestHeading = candidate;
            }
        }
        return bestHeading;
    }

    // In pixels: how much farther from danger, minus what being cornered costs, plus a little for not wavering.
    private double score(Point at, Point ahead, double candidate, @Nullable Point danger) {
        Point there = Field.clamp(ahead);
        double lost = there.distanceTo(ahead);
        double trapped = Math.max(0, WALL - Math.min(there.x(), Field.WIDTH - there.x()))
                + Math.max(0, WALL - Math.min(there.y(), Field.HEIGHT - there.y()));
        double goal = danger == null
                ? 30 * Math.cos(candidate - strollHeading)
                : there.distanceTo(danger) - 0.5 * squeeze(at, there, danger);
        return goal - lost - 0.8 * trapped + 6 * Math.cos(candidate - heading);
    }

    private static List<Point> otherRunners(Chase chase, long self) {
        List<Point> runners = new ArrayList<>(chase.players().size());
        for (Map.Entry<Long, Player> entry : chase.players().entrySet()) {
            if (entry.getKey() != self && !entry.getKey().equals(chase.chaserId())) {
                runners.add(entry.getValue().at());
            }
        }
        return runners;
    }

    private static double crowd(List<Point> runners, Point there) {
        double crowd = 0;
        for (Point runner : runners) {
            crowd += Math.max(0, CROWD - runner.distanceTo(there));
        }
        return crowd;
    }

    // Running past the chaser is worse than its end suggests: what counts is the nearest moment on the way.
    private static double squeeze(Point at, Point there, Point danger) {
        Point halfway = new Point((at.x() + there.x()) / 2, (at.y() + there.y()) / 2);
        return Math.max(0, 3 * Field.REACH - halfway.distanceTo(danger));
    }

    private void stroll(double seconds) {
        strollSeconds -= seconds;
        if (strollSeconds <= 0) {
            strollSeconds = random.nextDouble(0.7, 2.5);
            strollHeading += random.nextDouble(-1.6, 1.6);
        }
    }

    private void turn(double wanted, double seconds) {
        double difference = Math.IEEEremainder(wanted - heading, 2 * Math.PI);
        double most = TURN * seconds;
        heading = Math.IEEEremainder(heading + Math.max(-most, Math.min(most, difference)), 2 * Math.PI);
    }

    private void remember(Chase chase) {
        seen.clear();
        chase.players().forEach((id, player) -> seen.put(id, player.at()));
    }
}
