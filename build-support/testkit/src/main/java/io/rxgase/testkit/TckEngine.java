package io.rxgase.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.platform.engine.TestEngine;

/** The engine that runs the reactive-streams TCK, which is TestNG, on the JUnit Platform. */
public final class TckEngine {
    private TckEngine() {}

    /** Asserts that the engine is on the class path: without it the TCK silently does not run. */
    public static void assertPresent() {
        assertThat(ServiceLoader.load(TestEngine.class))
                .extracting(TestEngine::getId)
                .as("engines on the JUnit Platform")
                .contains(TckCount.ENGINE_ID, "junit-jupiter");
    }
}
