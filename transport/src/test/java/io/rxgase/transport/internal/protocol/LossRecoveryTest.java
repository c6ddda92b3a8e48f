package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.SendOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When something is sent again, and how long that takes. */
class LossRecoveryTest {
    private static final long MILLI = TestPair.MILLI;
    private static final long SECOND = TestPair.SECOND;

    /** 20 ms each way, measured by both. */
    private static TestPair pair() {
        TestPair pair = new TestPair();
        pair.up.delayNanos = 20 * MILLI;
        pair.down.delayNanos = 20 * MILLI;
        pair.connect();
        pair.run(20 * SECOND);
        return pair;
    }

    private static void sendIntoTheVoid(TestPair pair, String text) {
        pair.up.down = true;
        pair.client.send(Channel.UNORDERED, text);
        pair.client.drain();
        pair.up.down = false;
    }

    /** Virtual time until that many messages have arrived. */
    private static long timeUntilReceived(TestPair pair, int count) {
        long start = pair.nowNanos;
        assertThat(pair.runUntil(() -> pair.server.texts(Channel.UNORDERED).size() == count, 5 * SECOND))
                .isTrue();
        return pair.nowNanos - start;
    }

    @Test
    void shouldSendAgainAfterAProbeTimeoutWhenNothingElseIsUnderWay() {
        TestPair pair = pair();
        sendIntoTheVoid(pair, "alone");

        // 40 ms round trip, 10 ms that the peer may wait, at least 1 ms for its variance, 20 ms to travel
        assertThat(timeUntilReceived(pair, 1)).isBetween(70 * MILLI, 95 * MILLI);
    }

    @Test
    void shouldSendAgainAsSoonAsThreeLaterPacketsAreAcknowledged() {
        TestPair pair = pair();
        sendIntoTheVoid(pair, "lost");
        for (int i = 0; i < 3; i++) {
            pair.client.send(Channel.UNORDERED, "later " + i);
            pair.client.drain();
        }

        // The gap is acknowledged at once: a round trip, and the way there.
        assertThat(timeUntilReceived(pair, 4)).isBetween(60 * MILLI, 62 * MILLI);
    }

    @Test
    void shouldSendAgainAfterNineEighthsOfTheRoundTripWhenOnlyOneLaterPacketIsAcknowledged() {
        TestPair pair = pair();
        sendIntoTheVoid(pair, "lost");
        pair.client.send(Channel.UNORDERED, "later");
        pair.client.drain();

        assertThat(timeUntilReceived(pair, 2)).isBetween(64 * MILLI, 80 * MILLI);
    }

    @Test
    void shouldDoubleTheProbeTimeoutUpToASecond() {
        TestPair pair = pair();
        pair.up.down = true;
        pair.up.records = true;
        pair.client.send(Channel.UNORDERED, "again and again");
        pair.run(10 * SECOND);

        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < pair.up.sendTimes.size(); i++) {
            gaps.add((pair.up.sendTimes.get(i) - pair.up.sendTimes.get(i - 1)) / MILLI);
        }
        // Later on the keep-alives of both sides come in between.
        assertThat(gaps.get(0)).isBetween(50L, 70L);
        assertThat(gaps.get(1)).isBetween(100L, 140L);
        assertThat(gaps.get(2)).isBetween(200L, 280L);
        assertThat(gaps).allMatch(gap -> gap <= 1000).hasSizeLessThan(25);
    }

    @Test
    void shouldTakeALateAcknowledgementForWhatItIs() {
        TestPair pair = pair();
        pair.down.delayNanos = 900 * MILLI; // the acknowledgement comes long after the probe time-out
        for (int i = 0; i < 20; i++) {
            pair.client.send(Channel.UNORDERED, "message " + i);
            pair.run(20 * MILLI);
        }
        pair.run(3 * SECOND);

        assertThat(pair.server.texts(Channel.UNORDERED)).hasSize(20).doesNotHaveDuplicates();
        assertThat(pair.client.events(EndpointEvent.Acked.class)).hasSize(20);
        assertThat(pair.server.dropped(DropRule.DUPLICATE_MESSAGE)).isPositive();
    }

    @Test
    void shouldSendNoCopiesWhereNothingIsLost() {
        TestPair pair = pair();
        for (int i = 0; i < 200; i++) {
            pair.client.send(Channel.UNORDERED, "message " + i);
            pair.run(10 * MILLI);
        }
        assertThat(pair.client.machine.stats(pair.client.connection).messagesResent())
                .isZero();
    }

    @Test
    void shouldAcknowledgeAFewTimesASecondWhereNobodyWaitsForIt() {
        TestPair pair = pair();
        long before = pair.up.datagrams;
        for (int i = 0; i < 500; i++) {
            pair.server.send(Channel.UNRELIABLE, new byte[40], SendOptions.DEFAULT);
            pair.run(20 * MILLI);
        }
        // 10 s: an acknowledgement each 100 ms, and keep-alives
        assertThat(pair.up.datagrams - before).isBetween(80L, 130L);
    }
}
