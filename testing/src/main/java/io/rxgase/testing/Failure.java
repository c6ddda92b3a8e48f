package io.rxgase.testing;

import java.util.Arrays;
import java.util.Optional;

/**
 * A run that went wrong.
 *
 * @param index which run it was, from 0
 * @param scenario under what
 * @param error what the test threw
 */
record Failure(int index, Scenario scenario, Throwable error) {
    /**
     * Whether another error is of the kind of this one: of the same class, and thrown or passed on by the same line of the
     * test. A smaller scenario that fails at another assertion has another fault.
     */
    boolean isLike(Throwable other, Class<?> test) {
        return error.getClass() == other.getClass() && line(error, test).equals(line(other, test));
    }

    private static Optional<Integer> line(Throwable error, Class<?> test) {
        return Arrays.stream(error.getStackTrace())
                .filter(frame -> frame.getClassName().equals(test.getName()))
                .findFirst()
                .map(StackTraceElement::getLineNumber);
    }
}
