package io.rxgase.core.record;

import java.util.Optional;

/**
 * What {@link Replay#verify()} has found.
 *
 * <pre>{@code
 * assertThat(replay.verify().divergence()).isEmpty();
 * }</pre>
 *
 * @param frames how many frames were replayed, the one that differs included
 * @param divergence the first difference; empty if the replay is the game that was recorded
 */
public record Verification(long frames, Optional<Divergence> divergence) {
    @Override
    public String toString() {
        return divergence
                .map(found -> "differs after " + frames + " frames: " + found)
                .orElse("identical over " + frames + " frames");
    }
}
