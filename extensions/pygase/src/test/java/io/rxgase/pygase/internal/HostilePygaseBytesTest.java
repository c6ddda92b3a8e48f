package io.rxgase.pygase.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.state.Changes;
import io.rxgase.testkit.SweepSize;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that somebody sends on purpose to a peer of PyGaSe. */
class HostilePygaseBytesTest {
    private static final List<byte[]> MESSAGES = List.of(
            PygaseEventCodec.encode(Event.of("MOVE", 3, List.of(1.5, "x")).with("named", Map.of("a", 1)), 2032),
            PygaseUpdateCodec.encode(new PygaseUpdate(
                    7, null, Changes.of(Map.of("hp", 5, "map", Map.of("a", 1.25, "b", List.of(true)))))));

    private static void check(byte[] bytes, Object where) {
        Decoded<Event> event = PygaseEventCodec.decode(bytes);
        Decoded<PygaseUpdate> update = PygaseUpdateCodec.decode(bytes);
        if (event instanceof Decoded.Fault<Event> fault) {
            assertThat(fault.detail()).as("%s", where).hasSizeLessThanOrEqualTo(200);
        }
        if (update instanceof Decoded.Fault<PygaseUpdate> fault) {
            assertThat(fault.detail()).as("%s", where).hasSizeLessThanOrEqualTo(200);
        }
    }

    @Test
    void shouldTakeOrRefuseMutatedAndRandomBytes() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("hostile bytes of PyGaSe, seed " + seed + "; replay with -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < SweepSize.of(20_000, 200_000); i++) {
            byte[] bytes;
            if (random.nextInt(4) == 0) {
                bytes = new byte[random.nextInt(1, 80)];
                random.nextBytes(bytes);
                bytes[0] = (byte) (0x80 | random.nextInt(16));
            } else {
                bytes = MESSAGES.get(random.nextInt(MESSAGES.size())).clone();
                for (int n = random.nextInt(4); n > 0; n--) {
                    int at = random.nextInt(bytes.length);
                    switch (random.nextInt(4)) {
                        case 0 -> bytes[at] = (byte) random.nextInt();
                        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                        default -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(6));
                    }
                }
            }
            check(bytes, HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void shouldTakeOrRefuseEveryDepth() {
        for (int depth = 1; depth < 70; depth++) {
            for (String opener : List.of("91", "8101", "81a161")) {
                check(HexFormat.of().parseHex(opener.repeat(depth) + "c0"), opener + " " + depth);
                check(HexFormat.of().parseHex("82aa74696d655f6f7264657207a161" + opener.repeat(depth) + "c0"), depth);
            }
        }
    }
}
