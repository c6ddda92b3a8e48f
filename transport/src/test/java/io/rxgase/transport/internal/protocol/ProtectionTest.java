package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.TransportOptions;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProtectionTest {
    /** Stands for authenticated encryption: a stream that depends on the counter, and a tag of 16 bytes. Keeps nobody out. */
    private static final class ToyEncryption implements PacketProtection {
        private final ChecksumProtection sum = new ChecksumProtection();

        @Override
        public int tagBytes() {
            return 16;
        }

        @Override
        public void seal(long counter, ByteBuffer packet, int start, int headerBytes) {
            int end = packet.position();
            crypt(counter, packet, start + headerBytes, end);
            long tag = sum.sum(counter, packet, start, end);
            packet.limit(packet.capacity()).position(end);
            packet.putLong(tag).putLong(~tag);
        }

        @Override
        public boolean open(long counter, ByteBuffer packet, int start, int headerBytes) {
            int end = packet.limit() - 16;
            if (end < start + headerBytes) {
                return false;
            }
            long tag = packet.getLong(end);
            boolean genuine = sum.sum(counter, packet, start, end) == tag
                    && packet.limit(end + 16).getLong(end + 8) == ~tag;
            packet.limit(end).position(start);
            crypt(counter, packet, start + headerBytes, end);
            return genuine;
        }

        private static void crypt(long counter, ByteBuffer packet, int from, int to) {
            SplittableRandom stream = new SplittableRandom(counter);
            for (int i = from; i < to; i++) {
                packet.put(i, (byte) (packet.get(i) ^ stream.nextInt()));
            }
        }
    }

    @Test
    void shouldCarryEverythingUnderEncryptionInTheSameDatagramSize() {
        TestPair pair = new TestPair(
                TransportOptions.defaults(), TransportOptions.defaults(), 1, 65_000, 65_400, ToyEncryption::new);
        pair.connect();
        pair.up.loss = 0.1;
        pair.up.corruption = 0.1;
        pair.client.records = true;
        for (int i = 0; i < 700; i++) {
            pair.client.send(Channel.ORDERED, "message " + i);
            pair.run(2 * TestPair.MILLI);
        }
        pair.client.send(Channel.ORDERED, new byte[100_000]);
        pair.run(5 * TestPair.SECOND);

        assertThat(pair.server.events(EndpointEvent.Message.class)).hasSize(701);
        assertThat(pair.server.dropped(DropRule.BAD_TAG)).isPositive();
        assertThat(pair.client.datagramsSent).allMatch(datagram -> datagram.length <= 1200);
        assertThat(pair.client.datagramsSent).anyMatch(datagram -> datagram.length > 1150);
    }

    @Test
    void shouldNoticeEveryFlippedBit() {
        ChecksumProtection protection = new ChecksumProtection();
        ByteBuffer packet = ByteBuffer.allocate(64);
        packet.put(new byte[20]);
        protection.seal(7, packet, 0, 11);
        packet.flip();
        byte[] sealed = packet.array();
        for (int bit = 0; bit < 8 * 24; bit++) {
            sealed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(protection.open(7, ByteBuffer.wrap(sealed, 0, 24), 0, 11))
                    .isFalse();
            sealed[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(protection.open(8, ByteBuffer.wrap(sealed, 0, 24), 0, 11)).isFalse();
        assertThat(protection.open(7, ByteBuffer.wrap(sealed, 0, 24), 0, 11)).isTrue();
    }
}
