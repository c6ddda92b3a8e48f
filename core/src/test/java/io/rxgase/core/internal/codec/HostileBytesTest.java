package io.rxgase.core.internal.codec;

import static io.rxgase.core.internal.codec.Decoded.Reason.BAD_KEY;
import static io.rxgase.core.internal.codec.Decoded.Reason.BAD_STRING;
import static io.rxgase.core.internal.codec.Decoded.Reason.DUPLICATE_KEY;
import static io.rxgase.core.internal.codec.Decoded.Reason.OUT_OF_RANGE;
import static io.rxgase.core.internal.codec.Decoded.Reason.TOO_DEEP;
import static io.rxgase.core.internal.codec.Decoded.Reason.TRAILING_BYTES;
import static io.rxgase.core.internal.codec.Decoded.Reason.TRUNCATED;
import static io.rxgase.core.internal.codec.Decoded.Reason.WRONG_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rxgase.core.event.Event;
import io.rxgase.core.state.RandomValues;
import io.rxgase.testkit.Sweep;
import io.rxgase.testkit.SweepSize;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that somebody sends on purpose. */
class HostileBytesTest {
    /** What decoding may allocate: a multiple of the bytes, and a constant for readers, results and faults. */
    private static final long MULTIPLE = 100;

    private static final long CONSTANT = 4096;

    @Test
    void shouldTakeOrRefuseRandomBytes() {
        Sweep.of("random bytes", SweepSize.of(25_000, 100_000), random -> {
            byte[] bytes = new byte[random.nextInt(1, 80)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = (byte) (random.nextBoolean() ? 0x95 : 0x93);
            }
            check(bytes);
        });
    }

    @Test
    void shouldTakeOrRefuseMutatedMessages() {
        Sweep.of("mutated messages", SweepSize.of(20_000, 100_000), random -> check(mutated(random, message(random))));
    }

    private static byte[] message(RandomGenerator random) {
        if (random.nextBoolean()) {
            return EventCodec.encode(
                    Event.of("MOVE", RandomValues.value(random, 2)).with("named", RandomValues.value(random, 2)));
        }
        return ValueCodec.encode(RandomValues.tree(random, 2));
    }

