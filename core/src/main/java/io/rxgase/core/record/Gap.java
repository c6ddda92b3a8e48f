package io.rxgase.core.record;

import org.jspecify.annotations.Nullable;

/**
 * Frames that a recording lacks, because the disk was too slow for the game, or because something in
 * them could not be written. The replay goes on from the state after
 * them.
 *
 * <pre>{@code
 * replay.info().gaps().forEach(gap -> log.warn("ticks {} to {} are lost", gap.firstTick(), gap.lastTick()));
 * }</pre>
 *
 * @param firstTick the first tick that is lost
 * @param lastTick the last tick that is lost
 */
public record Gap(long firstTick, long lastTick) {
    /**
     * How many frames are lost.
     *
     * @return at least 1
     */
    public long frames() {
        return lastTick - firstTick + 1;
    }

    /** The gap from the first tick of one to the last of the other; of two that follow each other. */
    static @Nullable Gap join(@Nullable Gap earlier, @Nullable Gap later) {
        if (earlier == null || later == null) {
            return earlier == null ? later : earlier;
        }
        return new Gap(earlier.firstTick, later.lastTick);
    }
}
