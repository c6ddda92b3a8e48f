package io.rxgase.core.record;

import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.HandlerFault;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMismatchException;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a recording through game logic, entry by entry. For one thread at a time. */
final class Playback<S> implements Closeable {
    private final Path file;
    private final LogReader reader;
    private final GameLogic<S> logic;
    private Snapshot<S> current;
    private @Nullable Moment<S> first;

    /** What comes out of one entry. */
    sealed interface Moment<S> {
        /** The game begins, or goes on after a gap, with this state. */
        record Begins<S>(Snapshot<S> snapshot) implements Moment<S> {}

        /** The game makes a step. */
        record Steps<S>(Snapshot<S> before, Entry.Step recorded, Transition<S> transition) implements Moment<S> {}

        /** The recording says something about the newest state: a {@link Entry.Check}, or a {@link Entry.State} that is one. */
        record Checks<S>(Snapshot<S> snapshot, Entry recorded) implements Moment<S> {}
    }

    /** Begins with the newest state at a game time. */
    Playback(Path file, RecordingIndex index, GameLogic<S> logic, long fromNanos) {
        this.file = file;
        this.logic = logic;
        this.reader = LogReader.open(file);
        try {
            reader.seek(index.positionAt(fromNanos));
            if (!reader.advance() || !(reader.entry() instanceof Entry.State state)) {
                throw new RecordingException(file, "has changed while it was read");
            }
            this.current = snapshot(state);
            skipTo(fromNanos);
            this.first = new Moment.Begins<>(current);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private void skipTo(long nanos) {
        while (reader.advance()) {
            Entry entry = reader.entry();
            if (entry instanceof Entry.Step step) {
                if (step.frame().tick().gameTimeNanos() > nanos) {
                    break;
                }
                current = step(step).snapshot();
            } else if (entry instanceof Entry.State state && state.begins()) {
                if (state.gameTimeNanos() > nanos) {
                    break;
                }
                current = snapshot(state);
            }
        }
        reader.seek(reader.position());
    }

    /** Goes on; null at the end of the recording. */
    @Nullable
    Moment<S> next() {
        if (first != null) {
            Moment<S> moment = first;
            first = null;
            return moment;
        }
        while (reader.advance()) {
            Entry entry = reader.entry();
            if (entry instanceof Entry.Step step) {
                Snapshot<S> before = current;
                Transition<S> transition = step(step);
                current = transition.snapshot();
                return new Moment.Steps<>(before, step, transition);
            } else if (entry instanceof Entry.State state && state.begins()) {
                current = snapshot(state);
                return new Moment.Begins<>(current);
            } else if (entry instanceof Entry.Check || entry instanceof Entry.State) {
                return new Moment.Checks<>(current, entry);
            }
        }
        return null;
    }

    private Transition<S> step(Entry.Step recorded) {
        Transition<S> made = logic.step(current, recorded.frame());
        if (!recorded.undone()) {
            return made;
        }
        // As the machine does: nothing but time has passed.
        Snapshot<S> reached = made.snapshot();
        S same = logic.model().stamped(current.state(), reached.timeOrder(), reached.status());
        List<HandlerFault> faults = new ArrayList<>(made.faults());
        faults.add(new HandlerFault(HandlerFault.Kind.STATE, null, null));
        return new Transition<>(
                made.frame(),
                new Snapshot<>(reached.timeOrder(), reached.status(), reached.gameTimeNanos(), same),
                List.of(),
                faults);
    }

    private Snapshot<S> snapshot(Entry.State state) {
        try {
            S restored = logic.model().fromAttributes(state.attributes());
            return new Snapshot<>(
                    state.timeOrder(),
                    state.status(),
                    state.gameTimeNanos(),
                    logic.model().stamped(restored, state.timeOrder(), state.status()));
        } catch (StateMismatchException e) {
            throw new RecordingException(
                    file,
                    "has states that don't fit " + logic.model().type().getName()
                            + ": give the components that the recording lacks a default, or replay it with the build that"
                            + " recorded it (" + e.getMessage() + ")",
                    e);
        } catch (Throwable e) {
            Throwable cause = Guard.legible(e);
            throw new RecordingException(
                    file, "has a state that " + logic.model().type().getName() + " refuses: " + cause, cause);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
