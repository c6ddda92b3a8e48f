package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.TransportOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** How long small reliable messages take over a lossy link, and what that costs in bytes. */
class DeliveryTimeTest {
    private static final int MESSAGES = 2_000;
    private static final long INTERVAL_NANOS = 10 * TestPair.MILLI;

    private record Outcome(Figures times, long bytes) {}

    @Test
    void shouldDeliverSoonAndOnceAtTwentyPercentLossForLessThanThreeTimesTheBytes() {
        Outcome clean = play(0, 1);
        for (long seed = 1; seed <= 10; seed++) {
            Outcome lossy = play(0.2, seed);
            double median = lossy.times.percentileMillis(0.5);
            double p99 = lossy.times.percentileMillis(0.99);
            double bytes = (double) lossy.bytes / clean.bytes;
            Figures.print("20 %% loss, seed %d: median %.1f ms, p99 %.1f ms, bytes x %.2f", seed, median, p99, bytes);
            assertThat(median).isLessThanOrEqualTo(60);
            assertThat(p99).isLessThanOrEqualTo(300);
            assertThat(bytes).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void shouldDeliverSoonAtFivePercentLoss() {
        Outcome clean = play(0, 1);
        for (long seed = 1; seed <= 10; seed++) {
            Outcome lossy = play(0.05, seed);
            double p99 = lossy.times.percentileMillis(0.99);
            Figures.print(
                    "5 %% loss, seed %d: median %.1f ms, p99 %.1f ms, bytes x %.2f",
                    seed, lossy.times.percentileMillis(0.5), p99, (double) lossy.bytes / clean.bytes);
            assertThat(p99).isLessThanOrEqualTo(200);
        }
    }

    private static Outcome play(double loss, long seed) {
        TestPair pair = new TestPair(TransportOptions.defaults(), TransportOptions.defaults(), seed, 0, 0);
        for (TestLink link : new TestLink[] {pair.up, pair.down}) {
            link.delayNanos = 50 * TestPair.MILLI;
            link.jitterNanos = 5 * TestPair.MILLI;
        }
        pair.connect();
        pair.up.loss = loss;
        pair.down.loss = loss;
        long bytesBefore = pair.up.bytes + pair.down.bytes;
        Figures times = new Figures();
        boolean[] arrived = new boolean[MESSAGES];
        long start = pair.nowNanos;
        pair.server.listener = (event, nowNanos) -> {
            if (event instanceof EndpointEvent.Message message) {
                int number = ByteBuffer.wrap(message.payload()).getInt();
                assertThat(arrived[number])
                        .as("message " + number + " came before")
                        .isFalse();
                arrived[number] = true;
                times.add(nowNanos - start - number * INTERVAL_NANOS);
            }
        };
        for (int i = 0; i < MESSAGES; i++) {
            pair.client.send(
                    Channel.UNORDERED, ByteBuffer.allocate(50).putInt(i).array());
            pair.run(start + (i + 1) * INTERVAL_NANOS - pair.nowNanos);
        }
        pair.runUntil(() -> times.count() == MESSAGES, 10 * TestPair.SECOND);
        assertThat(times.count()).isEqualTo(MESSAGES);
        return new Outcome(times, pair.up.bytes + pair.down.bytes - bytesBefore);
    }
}
