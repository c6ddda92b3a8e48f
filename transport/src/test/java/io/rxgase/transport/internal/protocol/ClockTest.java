package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DisconnectReason;
import org.junit.jupiter.api.Test;

/** Clocks and processes that stand still, or jump. */
class ClockTest {
    private static final long MILLI = TestPair.MILLI;
    private static final long SECOND = TestPair.SECOND;

    @Test
    void shouldSurviveAProcessThatStandsStillForTwoSeconds() {
        TestPair pair = new TestPair().connect();
        for (int i = 0; i < 100; i++) {
            pair.client.send(Channel.ORDERED, "message " + i);
            if (i == 50) {
                pair.server.pausedUntilNanos = pair.nowNanos + 2 * SECOND;
            }
            pair.run(30 * MILLI);
        }
        pair.run(3 * SECOND);
        assertThat(pair.server.texts(Channel.ORDERED)).hasSize(100);
        assertThat(pair.server.end()).isNull();
    }

    @Test
    void shouldGoOnAfterAJumpOfAnHourWhenThePeerIsStillThere() {
        TestPair pair = new TestPair().connect();
        pair.client.send(Channel.ORDERED, "before");
        pair.client.drain();
        long sent = pair.up.datagrams + pair.down.datagrams;
        pair.nowNanos += 3600 * SECOND;
        pair.run(SECOND);
        assertThat(pair.up.datagrams + pair.down.datagrams - sent).isLessThan(50);
        pair.client.send(Channel.ORDERED, "after");
        pair.run(10 * SECOND);

        assertThat(pair.server.texts(Channel.ORDERED)).containsExactly("before", "after");
        assertThat(pair.client.end()).isNull();
        assertThat(pair.client.machine.stats(pair.client.connection).rttNanos()).isLessThan(SECOND);
    }

    @Test
    void shouldEndSoonAfterAJumpOfAnHourWhenThePeerIsGone() {
        TestPair pair = new TestPair().connect();
        pair.up.down = true;
        pair.down.down = true;
        pair.nowNanos += 3600 * SECOND;
        pair.run(3 * SECOND);

        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.TIMED_OUT);
    }

    @Test
    void shouldDeliverWhileTheClockStandsStill() {
        TestPair pair = new TestPair().connect();
        pair.run(100 * MILLI);
        pair.up.delayNanos = 0;
        pair.down.delayNanos = 0;
        long standing = pair.nowNanos;
        for (int i = 0; i < 500; i++) {
            pair.client.send(Channel.ORDERED, "message " + i);
            pair.step(standing);
            pair.step(standing);
        }
        assertThat(pair.nowNanos).isEqualTo(standing);
        assertThat(pair.server.texts(Channel.ORDERED).size()).isGreaterThan(100);
        pair.run(2 * SECOND);
        assertThat(pair.server.texts(Channel.ORDERED)).hasSize(500);
    }
}
