package io.rxgase.transport.emulation;

import static io.rxgase.transport.emulation.NetworkConditions.PERFECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rxgase.transport.emulation.NetworkConditions.Bursts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkEmulatorTest {
    private static final long MILLIS = 1_000_000;
    private static final int COUNT = 20_000;

    private record Arrival(long atNanos, int number) {}

    /** Sends datagrams of four bytes that hold their number, one a millisecond. */
    private static List<Arrival> run(NetworkConditions conditions, long seed) {
        return run(new LinkEmulator(conditions, seed));
    }

    private static List<Arrival> run(LinkEmulator link) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] datagram = ByteBuffer.allocate(4).putInt(i).array();
            link.send(
                    i * MILLIS,
                    datagram,
                    (atNanos, bytes) -> arrivals.add(
                            new Arrival(atNanos, ByteBuffer.wrap(bytes).getInt())));
        }
        return arrivals;
    }

    @Test
    void shouldLetEverythingPassAtOnceWhenPerfect() {
        List<Arrival> arrivals = run(PERFECT, 1);
        assertThat(arrivals).hasSize(COUNT);
        assertThat(arrivals).allMatch(arrival -> arrival.atNanos() == arrival.number() * MILLIS);
    }

    @Test
    void shouldLoseTheShareThatIsAskedFor() {
        assertThat((double) run(PERFECT.withLoss(0.2), 2).size() / COUNT).isCloseTo(0.8, within(0.01));
    }

    @Test
    void shouldLoseInBurstsAfterGilbertAndElliott() {
        List<Arrival> arrivals = run(PERFECT.withBursts(new Bursts(0.02, 0.1, 1)), 3);

        int lost = COUNT - arrivals.size();
        int bursts = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            bursts += arrivals.get(i).number() - arrivals.get(i - 1).number() > 1 ? 1 : 0;
        }
        assertThat((double) lost / COUNT).isCloseTo(0.02 / 0.12, within(0.03));
        assertThat((double) lost / bursts).as("mean length of a burst").isCloseTo(10, within(1.5));
    }

    @Test
    void shouldDelayByTheMeanGiveOrTakeTheJitterWithoutOvertaking() {
        NetworkConditions conditions = PERFECT.withDelay(Duration.ofMillis(50), Duration.ofMillis(5));
        List<Arrival> arrivals = run(conditions, 4);

        assertThat(arrivals).allSatisfy(arrival -> {
            long took = arrival.atNanos() - arrival.number() * MILLIS;
            assertThat(took).isBetween(45 * MILLIS, 55 * MILLIS);
        });
        assertThat(arrivals).isSortedAccordingTo((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
    }

    @Test
    void shouldLetLaterDatagramsOvertakeThoseHeldBack() {
        LinkEmulator link = new LinkEmulator(
                PERFECT.withDelay(Duration.ofMillis(20), Duration.ZERO).withReordering(0.1), 5);
        List<Arrival> arrivals = run(link);
        List<Arrival> byTime = new ArrayList<>(arrivals);
        byTime.sort((a, b) -> Long.compare(a.atNanos(), b.atNanos()));

        int overtaken = 0;
        for (int i = 1; i < byTime.size(); i++) {
            overtaken += byTime.get(i).number() < byTime.get(i - 1).number() ? 1 : 0;
        }
        assertThat((double) link.reading().heldBack() / COUNT).isCloseTo(0.1, within(0.01));
        assertThat(overtaken).isGreaterThan(COUNT / 50);
    }

    @Test
    void shouldDuplicate() {
        LinkEmulator link = new LinkEmulator(PERFECT.withDuplication(0.05), 6);
        assertThat((double) run(link).size() / COUNT).isCloseTo(1.05, within(0.01));
        assertThat(link.reading().arrived()).isEqualTo(COUNT + link.reading().duplicated());
    }

    @Test
    void shouldFlipBitsInACopy() {
        LinkEmulator link = new LinkEmulator(PERFECT.withCorruption(1), 7);
        byte[] sent = new byte[100];
        List<byte[]> arrived = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            link.send(0, sent, (atNanos, bytes) -> arrived.add(bytes));
        }
        assertThat(sent).containsOnly(0);
        assertThat(arrived).allSatisfy(bytes -> {
            int flipped = 0;
            for (byte b : bytes) {
                flipped += Integer.bitCount(b & 255);
            }
            assertThat(flipped).isBetween(1, 3);
        });
        assertThat(link.reading().corrupted()).isEqualTo(1000);
    }

    @Test
    void shouldTakeTimeForBytesAndDropWhatTheQueueCannotHold() {
        int size = 1000 - LinkEmulator.HEADER_BYTES;
        LinkEmulator link = new LinkEmulator(PERFECT.withBandwidth(1_000_000, 10_000), 8);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            link.send(0, new byte[size], (atNanos, bytes) -> times.add(atNanos));
        }
        assertThat(times).hasSize(10).startsWith(MILLIS, 2 * MILLIS).endsWith(10 * MILLIS);
        assertThat(link.reading().queueFull()).isEqualTo(5);

        link.send(10 * MILLIS, new byte[size], (atNanos, bytes) -> times.add(atNanos));
        assertThat(times).endsWith(11 * MILLIS);
    }

    @Test
    void shouldDropWhatIsLargerThanTheMtu() {
        LinkEmulator link = new LinkEmulator(PERFECT.withMtuBytes(1280), 9);
        List<byte[]> arrived = new ArrayList<>();
        link.send(0, new byte[1252], (atNanos, bytes) -> arrived.add(bytes));
        link.send(0, new byte[1253], (atNanos, bytes) -> arrived.add(bytes));
        assertThat(arrived).hasSize(1);
        assertThat(link.reading().tooLarge()).isEqualTo(1);
    }

    @Test
    void shouldChangeConditionsFromTheNextDatagramOn() {
        LinkEmulator link = new LinkEmulator(PERFECT, 10);
        link.conditions(PERFECT.withLoss(1));
        assertThat(run(link)).isEmpty();
    }

    @Test
    void shouldRepeatItselfExactly() {
        assertThat(run(NetworkConditions.AWFUL, 11)).isEqualTo(run(NetworkConditions.AWFUL, 11));
        assertThat(run(NetworkConditions.AWFUL, 11)).isNotEqualTo(run(NetworkConditions.AWFUL, 12));
    }

    @Test
    void shouldGiveTheSameNumbersOnEveryJdk() {
        SeededRandom random = new SeededRandom(42);
        assertThat(List.of(random.nextLong(), random.nextLong(), random.nextLong()))
                .containsExactly(6332618229526065668L, -816328817471504299L, 8971565426155258802L);
    }

    @Test
    void shouldLoseTheSameDatagramsWhateverElseIsWrong() {
        List<Integer> plain =
                run(PERFECT.withLoss(0.1), 13).stream().map(Arrival::number).toList();
        List<Integer> worse =
                run(PERFECT.withLoss(0.1).withDelay(Duration.ofMillis(80), Duration.ofMillis(30)), 13).stream()
                        .map(Arrival::number)
                        .toList();
        assertThat(worse).isEqualTo(plain);
    }

    static List<NetworkConditions> presets() {
        return List.of(
                PERFECT,
                NetworkConditions.LAN,
                NetworkConditions.WIFI,
                NetworkConditions.CELLULAR,
                NetworkConditions.SATELLITE,
                NetworkConditions.AWFUL);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void shouldLetOrdinaryDatagramsPassInEveryPreset(NetworkConditions preset) {
        List<byte[]> arrived = new ArrayList<>();
        LinkEmulator link = new LinkEmulator(preset, 14);
        for (int i = 0; i < 1000; i++) {
            link.send(i * 100L * MILLIS, new byte[1200], (atNanos, bytes) -> arrived.add(bytes));
        }
        assertThat(arrived).hasSizeGreaterThan(700);
    }

    @Test
    void shouldNameTheRangeThatWasLeft() {
        assertThatThrownBy(() -> PERFECT.withLoss(20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loss 20.0")
                .hasMessageContaining("0.05 is 5 %");
        for (Runnable misuse : Arrays.<Runnable>asList(
                () -> PERFECT.withDelay(Duration.ofMillis(-1), Duration.ZERO),
                () -> PERFECT.withBandwidth(0, 1),
                () -> PERFECT.withBandwidth(1, 0),
                () -> PERFECT.withMtuBytes(28),
                () -> new Bursts(0.1, 0, 1))) {
            assertThatThrownBy(misuse::run).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