    private static byte[] mutated(RandomGenerator random, byte[] message) {
        byte[] bytes = message;
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(6));
            }
        }
        return bytes;
    }

    private static void check(byte[] bytes) {
        checkEvent(bytes);
        checkValue(bytes);
    }

    /** What is taken has a canonical form, and that form means the same. */
    static void checkEvent(byte[] bytes) {
        if (EventCodec.decode(bytes) instanceof Decoded.Value<Event> event) {
            assertThat(EventCodec.decode(EventCodec.encode(event.value()))).isEqualTo(event);
        }
    }

    static void checkValue(byte[] bytes) {
        Decoded<Optional<Object>> decoded = ValueCodec.decode(bytes);
        assertThat(ValueCodec.decode(ByteBuffer.wrap(bytes))).isEqualTo(decoded);
        if (decoded instanceof Decoded.Value<Optional<Object>> value) {
            assertThat(ValueCodec.decode(ValueCodec.encode(value.value().orElse(null))))
                    .isEqualTo(value);
        } else if (decoded instanceof Decoded.Fault<?> fault) {
            assertThat(fault.detail()).hasSizeLessThanOrEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TRUNCATED, ''",
        "TRUNCATED, 95",
        "TRUNCATED, 95 00 01 01 00",
        "TRUNCATED, 81 a1",
        "TRUNCATED, 81 a1 61 cb 00",
        "TRAILING_BYTES, 80 00",
        "WRONG_TYPE, 81 a1 61 c1",
        "TRUNCATED, df ff ff ff ff",
        "TRUNCATED, 81 a1 61 dd ff ff ff ff",
        "TRUNCATED, 81 a1 61 c6 7f ff ff ff",
        "TRUNCATED, 81 a1 61 db ff ff ff ff",
        "TRUNCATED, 81 a1 61 c9 ff ff ff ff 02",
        "TRUNCATED, 82 a1 61 93 01 01",
        "BAD_KEY, 81 80 01",
        "BAD_KEY, 81 91 80 01",
        "BAD_KEY, 81 d4 05 00 01",
        "DUPLICATE_KEY, 82 ca 3f 80 00 00 01 cb 3f f0 00 00 00 00 00 00 02",
        "DUPLICATE_KEY, 82 a1 61 01 a1 61 02",
        "DUPLICATE_KEY, 82 01 01 cc 01 02",
        "DUPLICATE_KEY, 81 a1 61 91 82 01 01 01 02",
        "WRONG_TYPE, c1",
        "TRUNCATED, cc",
        "TRUNCATED, cd 00",
        "TRUNCATED, ce 00 00 00",
        "TRUNCATED, cf 00 00 00 00 00 00 00",
        "TRUNCATED, d3 ff ff ff ff ff ff ff",
        "TRUNCATED, ca 00 00 00",
        "TRUNCATED, d9",
        "TRUNCATED, da 00",
        "TRUNCATED, db 00 00 00",
        "TRUNCATED, c4",
        "TRUNCATED, c5 00",
        "TRUNCATED, c6 00 00 00",
        "TRUNCATED, dc 00",
        "TRUNCATED, dd 00 00 00",
        "TRUNCATED, de 00",
        "TRUNCATED, df 00 00 00",
        "TRUNCATED, df 7f ff ff ff",
        "TRUNCATED, dd 80 00 00 00",
        "TRUNCATED, d4",
        "TRUNCATED, d4 05",
        "TRUNCATED, d8 05 00",
        "TRUNCATED, c7 00",
        "TRUNCATED, c7 01 05",
        "TRUNCATED, c8 00 01 05",
        "TRUNCATED, c9 7f ff ff ff 05",
        "BAD_STRING, 81 a1 ff 01",
        "BAD_STRING, 81 a1 61 a3 ed a0 80",
        "BAD_STRING, 81 a1 61 a2 c0 80",
    })
    void shouldNameTheFaultOfAValue(Decoded.Reason reason, String hex) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThat(ValueCodec.decode(bytes))
                .isInstanceOfSatisfying(
                        Decoded.Fault.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG_TYPE, 92 a1 61 90",
        "WRONG_TYPE, 93 01 90 80",
        "WRONG_TYPE, 93 a1 61 80 80",
        "WRONG_TYPE, 93 a1 61 90 90",
        "BAD_KEY, 93 a1 61 90 81 01 01",
        "DUPLICATE_KEY, 93 a1 61 90 82 a1 61 01 a1 61 01",
        "TRAILING_BYTES, 93 a1 61 90 80 00"
    })
    void shouldNameTheFaultOfAnEvent(Decoded.Reason reason, String hex) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThat(EventCodec.decode(bytes))
                .isInstanceOfSatisfying(
                        Decoded.Fault.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
    }

    @Test
    void shouldCoverEveryReason() {
        assertThat(Decoded.Reason.values())
                .containsExactlyInAnyOrder(
                        TRUNCATED,
                        TRAILING_BYTES,
                        TOO_DEEP,
                        WRONG_TYPE,
                        BAD_STRING,
                        BAD_KEY,
                        DUPLICATE_KEY,
                        OUT_OF_RANGE);
    }

    @Test
    void shouldRefuseDeepNestingWithoutDeepRecursion() {
        for (int opener : new int[] {0x91, 0x81, 0xff}) {
            byte[] bytes = new byte[1 << 20];
            Arrays.fill(bytes, (byte) opener);
            if (opener == 0xff) {
                Arrays.fill(bytes, (byte) 0x91); // {[[[[… as a key
                bytes[0] = (byte) 0x81;
            } else if (opener == 0x81) {
                for (int i = 1; i < bytes.length; i += 2) {
                    bytes[i] = 1; // {1: {1: {1: …
                }
            }
            assertThat(ValueCodec.decode(bytes))
                    .isInstanceOfSatisfying(
                            Decoded.Fault.class,
                            fault -> assertThat(fault.reason()).isEqualTo(TOO_DEEP));
        }
    }

    @Test
    void shouldTakeOrRefuseEveryDepth() {
        for (int depth = 1; depth < 70; depth++) {
            check(HexFormat.of().parseHex("91".repeat(depth) + "c0"));
            check(HexFormat.of().parseHex("8101".repeat(depth) + "c0"));
            check(HexFormat.of().parseHex("81" + "91".repeat(depth) + "c0c0"));
            check(HexFormat.of().parseHex("9500010100" + "8101".repeat(depth) + "c0"));
            check(HexFormat.of().parseHex("9500010100" + "8101" + "91".repeat(depth) + "c0"));
            check(HexFormat.of().parseHex("9500010100" + "81" + "91".repeat(depth) + "c0c0"));
            check(HexFormat.of().parseHex("93a161" + "91".repeat(depth) + "c080"));
            check(HexFormat.of().parseHex("93a16190" + "81a161".repeat(depth) + "c0"));
        }
    }

    @Test
    void shouldAllocateNoMoreThanAMultipleOfTheBytes() {
        for (int size : new int[] {40, 1200, 65_536}) {
            for (String unit : new String[] {
                "c0",
                "01",
                "90",
                "91 c0",
                "81 01 c0",
                "81 01 81 01 c0",
                "82 01 c0 02 c0",
                "a0",
                "a1 61",
                "c4 00",
                "ca 00 00 00 00",
                "cf ff ff ff ff ff ff ff ff",
                "c4 01 00",
                "cd 01 00",
                "91 91 91 90",
                "a2 c3 a9",
                "a4 f0 9f 98 80"
            }) {
                checkAllocation(repeated(size, HexFormat.ofDelimiter(" ").parseHex(unit)));
            }
            checkAllocation(filled(size, 0xdd));
            checkAllocation(keys(size));
            checkAllocation(nestedMaps(size));
        }
    }

    @Test
    void shouldAllocateNoMoreThanThatForMutatedMessages() {
        Sweep.of("allocation", SweepSize.of(2_000, 5_000), random -> checkAllocation(mutated(random, message(random))));
    }

    private static void checkAllocation(byte[] bytes) {
        assertAllocation(bytes, () -> ValueCodec.decode(bytes));
        assertAllocation(bytes, () -> EventCodec.decode(bytes));
    }

    private static void assertAllocation(byte[] bytes, Supplier<Object> decode) {
        Object first = decode.get(); // whatever is loaded and linked the first time
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Object result = decode.get();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(result).isEqualTo(first);
        assertThat(allocated)
                .as("%s bytes: %s", bytes.length, result instanceof Decoded.Fault<?> ? result : "")
                .isLessThanOrEqualTo(MULTIPLE * bytes.length + CONSTANT);
    }

    /** An array of as many units as fit. */
    private static byte[] repeated(int size, byte[] unit) {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        buffer.put((byte) 0xdd).putInt((size - 5) / unit.length);
        while (buffer.remaining() >= unit.length) {
            buffer.put(unit);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** A map with the shortest different keys, in the worst order. */
    private static byte[] keys(int size) {
        int count = (size - 5) / 4;
        ByteBuffer buffer = ByteBuffer.allocate(size);
        buffer.put((byte) 0xdf).putInt(count);
        for (int i = count; i > 0; i--) {
            buffer.put((byte) 0xcd).putShort((short) i).put((byte) 0xc0);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** A map of many small maps. */
    private static byte[] nestedMaps(int size) {
        int count = (size - 5) / 6;
        ByteBuffer buffer = ByteBuffer.allocate(size);
        buffer.put((byte) 0xdf).putInt(count);
        for (int i = count; i > 0; i--) {
            buffer.put((byte) 0xcd).putShort((short) i).put(new byte[] {(byte) 0x81, 1, (byte) 0xc0});
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
