package io.rxgase.core.state;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one attribute in a {@link GameStateUpdate}.
 *
 * <pre>{@code
 * Changes changes = Changes.of(Map.of(
 *         "chaser_id", 3,
 *         "players", Map.of(7, Change.DELETE, 3, Map.of("x", 1.5))));
 * }</pre>
 *
 * <p>An attribute is deleted, set to a value, or, being a map, changed inside. A map is replaced as a whole by {@code new
 * Change.Set(map)}.
 */
public sealed interface Change permits Change.Delete, Change.Set, Changes {
    /** The attribute goes away. Deleting what is not there is no error. */
    Delete DELETE = new Delete();

    /** The attribute goes away; the one object of this type is {@link #DELETE}. */
    final class Delete implements Change {
        private Delete() {}

        @Override
        public String toString() {
            return "DELETE";
        }
    }

    /**
     * The attribute gets a value, whatever it was before.
     *
     * @param value one of the values of {@link Values}
     */
    record Set(@Nullable Object value) implements Change {
        /**
         * Brings the value to its normal form.
         *
         * @param value any value that {@link Values#of} takes
         * @throws IllegalArgumentException if it is not one of {@link Values}
         */
        public Set {
            value = Values.of(value);
        }
    }

    /**
     * Returns the change that a hand-written value stands for.
     *
     * @param value a change, which is returned itself; or a map, which is {@linkplain Changes#of changed inside}; or any
     *     other value, which is set
     * @return the change
     */
    static Change of(@Nullable Object value) {
        if (value instanceof Change change) {
            return change;
        } else if (value instanceof Attributes attributes) {
            return Changes.of(attributes.asMap());
        }
        return value instanceof Map<?, ?> map ? Changes.of(map) : new Set(value);
    }

    /**
     * Returns the change that has the effect of this one and then another one.
     *
     * @param next what happens afterwards
     * @return both in one
     */
    default Change then(Change next) {
        if (!(next instanceof Changes inside)) {
            return Objects.requireNonNull(next, "next");
        } else if (this instanceof Changes earlier) {
            return earlier.then(inside);
        }
        Object value = this instanceof Set set ? set.value() : null;
        return new Set(inside.applyTo(value instanceof Attributes map ? map : Attributes.EMPTY));
    }
}
