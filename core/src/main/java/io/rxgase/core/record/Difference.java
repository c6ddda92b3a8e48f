package io.rxgase.core.record;

/**
 * An attribute that is not the same in a recording and in its replay.
 *
 * <pre>{@code
 * replay.verify().divergence().stream()
 *         .flatMap(divergence -> divergence.differences().stream())
 *         .forEach(difference -> log.warn("{}", difference)); // players.3.x: recorded 12.5, replayed 12.7
 * }</pre>
 *
 * @param path where it is: keys joined by dots
 * @param recorded what it is in the recording, as text; {@code nothing} if it isn't there
 * @param replayed what it is in the replay, as text; {@code nothing} if it isn't there
 */
public record Difference(String path, String recorded, String replayed) {
    @Override
    public String toString() {
        return path + ": recorded " + recorded + ", replayed " + replayed;
    }
}
