package io.rxgase.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class PrerequisiteTest {
    @Test
    void shouldSkipTheTestAndSayHowToGetWhatIsMissing() {
        assertThatThrownBy(() -> Prerequisite.need(false, "abacus", "apt-get install abacus", false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no abacus; to get it: apt-get install abacus");
    }

    @Test
    void shouldFailTheTestWhereNothingMayBeMissing() {
        assertThatThrownBy(() -> Prerequisite.need(false, "abacus", "apt-get install abacus", true))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContainingAll("abacus", "RXGASE_REQUIRE_ALL");
    }

    @Test
    void shouldLetTheTestGoOnWhereItIsThere() {
        assertThatCode(() -> Prerequisite.need(true, "abacus", "apt-get install abacus", true))
                .doesNotThrowAnyException();
    }
}
