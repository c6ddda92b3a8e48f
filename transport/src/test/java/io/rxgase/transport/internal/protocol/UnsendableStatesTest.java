package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** States that a peer can never be given: told once to both sides, and not encoded again at each tick. */
class UnsendableStatesTest {
    private static final long MILLI = TestPair.MILLI;
    private static final long SECOND = TestPair.SECOND;
    private static final int MOST = 10_000;
    private static final TransportOptions SMALL = TransportOptions.defaults().withMaxStateBytes(MOST);

    private int encodings;
    private long version;

    /** Offers states for some seconds, 50 a second, with whole states and differences of that size at each version. */
    private void play(TestPair pair, double seconds, LongUnaryOperator wholeBytes, LongUnaryOperator differenceBytes) {
        for (int i = 0; i < seconds * 50; i++) {
            long now = version++;
            TestState state =
                    TestState.of(now, (int) wholeBytes.applyAsLong(now), (int) differenceBytes.applyAsLong(now));
            pair.server.machine.offerState(pair.nowNanos, new StateSource() {
                @Override
                public long version() {
                    return now;
                }

                @Override
                public Frame frame(Receiver receiver, long baseVersion) {
                    encodings++;
                    return state.frame(receiver, baseVersion);
                }
            });
            pair.run(20 * MILLI);
        }
    }

    private static List<EndpointEvent.StateArrived> states(TestPair pair) {
        return pair.client.events(EndpointEvent.StateArrived.class);
    }

    private static void checkTold(TestPair pair, String what) {
        assertThat(pair.client.end()).isNotNull();
        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.UNSENDABLE_STATE);
        assertThat(pair.client.end().detail()).contains(what);
        assertThat(pair.server.events(EndpointEvent.StateRefused.class)).hasSize(1);
        assertThat(pair.server.end()).isNotNull();
    }

    @Test
    void shouldDisconnectAtOnceWhoHoldsNothingAndCanNeverGetTheState() {
        TestPair pair = new TestPair(SMALL, SMALL, 1, 0, 0).connect();
        play(pair, 1, now -> MOST + 1, now -> 100);

        checkTold(pair, "the state has 10001 bytes, but the sender's maxStateBytes is 10000");
        assertThat(pair.client.end().detail()).contains("withMaxStateBytes");
        assertThat(encodings).isOne();
        assertThat(pair.server.dropped(DropRule.UNSENDABLE_STATE)).isOne();
    }

    @Test
    void shouldMindWhatTheReceiverTakes() {
        TestPair pair = new TestPair(SMALL, TransportOptions.defaults(), 1, 0, 0).connect();
        play(pair, 1, now -> MOST + 1, now -> 100);

        checkTold(pair, "the receiver takes 10000");
    }

    @Test
    void shouldSendWhatIsJustNotTooLarge() {
        TestPair pair = new TestPair(SMALL, SMALL, 1, 0, 0).connect();
        play(pair, 1, now -> MOST, now -> MOST);

        assertThat(pair.client.end()).isNull();
        assertThat(states(pair)).hasSizeGreaterThan(20);
    }

    @Test
    void shouldLetThoseGoOnWhoseDifferencesFit() {
        TestPair pair = new TestPair(SMALL, SMALL, 1, 0, 0).connect();
        play(pair, 1, now -> MOST, now -> 100);
        play(pair, 10, now -> 5 * MOST, now -> 100);

        assertThat(pair.client.end()).isNull();
        assertThat(states(pair).get(states(pair).size() - 1).frame().version()).isEqualTo(version - 1);
        assertThat(pair.server.dropped(DropRule.UNSENDABLE_STATE)).isZero();
    }

    @Test
    void shouldTryRarelyAndGoOnWhenTheStateShrinks() {
        TestPair pair = new TestPair(SMALL, SMALL, 1, 0, 0).connect();
        play(pair, 1, now -> MOST, now -> 100);
        int before = encodings;
        play(pair, 4, now -> 2 * MOST, now -> 2 * MOST);
        assertThat(encodings - before).as("encodings in 200 ticks").isLessThan(25);
        assertThat(pair.client.end()).isNull();

        play(pair, 2, now -> MOST, now -> 100);
        assertThat(states(pair).get(states(pair).size() - 1).frame().version()).isEqualTo(version - 1);
        assertThat(pair.server.events(EndpointEvent.StateRefused.class)).hasSize(1);
    }

    @Test
    void shouldSendAWholeStateWhereOnlyTheDifferenceIsTooLarge() {
        TestPair pair = new TestPair(SMALL, SMALL, 1, 0, 0).connect();
        play(pair, 2, now -> 500, now -> 2 * MOST);

        assertThat(pair.client.end()).isNull();
        assertThat(states(pair)).hasSizeGreaterThan(90);
    }

    @Test
    void shouldDisconnectWhoHoldsSomethingAfterItsIdleTimeOut() {
        TestPair pair = new TestPair(SMALL, SMALL, 1, 0, 0).connect();
        play(pair, 1, now -> 100, now -> 100);
        // The game stands still, with a state that does not fit.
        play(pair, 0.02, now -> 2 * MOST, now -> 2 * MOST);
        pair.run(4 * SECOND);
        assertThat(pair.client.end()).isNull();
        pair.run(2 * SECOND);

        checkTold(pair, "the state has 20000 bytes");
    }

    @Test
    void shouldReportWhatASourceThrowsAndEndIfItGoesOn() {
        TestPair pair = new TestPair().connect();
        play(pair, 1, now -> 500, now -> 100);
        AssertionError fault = new AssertionError("a view of the game's");
        for (int i = 0; i < 50 * 6; i++) {
            long now = version++;
            pair.server.machine.offerState(pair.nowNanos, new StateSource() {
                @Override
                public long version() {
                    return now;
                }

                @Override
                public Frame frame(Receiver receiver, long baseVersion) {
                    encodings++;
                    throw fault;
                }
            });
            pair.run(20 * MILLI);
        }

        checkTold(pair, "the state could not be encoded");
        assertThat(pair.server.events(EndpointEvent.StateRefused.class).get(0).cause())
                .isSameAs(fault);
        assertThat(encodings).isLessThan(50 + 25);
    }

    @Test
    void shouldGoOnAfterASourceThrewOnce() {
        TestPair pair = new TestPair().connect();
        play(pair, 0.4, now -> 500, now -> 100);
        long failing = version++;
        pair.server.machine.offerState(pair.nowNanos, new StateSource() {
            @Override
            public long version() {
                return failing;
            }

            @Override
            public Frame frame(Receiver receiver, long baseVersion) {
                throw new IllegalStateException("once");
            }
        });
        pair.run(20 * MILLI);
        play(pair, 0.4, now -> 500, now -> 100);

        assertThat(states(pair)).hasSize(40);
        assertThat(pair.server.dropped(DropRule.UNSENDABLE_STATE)).isOne();
    }
}
