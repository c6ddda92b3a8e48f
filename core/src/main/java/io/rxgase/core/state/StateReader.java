package io.rxgase.core.state;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads states of another build, of which single values may not fit: an unknown constant of an enum, an unknown record of a sealed
 * interface, a constructor that refuses, a null, a number that is out of range, another type. Such a value costs as little as possible,
 * and the rest of the state goes on. docs/STATE.md has the rule.
 *
 * <pre>{@code
 * StateReader<Chase> reader = StateReader.of(StateModel.of(Chase.class));
 * StateReader.Reading<Chase> first = reader.read(attributes);
 * StateReader.Reading<Chase> next = reader.changed(first, changes, () -> changes.applyTo(attributes));
 * }</pre>
 *
 * <p>Immutable; may be used on any thread.
 *
 * @param <S> the type of the states
 */
public final class StateReader<S> {
    private final StateModel<S> model;

    private StateReader(StateModel<S> model) {
        this.model = model;
    }

    /**
     * Returns a reader.
     *
     * @param model the type of this build
     * @param <S> the type of the states
     * @return its reader
     */
    public static <S> StateReader<S> of(StateModel<S> model) {
        return new StateReader<>(model);
    }

    /**
     * What was read.
     *
     * @param state the state; null if there is none, since the whole does not fit
     * @param misfits what does not fit, at most 1,024
     * @param <S> the type of the state
     */
    public record Reading<S>(@Nullable S state, List<Misfit> misfits) {
        /**
         * Takes a copy of the list.
         *
         * @param state the state, or null
         * @param misfits what does not fit
         */
        public Reading {
            misfits = List.copyOf(misfits);
        }
    }

    /**
     * Reads a whole state.
     *
     * @param all its attributes
     * @return what could be made of them
     */
    public Reading<S> read(Attributes all) {
        if (!(model instanceof RecordModel<S> records)) {
            return new Reading<>(model.fromAttributes(all), List.of());
        }
        Fit fit = Fit.lenient();
        try {
            records.binding().requireSomeOf(all.keys());
            return new Reading<>(records.type().cast(records.binding().read(all, fit)), fit.misfits());
        } catch (StateMismatchException e) {
            return none(fit, e);
        }
    }

    private static <S> Reading<S> none(Fit fit, StateMismatchException why) {
        fit.replace(0, why, Misfit.Remedy.NO_STATE);
        return new Reading<>(null, fit.misfits());
    }

    /**
     * Reads what changed. What did not fit before is tried again.
     *
     * @param before what was read of the state before
     * @param changes what changes
     * @param after the attributes of the state afterwards; asked for only if something does not fit
     * @return what could be made of them; shares with the state before what did not change
     */
    public Reading<S> changed(Reading<S> before, Changes changes, Supplier<Attributes> after) {
        S state = before.state();
        if (state == null) {
            return read(after.get());
        } else if (!(model instanceof RecordModel<S>)) {
            return new Reading<>(model.changed(state, changes), List.of());
        }
        RecordModel<S> records = (RecordModel<S>) model;
        Set<List<Object>> paths = paths(before.misfits());
        Changes first = paths.isEmpty() ? changes : again(changes, paths, after.get());
        Reading<S> reading = changed(records, state, first);
        if (reading.state() != null && paths.containsAll(paths(reading.misfits()))) {
            return reading;
        }
        // The changes alone may not be enough where the state before is not what the other side has.
        paths.addAll(paths(reading.misfits()));
        return paths.contains(List.of())
                ? read(after.get())
                : changed(records, state, again(changes, paths, after.get()));
    }

    private static <S> Reading<S> changed(RecordModel<S> records, S state, Changes changes) {
        Fit fit = Fit.lenient();
        try {
            return new Reading<>(records.type().cast(records.binding().changed(state, changes, fit)), fit.misfits());
        } catch (StateMismatchException e) {
            return none(fit, e);
        }
    }

    private static Set<List<Object>> paths(List<Misfit> misfits) {
        Set<List<Object>> paths = new HashSet<>();
        misfits.forEach(misfit -> paths.add(misfit.path()));
        return paths;
    }

    /** The same changes, after which everything at these places is set to what it is, if it is there. */
    private static Changes again(Changes changes, Set<List<Object>> paths, Attributes after) {
        Changes all = changes;
        for (List<Object> path : paths) {
            Change set = setting(path, after);
            all = set instanceof Changes inside ? all.then(inside) : all;
        }
        return all;
    }

    private static @Nullable Change setting(List<Object> path, Attributes after) {
        Object value = after;
        boolean isThere = true;
        for (Object key : path) {
            if (!isThere || !(value instanceof Attributes map)) {
                return null;
            }
            isThere = map.asMap().containsKey(key);
            value = map.asMap().get(key);
        }
        Change change = isThere ? new Change.Set(value) : Change.DELETE;
        for (int i = path.size() - 1; i >= 0; i--) {
            change = Changes.builder().add(path.get(i), change).build();
        }
        return change;
    }
}
