package io.rxgase.core;

import io.rxgase.testkit.TckEngine;
import org.junit.jupiter.api.Test;

class TckEngineTest {
    @Test
    void theTckRunsOnTheJUnitPlatform() {
        TckEngine.assertPresent();
    }
}
