package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.testkit.SweepSize;
import io.rxgase.transport.TransportOptions;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated datagrams, a million in the long run: no exception, no growth, and every one of them is counted exactly once. {@code
 * -Ddatagrams=} throws more, {@code -Dseed=} others.
 */
class HostileDatagramsTest {
    private static final InetSocketAddress STRANGER = TestPair.address(66, 6666);

    private final long seed = Long.getLong("seed", 1);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final FrameFuzzer fuzzer = new FrameFuzzer(random);
    private TestPair pair;
    private long forgedSequence;
    private long thrown;
    private long violations;
    private long taken;

    private static TestPair connected(long seed) {
        TestPair pair = new TestPair(TransportOptions.defaults(), TransportOptions.defaults(), seed, 0, 0);
        pair.client.records = true;
        pair.server.records = true;
        pair.connect();
        pair.run(3 * TestPair.SECOND);
        return pair;
    }

    @Test
    void shouldSurviveRandomAndMutatedDatagramsAndCountEachOnce() {
        long count = Long.getLong("datagrams", SweepSize.of(200_000, 1_000_000));
        long heap = 0;
        startAnew(seed);
        for (long i = 0; i < count; i++) {
            throwOne(i);
            if (i % 50 == 0) {
                pair.nowNanos += 50_000;
                pair.server.events.clear();
            }
            if (pair.server.end() != null || i % 20_000 == 0) {
                checkAndStartAnew(i);
            }
            if (i == count / 10) {
                heap = usedHeap();
            }
        }
        checkAndStartAnew(count);
        long growth = usedHeap() - heap;
        Figures.print(
                "%d datagrams: %d taken, %d connections closed for violations, heap grew by %d bytes",
                count, taken, violations, growth);
        assertThat(growth).isLessThan(16 << 20);
        assertThat(taken).isGreaterThan(count / 20);
        assertThat(violations).isPositive();
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void throwOne(long number) {
        byte[] datagram = switch (random.nextInt(8)) {
            case 0 -> noise();
            case 1 -> mutated(recorded(pair.client));
            case 2 -> mutated(recorded(pair.server));
            case 3 -> Forger.packet(serverId(), forgedSequence++, this::noiseFrames);
            default -> Forger.packet(serverId(), forgedSequence++, fuzzer::frames);
        };
        InetSocketAddress from = random.nextInt(10) == 0 ? STRANGER : pair.client.address;
        try {
            pair.server.machine.receive(pair.nowNanos, from, ByteBuffer.wrap(datagram));
            thrown++;
            if (number % 7 == 0) {
                pair.server.drain();
            }
        } catch (Throwable e) {
            throw new AssertionError("datagram " + number + " of seed " + seed + ": " + hex(datagram), e);
        }
    }

    /** Every datagram was taken or dropped by a rule; the connection holds no more than it may. */
    private void checkAndStartAnew(long number) {
        pair.server.drain();
        Counters totals = pair.server.machine.totals();
        assertThat(totals.packetsReceived + totals.datagramsDropped())
                .as("taken and dropped, after datagram " + number)
                .isEqualTo(thrown);
        if (pair.server.end() == null) {
            int limit = TransportOptions.defaults().maxQueuedBytes();
            assertThat(pair.server.machine.memory(pair.server.connection).used())
                    .isBetween(0, limit + limit / 8 + Limits.MESSAGE_OVERHEAD);
        }
        taken += totals.packetsReceived;
        violations += totals.dropped(DropRule.PROTOCOL_VIOLATION);
        startAnew(number + seed);
    }

    private void startAnew(long pairSeed) {
        pair = connected(pairSeed);
        Counters totals = pair.server.machine.totals();
        thrown = totals.packetsReceived + totals.datagramsDropped();
        taken -= totals.packetsReceived;
        forgedSequence = pair.client.datagramsSent.size();
    }

    private long serverId() {
        return ByteBuffer.wrap(pair.client.datagramsSent.get(pair.client.datagramsSent.size() - 1))
                .getLong(1);
    }

    private byte[] recorded(TestHost host) {
        return host.datagramsSent.get(random.nextInt(host.datagramsSent.size())).clone();
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 40 : 1500)];
        random.nextBytes(bytes);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[0] = (byte) (Wire.DATA + random.nextInt(6));
        }
        return bytes;
    }

    private void noiseFrames(ByteBuffer out) {
        int length = random.nextInt(60);
        for (int i = 0; i < length; i++) {
            out.put((byte) random.nextInt());
        }
    }

    private byte[] mutated(byte[] bytes) {
        int flips = random.nextInt(4);
        for (int i = 0; i < flips && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 10)) : bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
