package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was begun is finished: a link that carries less than the game changes brings whole states one after the other. */
class FinishedStatesTest {
    private static final long MILLI = TestPair.MILLI;
    private static final int PACKET = 1_121;
    private static final int TICKS_PER_SECOND = 50;

    private record Link(double bytesPerSecond, long delayMillis, int queueBytes, double loss) {}

    /** What arrived within some seconds, and what the link would have carried. */
    private record Outcome(double share, double statesPerSecond, int missed, long longestGapMillis) {}

    /** States of that size that change wholly at each tick; measured after the link was found out. */
    private static Outcome play(Link link, int stateBytes, int seconds) {
        TestPair pair = new TestPair(TransportOptions.defaults(), TransportOptions.defaults(), 1, 0, 0).connect();
        pair.down.bytesPerSecond = link.bytesPerSecond;
        pair.down.queueBytes = link.queueBytes;
        pair.up.delayNanos = link.delayMillis * MILLI;
        pair.down.delayNanos = link.delayMillis * MILLI;
        pair.down.loss = link.loss;
        pair.up.loss = link.loss;
        List<Long> arrivals = new ArrayList<>();
        pair.client.listener = (event, nowNanos) -> {
            if (event instanceof EndpointEvent.StateArrived) {
                arrivals.add(nowNanos);
            }
        };
        int warmUp = 2 * TICKS_PER_SECOND;
        for (int version = 0; version < warmUp + seconds * TICKS_PER_SECOND; version++) {
            if (version == warmUp) {
                arrivals.clear();
                pair.client.missed.clear();
            }
            pair.server.machine.offerState(pair.nowNanos, TestState.of(version, stateBytes, stateBytes));
            pair.run(1_000 / TICKS_PER_SECOND * MILLI);
        }
        long longest = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            longest = Math.max(longest, arrivals.get(i) - arrivals.get(i - 1));
        }
        // Of a link that carries more than the game makes, all that it makes.
        double possible = Math.min(link.bytesPerSecond, (double) stateBytes * TICKS_PER_SECOND);
        double lasted = (arrivals.get(arrivals.size() - 1) - arrivals.get(0)) / 1e9;
        double perSecond = (arrivals.size() - 1) / lasted;
        return new Outcome(perSecond * stateBytes / possible, perSecond, pair.client.missed.size(), longest / MILLI);
    }

    private static void checkShare(Link link, int packets, double least) {
        Outcome outcome = play(link, packets * PACKET, 4);
        Figures.print("states of %d packets over %s: %s", packets, link, outcome);
        assertThat(outcome.share)
                .as("share of %s that states of %d packets fill", link, packets)
                .isGreaterThan(least);
        assertThat(outcome.missed).isZero();
    }

    @Test
    void shouldFillALinkWithStatesThatAreComplete() {
        for (int packets : new int[] {2, 5, 8, 16, 64}) {
            checkShare(new Link(100_000, 20, 64 * 1024, 0), packets, 0.9);
            checkShare(new Link(400_000, 1, 64 * 1024, 0), packets, 0.9);
        }
        checkShare(new Link(2_000_000, 60, 256 * 1024, 0), 33, 0.9);
        checkShare(new Link(2_000_000, 60, 256 * 1024, 0), 64, 0.9);
    }

    @Test
    void shouldFinishStatesOverALinkThatLosesSome() {
        // Where more is lost than a state is worth, a small one that is overtaken is left to the next, which comes
        // sooner.
        for (int packets : new int[] {2, 5, 8, 16, 64}) {
            checkShare(new Link(100_000, 20, 64 * 1024, 0.01), packets, 0.88);
            checkShare(new Link(100_000, 20, 64 * 1024, 0.05), packets, 0.7);
        }
        checkShare(new Link(400_000, 20, 64 * 1024, 0.05), 64, 0.8);
    }

    @Test
    void shouldFinishALargeStateBeforeTheSmallOnesThatFollow() {
        TestPair pair = new TestPair().connect();
        pair.down.bytesPerSecond = 100_000;
        pair.up.delayNanos = 30 * MILLI;
        pair.down.delayNanos = 30 * MILLI;
        pair.server.machine.offerState(pair.nowNanos, TestState.of(0, 60_000, 100));
        for (int version = 1; version <= 100; version++) {
            pair.run(20 * MILLI);
            pair.server.machine.offerState(pair.nowNanos, TestState.of(version, 60_000, 100));
        }
        pair.run(200 * MILLI);

        List<StateSource.Frame> frames = pair.client.events(EndpointEvent.StateArrived.class).stream()
                .map(EndpointEvent.StateArrived::frame)
                .toList();
        assertThat(frames.get(0).version()).isZero();
        // The next one starts from it although it was still under way: the whole state went once.
        assertThat(frames.stream().filter(frame -> frame.baseVersion() == StateSource.NONE))
                .hasSize(1);
        assertThat(frames.get(frames.size() - 1).version()).isEqualTo(100);
        assertThat(pair.server.dropped(DropRule.REPLACED_STATE)).isZero();
        assertThat(pair.client.missed).isEmpty();
    }

    @Test
    void shouldHoldBackWhatStartsFromAStateThatLacksAPart() {
        TestPair pair = new TestPair().connect();
        pair.server.machine.offerState(pair.nowNanos, TestState.of(0, 40_000, 100));
        pair.up.delayNanos = 30 * MILLI;
        pair.down.delayNanos = 30 * MILLI;
        pair.down.loss = 0.2;
        for (int version = 1; version <= 50; version++) {
            pair.run(20 * MILLI);
            pair.server.machine.offerState(pair.nowNanos, TestState.of(version, 40_000, 100));
        }
        pair.down.loss = 0;
        pair.run(1_000 * MILLI);

        List<StateSource.Frame> frames = pair.client.events(EndpointEvent.StateArrived.class).stream()
                .map(EndpointEvent.StateArrived::frame)
                .toList();
        assertThat(frames.get(0).version()).isZero();
        assertThat(frames.get(frames.size() - 1).version()).isEqualTo(50);
        assertThat(pair.client.missed).isEmpty();
    }
}
