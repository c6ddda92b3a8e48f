package io.rxgase.testing;

/**
 * A run that went wrong.
 *
 * @param index which run it was, from 0
 * @param scenario under what
 * @param error what the test threw
 */
record Failure(int index, Scenario scenario, Throwable error) {
    /** Whether another error is of the kind of this one: an assertion stays an assertion, a null pointer one. */
    boolean isLike(Throwable other) {
        return error.getClass() == other.getClass();
    }
}
