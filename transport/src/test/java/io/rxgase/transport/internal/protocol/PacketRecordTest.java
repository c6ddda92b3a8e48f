package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The two halves of the acknowledgement record, and what is measured from it. */
class PacketRecordTest {
    private static final long MILLI = TestPair.MILLI;

    @Test
    void shouldRememberWhichOfTheLast64PacketsArrived() {
        SplittableRandom random = new SplittableRandom(3);
        for (long first : new long[] {0, 65_500, (1L << 32) - 20}) {
            ReceivedPackets received = new ReceivedPackets(first);
            Set<Long> model = new HashSet<>();
            long largest = first - 1;
            for (int i = 0; i < 20_000; i++) {
                long sequence = Math.max(first, largest + random.nextInt(-80, random.nextInt(20) == 0 ? 200 : 4));
                assertThat(received.expand((short) sequence)).isEqualTo(sequence);
                assertThat(received.isTooOld(sequence)).isEqualTo(sequence < largest - 64);
                if (received.isTooOld(sequence)) {
                    continue;
                }
                assertThat(received.isDuplicate(sequence)).isEqualTo(model.contains(sequence));
                if (model.add(sequence)) {
                    assertThat(received.add(sequence, i)).isEqualTo(sequence == largest + 1);
                    largest = Math.max(largest, sequence);
                }
                assertThat(received.largest()).isEqualTo(largest);
                for (int bit = 0; bit < 64; bit++) {
                    assertThat((received.bits() >>> bit & 1) == 1).isEqualTo(model.contains(largest - 1 - bit));
                }
            }
        }
    }

    @Test
    void shouldEstimateTheRoundTripAsRfc9002Does() {
        RttEstimator rtt = new RttEstimator();
        assertThat(rtt.isSampled()).isFalse();
        rtt.sample(100 * MILLI, 0);
        assertThat(rtt.smoothed()).isEqualTo(100 * MILLI);
        assertThat(rtt.variance()).isEqualTo(50 * MILLI);
        rtt.sample(180 * MILLI, 40 * MILLI); // 140 without the peer's delay
        assertThat(rtt.variance()).isEqualTo(50 * MILLI + (40 * MILLI - 50 * MILLI) / 4);
        assertThat(rtt.smoothed()).isEqualTo(105 * MILLI);
        assertThat(rtt.minimum()).isEqualTo(100 * MILLI);
        assertThat(rtt.lossDelay()).isEqualTo(180 * MILLI * 9 / 8);
        rtt.sample(110 * MILLI, 40 * MILLI); // a delay that would undercut the shortest is not believed
        assertThat(rtt.smoothed()).isEqualTo(105 * MILLI + 5 * MILLI / 8);
    }

    @Test
    void shouldNotTakeAJumpOfTheClockForARoundTrip() {
        RttEstimator rtt = new RttEstimator();
        rtt.sample(100 * MILLI, 0);
        rtt.sample(3600 * TestPair.SECOND, 0);
        assertThat(rtt.smoothed()).isEqualTo(100 * MILLI);
    }

    @Test
    void shouldKeepWhatIsInFlightWhenTheRingGrowsAndForgetNothingWhenItIsFull() {
        SentPackets sent = new SentPackets(new SentPacketPool(), 65_530);
        int packets = 0;
        while (sent.hasRoom()) {
            SentPacket packet = sent.begin(packets * MILLI);
            packet.urgency = AckUrgency.RELIABLE;
            sent.sent(packet, 100);
            packets++;
        }
        assertThat(packets).isEqualTo(SentPackets.MAX_IN_FLIGHT);
        assertThat(sent.bytesInFlight()).isEqualTo(100L * packets);
        SentPacket acknowledgement = sent.begin(packets * MILLI); // may still leave, but takes nobody's place
        sent.sent(acknowledgement, 30);
        int[] fates = new int[2];
        SentPackets.Outcome outcome = new SentPackets.Outcome() {
            @Override
            public void acked(SentPacket packet, boolean late) {
                fates[0]++;
            }

            @Override
            public void lost(SentPacket packet) {
                fates[1]++;
            }
        };
        sent.acknowledge(65_530 + packets - 1, -1L, outcome);
        sent.detectLoss(packets * MILLI, 100 * MILLI, outcome);
        assertThat(fates).containsExactly(65, packets - 65);
        assertThat(sent.bytesInFlight()).isZero();
    }
}
