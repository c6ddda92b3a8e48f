package io.rxgase.sync.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Quantity;
import io.rxgase.testkit.Sweep;
import io.rxgase.testkit.SweepSize;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The compact encoding of what changes in a state. */
class SyncFrameTest {
    private static final Quantity.Scale TENTHS = new Quantity.Scale(-50, 0.1, true);

    /** What decoding may allocate: a multiple of the bytes, and a constant. */
    private static final long MULTIPLE = 200;

    private static final long CONSTANT = 8192;

    private static Attributes tree(RandomGenerator random) {
        return (Attributes) quantities(random, RandomValues.tree(random, 3));
    }

    /** Some numbers become quantities, which no state has by itself. */
    private static Object quantities(RandomGenerator random, Object value) {
        if (value instanceof Float && random.nextBoolean()) {
            return TENTHS.nearest(random.nextInt(-60, 60), 1000);
        } else if (value instanceof Attributes map) {
            Attributes.Builder builder = Attributes.builder();
            map.asMap().forEach((key, inside) -> builder.put(key, quantities(random, inside)));
            return builder.build();
        }
        return value;
    }

    private static byte[] frame(SyncFrame.Held base, SyncFrame.Held next, Integer sum) {
        return SyncFrameWriter.begin(base, next.timeOrder(), GameStatus.ACTIVE, next.gameTimeNanos(), sum, base != null)
                .changes(
                        base == null ? Attributes.EMPTY : base.shared(),
                        Changes.between(base == null ? Attributes.EMPTY : base.shared(), next.shared()))
                .end()
                .own(
                        base == null ? Attributes.EMPTY : base.own(),
                        Changes.between(base == null ? Attributes.EMPTY : base.own(), next.own()))
                .toArray();
    }

    @Test
    void shouldTakeWhoHoldsAnyStateToAnyOther() {
        Sweep.of("compact frames", SweepSize.of(1_500, 4_000), random -> {
            SyncFrame.Held base = new SyncFrame.Held(7, 20_000_000L, tree(random), tree(random));
            Attributes shared = random.nextBoolean()
                    ? tree(random)
                    : RandomValues.changes(random, 3).applyTo(base.shared());
            SyncFrame.Held next = new SyncFrame.Held(
                    7 + random.nextInt(3), 20_000_000L + random.nextInt(50_000_000), shared, tree(random));

            SyncFrame read = SyncFrame.decode(ByteBuffer.wrap(frame(base, next, next.sum())), base)
                    .orElseThrow();

            assertThat(read.applyTo(base)).isEqualTo(next);
            assertThat(read.sum()).isEqualTo(read.applyTo(base).sum());
        });
    }

    @Test
    void shouldNotRepeatTheNamesOfALargeTable() {
        Attributes.Builder table = Attributes.builder();
        Changes.Builder changes = Changes.builder();
        for (int i = 0; i < 5_000; i++) {
            String name = "the unit with the number " + i;
            table.put(name, (long) i);
            if (i % 250 == 0) {
                changes.put(name, new Change.Set((long) i + 1));
            }
        }
        SyncFrame.Held base = new SyncFrame.Held(7, 0, table.build(), Attributes.EMPTY);
        SyncFrame.Held next = new SyncFrame.Held(8, 0, changes.build().applyTo(base.shared()), Attributes.EMPTY);

        byte[] bytes = frame(base, next, null);

        assertThat(bytes).hasSizeLessThan(20 * 5 + 10);
        assertThat(SyncFrame.decode(ByteBuffer.wrap(bytes), base).orElseThrow().applyTo(base))
                .isEqualTo(next);
    }

    @Test
    void shouldRefuseALongWalkForAShortFrame() {
        Attributes.Builder table = Attributes.builder();
        for (int i = 0; i < 257; i++) {
            table.put("u" + i, (long) i);
        }
        SyncFrame.Held base = new SyncFrame.Held(7, 0, table.build(), Attributes.EMPTY);
        // Flags, time order, game time; a section of one entry by rank, the last one, set to 5; the end.
        byte[] bytes = {1, 1, 1, (1 << 2) | 1, (byte) 0x84, 8, 5, 0};

        assertThat(SyncFrame.decode(ByteBuffer.wrap(bytes), base)).isInstanceOf(Decoded.Fault.class);
    }

    @Test
    void shouldCarryAWholeState() {
        Sweep.of("compact whole states", SweepSize.of(500, 1_000), random -> {
            Attributes shared = tree(random);
            byte[] bytes = SyncFrameWriter.begin(null, 9, GameStatus.PAUSED, 5, null, false)
                    .changes(Attributes.EMPTY, Changes.between(Attributes.EMPTY, shared))
                    .end()
                    .toArray();

            SyncFrame read = SyncFrame.decode(ByteBuffer.wrap(bytes), SyncFrame.Held.NOTHING)
                    .orElseThrow();

            assertThat(read.applyTo(SyncFrame.Held.NOTHING))
                    .isEqualTo(new SyncFrame.Held(9, 5, shared, Attributes.EMPTY));
            assertThat(read.status()).isEqualTo(GameStatus.PAUSED);
        });
    }

