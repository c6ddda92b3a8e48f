package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import org.junit.jupiter.api.Test;

/** What a connection holds, all its queues together, when everything comes at once. The seed sweep checks the same bound. */
class MemoryTest {
    private static final long MILLI = TestPair.MILLI;
    private static final long SECOND = TestPair.SECOND;
    private static final int LIMIT = TransportOptions.defaults().maxQueuedBytes();

    private static TestPair connected(long seed) {
        TestPair pair = new TestPair(TransportOptions.defaults(), TransportOptions.defaults(), seed, 0, 0);
        pair.up.delayNanos = 30 * MILLI;
        pair.down.delayNanos = 30 * MILLI;
        return pair.connect();
    }

    private static int used(TestHost host) {
        return host.machine.memory(host.connection).used();
    }

    @Test
    void shouldHoldNoMoreThanItMayWhenNobodyConsumesAnything() {
        TestPair pair = connected(1);
        pair.up.loss = 0.05;
        pair.down.loss = 0.05;
        pair.client.consumesAtOnce = false;
        pair.server.consumesAtOnce = false;
        for (int i = 0; i < 500; i++) {
            for (TestHost host : new TestHost[] {pair.client, pair.server}) {
                for (Channel channel : Channel.defaults()) {
                    host.trySend(channel, new byte[i % 3 == 0 ? 5_000 : 60], SendOptions.DEFAULT, 0);
                }
                assertThat(used(host)).isBetween(0, LIMIT);
            }
            if (i % 50 == 0) {
                pair.server.machine.offerState(pair.nowNanos, TestState.of(i, 100_000, 100_000));
            }
            pair.run(10 * MILLI);
            assertThat(used(pair.client)).isBetween(0, LIMIT);
            assertThat(used(pair.server)).isBetween(0, LIMIT);
        }
        assertThat(used(pair.server)).isGreaterThan(LIMIT / 2);
    }

    @Test
    void shouldCarryAMessageAsLargeAsAllItMayHoldBesideSmallOnesBothWays() {
        TestPair pair = connected(2);
        long large = pair.server.send(Channel.ORDERED, new byte[256 * 1024]);
        int sent = 0;
        while (pair.server.events(EndpointEvent.Acked.class).stream().noneMatch(acked -> acked.ticket() == large)) {
            pair.client.send(Channel.UNORDERED, new byte[50]);
            pair.server.send(Channel.UNORDERED, new byte[50]);
            sent++;
            pair.run(16 * MILLI);
            assertThat(sent).isLessThan(1_000);
            assertThat(used(pair.client)).isLessThan(LIMIT + LIMIT / 8 + 100);
            assertThat(used(pair.server)).isLessThan(LIMIT + LIMIT / 8 + 100);
        }
        pair.run(SECOND);
        assertThat(pair.client.events(EndpointEvent.Message.class)).hasSize(sent + 1);
        assertThat(pair.server.events(EndpointEvent.Message.class)).hasSize(sent);
        assertThat(used(pair.client)).isZero();
        assertThat(used(pair.server)).isZero();
    }

    @Test
    void shouldLetTheClientsLargeMessageGiveWayWhenTwoCrossForWhichThereIsNoRoom() {
        TestPair pair = connected(3);
        long fromClient = pair.client.send(Channel.ORDERED, new byte[200_000]);
        pair.server.send(Channel.ORDERED, new byte[200_000]);
        pair.run(10 * SECOND);

        assertThat(pair.client.events(EndpointEvent.Failed.class))
                .containsExactly(new EndpointEvent.Failed(
                        pair.client.connection, fromClient, DeliveryException.Reason.QUEUE_FULL));
        assertThat(pair.client.events(EndpointEvent.Message.class)).hasSize(1);
        assertThat(pair.client.dropped(DropRule.CROSSED_MESSAGE)).isOne();

        pair.client.send(Channel.ORDERED, new byte[200_000]);
        pair.run(10 * SECOND);
        assertThat(pair.server.events(EndpointEvent.Message.class)).hasSize(1);
    }

    @Test
    void shouldSendAgainWhatFoundNoRoom() {
        TestPair pair = connected(4);
        pair.server.consumesAtOnce = false;
        pair.client.send(Channel.ORDERED, new byte[200_000]);
        pair.run(5 * SECOND);
        pair.client.send(Channel.UNORDERED, new byte[100_000]);
        pair.run(5 * SECOND);
        assertThat(pair.server.dropped(DropRule.NO_ROOM)).isPositive();
        assertThat(pair.server.events(EndpointEvent.Message.class)).hasSize(1);

        pair.server.machine.consumed(pair.nowNanos, pair.server.connection, Channel.ORDERED.id(), 1);
        pair.run(10 * SECOND);
        assertThat(pair.server.events(EndpointEvent.Message.class)).hasSize(2);
        assertThat(pair.server.end()).isNull();
    }

    @Test
    void shouldPutAMessageBeforeAStateWhenThereIsRoomForOneOnly() {
        TestPair pair = connected(5);
        pair.down.bytesPerSecond = 200_000;
        pair.server.machine.offerState(pair.nowNanos, TestState.of(1, 200_000, 100));
        pair.run(500 * MILLI);
        pair.server.send(Channel.ORDERED, new byte[50_000]);
        assertThat(pair.runUntil(
                        () -> !pair.client.events(EndpointEvent.Message.class).isEmpty(), 5 * SECOND))
                .isTrue();
        assertThat(pair.runUntil(
                        () -> !pair.client
                                .events(EndpointEvent.StateArrived.class)
                                .isEmpty(),
                        20 * SECOND))
                .isTrue();
    }
}
