package io.rxgase.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** What rule 3.13 of the TCK rests on. */
class TckLimitsTest {
    private static final long PATIENCE_MILLIS = 30_000;

    private final ReferenceQueue<Object> queue = new ReferenceQueue<>();

    @Test
    void shouldSeeThatNobodyHoldsAnObject() {
        assertThat(TckLimits.isCollected(new WeakReference<>(new Object(), queue), queue, PATIENCE_MILLIS))
                .isTrue();
    }

    @Test
    void shouldSeeThatSomebodyHoldsAnObject() {
        Object held = new Object();

        assertThat(TckLimits.isCollected(new WeakReference<>(held, queue), queue, 1))
                .isFalse();

        assertThat(held).isNotNull();
    }
}
