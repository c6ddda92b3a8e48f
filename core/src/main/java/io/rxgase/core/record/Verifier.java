package io.rxgase.core.record;

import io.rxgase.core.record.Playback.Moment;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares a replay with what its recording says of it. Used once. */
final class Verifier<S> {
    private static final String NOTHING = "nothing";

    /** How much of a value is shown. */
    private static final int MAX_TEXT = 200;

    private final StateModel<S> model;
    private long frames;
    private long tick;

    Verifier(StateModel<S> model) {
        this.model = model;
    }

    Verification verify(Playback<S> playback) {
        Moment<S> moment;
        while ((moment = playback.next()) != null) {
            Divergence found = null;
            if (moment instanceof Moment.Steps<S> steps) {
                frames++;
                tick = steps.transition().frame().tick().number();
                found = compare(steps);
                if (found != null && found.kind() == Divergence.Kind.UNKNOWN) {
                    found = withDifferencesOfNextState(found, playback);
                }
            } else if (moment instanceof Moment.Checks<S> checks) {
                found = compare(checks);
            }
            if (found != null) {
                return new Verification(frames, Optional.of(found));
            }
        }
        return new Verification(frames, Optional.empty());
    }

    private @Nullable Divergence compare(Moment.Steps<S> steps) {
        S before = steps.before().state();
        S after = steps.transition().state();
        byte[] changes = ChangesFormat.bytes(model.changes(before, after));
        Entry.Step recorded = steps.recorded();
        if (Checksum.of(changes) != recorded.changesCheck()) {
            Snapshot<S> snapshot = steps.transition().snapshot();
            if (recorded.changes() == null) {
                return divergence(snapshot, Divergence.Kind.UNKNOWN, List.of());
            }
            // The states before are equal: until now nothing differed.
            Attributes expected = ChangesFormat.changes(recorded.changes()).applyTo(model.toAttributes(before));
            List<Difference> differences = differences(expected, model.toAttributes(after));
            if (!differences.isEmpty()) {
                return divergence(snapshot, Divergence.Kind.CHANGES, differences);
            }
        }
        return Checksum.ofSent(steps.transition()) == recorded.sentCheck()
                ? null
                : divergence(steps.transition().snapshot(), Divergence.Kind.SENT, List.of());
    }

    /** Plays on to where the recording has a whole state again. What differs there is more than differed first, but named. */
    private Divergence withDifferencesOfNextState(Divergence found, Playback<S> playback) {
        Moment<S> moment;
        while ((moment = playback.next()) != null && !(moment instanceof Moment.Begins)) {
            if (moment instanceof Moment.Checks<S> checks && checks.recorded() instanceof Entry.State state) {
                Attributes replayed = model.toAttributes(checks.snapshot().state());
                return new Divergence(
                        found.tick(), found.gameTimeNanos(), found.kind(), differences(state.attributes(), replayed));
            }
        }
        return found;
    }

    private @Nullable Divergence compare(Moment.Checks<S> checks) {
        Attributes replayed = model.toAttributes(checks.snapshot().state());
        if (checks.recorded() instanceof Entry.Check check) {
            return Checksum.of(replayed) == check.check()
                    ? null
                    : divergence(checks.snapshot(), Divergence.Kind.STATE, List.of());
        } else if (checks.recorded() instanceof Entry.State state) {
            List<Difference> differences = differences(state.attributes(), replayed);
            return differences.isEmpty() ? null : divergence(checks.snapshot(), Divergence.Kind.STATE, differences);
        }
        return null;
    }

    private Divergence divergence(Snapshot<S> at, Divergence.Kind kind, List<Difference> differences) {
        return new Divergence(tick, at.gameTimeNanos(), kind, differences);
    }

    private static List<Difference> differences(Attributes recorded, Attributes replayed) {
        List<Difference> differences = new ArrayList<>();
        collect("", recorded, Changes.between(recorded, replayed), differences);
        return differences;
    }

    private static void collect(String path, Attributes recorded, Changes changes, List<Difference> into) {
        changes.asMap().forEach((key, change) -> {
            String name = path.isEmpty() ? key.toString() : path + "." + key;
            if (change instanceof Changes inside) {
                collect(name, recorded.getMap(key), inside, into);
            } else if (into.size() < Divergence.MAX_DIFFERENCES) {
                String was = recorded.has(key) ? text(recorded.get(key)) : NOTHING;
                into.add(new Difference(name, was, change instanceof Change.Set set ? text(set.value()) : NOTHING));
            }
        });
    }

    private static String text(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
