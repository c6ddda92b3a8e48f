package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are counted in 64 bits and travel in 16 or 32, and counters, before and after they wrap. */
class WrapTest {
    private static final long MILLI = TestPair.MILLI;

    @ParameterizedTest
    @ValueSource(longs = {0, (1L << 16) - 100, (1L << 32) - 100, (1L << 62) - 100})
    void shouldNumberMorePacketsAndMessagesThanAShortNumberCounts(long first) {
        TestPair pair = new TestPair(TransportOptions.defaults(), TransportOptions.defaults(), 1, first, first);
        pair.connect();
        pair.up.loss = 0.01;
        int[] next = new int[Channel.MAX_ID + 1];
        pair.server.listener = (event, nowNanos) -> {
            if (event instanceof EndpointEvent.Message message) {
                int number = ByteBuffer.wrap(message.payload()).getInt();
                assertThat(number).as("order").isEqualTo(next[message.channel()]++);
                pair.server.events.clear();
            }
        };
        int messages = 70_000;
        for (int i = 0; i < messages; i++) {
            pair.client.send(Channel.ORDERED, ByteBuffer.allocate(4).putInt(i).array());
            pair.run(MILLI);
            pair.client.events.clear();
        }
        pair.run(TestPair.SECOND);

        assertThat(next[Channel.ORDERED.id()]).isEqualTo(messages);
        assertThat(pair.client.machine.stats(pair.client.connection).packetsSent())
                .isGreaterThan(1 << 16);
    }

    @Test
    void shouldGoOnWhenTheEdgeInBytesPassesTheHalfAndTheWholeOfItsRange() {
        SendEdge edge = new SendEdge(0, new PeerLimits(0, 1 << 20, 1 << 20, 1 << 30, 1024, 5_000));
        long sent = 0;
        long number = 0;
        for (int i = 0; i < 20; i++) {
            int cost = 1 << 29;
            assertThat(edge.allows(number++, cost)).as("message " + i).isTrue();
            edge.began(cost);
            sent += cost;
            edge.advertised((int) number + 1024, (int) (sent + (1 << 30)));
        }
        assertThat(sent).isGreaterThan(1L << 33);
    }

    @Test
    void shouldTellSplitStatesApartWhenTheirNumberWraps() {
        TestPair pair = new TestPair().connect();
        long[] newest = {StateSource.NONE};
        pair.client.listener = (event, nowNanos) -> {
            if (event instanceof EndpointEvent.StateArrived state) {
                newest[0] = state.frame().version();
            }
        };
        int states = (1 << 16) + 100;
        for (int version = 0; version < states; version++) {
            pair.server.machine.offerState(pair.nowNanos, TestState.of(version, 1_300, 1_300));
            pair.run(5 * MILLI);
            pair.client.events.clear();
        }
        pair.run(TestPair.SECOND);
        assertThat(newest[0]).isEqualTo(states - 1);
        assertThat(pair.client.dropped(DropRule.STALE_STATE)).isLessThan(states / 100);
    }

    @Test
    void shouldFindConnectionsWhoseHandlesPass32Bits() {
        TestPair pair = new TestPair();
        pair.handles.set((1L << 32) - 2);
        for (int i = 0; i < 5; i++) {
            pair.client.machine.connect(pair.nowNanos, pair.server.address, new byte[0]);
            pair.run(TestPair.SECOND);
        }
        assertThat(pair.client.events(EndpointEvent.Connected.class))
                .hasSize(5)
                .allSatisfy(connected -> assertThat(pair.client.machine.stats(connected.connection()))
                        .isNotNull());
    }

    @Test
    void shouldTakeCookiesWhenTheirClockWraps() {
        CookieJar jar = new CookieJar(new java.util.SplittableRandom(1));
        jar.bake(0, TestPair.address(1, 1), 7);
        long wrap = (1L << 32) * MILLI;
        byte[] cookie = jar.bake(wrap - 3 * MILLI, TestPair.address(1, 1), 7);
        assertThat(jar.accepts(ByteBuffer.wrap(cookie), wrap + 2_000 * MILLI, TestPair.address(1, 1), 7))
                .isTrue();
        assertThat(jar.accepts(ByteBuffer.wrap(cookie), wrap + 20_000 * MILLI, TestPair.address(1, 1), 7))
                .isFalse();
    }
}
