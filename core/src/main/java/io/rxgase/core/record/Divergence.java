package io.rxgase.core.record;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Where a replay is no longer the game that was recorded.
 *
 * <pre>{@code
 * // tick 731 (game time 14.62 s) changed the state otherwise: players.3.x: recorded 12.5, replayed 12.7
 * replay.verify().divergence().ifPresent(found -> log.warn("{}", found));
 * }</pre>
 *
 * @param tick the first tick that differs
 * @param gameTimeNanos the game time after that tick
 * @param kind in what
 * @param differences the attributes that differ, by path, at most {@value #MAX_DIFFERENCES} of them. Empty for {@link
 *     Kind#SENT}, and where the recording has nothing but a checksum
 */
public record Divergence(long tick, long gameTimeNanos, Kind kind, List<Difference> differences) {
    /** How many attributes are listed. */
    public static final int MAX_DIFFERENCES = 100;

    /** In what a tick differs. */
    public enum Kind {
        /** The tick changed the state otherwise. */
        CHANGES("changed the state otherwise"),
        /** The tick changed the state alike, but sent other events or had other faults. */
        SENT("changed the state alike, but sent other events or had other faults"),
        /**
         * All ticks so far changed the state alike, and yet it is another: part of it was changed in place, between the
         * check before and this tick. A state must be immutable.
         */
        STATE("and those before changed the state alike, yet it differs: something in it was changed in place"),
        /**
         * The tick changed the state otherwise, and more than the recording keeps: see {@link RecordingOptions#changesUpTo()}.
         * The differences are those of the next whole state in the recording, with what has come of it by then.
         */
        UNKNOWN(
                "changed the state otherwise; what of it shows in the next whole state (see RecordingOptions.changesUpTo)");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /**
     * Copies the differences.
     *
     * @param tick see above
     * @param gameTimeNanos see above
     * @param kind see above
     * @param differences see above
     */
    public Divergence {
        differences = List.copyOf(differences);
    }

    @Override
    public String toString() {
        String list = differences.stream().map(Difference::toString).collect(Collectors.joining("; "));
        return "tick " + tick + " (game time " + TimeUnit.NANOSECONDS.toMillis(gameTimeNanos) / 1e3 + " s) " + kind.text
                + (list.isEmpty() ? "" : ": " + list);
    }
}
