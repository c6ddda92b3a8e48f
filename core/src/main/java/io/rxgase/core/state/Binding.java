package io.rxgase.core.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How objects of one Java type become attribute values and back, and how two of them differ. Made once for each type of
 * a record tree; immutable, for any thread.
 *
 * <p>The abstract methods never see null; the final ones take care of it. Errors begin with an empty path, to which each
 * level adds its key on the way out.
 */
@SuppressWarnings("ReferenceEquality") // identity first: what both share is the same object
abstract class Binding<T> {
    /** Returns the type as messages name it. */
    abstract String name();

    /** Returns the type for a {@link StateSchema}. */
    abstract Object describe(SchemaWriter schema);

    /**
     * Checks that there may be values of another side's type that can be read.
     *
     * @param theirs a type as in their schema, without an Optional around it; anybody's
     * @throws StateMismatchException if none can
     */
    abstract void check(@Nullable Object theirs, SchemaCheck check);

    /** Returns the attribute value of an object. */
    abstract @Nullable Object write(T object);

    /**
     * Returns the object that an attribute value stands for.
     *
     * @param fit what happens to parts that do not fit
     * @throws StateMismatchException if it stands for none
     */
    abstract T read(Object value, Fit fit);

    /** Returns what is known of all objects of the type. */
    abstract Shape shape();

    /**
     * Returns an object as it becomes part of a state: maps and sets in natural order, so that the game goes by the order in which clients and
     * replays have them. Only called if {@link Shape#isLookedAt}.
     *
     * @param before what was admitted at the same place before, which need not be looked at again; null if there was nothing
     * @param room how many levels of lists and maps the object may have
     * @return the object itself if it can stay as it is
     * @throws Values.Unfit if it nests too deep, or has a map or set with an order of its own
     */
    T admitted(@Nullable T before, T object, int room) {
        return object;
    }

    /** As {@link #admitted}, for whatever is to be looked at. */
    final @Nullable T admit(@Nullable T before, @Nullable T object, int room) {
        if (object == null || object == before) {
            return object;
        } else if (shape().isLookedAt()) {
            return admitted(before, object, room);
        }
        Values.checkRoom(room - shape().levels() + 1);
        return object;
    }

    /** Says whether two objects have the same attribute value. */
    abstract boolean same(T a, T b);

    /** Returns the change from one object to another that is not it, or null if they are equal. */
    @Nullable
    Change change(T before, T after) {
        return same(before, after) ? null : new Change.Set(write(after));
    }

    /** Returns the object that results from changes inside another; only types that are written as maps can share. */
    @Nullable
    T changed(T before, Changes inside, Fit fit) {
        return fromValue(inside.applyTo(write(before) instanceof Attributes map ? map : Attributes.EMPTY), fit);
    }

    /** Says whether what is not null is written as a map. */
    boolean isMap() {
        return false;
    }

    /** Says whether it is a map whose entries are written as maps, so that each has parts. */
    boolean holdsMaps() {
        return false;
    }

    /** Returns what null stands for. */
    @Nullable
    T readNull() {
        return null;
    }

    /** Returns what a record's component takes that the other side did not send; null if nothing is fit for that. */
    @Nullable
    T ifMissing() {
        return null;
    }

    /** Returns the object that {@link Default} describes. */
    T parse(String text) {
        throw new IllegalArgumentException("@Default is for primitives, boxes, strings and enums, not for " + name());
    }

    final @Nullable Object toValue(@Nullable T object) {
        return object == null ? null : write(object);
    }

    final @Nullable T fromValue(@Nullable Object value, Fit fit) {
        return value == null ? readNull() : read(value, fit);
    }

    final boolean equal(@Nullable T a, @Nullable T b) {
        return a == b || (a != null && b != null && same(a, b));
    }

    final @Nullable Change difference(@Nullable T before, @Nullable T after) {
        if (before == after) {
            return null;
        }
        return before == null || after == null ? new Change.Set(toValue(after)) : change(before, after);
    }

    /** Applies a change other than a deletion, which is the business of the record or map around. */
    final @Nullable T applied(@Nullable T before, Change change, Fit fit) {
        if (!(change instanceof Changes inside)) {
            return fromValue(((Change.Set) change).value(), fit);
        } else if (before != null) {
            return changed(before, inside, fit);
        } else if (fit.isStrict()) {
            return fromValue(inside.applyTo(Attributes.EMPTY), fit);
        }
        // What is here did not fit, and these are not all of its attributes.
        throw StateMismatchException.wrongType("", name(), "changes of what is not here");
    }

    final StateMismatchException mismatch(@Nullable Object found) {
        return StateMismatchException.wrongType("", name(), Values.typeOf(found));
    }

    final Attributes map(Object value) {
        if (value instanceof Attributes map) {
            return map;
        }
        throw mismatch(value);
    }

    final List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw mismatch(value);
    }
}
