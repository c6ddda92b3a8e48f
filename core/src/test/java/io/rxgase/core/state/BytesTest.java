package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void shouldNotChangeWhenItsSourceDoes() {
        byte[] source = {1, 2, 3};
        Bytes bytes = Bytes.of(source);
        source[0] = 9;
        bytes.toArray()[1] = 9;
        assertThat(bytes.toArray()).containsExactly(1, 2, 3);
        assertThat(bytes.asBuffer().isReadOnly()).isTrue();
    }

    @Test
    void shouldCompareByValue() {
        assertThat(Bytes.of((byte) 1)).isEqualTo(Bytes.of(ByteBuffer.wrap(new byte[] {0, 1}, 1, 1)));
        assertThat(Bytes.of((byte) 1)).hasSameHashCodeAs(Bytes.of((byte) 1));
        assertThat(Bytes.of((byte) 1)).isNotEqualTo(Bytes.of((byte) 2)).isLessThan(Bytes.of((byte) -1));
        assertThat(Bytes.of(new byte[0])).isSameAs(Bytes.EMPTY);
    }

    @Test
    void shouldLeaveTheBufferItCopies() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
        assertThat(Bytes.of(buffer).toArray()).containsExactly(2, 3);
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void shouldShowItsSizeAndItsFirstBytes() {
        assertThat(Bytes.of((byte) 1, (byte) 0xab)).hasToString("Bytes[2: 01 ab]");
        assertThat(Bytes.of(new byte[40]).toString())
                .startsWith("Bytes[40: 00 00")
                .endsWith(" …]");
    }

    @Test
    void shouldCheckIndexes() {
        assertThat(Bytes.of((byte) 5).get(0)).isEqualTo((byte) 5);
        assertThatThrownBy(() -> Bytes.EMPTY.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
