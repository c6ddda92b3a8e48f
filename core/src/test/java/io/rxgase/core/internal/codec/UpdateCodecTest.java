package io.rxgase.core.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.Sweep;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.RandomValues;
import io.rxgase.core.state.Snapshot;
import io.rxgase.testkit.SweepSize;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateCodecTest {
    @Test
    void shouldReadBackWhatItWrote() {
        Sweep.of("updates survive the codec", SweepSize.of(5_000, 20_000), random -> {
            long base = random.nextInt(4) == 0 ? Snapshot.NO_BASE : random.nextLong(1L << random.nextInt(1, 63));
            GameStateUpdate update = new GameStateUpdate(
                    base,
                    Math.max(0, base) + random.nextInt(3),
                    random.nextBoolean() ? GameStatus.ACTIVE : GameStatus.PAUSED,
                    random.nextLong(1L << random.nextInt(1, 63)),
                    RandomValues.changes(random, 2));
            byte[] bytes = UpdateCodec.encode(update);

            assertThat(UpdateCodec.decode(bytes)).isEqualTo(new Decoded.Value<>(update));
            assertThat(UpdateCodec.decode(inTheMiddle(bytes, false))).isEqualTo(new Decoded.Value<>(update));
            assertThat(UpdateCodec.decode(inTheMiddle(bytes, true))).isEqualTo(new Decoded.Value<>(update));
        });
    }

    private static ByteBuffer inTheMiddle(byte[] bytes, boolean direct) {
        ByteBuffer buffer =
                direct ? ByteBuffer.allocateDirect(bytes.length + 9) : ByteBuffer.allocate(bytes.length + 9);
        buffer.position(3).put(bytes).flip().position(3);
        return buffer.slice();
    }

    @Test
    void shouldWriteTheBytesOfTheProtocolDocument() {
        GameStateUpdate update = new GameStateUpdate(
                7,
                8,
                GameStatus.ACTIVE,
                160_000_000L,
                Changes.of(Map.of(
                        "chaser_id",
                        3,
                        "players",
                        Map.of(7, Change.DELETE, 3, Map.of("x", 1.5f)),
                        "spot",
                        new Change.Set(Map.of("x", 1)))));
        assertThat(HexFormat.ofDelimiter(" ").formatHex(UpdateCodec.encode(update)))
                .isEqualTo("95 07 08 01 ce 09 89 68 00 83"
                        + " a9 63 68 61 73 65 72 5f 69 64 03"
                        + " a7 70 6c 61 79 65 72 73 82 03 81 a1 78 ca 3f c0 00 00 07 d4 01 00"
                        + " a4 73 70 6f 74 d6 02 81 a1 78 01");
    }

    @Test
    void shouldWriteAWholeStateWithoutABase() {
        GameStateUpdate update =
                new GameStateUpdate(Snapshot.NO_BASE, 0, GameStatus.PAUSED, 0, Changes.of(Map.of("a", true)));
        assertThat(HexFormat.ofDelimiter(" ").formatHex(UpdateCodec.encode(update)))
                .isEqualTo("95 c0 00 00 00 81 a1 61 c3");
    }

    @Test
    void shouldReplaceMapsOfEverySize() {
        for (int size = 0; size < 300; size++) {
            Attributes.Builder map = Attributes.builder();
            for (int i = 0; i < size; i++) {
                map.put(i, "x".repeat(size * size / 300));
            }
            GameStateUpdate update = new GameStateUpdate(
                    0, 1, GameStatus.ACTIVE, 0, Changes.of(Map.of("a", new Change.Set(map.build()), "b", 1)));
            assertThat(UpdateCodec.decode(UpdateCodec.encode(update))).isEqualTo(new Decoded.Value<>(update));
        }
    }

    @Test
    void shouldWriteHowOldTheOldestPartsAreIfTheyAreOlder() {
        Changes changes = Changes.of(Map.of("a", true));
        GameStateUpdate update = new GameStateUpdate(2, 5, GameStatus.ACTIVE, 0, changes, 3);
        byte[] bytes = UpdateCodec.encode(update);
        assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes)).isEqualTo("96 02 05 01 00 81 a1 61 c3 03");
        assertThat(UpdateCodec.decode(bytes)).isEqualTo(new Decoded.Value<>(update));
        bytes[bytes.length - 1] = 5;
        assertThat(UpdateCodec.decode(bytes)).as("not the canonical form").isInstanceOf(Decoded.Fault.class);
        bytes[bytes.length - 1] = (byte) 0xff;
        assertThat(UpdateCodec.decode(bytes)).as("before the first").isInstanceOf(Decoded.Fault.class);
    }
}
