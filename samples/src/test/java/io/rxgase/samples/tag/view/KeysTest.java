package io.rxgase.samples.tag.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rxgase.samples.tag.Chase;
import io.rxgase.samples.tag.Field;
import io.rxgase.samples.tag.Point;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final Keys keys = new Keys();
    private final Chase chase = Chase.EMPTY.join(1, "Chaser").join(2, "Me");
    private final Point at = new Point(100, 100);

    @Test
    void shouldStandStillUntilAKeyIsPressed() {
        assertThat(keys.move(chase, 2, at, 0.5)).isEqualTo(at);
    }

    @Test
    void shouldRunAsFastInEveryDirection() {
        for (int right = -1; right <= 1; right++) {
            for (int down = -1; down <= 1; down++) {
                if (right != 0 || down != 0) {
                    keys.steer(right, down);
                    Point there = keys.move(chase, 2, at, 0.5);
                    assertThat(Math.hypot(there.x() - at.x(), there.y() - at.y()))
                            .isCloseTo(Field.SPEED * 0.5, within(1e-9));
                    assertThat(Math.signum(there.x() - at.x())).isEqualTo(right);
                    assertThat(Math.signum(there.y() - at.y())).isEqualTo(down);
                }
            }
        }
    }

    @Test
    void shouldRunFasterAsTheChaserAndStopAtTheWall() {
        keys.steer(1, 0);
        assertThat(keys.move(chase, 1, at, 1).x()).isEqualTo(100 + Field.CHASER_SPEED);
        assertThat(keys.move(chase, 1, at, 100).x()).isEqualTo(Field.WIDTH);
    }
}
