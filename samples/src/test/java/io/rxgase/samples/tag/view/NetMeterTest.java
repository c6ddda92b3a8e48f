package io.rxgase.samples.tag.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.ConnectionStats;
import org.junit.jupiter.api.Test;

class NetMeterTest {
    private static final long SECOND = 1_000_000_000;

    private final NetMeter meter = new NetMeter();

    private static ConnectionStats stats(long bytesSent, long bytesReceived) {
        return new ConnectionStats(
                12_300_000, 400_000, 0.025, 10, 10, bytesSent, bytesReceived, 0, 0, 0, 0, 1_000_000, 0);
    }

    @Test
    void shouldHaveNoRatesAtFirst() {
        assertThat(meter.read(5 * SECOND, stats(1000, 2000), 0, 7))
                .isEqualTo(new NetSample(12.3, 0.4, 2.5, 0, 0, 0, 0));
    }

    @Test
    void shouldMeasureWhatHappenedBetweenTwoReadings() {
        meter.read(5 * SECOND, stats(1000, 2000), 0, 100);
        assertThat(meter.read(7 * SECOND, stats(1500, 6000), 0.7, 200))
                .isEqualTo(new NetSample(12.3, 0.4, 2.5, 2000, 250, 20, 0.7));
    }

    @Test
    void shouldShowNoPaceWhenNoStateCame() {
        meter.read(5 * SECOND, stats(0, 0), 0, 100);
        assertThat(meter.read(6 * SECOND, stats(0, 0), 0, 100).stateMillis()).isZero();
    }
}
