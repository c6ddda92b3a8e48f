package io.rxgase.pygase.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.testkit.PygaseVectors;
import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CircularNumberTest {
    @Test
    void shouldCompareAsPygaseDoes() {
        assertThat(PygaseVectors.section("circular", "compare")).isNotEmpty().allSatisfy(row -> {
            int distance = CircularNumber.distance(number(row, "a"), number(row, "b"));
            assertThat(distance).isEqualTo(number(row, "a_minus_b"));
            assertThat(distance > 0).isEqualTo(row.get("a_newer_than_b"));
            assertThat(distance < 0).isEqualTo(row.get("a_older_than_b"));
        });
    }

    @Test
    void shouldAddAsPygaseDoes() {
        assertThat(PygaseVectors.section("circular", "add"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(CircularNumber.plus(number(row, "a"), number(row, "plus")))
                        .isEqualTo(number(row, "gives")));
    }

    @Test
    void shouldGoRoundWithoutZero() {
        int number = 0;
        for (int i = 1; i <= 2 * CircularNumber.MAX; i++) {
            int next = CircularNumber.plus(number, 1);
            assertThat(next).isBetween(1, CircularNumber.MAX);
            if (number != CircularNumber.NONE) {
                assertThat(CircularNumber.distance(next, number)).isEqualTo(1);
            }
            number = next;
        }
        assertThat(number).isEqualTo(CircularNumber.MAX);
    }

    private static int number(Map<String, Object> row, String key) {
        return ((BigInteger) Objects.requireNonNull(row.get(key))).intValue();
    }
}
