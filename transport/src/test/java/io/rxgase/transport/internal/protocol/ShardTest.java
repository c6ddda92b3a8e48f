package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.transport.TransportOptions;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShardTest {
    @Test
    void shouldShowWhoseConnectionAPacketBelongsTo() {
        for (int index : new int[] {0, 1, 127, 128, 255}) {
            long id = new Shard(index, new AtomicInteger()).id(new SplittableRandom(index).nextLong());
            ByteBuffer packet = ByteBuffer.allocate(20).put(Wire.DATA).putLong(id);
            assertThat(Shard.owner(packet.get(0), packet.get(1))).isEqualTo(index);
        }
        assertThat(Shard.owner(Wire.HELLO, (byte) 3)).isEqualTo(-1);
        assertThatThrownBy(() -> new Shard(256, new AtomicInteger())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCountItsConnectionsAmongThoseOfAllUntilTheyAreGone() {
        AtomicInteger connections = new AtomicInteger();
        TestPair pair = new TestPair();
        Endpoint server = new Endpoint(EndpointConfig.of(
                        TransportOptions.defaults(), new SplittableRandom(1), new AtomicLong()::incrementAndGet)
                .listening()
                .withShard(new Shard(7, connections)));
        Transmit transmit = new Transmit(ByteBuffer.allocate(1472));
        pair.client.machine.connect(pair.nowNanos, pair.server.address, new byte[0]);
        for (int i = 0; i < 4; i++) {
            deliver(pair, pair.client.machine, server, transmit);
            deliver(pair, server, pair.client.machine, transmit);
        }
        assertThat(connections).hasValue(1);

        pair.nowNanos += TestPair.SECOND * 60;
        for (int i = 0; i < 4; i++) {
            server.handleTimeout(pair.nowNanos);
            server.pollTransmit(pair.nowNanos, transmit);
            pair.nowNanos += TestPair.SECOND * 10;
        }
        assertThat(connections).hasValue(0);
    }

    private static void deliver(TestPair pair, EndpointMachine from, EndpointMachine to, Transmit transmit) {
        transmit.buffer().clear();
        while (from.pollTransmit(pair.nowNanos, transmit)) {
            ByteBuffer datagram =
                    ByteBuffer.allocate(1472).put(transmit.buffer()).flip();
            transmit.buffer().clear();
            to.receive(
                    pair.nowNanos, from == pair.client.machine ? pair.client.address : pair.server.address, datagram);
        }
    }
}
