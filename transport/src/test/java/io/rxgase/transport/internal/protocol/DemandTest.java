package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/** Demand that crosses the network: the sender's publisher is asked for what the receiver consumes. */
class DemandTest {
    private static final long SECOND = TestPair.SECOND;

    /** A publisher that always has more, asked as a driver asks. */
    private static final class Source {
        private final TestPair pair;
        private final Channel channel;
        private final int size;
        long requested;

        Source(TestPair pair, Channel channel, int size) {
            this.pair = pair;
            this.channel = channel;
            this.size = size;
            pair.client.listener = (event, nowNanos) -> {
                if (event instanceof EndpointEvent.CreditChanged changed && changed.channel() == channel.id()) {
                    pump();
                }
            };
        }

        void pump() {
            TestHost host = pair.client;
            long credit = host.machine.credit(host.connection, channel.id());
            while (credit > 0) {
                for (long i = 0; i < credit; i++) {
                    requested++;
                    host.machine.send(
                            pair.nowNanos, host.connection, channel.id(), new byte[size], SendOptions.DEFAULT, 0, true);
                }
                credit = host.machine.credit(host.connection, channel.id());
            }
        }
    }

    /** A consumer that takes one message a second. */
    private static final class SlowConsumer {
        final ArrayDeque<EndpointEvent.Message> waiting = new ArrayDeque<>();

        SlowConsumer(TestPair pair) {
            pair.server.consumesAtOnce = false;
            pair.server.listener = (event, nowNanos) -> {
                if (event instanceof EndpointEvent.Message message) {
                    waiting.add(message);
                }
            };
        }

        void consumeOne(TestPair pair) {
            EndpointEvent.Message message = waiting.remove();
            pair.server.machine.consumed(pair.nowNanos, message.connection(), message.channel(), 1);
        }
    }

    @Test
    void shouldAskThePublisherOnceASecondWhenTheRemoteConsumerTakesOneASecond() {
        askOnceASecond(Channel.ORDERED, 50, 0);
    }

    @Test
    void shouldAskOnceASecondOverALossyLinkToo() {
        askOnceASecond(Channel.UNORDERED, 50, 0.2);
    }

    @Test
    void shouldAskOnceASecondForLargeMessages() {
        askOnceASecond(Channel.ORDERED, 20_000, 0.05);
    }

    private static void askOnceASecond(Channel channel, int size, double loss) {
        TestPair pair = new TestPair().connect();
        pair.up.loss = loss;
        pair.down.loss = loss;
        Source source = new Source(pair, channel, size);
        SlowConsumer consumer = new SlowConsumer(pair);
        source.pump();
        pair.run(10 * SECOND);
        long window = source.requested;
        long most = 0;
        for (int second = 1; second <= 3_600; second++) {
            consumer.consumeOne(pair);
            pair.run(SECOND);
            assertThat(source.requested - window).isBetween(second - 2L, second + 1L);
            most = Math.max(most, Math.max(queued(pair.client), queued(pair.server)));
        }
        assertThat(window).isLessThanOrEqualTo(2 * Limits.MESSAGE_WINDOW);
        assertThat(most).isLessThanOrEqualTo(TransportOptions.defaults().maxQueuedBytes());
        Figures.print(
                "slow consumer, %d bytes, loss %.2f: one window is %d messages, most bytes queued %d in an hour",
                size, loss, window, most);
    }

    private static long queued(TestHost host) {
        ConnectionStats stats = host.machine.stats(host.connection);
        return stats.queuedBytes();
    }

    @Test
    void shouldNotHoldUpOneChannelWhenTheConsumerOfAnotherSleeps() {
        TestPair pair = new TestPair().connect();
        pair.server.consumesAtOnce = false;
        while (pair.client.trySend(Channel.ORDERED, new byte[1000], SendOptions.DEFAULT, 0) == null) {
            pair.run(TestPair.MILLI);
        }
        for (int i = 0; i < 50; i++) {
            pair.client.send(Channel.UNORDERED, "still flowing " + i);
            pair.run(10 * TestPair.MILLI);
        }

        assertThat(pair.server.texts(Channel.UNORDERED)).hasSize(50);
    }

    @Test
    void shouldGoOnWhenEveryUpdateOfTheEdgeWasLostForAWhile() {
        TestPair pair = new TestPair().connect();
        Source source = new Source(pair, Channel.ORDERED, 1000);
        SlowConsumer consumer = new SlowConsumer(pair);
        source.pump();
        pair.run(SECOND);
        pair.down.down = true;
        while (!consumer.waiting.isEmpty()) {
            consumer.consumeOne(pair);
        }
        pair.run(3 * SECOND);
        long before = source.requested;
        pair.down.down = false;
        pair.run(2 * SECOND);

        assertThat(source.requested).isGreaterThan(before);
        assertThat(consumer.waiting).isNotEmpty();
    }
}