    @Test
    void shouldPutChunksTogetherWhateverElseTheReceiverHolds() {
        Attributes left = Attributes.of(Map.of(1, Map.of("x", 1.5f, "name", "Ada"), 2, Map.of("x", 2f, "name", "Bob")));
        Attributes right = Attributes.of(Map.of(300, Map.of("x", 3f, "name", "Ada")));
        Changes leftChanges = Changes.of(Map.of(1, Map.of("x", 1.6f), 2, Change.DELETE));
        Changes rightChanges = Changes.of(
                Map.of(300, Map.of("x", 3.5f), 301, new Change.Set(Attributes.of(Map.of("x", 4f, "name", "Ada")))));
        Attributes root = Attributes.of(Map.of(
                "tick",
                1,
                "units",
                Map.of(
                        1,
                        left.getMap(1),
                        2,
                        left.getMap(2),
                        300,
                        right.getMap(300),
                        5,
                        Map.of("x", 0f, "name", "Eve"))));

        byte[] bytes = SyncFrameWriter.begin(
                        new SyncFrame.Held(1, 0, root, Attributes.EMPTY), 2, GameStatus.ACTIVE, 20, null, false)
                .changes(root, Changes.of(Map.of("tick", 2)))
                .enter("units")
                .add(SyncFrameWriter.chunk(right, rightChanges, null))
                .add(SyncFrameWriter.chunk(left, leftChanges, null))
                .end()
                .end()
                .toArray();

        SyncFrame read = SyncFrame.decode(ByteBuffer.wrap(bytes), new SyncFrame.Held(1, 0, root, Attributes.EMPTY))
                .orElseThrow();
        Map<Object, Object> all = new HashMap<>(leftChanges.asMap());
        all.putAll(rightChanges.asMap());
        assertThat(read.shared()).isEqualTo(Changes.of(Map.of("tick", 2, "units", all)));
    }

    @Test
    void shouldTellKeysThatTheReceiverHoldsByTheirNumbers() {
        KeyNumbers numbers = new KeyNumbers();
        Map<String, Object> all = new HashMap<>();
        for (String key : List.of("a unit with a long name", "another with a long name", "Aa", "BB", "elsewhere")) {
            numbers.learn(key);
            all.put(key, 1);
        }
        Attributes table = Attributes.of(all);
        SyncFrame.Held base = new SyncFrame.Held(1, 0, Attributes.of(Map.of("units", table)), Attributes.EMPTY);
        // "Aa" and "BB" have the same number.
        Changes changes = Changes.of(Map.of(
                "a unit with a long name",
                2,
                "another with a long name",
                Change.DELETE,
                "Aa",
                3,
                "BB",
                Change.DELETE,
                "new",
                4));

        byte[] bytes = SyncFrameWriter.begin(base, 2, GameStatus.ACTIVE, 0, null, false)
                .enter("units")
                .add(SyncFrameWriter.chunk(table.without("elsewhere"), changes, numbers))
                .end()
                .end()
                .toArray();

        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("long name")
                .contains("Aa", "BB", "new");
        assertThat(SyncFrame.decode(ByteBuffer.wrap(bytes), base).orElseThrow().shared())
                .isEqualTo(Changes.of(Map.of("units", changes)));
        assertThat(SyncFrame.decode(ByteBuffer.wrap(bytes), SyncFrame.Held.NOTHING))
                .as("to who does not hold those keys")
                .isInstanceOf(Decoded.Fault.class);
    }

    @Test
    void shouldLearnABoundedNumberOfKeys() {
        KeyNumbers numbers = new KeyNumbers();
        for (int i = 0; i < 2 * KeyNumbers.MOST_KEYS; i++) {
            numbers.learn("key " + i);
        }

        assertThat(numbers.isFull()).isTrue();
        assertThat(numbers.step("key 0")).isPositive();
        assertThat(numbers.step("key " + (2 * KeyNumbers.MOST_KEYS - 1))).isZero();
    }

    @Test
    void shouldNotRepeatNames() {
        Attributes.Builder units = Attributes.builder();
        for (int id = 0; id < 100; id++) {
            units.put(id, Map.of("id", id, "hitpoints", 100, "longitude", 1f, "latitude", 2f));
        }
        byte[] bytes = SyncFrameWriter.begin(null, 0, GameStatus.ACTIVE, 0, null, false)
                .changes(Attributes.EMPTY, Changes.of(Map.of("units", new Change.Set(units.build()))))
                .end()
                .toArray();

        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .containsOnlyOnce("hitpoints")
                .containsOnlyOnce("longitude");
    }

    @Test
    void shouldTakeOrRefuseMutatedFramesWithinItsBoundOfMemory() {
        Sweep.of("mutated compact frames", SweepSize.of(2_000, 10_000), random -> {
            SyncFrame.Held base = new SyncFrame.Held(7, 20_000_000L, tree(random), tree(random));
            byte[] bytes = frame(base, new SyncFrame.Held(8, 40_000_000L, tree(random), tree(random)), 1);
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(4) == 0) {
                random.nextBytes(bytes);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1));
            long bound = MULTIPLE * buffer.remaining() + CONSTANT;
            long first = allocated(buffer, base);
            // The first time may load classes.
            assertThat(first <= bound ? first : allocated(buffer, base)).isLessThanOrEqualTo(bound);
        });
    }

    private static long allocated(ByteBuffer buffer, SyncFrame.Held base) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Decoded<SyncFrame> decoded = SyncFrame.decode(buffer, base);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(decoded).isNotNull();
        return allocated;
    }
}
