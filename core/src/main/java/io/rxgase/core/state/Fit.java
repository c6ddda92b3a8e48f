package io.rxgase.core.state;

import java.util.ArrayList;
import java.util.List;

/**
 * What a binding does with a value that does not fit: strictly, nothing is made of it or of anything around it; leniently, something
 * else takes its place, by the rule in docs/STATE.md, and is noted here. For one thread, once; the strict one for all.
 */
final class Fit {
    static final Fit STRICT = new Fit(false);

    /** More than so many are counted, and not listed. */
    static final int MOST_MISFITS = 1024;

    private static final int IN_NO_LIST = -1;

    private final boolean lenient;
    private final List<Object> path = new ArrayList<>();
    /** The path with the same names for all entries of a map and elements of a list. */
    private final List<String> kinds = new ArrayList<>();

    private final List<Misfit> misfits = new ArrayList<>();
    /** How much of the path is outside all lists: what can be set by an update. */
    private int outside = IN_NO_LIST;

    private Fit(boolean lenient) {
        this.lenient = lenient;
    }

    static Fit lenient() {
        return new Fit(true);
    }

    boolean isStrict() {
        return !lenient;
    }

    /** Goes into a component of a record. */
    void enter(String component) {
        if (lenient) {
            path.add(component);
            kinds.add(component);
        }
    }

    /** Goes into an entry of a map. */
    void enterEntry(Object key) {
        if (lenient) {
            path.add(key);
            kinds.add("*");
        }
    }

    void leave() {
        if (lenient) {
            path.remove(path.size() - 1);
            kinds.remove(kinds.size() - 1);
        }
    }

    /** Goes into an element of a list or set; {@link #leaveElement} with what this returns leaves it. */
    int enterElement(int index) {
        int before = outside;
        if (lenient) {
            outside = before == IN_NO_LIST ? path.size() : before;
            path.add("[" + index + "]");
            kinds.add("[]");
        }
        return before;
    }

    void leaveElement(int before) {
        leave();
        outside = before;
    }

    /** How much was noted, for {@link #replace}. */
    int mark() {
        return misfits.size();
    }

    /**
     * Something else takes the place of what is here. What was replaced inside it does not matter any more.
     *
     * @param mark from before what is here was read
     * @throws StateMismatchException {@code why}, if this is strict
     */
    void replace(int mark, StateMismatchException why, Misfit.Remedy remedy) {
        if (!lenient) {
            throw why;
        }
        misfits.subList(Math.min(mark, misfits.size()), misfits.size()).clear();
        if (misfits.size() >= MOST_MISFITS) {
            return;
        }
        String inside = why.path();
        misfits.add(new Misfit(
                outside == IN_NO_LIST ? path : path.subList(0, outside),
                joined(path, inside),
                joined(kinds, inside.replaceAll("\\[\\d+]", "[]")) + ": expected " + why.expected() + ", found "
                        + why.foundAndRemedy().replaceAll("-?\\d+", "#"),
                why.expected(),
                why.foundAndRemedy(),
                remedy));
    }

    private static String joined(List<?> keys, String inside) {
        StringBuilder text = new StringBuilder();
        for (Object key : keys) {
            append(text, StateMismatchException.shortened(key.toString()));
        }
        append(text, inside);
        return text.isEmpty() ? "state" : text.toString();
    }

    private static void append(StringBuilder text, String key) {
        if (!text.isEmpty() && !key.isEmpty() && !key.startsWith("[")) {
            text.append('.');
        }
        text.append(key);
    }

    List<Misfit> misfits() {
        return List.copyOf(misfits);
    }
}
