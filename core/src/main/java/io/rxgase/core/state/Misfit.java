package io.rxgase.core.state;

import java.util.List;

/**
 * One value of another build that does not fit a state type of this one, and what is there instead of it. See {@link StateReader}.
 *
 * <pre>{@code
 * for (Misfit misfit : reader.read(attributes).misfits()) {
 *     log.warn("{}: {}, found {}", misfit.place(), misfit.remedy(), misfit.found());
 * }
 * }</pre>
 *
 * @param path the keys of the component or entry that was replaced, from the outside in; none if it is the whole state
 * @param place where the value is that does not fit, such as {@code units.7.color}
 * @param kind the same for all entries of a map and all elements of a list, such as {@code units.*.color: expected …, found …}
 * @param expected what this build expects there
 * @param found what is there
 * @param remedy what is there instead
 */
public record Misfit(List<Object> path, String place, String kind, String expected, String found, Remedy remedy) {
    /** What is in the place of a value that does not fit. */
    public enum Remedy {
        /** The component's {@link Default}. */
        DEFAULT("it takes its default"),
        /** Null, or an empty Optional or collection. */
        EMPTY("it is empty"),
        /** The component's last value that fitted. */
        KEPT("it keeps its last value that fitted"),
        /** Nothing: the entry of a map or the element of a list or set is left out. */
        LEFT_OUT("the entry or element is left out"),
        /** Nothing: there is no state. */
        NO_STATE("the whole state is left out");

        private final String sentence;

        Remedy(String sentence) {
            this.sentence = sentence;
        }

        /** Returns it as a part of a sentence. */
        @Override
        public String toString() {
            return sentence;
        }
    }

    /**
     * Takes a copy of the path.
     *
     * @param path the keys of what was replaced
     * @param place where the value is
     * @param kind the same for all entries of a map
     * @param expected what this build expects
     * @param found what is there
     * @param remedy what is there instead
     */
    public Misfit {
        path = List.copyOf(path);
    }
}
