package io.rxgase.pygase.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Quality;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final long MILLIS = 1_000_000L;
    private static final long GOOD_RTT = 100 * MILLIS;
    private static final long BAD_RTT = 300 * MILLIS;

    private final Pacing pacing = new Pacing(0);
    private long nowNanos;

    @Test
    void shouldSendFortyTimesASecondWithoutDrift() {
        for (int i = 1; i <= 40; i++) {
            // A wake-up is a little late, now less, now more.
            pacing.sent(pacing.slotNanos() + i % 3 * MILLIS);
            assertThat(pacing.slotNanos()).isEqualTo(i * (25 * MILLIS));
        }
    }

    @Test
    void shouldNotCatchUpOnMissedSlots() {
        pacing.sent(1000 * MILLIS);
        assertThat(pacing.slotNanos()).isBetween(1012 * MILLIS, 1025 * MILLIS);
    }

    @Test
    void shouldHalveTheRateOnABadLineAndGoBackAfterProbation() {
        run(2000, GOOD_RTT);
        run(500, BAD_RTT);
        assertThat(pacing.quality()).isEqualTo(Quality.BAD);
        assertThat(pacing.intervalNanos()).isEqualTo(Pacing.SLOW_NANOS);

        run(500, GOOD_RTT);
        assertThat(pacing.quality()).isEqualTo(Quality.GOOD);
        assertThat(pacing.intervalNanos()).isEqualTo(Pacing.SLOW_NANOS);

        run(1500, GOOD_RTT);
        assertThat(pacing.intervalNanos()).isEqualTo(Pacing.FAST_NANOS);
    }

    @Test
    void shouldLengthenProbationWhenTheLineTurnsBadAgainSoon() {
        run(2000, GOOD_RTT);
        run(500, BAD_RTT);
        run(500, GOOD_RTT);
        run(500, BAD_RTT); // half a second after it turned good: probation is 2 s now
        run(500, GOOD_RTT);
        run(2000, GOOD_RTT);
        assertThat(pacing.intervalNanos()).isEqualTo(Pacing.SLOW_NANOS);
        run(500, GOOD_RTT);
        assertThat(pacing.intervalNanos()).isEqualTo(Pacing.FAST_NANOS);
    }

    private void run(int millis, long rttNanos) {
        for (int i = 0; i < millis; i += 25) {
            nowNanos += 25 * MILLIS;
            pacing.look(nowNanos, rttNanos);
        }
    }
}
