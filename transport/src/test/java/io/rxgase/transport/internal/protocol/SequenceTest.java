package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SequenceTest {
    @Test
    void shouldRestoreTheNumberNearestToAKnownOneAcrossEveryWrap() {
        for (long reference : new long[] {0, 1, 32_767, 65_535, 65_536, (1L << 32) - 1, 1L << 32, 1L << 62}) {
            for (long distance = -32_768; distance < 32_768; distance += 7) {
                long number = reference + distance;
                assertThat(Sequence.expand16(reference, (short) number)).isEqualTo(number);
                assertThat(Sequence.expand32(reference, (int) (reference + distance * 65_536)))
                        .isEqualTo(reference + distance * 65_536);
            }
        }
    }

    @Test
    void shouldReadEveryVarintThatItWritesInAsManyBytesAsItSays() {
        ByteBuffer buffer = ByteBuffer.allocate(Varint.MAX_BYTES);
        for (int bit = 0; bit < 63; bit++) {
            for (long value : new long[] {(1L << bit) - 1, 1L << bit, (1L << bit) + 1}) {
                buffer.clear();
                Varint.put(buffer, value);
                assertThat(Varint.size(value)).isEqualTo(buffer.position());
                assertThat(Varint.get(buffer.flip())).isEqualTo(value);
            }
        }
    }

    @Test
    void shouldRefuseVarintsThatAreCutOffOrTooLong() {
        assertThat(Varint.get(ByteBuffer.wrap(new byte[] {}))).isEqualTo(Varint.MALFORMED);
        assertThat(Varint.get(ByteBuffer.wrap(new byte[] {-1, -1}))).isEqualTo(Varint.MALFORMED);
        assertThat(Varint.get(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1})))
                .isEqualTo(Varint.MALFORMED);
        assertThat(Varint.get(ByteBuffer.wrap(new byte[] {-128, 0}))).isZero();
    }
}
