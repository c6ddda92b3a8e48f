package io.rxgase.pygase.internal;

/** A value that PyGaSe's wire can't carry, or a peer there can't hold. The path grows while it climbs. */
final class UnfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;

    /**
     * Without a path yet.
     *
     * @param problem what is wrong, and what to do; goes on after the name of the place
     */
    UnfitException(String problem) {
        this("", problem);
    }

    private UnfitException(String path, String problem) {
        super((path.isEmpty() ? "a value " : path + " ") + problem);
        this.path = path;
        this.problem = problem;
    }

    UnfitException inside(Object key) {
        return new UnfitException(path.isEmpty() ? key.toString() : key + "." + path, problem);
    }

    UnfitException named(String what) {
        return new UnfitException(what + " " + path, problem);
    }
}
