package io.rxgase.samples.tag.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Whether windows can be tested here. */
public final class Displays {
    private Displays() {}

    /**
     * Skips the test where there is no display, and says so; where the environment names {@code RXGASE_DISPLAY_REQUIRED}, as in CI,
     * fails it.
     */
    public static void need() {
        boolean there = WindowView.isPossible();
        if (System.getenv("RXGASE_DISPLAY_REQUIRED") != null) {
            assertThat(there)
                    .as("a display, or a virtual one; without RXGASE_DISPLAY_REQUIRED this test would be skipped")
                    .isTrue();
        }
        assumeTrue(there, "no display here, so no window is opened; .ci/run brings a virtual one");
    }
}
