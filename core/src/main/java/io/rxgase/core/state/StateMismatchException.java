package io.rxgase.core.state;

import io.rxgase.core.internal.guard.Guard;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An attribute is missing or of another type than the reader expects.
 *
 * <pre>{@code
 * try {
 *     move(state.getDouble("position"));
 * } catch (StateMismatchException e) {
 *     log.warn("{} should be a {}: {}", e.path(), e.expected(), e.getMessage());
 * }
 * }</pre>
 *
 * <p>Thrown by getters, and where an update from another build does not fit the records of this one.
 */
public final class StateMismatchException extends RuntimeException {
    /** How many characters of a name or value a message shows: the other side chooses them. */
    private static final int CHARACTERS_SHOWN = 64;

    /** How many names a message lists. */
    private static final int NAMES_SHOWN = 20;

    private static final long serialVersionUID = 1L;

    /** What a missing attribute's message says at the end, or null if the attribute is not missing. */
    private final @Nullable String ifMissing;

    /** Keys joined by dots. */
    private final String path;

    /** The name of a type. */
    private final String expected;

    /** The name of a type, or what is there instead. */
    private final String found;

    private StateMismatchException(
            @Nullable String ifMissing, String path, String expected, String found, @Nullable Throwable cause) {
        super(
                ifMissing != null
                        ? expected + " " + path + ": " + found + ifMissing
                        : (path.isEmpty() ? "" : path + ": ") + "expected " + expected + ", found " + found,
                cause);
        this.ifMissing = ifMissing;
        this.path = path;
        this.expected = expected;
        this.found = found;
    }

    private StateMismatchException(
            @Nullable String ifMissing, String path, String expected, String found, String message, Throwable cause) {
        super(message, cause);
        this.ifMissing = ifMissing;
        this.path = path;
        this.expected = expected;
        this.found = found;
    }

    /**
     * Returns the error for a value of the wrong type.
     *
     * @param path where the value is, such as {@code players.3.x}
     * @param expected what was expected, such as {@code double}
     * @param found what is there, such as {@code string}
     * @return {@code players.3.x: expected double, found string}
     */
    public static StateMismatchException wrongType(String path, String expected, String found) {
        return new StateMismatchException(null, path, expected, found, null);
    }

    /**
     * Returns the error for a value that is not there.
     *
     * @param path where it should be
     * @param expected its type
     * @param names what is there instead
     * @return {@code double position: no such attribute; there are hp, name}
     */
    public static StateMismatchException missing(String path, String expected, Collection<?> names) {
        return new StateMismatchException("", path, expected, "no such attribute; " + there(names), null);
    }

    /** Returns the error for a component that the other side does not send and that has no default on this side. */
    static StateMismatchException missingComponent(String name, String expected, Collection<?> names, String record) {
        return new StateMismatchException(
                " on the other side, and " + record + " on this side has no default for it: add @Default, or make it"
                        + " Optional",
                name,
                expected,
                "no such attribute; " + there(names),
                null);
    }

    /** Returns the error for values that a record's constructor refuses. */
    static StateMismatchException refused(String record, Throwable thrown) {
        Throwable cause = Guard.legible(thrown);
        String why =
                cause instanceof RuntimeException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
        return new StateMismatchException(
                null, "", "values for " + record, "what its constructor refuses: " + why, cause);
    }

    /** What is there instead, and what to do about it. */
    String foundAndRemedy() {
        return ifMissing == null ? found : found + ifMissing;
    }

    static String shortened(String text) {
        return text.length() <= CHARACTERS_SHOWN ? text : text.substring(0, CHARACTERS_SHOWN) + "…";
    }

    static String there(Collection<?> names) {
        if (names.isEmpty()) {
            return "there are none";
        }
        String shown = names.stream()
                .limit(NAMES_SHOWN)
                .map(name -> shortened(name.toString()))
                .collect(Collectors.joining(", "));
        int more = names.size() - NAMES_SHOWN;
        return (names.size() == 1 ? "there is " : "there are ") + shown + (more > 0 ? " and " + more + " more" : "");
    }

    /** Returns the same error as one of two state types. */
    StateMismatchException between(String ours, String theirs) {
        return new StateMismatchException(
                ifMissing,
                path,
                expected,
                found,
                "the state type " + ours + " of this side can't hold the states " + theirs + " of the other side: "
                        + getMessage(),
                this);
    }

    /** Returns the same error with the first {@code depth} keys of {@code parents} before its path. */
    StateMismatchException under(Object[] parents, int depth) {
        StateMismatchException error = this;
        for (int i = depth - 1; i >= 0; i--) {
            error = error.under(parents[i]);
        }
        return error;
    }

    /** Returns the same error with a key before its path. */
    StateMismatchException under(Object parent) {
        String separator = path.isEmpty() || path.startsWith("[") ? "" : ".";
        return new StateMismatchException(ifMissing, parent + separator + path, expected, found, getCause());
    }

    /**
     * Returns where the value is or should be.
     *
     * @return keys joined by dots
     */
    public String path() {
        return path;
    }

    /**
     * Returns what was expected there.
     *
     * @return the name of a type
     */
    public String expected() {
        return expected;
    }

    /**
     * Returns what is there.
     *
     * @return the name of a type, or a sentence that says what is there instead
     */
    public String found() {
        return found;
    }
}
