package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateStreamTest {
    private static final long MILLI = TestPair.MILLI;
    private static final long SECOND = TestPair.SECOND;

    private final TestPair pair = new TestPair().connect();
    private long version;

    private void delayBothWays(long nanos) {
        pair.up.delayNanos = nanos;
        pair.down.delayNanos = nanos;
    }

    private void loseBothWays(double share) {
        pair.up.loss = share;
        pair.down.loss = share;
    }

    /** Offers states of 500 bytes, 50 a second. */
    private void offerStates(int count) {
        for (int i = 0; i < count; i++) {
            pair.server.machine.offerState(pair.nowNanos, TestState.of(version++, 500, 80));
            pair.run(20 * MILLI);
        }
    }

    /** Offers so many that the server starts from what it sent last, with some to spare. */
    private void offerUntilTheLinkIsTrusted() {
        offerStates(BaselineChain.CLEAN_STATES + 40);
    }

    private void loseTheNextState() {
        pair.down.loss = 1;
        offerStates(1);
        pair.down.loss = 0;
    }

    private List<StateSource.Frame> frames() {
        return frames(pair);
    }

    private List<StateSource.Frame> latest(int count) {
        List<StateSource.Frame> frames = frames();
        return frames.subList(frames.size() - count, frames.size());
    }

    @Test
    void shouldSendAWholeStateFirstAndThenDifferencesAgainstWhatTheClientHolds() {
        offerStates(50);

        List<StateSource.Frame> frames = frames();
        assertThat(frames).hasSize(50);
        assertThat(frames.get(0).baseVersion()).isEqualTo(StateSource.NONE);
        assertThat(frames.get(49).baseVersion()).isBetween(45L, 48L);
        assertThat(frames)
                .allMatch(frame -> TestState.of(frame.version(), 500, 80).made(frame));
    }

    @Test
    void shouldStartFromWhatWasSentLastAndHearLittleWhereNothingIsLost() {
        delayBothWays(60 * MILLI);
        offerUntilTheLinkIsTrusted();
        long datagramsBack = pair.up.datagrams;
        offerStates(100);

        List<StateSource.Frame> latest = latest(100);
        assertThat(latest).allMatch(frame -> frame.baseVersion() == frame.version() - 1);
        assertThat(pair.up.datagrams - datagramsBack)
                .as("acknowledgements in two seconds")
                .isBetween(6L, 9L);
        assertThat(pair.client.missed).isEmpty();
    }

    @Test
    void shouldGoBackToWhatIsHeldWhenAStateThatOthersStartFromIsLost() {
        delayBothWays(60 * MILLI);
        offerUntilTheLinkIsTrusted();
        loseTheNextState();
        offerStates(30);
        pair.run(SECOND);

        // The client lacks what left within a round trip of 120 ms after the loss, and nothing after that.
        assertThat(pair.client.missed).hasSizeBetween(6, 8);
        long lost = pair.client.missed.get(0).baseVersion();
        List<StateSource.Frame> after = latest(20);
        assertThat(after.get(0).baseVersion()).isNotEqualTo(StateSource.NONE).isLessThanOrEqualTo(lost);
        assertThat(after.get(19).version()).isEqualTo(version - 1);
        assertThat(after).noneMatch(pair.client.missed::contains);
        assertThat(pair.client.machine.dropped(DropRule.MISSING_BASE)).isEqualTo(pair.client.missed.size());
        // Trust has to be earned anew.
        assertThat(after.get(19).baseVersion()).isLessThan(version - 4);
    }

    @Test
    void shouldBringTheLastStateThoughItsBaseWasLost() {
        offerUntilTheLinkIsTrusted();
        loseTheNextState();
        offerStates(1);
        pair.run(100 * MILLI);

        assertThat(pair.client.missed).hasSize(1);
        StateSource.Frame last = latest(1).get(0);
        assertThat(last.version()).isEqualTo(version - 1);
        assertThat(last.baseVersion()).isEqualTo(version - 3);
    }

    @Test
    void shouldBringTheLastStateThoughItWasLostWhereTheServerHearsLittle() {
        offerUntilTheLinkIsTrusted();
        loseTheNextState();
        pair.run(400 * MILLI);

        assertThat(latest(1).get(0).version()).isEqualTo(version - 1);
    }

    @Test
    void shouldNotRelyOnALinkThatLoses() {
        pair.down.delayNanos = 60 * MILLI;
        pair.down.loss = 0.05;
        offerStates(1000);

        assertThat(pair.client.missed).hasSizeLessThan(20);
        assertThat(latest(100)).allMatch(frame -> frame.baseVersion() < frame.version() - 2);
    }

    @Test
    void shouldBringTheLastStateOverALossyLinkThoughNoNewerOneFollows() {
        loseBothWays(0.4);
        for (int version = 0; version < 20; version++) {
            pair.server.machine.offerState(pair.nowNanos, TestState.of(version, 3000, 300));
            long wanted = version;
            assertThat(pair.runUntil(() -> frames().stream().anyMatch(f -> f.version() == wanted), 5 * SECOND))
                    .as("version " + version)
                    .isTrue();
        }
    }

    @Test
    void shouldBringALargeStateOverALossyLink() {
        loseBothWays(0.1);
        delayBothWays(50 * MILLI);
        TestState state = TestState.of(1, 200 * 1024, 100);
        pair.server.machine.offerState(pair.nowNanos, state);

        assertThat(pair.runUntil(() -> !frames().isEmpty(), 10 * SECOND)).isTrue();
        assertThat(state.made(frames().get(0))).isTrue();
    }

    @Test
    void shouldSendAWholeStateAgainWhenTheClientAsksForIt() {
        pair.server.machine.offerState(pair.nowNanos, TestState.of(1, 500, 80));
        pair.run(SECOND);
        pair.client.machine.holdState(pair.nowNanos, pair.client.connection, StateSource.NONE, false);
        pair.run(SECOND);

        assertThat(frames()).hasSize(2).allMatch(frame -> frame.baseVersion() == StateSource.NONE);
    }

    @Test
    void shouldKeepSmallMessagesFlowingWhileASnapshotIsUnderWay() {
        for (double bytesPerSecond : new double[] {0, 1_000_000}) {
            Figures without = messagesBesideASnapshot(0, bytesPerSecond);
            Figures with = messagesBesideASnapshot(200 * 1024, bytesPerSecond);
            double alone = without.percentileMillis(0.99);
            double beside = with.percentileMillis(0.99);
            Figures.print(
                    "200 KiB snapshot at 10 %% loss, link of %.0f bytes/s: p99 of small messages %.1f ms, %.1f ms without",
                    bytesPerSecond, beside, alone);
            assertThat(beside).isLessThan(3 * alone);
        }
    }

    /** Delivery times of messages from server to client, sent until the snapshot has arrived, or for as long as that would take. */
    private static Figures messagesBesideASnapshot(int snapshotBytes, double bytesPerSecond) {
        Figures times = new Figures();
        for (int seed = 1; seed <= 20; seed++) {
            TestPair pair = new TestPair(TransportOptions.defaults(), TransportOptions.defaults(), seed, 0, 0);
            for (TestLink link : new TestLink[] {pair.up, pair.down}) {
                link.delayNanos = 50 * MILLI;
                link.jitterNanos = 5 * MILLI;
                link.bytesPerSecond = bytesPerSecond;
            }
            pair.connect();
            pair.up.loss = 0.1;
            pair.down.loss = 0.1;
            pair.client.listener = (event, nowNanos) -> {
                if (event instanceof EndpointEvent.Message message) {
                    times.add(nowNanos - ByteBuffer.wrap(message.payload()).getLong());
                }
            };
            if (snapshotBytes > 0) {
                pair.server.machine.offerState(pair.nowNanos, TestState.of(1, snapshotBytes, 100));
            }
            long start = pair.nowNanos;
            int sent = 0;
            while (snapshotBytes > 0 ? frames(pair).isEmpty() : pair.nowNanos < start + SECOND) {
                byte[] message = ByteBuffer.allocate(50).putLong(pair.nowNanos).array();
                pair.server.send(Channel.UNORDERED, message);
                sent++;
                pair.run(10 * MILLI);
                assertThat(pair.nowNanos).isLessThan(start + 20 * SECOND);
            }
            pair.run(2 * SECOND);
            assertThat(pair.client.events(EndpointEvent.Message.class)).hasSize(sent);
        }
        return times;
    }

    private static List<StateSource.Frame> frames(TestPair pair) {
        return pair.client.events(EndpointEvent.StateArrived.class).stream()
                .map(EndpointEvent.StateArrived::frame)
                .toList();
    }
}
