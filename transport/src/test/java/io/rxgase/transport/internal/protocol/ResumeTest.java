package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Quality;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection that was silent for longer than the idle time-out and has a grace time. */
class ResumeTest {
    private static final long SECOND = TestPair.SECOND;
    private static final TransportOptions OPTIONS = TransportOptions.defaults().withResumeGrace(Duration.ofSeconds(30));

    private static TestPair silence(long seconds) {
        TestPair pair = new TestPair(OPTIONS).connect();
        pair.server.machine.offerState(pair.nowNanos, TestState.of(1, 2_000, 100));
        pair.run(SECOND);
        pair.up.down = true;
        pair.down.down = true;
        for (int i = 0; i < 50; i++) {
            pair.client.send(Channel.ORDERED, "up " + i);
            pair.server.send(Channel.UNORDERED, "down " + i);
        }
        pair.server.machine.offerState(pair.nowNanos, TestState.of(2, 2_000, 100));
        pair.run(seconds * SECOND);
        return pair;
    }

    @Test
    void shouldGoOnWithAllReliableMessagesAndAWholeState() {
        TestPair pair = silence(20);
        assertThat(pair.client.end()).isNull();
        assertThat(pair.client.events(EndpointEvent.QualityChanged.class))
                .extracting(EndpointEvent.QualityChanged::quality)
                .containsExactly(Quality.BAD);
        pair.client.address = TestPair.address(5, 5555);
        pair.up.down = false;
        pair.down.down = false;
        pair.run(5 * SECOND);

        assertThat(pair.client.events(EndpointEvent.Resumed.class)).hasSize(1);
        assertThat(pair.server.events(EndpointEvent.Resumed.class)).hasSize(1);
        assertThat(pair.server.texts(Channel.ORDERED))
                .hasSize(50)
                .startsWith("up 0")
                .endsWith("up 49");
        assertThat(pair.client.texts(Channel.UNORDERED)).hasSize(50).doesNotHaveDuplicates();
        List<StateSource.Frame> frames = pair.client.events(EndpointEvent.StateArrived.class).stream()
                .map(EndpointEvent.StateArrived::frame)
                .toList();
        assertThat(frames.get(frames.size() - 1).version()).isEqualTo(2);
        assertThat(frames.get(frames.size() - 1).baseVersion()).isEqualTo(StateSource.NONE);
    }

    @Test
    void shouldEndWhenTheGraceTimeIsOver() {
        TestPair pair = silence(36);
        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.TIMED_OUT);
        assertThat(pair.client.end().detail()).contains("35.0 s");
        assertThat(pair.server.end().reason()).isEqualTo(DisconnectReason.TIMED_OUT);
        assertThat(pair.client.events(EndpointEvent.Failed.class)).hasSize(50);
    }

    @Test
    void shouldSendLittleWhileThereIsSilence() {
        TestPair pair = silence(5);
        long before = pair.up.datagrams + pair.down.datagrams;
        pair.run(20 * SECOND);
        assertThat(pair.up.datagrams + pair.down.datagrams - before).isLessThan(100);
    }
}
