package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Admission;
import io.rxgase.transport.Channel;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import org.junit.jupiter.api.Test;

/** What a sender does that always has more: it finds out what the network carries, and does not fill its queues. */
class CongestionTest {
    private static final long MILLI = TestPair.MILLI;

    private record Outcome(double bytesPerSecond, double budget, long rttMillis, double lost) {}

    /** Twenty seconds over a link with that bandwidth, and 40 ms each way; measured in the last ten. */
    private static Outcome saturate(TransportOptions options, double bytesPerSecond, int queueBytes, double loss) {
        return saturate(new TestPair(options.withMaxQueuedBytes(4 << 20)).connect(), bytesPerSecond, queueBytes, loss);
    }

    private static Outcome saturate(TestPair pair, double bytesPerSecond, int queueBytes, double loss) {
        pair.up.delayNanos = 40 * MILLI;
        pair.down.delayNanos = 40 * MILLI;
        pair.up.bytesPerSecond = bytesPerSecond;
        pair.up.queueBytes = queueBytes;
        pair.up.loss = loss;
        pair.down.loss = loss;
        long received = 0;
        ConnectionStats before = pair.client.machine.stats(pair.client.connection);
        for (int i = 0; i < 2_000; i++) {
            while (pair.client.trySend(Channel.UNORDERED, new byte[1000], SendOptions.DEFAULT, 0) == null) {
                // until the queue is full
            }
            pair.run(10 * MILLI);
            if (i == 1_000) {
                received = pair.server.machine.stats(pair.server.connection).bytesReceived();
                before = pair.client.machine.stats(pair.client.connection);
            }
        }
        ConnectionStats after = pair.client.machine.stats(pair.client.connection);
        return new Outcome(
                (pair.server.machine.stats(pair.server.connection).bytesReceived() - received) / 10.0,
                after.sendBudgetBytesPerSecond(),
                after.rttNanos() / MILLI,
                (double) (after.packetsLost() - before.packetsLost()) / (after.packetsSent() - before.packetsSent()));
    }

    @Test
    void shouldUseWhatTheBottleneckCarriesAndKeepItsQueueShort() {
        for (double rate : new double[] {50_000, 200_000, 1_000_000}) {
            Outcome outcome = saturate(TransportOptions.defaults(), rate, 256_000, 0);
            Figures.print("bottleneck of %.0f bytes/s: %s", rate, outcome);
            assertThat(outcome.bytesPerSecond).isGreaterThan(0.9 * rate);
            assertThat(outcome.budget).isBetween(0.8 * rate, 1.2 * rate);
            // 80 ms without a queue; BBR allows itself one bandwidth-delay product more, and a few packets
            assertThat(outcome.rttMillis).isLessThan(80 + 80 + 10 * 1_200_000 / (long) rate);
            assertThat(outcome.lost).isLessThan(0.01);
        }
    }

    @Test
    void shouldGiveWayToAShallowQueue() {
        Outcome outcome = saturate(TransportOptions.defaults(), 300_000, 6_000, 0);
        assertThat(outcome.bytesPerSecond).isGreaterThan(0.8 * 300_000);
        assertThat(outcome.lost).isLessThan(0.1);
    }

    @Test
    void shouldKeepItsRateThoughOnePacketInTenIsLostByChance() {
        Outcome outcome = saturate(TransportOptions.defaults(), 300_000, 64_000, 0.1);
        assertThat(outcome.bytesPerSecond).isGreaterThan(0.7 * 300_000);
    }

    @Test
    void shouldStayUnderTheCapOfTheApplication() {
        Outcome outcome = saturate(TransportOptions.defaults().withMaxBytesPerSecond(40_000), 1_000_000, 64_000, 0);
        assertThat(outcome.bytesPerSecond).isBetween(30_000.0, 41_000.0);
        assertThat(outcome.budget).isLessThanOrEqualTo(40_000);
    }

    @Test
    void shouldSendToALimitedClientNoFasterThanItsAdmissionSays() {
        Admission limiting = (address, hello) -> Admission.Decision.limit(30_000);
        TransportOptions options = TransportOptions.defaults().withMaxQueuedBytes(4 << 20);
        TestPair pair = new TestPair(options, options.withAdmission(limiting), 1, 0, 0).connect();
        long before = 0;
        for (int i = 0; i < 1_000; i++) {
            while (pair.server.trySend(Channel.UNORDERED, new byte[1000], SendOptions.DEFAULT, 0) == null) {
                // until the queue is full
            }
            pair.run(10 * MILLI);
            if (i == 499) {
                before = pair.client.machine.stats(pair.client.connection).bytesReceived();
            }
        }
        long received = pair.client.machine.stats(pair.client.connection).bytesReceived() - before;
        assertThat(received / 5.0).isBetween(20_000.0, 31_000.0);
    }

    @Test
    void shouldLetTheStateRateFallFirst() {
        TestPair pair = new TestPair().connect();
        pair.down.bytesPerSecond = 25_000;
        pair.down.queueBytes = 50_000;
        Figures times = new Figures();
        pair.client.listener = (event, nowNanos) -> {
            if (event instanceof EndpointEvent.Message message) {
                times.add(nowNanos - java.nio.ByteBuffer.wrap(message.payload()).getLong());
            }
        };
        // A state of 1000 bytes 50 times a second is twice what the link carries.
        for (int version = 0; version < 1_000; version++) {
            pair.server.machine.offerState(pair.nowNanos, TestState.of(version, 1_000, 1_000));
            byte[] message =
                    java.nio.ByteBuffer.allocate(40).putLong(pair.nowNanos).array();
            pair.server.send(Channel.UNORDERED, message);
            pair.run(20 * MILLI);
        }
        pair.run(2_000 * MILLI);

        int states = pair.client.events(EndpointEvent.StateArrived.class).size();
        Figures.print(
                "link of half the load: %d of 1000 states, messages p99 %.0f ms", states, times.percentileMillis(0.99));
        assertThat(states).isBetween(200, 600);
        assertThat(times.count()).isEqualTo(1_000);
        assertThat(times.percentileMillis(0.5)).isLessThan(250);
    }
}
