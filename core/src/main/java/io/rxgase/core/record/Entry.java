package io.rxgase.core.record;

import io.rxgase.core.loop.Frame;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.StateSchema;
import org.jspecify.annotations.Nullable;

/** What a recording consists of, in the order in which it happened. */
sealed interface Entry {
    /**
     * The first entry.
     *
     * @param stateType the class of the states
     * @param schema what they are made of; null if they are dynamic, or in recordings of before
     */
    record Header(String stateType, @Nullable StateSchema schema) implements Entry {}

    /**
     * A whole state.
     *
     * @param begins whether the frames that follow go on from here because what was before is not there (at the
     *     beginning, and after a gap), or whether this is a check and a place to start from in an unbroken series
     * @param tick the number of the tick that led to it, 0 before the first
     */
    record State(
            boolean begins, long tick, long timeOrder, GameStatus status, long gameTimeNanos, Attributes attributes)
            implements Entry {}

    /**
     * What went into one tick, and what it did to the state.
     *
     * @param undone whether the tick was undone because its state could not be read, see {@code HandlerFault.Kind.STATE}
     * @param changes what it did to the state, as {@link ChangesFormat} reads it, since only verification does; null
     *     if that was too much to write
     * @param changesCheck the checksum of the changes, always
     * @param sentCheck the checksum of the events that it sent and of its faults
     */
    record Step(Frame frame, boolean undone, @Nullable Bytes changes, int changesCheck, int sentCheck)
            implements Entry {}

    /**
     * A checksum of the whole state.
     *
     * @param tick the tick that led to the state
     * @param check the checksum of its attributes
     */
    record Check(long tick, int check) implements Entry {}

    /**
     * Frames that were lost, before a state that begins.
     *
     * @param gap which frames
     */
    record Lost(Gap gap) implements Entry {}

    /** The recording was finished; what is cut off has none. */
    record End() implements Entry {}
}
