package io.rxgase.transport.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.StateSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateStreamTest {
    private static final long MILLI = TestPair.MILLI;
    private static final long SECOND = TestPair.SECOND;

    @Test
    void shouldSendAWholeStateFirstAndThenDifferencesAgainstWhatTheClientHolds() {
        TestPair pair = new TestPair().connect();
        for (int version = 0; version < 50; version++) {
            pair.server.machine.offerState(pair.nowNanos, TestState.of(version, 500, 80));
            pair.run(20 * MILLI);
        }

        List<StateSource.Frame> frames = frames(pair);
        assertThat(frames).hasSize(50);
        assertThat(frames.get(0).baseVersion()).isEqualTo(StateSource.NONE);
        assertThat(frames.get(49).baseVersion()).isBetween(45L, 48L);
        assertThat(frames)
                .allMatch(frame -> TestState.of(frame.version(), 500, 80).made(frame));
    }

    @Test
    void shouldBringTheLastStateOverALossyLinkThoughNoNewerOneFollows() {
        TestPair pair = new TestPair().connect();
        pair.up.loss = 0.4;
        pair.down.loss = 0.4;
        for (int version = 0; version < 20; version++) {
            pair.server.machine.offerState(pair.nowNanos, TestState.of(version, 3000, 300));
            long wanted = version;
            assertThat(pair.runUntil(() -> frames(pair).stream().anyMatch(f -> f.version() == wanted), 5 * SECOND))
                    .as("version " + version)
                    .isTrue();
        }
    }

    @Test
    void shouldBringALargeStateOverALossyLink() {
        TestPair pair = new TestPair().connect();
        pair.down.loss = 0.1;
        pair.up.loss = 0.1;
        pair.down.delayNanos = 50 * MILLI;
        pair.up.delayNanos = 50 * MILLI;
        TestState state = TestState.of(1, 200 * 1024, 100);
        pair.server.machine.offerState(pair.nowNanos, state);

        assertThat(pair.runUntil(() -> !frames(pair).isEmpty(), 10 * SECOND)).isTrue();
        assertThat(state.made(frames(pair).get(0))).isTrue();
    }

    @Test
    void shouldSendAWholeStateAgainWhenTheClientAsksForIt() {
        TestPair pair = new TestPair().connect();
        pair.server.machine.offerState(pair.nowNanos, TestState.of(1, 500, 80));
        pair.run(SECOND);
        pair.client.machine.holdState(pair.nowNanos, pair.client.connection, StateSource.NONE);
        pair.run(SECOND);

        assertThat(frames(pair)).hasSize(2).allMatch(frame -> frame.baseVersion() == StateSource.NONE);
    }

    private static List<StateSource.Frame> frames(TestPair pair) {
        return pair.client.events(EndpointEvent.StateArrived.class).stream()
                .map(EndpointEvent.StateArrived::frame)
                .toList();
    }
}
