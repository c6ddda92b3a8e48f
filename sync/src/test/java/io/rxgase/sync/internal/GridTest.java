package io.rxgase.sync.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.sync.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GridTest {
    private final Grid grid = new Grid(10, 20);

    @Test
    void shouldSeeEachCellThatTheCircleTouchesOnce() {
        assertThat(grid.around(new View.Point(5, 5)))
                .doesNotHaveDuplicates()
                .contains(grid.cellOf(5, 5), grid.cellOf(24.9, 5), grid.cellOf(-14.9, 5))
                .doesNotContain(grid.cellOf(24.9, 24.9), grid.cellOf(31, 5))
                .hasSize(21);
    }

    @Test
    @Timeout(10)
    void shouldSeeNothingWhereNumbersAreTooLargeForAGrid() {
        for (double far : new double[] {1e12, -1e12, Double.MAX_VALUE / 4}) {
            assertThat(grid.around(new View.Point(far, far))).isEmpty();
            assertThat(grid.cellOf(far, far)).isNotNull();
        }
        assertThat(grid.around(new View.Point(Double.NaN, 0))).isEmpty();
        assertThat(grid.cellOf(Double.POSITIVE_INFINITY, 0)).isNull();
    }
}
