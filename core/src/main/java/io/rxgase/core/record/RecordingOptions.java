package io.rxgase.core.record;

import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Recorder} writes; immutable.
 *
 * <pre>{@code
 * RecordingOptions.defaults().withStateEvery(Duration.ofSeconds(30)).withChangesUpTo(0);
 * }</pre>
 *
 * @param queueFrames how many frames may wait for the disk, at least 1; each holds its events (at most as many as a tick
 *     takes) and shares its state with the game. What finds no room is lost, and the recording says so
 * @param checkEvery game time between two checksums of the whole state, more than zero
 * @param stateEvery game time between two whole states, more than zero; a replay can begin at each of them
 * @param changesUpTo how many bytes the state's changes in one tick may take to be written down, at least 0; beyond that
 *     there is a checksum of them instead. With the changes, {@link Replay#verify()} can name both values of an attribute
 *     that differs; without, it can name the tick
 * @param writer where encoding and writing happens; null for a daemon thread of the recorder's own. With {@code
 *     Schedulers.trampoline()} the thread that records writes too: for tests in virtual time
 */
public record RecordingOptions(
        int queueFrames,
        Duration checkEvery,
        Duration stateEvery,
        int changesUpTo,
        @Nullable Scheduler writer) {
    private static final RecordingOptions DEFAULTS =
            new RecordingOptions(1024, Duration.ofSeconds(1), Duration.ofSeconds(10), 4096, null);

    /**
     * Checks the ranges.
     *
     * @param queueFrames see above
     * @param checkEvery see above
     * @param stateEvery see above
     * @param changesUpTo see above
     * @param writer see above
     * @throws IllegalArgumentException if one is out of its range
     */
    public RecordingOptions {
        check(queueFrames >= 1, "queueFrames", queueFrames, "at least 1");
        check(isPositive(checkEvery), "checkEvery", checkEvery, "more than zero");
        check(isPositive(stateEvery), "stateEvery", stateEvery, "more than zero");
        check(changesUpTo >= 0, "changesUpTo", changesUpTo, "0 (never) or more");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(boolean fits, String name, Object value, String range) {
        if (!fits) {
            throw new IllegalArgumentException(name + " is " + value + ", but it must be " + range);
        }
    }

    /**
     * The usual settings.
     *
     * @return a queue of 1024 frames (20 s at 50 Hz), a checksum each second, a state every ten seconds, changes up to 4
     *     KiB a tick, a thread of the recorder's own
     */
    public static RecordingOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Changes how many frames may wait.
     *
     * @param frames see {@code queueFrames}
     * @return a copy with the change
     */
    public RecordingOptions withQueueFrames(int frames) {
        return new RecordingOptions(frames, checkEvery, stateEvery, changesUpTo, writer);
    }

    /**
     * Changes how often there is a checksum.
     *
     * @param gameTime see {@code checkEvery}
     * @return a copy with the change
     */
    public RecordingOptions withCheckEvery(Duration gameTime) {
        return new RecordingOptions(queueFrames, gameTime, stateEvery, changesUpTo, writer);
    }

    /**
     * Changes how often there is a whole state.
     *
     * @param gameTime see {@code stateEvery}
     * @return a copy with the change
     */
    public RecordingOptions withStateEvery(Duration gameTime) {
        return new RecordingOptions(queueFrames, checkEvery, gameTime, changesUpTo, writer);
    }

    /**
     * Changes how large the changes of a tick may be to be written down.
     *
     * @param bytes see {@code changesUpTo}
     * @return a copy with the change
     */
    public RecordingOptions withChangesUpTo(int bytes) {
        return new RecordingOptions(queueFrames, checkEvery, stateEvery, bytes, writer);
    }

    /**
     * Changes where the writing happens.
     *
     * @param scheduler see {@code writer}; it stays the caller's
     * @return a copy with the change
     */
    public RecordingOptions withWriter(Scheduler scheduler) {
        return new RecordingOptions(
                queueFrames, checkEvery, stateEvery, changesUpTo, Objects.requireNonNull(scheduler, "scheduler"));
    }
}
