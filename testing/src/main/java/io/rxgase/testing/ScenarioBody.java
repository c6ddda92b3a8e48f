package io.rxgase.testing;

/** A test, to be run under one scenario. */
@FunctionalInterface
interface ScenarioBody {
    /**
     * Runs the test.
     *
     * @throws Throwable if the test fails
     */
    void run(Scenario scenario) throws Throwable;
}
