package io.rxgase.core.state;

/**
 * What is known of a type before there is an object of it.
 *
 * @param levels how deep its lists and maps nest at most; {@link #UNBOUNDED} if only an object can tell
 * @param isLookedAt whether its objects are looked at when they become part of a state, see {@link Binding#admitted}
 */
record Shape(int levels, boolean isLookedAt) {
    static final int UNBOUNDED = 1 << 20;

    /** Neither a list nor a map. */
    static final Shape SCALAR = new Shape(0, false);

    /** A string: looked at, for there are some that nothing can carry. */
    static final Shape TEXT = new Shape(0, true);

    /** A type that contains itself, or anything. */
    static final Shape OPEN = new Shape(UNBOUNDED, true);

    /** The shape of what holds both side by side. */
    Shape and(Shape other) {
        return new Shape(Math.max(levels, other.levels), isLookedAt || other.isLookedAt);
    }

    /** The shape of a list or map of these. */
    Shape inside() {
        return new Shape(Math.min(levels + 1, UNBOUNDED), isLookedAt);
    }

    /** The same, but looked at in any case. */
    Shape lookedAt() {
        return new Shape(levels, true);
    }
}
