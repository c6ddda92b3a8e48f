package io.rxgase.samples.tag.view;

import io.rxgase.testkit.Prerequisite;

/** Whether windows can be tested here. */
public final class Displays {
    private Displays() {}

    /** Skips the test where there is no display; where nothing may be missing, as in CI, fails it. */
    public static void need() {
        Prerequisite.need(
                WindowView.isPossible(),
                "display",
                "run the build under xvfb-run, with a JDK that is not a headless one, or run .ci/run");
    }
}
