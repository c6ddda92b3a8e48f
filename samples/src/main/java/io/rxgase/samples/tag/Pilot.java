package io.rxgase.samples.tag;

import java.util.random.RandomGenerator;

/** Decides where a player goes: a bot, or a person's keys. */
@FunctionalInterface
public interface Pilot {
    /**
     * The next place.
     *
     * @param chase the game as far as it is known
     * @param self the id of the player that is moved
     * @param at where that player is
     * @param seconds how long ago the last move was, more than 0
     * @return a point inside the field
     */
    Point move(Chase chase, long self, Point at, double seconds);

    /** A bot. The same chance and the same states give the same moves; for one player and one thread. */
    static Pilot bot(RandomGenerator random) {
        return new Bot(random);
    }
}
