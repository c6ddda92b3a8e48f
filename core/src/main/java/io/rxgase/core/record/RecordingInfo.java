package io.rxgase.core.record;

import java.time.Duration;
import java.util.List;

/**
 * What a recording holds, found by reading through it once.
 *
 * <pre>{@code
 * RecordingInfo info = Replay.of(path, logic).info();
 * log.info("{} of game time in {} ticks{}", info.duration(), info.frames(), info.finished() ? "" : ", cut off");
 * }</pre>
 *
 * @param stateType the class of the states when it was recorded
 * @param begin game time of the first state
 * @param end game time of the last frame
 * @param firstTick number of the first tick; 0 if there is none
 * @param lastTick number of the last tick; 0 if there is none
 * @param frames how many frames there are
 * @param gaps what is lost in between, in order
 * @param finished whether the recorder was finished; if not, it still runs, or its process has died
 * @param unreadableBytes how many bytes at the end of the file are ignored because they are half an entry or damaged
 */
public record RecordingInfo(
        String stateType,
        Duration begin,
        Duration end,
        long firstTick,
        long lastTick,
        long frames,
        List<Gap> gaps,
        boolean finished,
        long unreadableBytes) {
    /**
     * Copies the gaps.
     *
     * @param stateType see above
     * @param begin see above
     * @param end see above
     * @param firstTick see above
     * @param lastTick see above
     * @param frames see above
     * @param gaps see above
     * @param finished see above
     * @param unreadableBytes see above
     */
    public RecordingInfo {
        gaps = List.copyOf(gaps);
    }

    /**
     * How much game time there is.
     *
     * @return from the first state to the last
     */
    public Duration duration() {
        return end.minus(begin);
    }
}
