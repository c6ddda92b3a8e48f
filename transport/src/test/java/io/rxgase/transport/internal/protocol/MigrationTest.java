package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.TransportOptions;
import java.net.InetSocketAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MigrationTest {
    private static final long MILLI = TestPair.MILLI;
    private static final long SECOND = TestPair.SECOND;
    private static final InetSocketAddress ELSEWHERE = TestPair.address(9, 1234);

    @Test
    void shouldGoOnFromAnotherAddressWithNothingLostOrDoubled() {
        for (int seed = 0; seed < 50; seed++) {
            TestPair pair =
                    new TestPair(TransportOptions.defaults(), TransportOptions.defaults(), seed, 0, 0).connect();
            pair.up.loss = 0.1;
            pair.down.loss = 0.1;
            for (int i = 0; i < 100; i++) {
                pair.client.send(Channel.ORDERED, "up " + i);
                pair.server.send(Channel.UNORDERED, "down " + i);
                if (i == 50) {
                    pair.client.address = ELSEWHERE;
                }
                pair.run(10 * MILLI);
            }
            pair.run(5 * SECOND);

            assertThat(pair.server.events(EndpointEvent.Migrated.class))
                    .extracting(EndpointEvent.Migrated::remoteAddress)
                    .containsExactly(ELSEWHERE);
            assertThat(pair.server.texts(Channel.ORDERED))
                    .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "up " + i).toList());
            assertThat(pair.client.texts(Channel.UNORDERED)).hasSize(100).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldNotFollowAnAddressThatDoesNotAnswerTheChallengeNorSendMuchToIt() {
        TestPair pair = new TestPair().connect();
        pair.run(2 * SECOND);
        pair.server.machine.offerState(pair.nowNanos, TestState.of(1, 100_000, 100));
        for (int i = 0; i < 3; i++) {
            // Somebody catches a packet and sends it on from another address before the client's own gets there.
            pair.client.send(Channel.ORDERED, "caught");
            pair.client.drain();
            pair.server.receive(ELSEWHERE, pair.up.flights.remove().bytes());
            pair.run(3 * SECOND);
        }
        pair.server.send(Channel.ORDERED, "still to the old address");
        pair.run(SECOND);

        assertThat(pair.server.events(EndpointEvent.Migrated.class)).isEmpty();
        assertThat(pair.client.texts(Channel.ORDERED)).hasSize(1);
        assertThat(pair.server.texts(Channel.ORDERED)).hasSize(3);
        assertThat(pair.down.bytesTo.get(ELSEWHERE)).isBetween(1L, 3 * 3 * 24L);
    }

    @Test
    void shouldNotLetAnOldPacketFromTheOldAddressTurnItBack() {
        TestPair pair = new TestPair().connect();
        pair.client.records = true;
        pair.run(2 * SECOND);
        InetSocketAddress old = pair.client.address;
        byte[] delayed = Forger.inTheNameOf(pair.client, 1, out -> out.put((byte) Wire.PING));
        pair.client.address = ELSEWHERE;
        for (int i = 0; i < 10; i++) {
            pair.client.send(Channel.ORDERED, "from elsewhere");
            pair.run(10 * MILLI);
        }
        pair.server.receive(old, delayed);
        pair.run(SECOND);
        pair.server.send(Channel.ORDERED, "follows");
        pair.run(SECOND);

        assertThat(pair.server.events(EndpointEvent.Migrated.class)).hasSize(1);
        assertThat(pair.client.texts(Channel.ORDERED)).containsExactly("follows");
    }

    @Test
    void shouldTakeNothingFromAnotherAddressThanTheServersOnTheClient() {
        TestPair pair = new TestPair().connect();
        pair.server.records = true;
        pair.run(2 * SECOND);
        pair.client.receive(ELSEWHERE, Forger.inTheNameOf(pair.server, 1, out -> out.put((byte) Wire.PING)));

        assertThat(pair.client.dropped(DropRule.WRONG_ADDRESS)).isOne();
    }
}
