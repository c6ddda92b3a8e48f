package io.rxgase.core.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.RandomValues;
import io.rxgase.core.state.Values;
import io.rxgase.testkit.Sweep;
import io.rxgase.testkit.SweepSize;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** Values as bytes, compared with an independent implementation of MessagePack. */
class CanonicalFormTest {
    @Test
    void shouldWriteWhatMsgpackCoreWrites() {
        Sweep.of("bytes are those of msgpack-core", SweepSize.of(5_000, 30_000), random -> {
            Attributes tree = RandomValues.tree(random, 2);
            MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
            pack(packer, tree, null);
            assertThat(ValueCodec.encode(tree)).isEqualTo(packer.toByteArray());
        });
    }

    @Test
    void shouldReadBackWhatItWrote() {
        Sweep.of("values survive the codec", SweepSize.of(10_000, 20_000), random -> {
            Object value = RandomValues.value(random, 3);
            Object normal = Values.of(value);
            assertThat(ValueCodec.decode(ValueCodec.encode(value)))
                    .isEqualTo(new Decoded.Value<>(Optional.ofNullable(normal)));
        });
    }

    @Test
    void shouldReadEveryOrderOfKeysAndEveryWidth() {
        Sweep.of("other encoders are understood", SweepSize.of(4_000, 20_000), random -> {
            Attributes tree = RandomValues.tree(random, 2);
            MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
            pack(packer, tree, random);
            assertThat(ValueCodec.decode(packer.toByteArray()))
                    .isEqualTo(new Decoded.Value<>(Optional.<Object>of(tree)));
        });
    }

    /** Packs canonically, or, given chance, keys in any order and numbers in any width that fits. */
    private static void pack(MessageBufferPacker packer, Object value, RandomGenerator random) throws IOException {
        if (value == null || value == Values.NIL_KEY) {
            packer.packNil();
        } else if (value instanceof Boolean truth) {
            packer.packBoolean(truth);
        } else if (value instanceof Long number) {
            if (random != null && random.nextBoolean()) {
                packer.addPayload(
                        ByteBuffer.allocate(9).put((byte) 0xd3).putLong(number).array());
            } else {
                packer.packLong(number);
            }
        } else if (value instanceof BigInteger number) {
            packer.packBigInteger(number);
        } else if (value instanceof Float number) {
            packer.packFloat(number);
        } else if (value instanceof Double number) {
            packer.packDouble(number);
        } else if (value instanceof String text) {
            packer.packString(text);
        } else if (value instanceof Bytes binary) {
            packer.packBinaryHeader(binary.size()).writePayload(binary.toArray());
        } else if (value instanceof Extension extension) {
            packer.packExtensionTypeHeader(
                            (byte) extension.type(), extension.data().size())
                    .writePayload(extension.data().toArray());
        } else if (value instanceof List<?> list) {
            packer.packArrayHeader(list.size());
            for (Object each : list) {
                pack(packer, each, random);
            }
        } else {
            packMap(packer, ((Attributes) value).asMap(), random);
        }
    }

    private static void packMap(MessageBufferPacker packer, Map<Object, Object> map, RandomGenerator random)
            throws IOException {
        List<Object> keys = new ArrayList<>(map.keySet());
        if (random != null) {
            Collections.shuffle(keys, new Random(random.nextLong()));
        }
        packer.packMapHeader(keys.size());
        for (Object key : keys) {
            pack(packer, key, random);
            pack(packer, map.get(key), random);
        }
    }

    @Test
    void shouldWriteTheShortestFormAtEveryBoundary() throws IOException {
        for (int bits = 0; bits < 64; bits++) {
            for (long near = -2; near <= 2; near++) {
                for (long number : new long[] {(1L << bits) + near, -(1L << bits) + near}) {
                    MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
                    packer.packLong(number);
                    assertThat(ValueCodec.encode(number)).as("%s", number).isEqualTo(packer.toByteArray());
                }
            }
        }
        for (int length : new int[] {0, 15, 16, 31, 32, 255, 256, 65_535, 65_536}) {
            for (Object value : new Object[] {
                "x".repeat(length), "é".repeat(length), Bytes.of(new byte[length]), Collections.nCopies(length, null)
            }) {
                MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
                pack(packer, value, null);
                assertThat(ValueCodec.encode(value)).isEqualTo(packer.toByteArray());
                assertThat(ValueCodec.decode(packer.toByteArray()).orElseThrow())
                        .contains(value);
            }
        }
    }

    @Test
    void shouldWriteOneKindOfNaN() {
        assertThat(ValueCodec.encode(Double.longBitsToDouble(0x7ff8_0000_0000_0001L)))
                .isEqualTo(ValueCodec.encode(Double.NaN));
        assertThat(ValueCodec.encode(Float.intBitsToFloat(0x7fc0_0001))).isEqualTo(ValueCodec.encode(Float.NaN));
    }

    @Test
    void shouldRefuseToWriteWhatNoReaderTakes() {
        Attributes tree = Attributes.EMPTY;
        for (int i = 0; i < 64; i++) {
            tree = Attributes.of(Map.of("inner", tree));
        }
        Attributes deepest = tree;
        assertThat(ValueCodec.decode(ValueCodec.encode(deepest.getMap("inner"))).orElseThrow())
                .contains(deepest.getMap("inner"));
        assertThatThrownBy(() -> ValueCodec.encode(deepest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested more than");
    }
}
