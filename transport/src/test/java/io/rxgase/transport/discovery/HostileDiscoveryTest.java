package io.rxgase.transport.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.testkit.SweepSize;
import io.rxgase.transport.discovery.DiscoveryPacket.Answer;
import io.rxgase.transport.discovery.DiscoveryPacket.Farewell;
import io.rxgase.transport.discovery.DiscoveryPacket.Query;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the machines of discovery make of bytes that nobody of ours has sent. */
class HostileDiscoveryTest {
    private static final InetSocketAddress STRANGER = new InetSocketAddress("10.0.0.66", 6666);
    private static final Announcement GAME = Announcement.of("test.tag", "Näme").withPlayers(65_535, 65_535);
    private static final int DATAGRAMS = Integer.getInteger("discovery.datagrams", SweepSize.of(50_000, 200_000));

    private final Tally tally = new Tally();
    private final Announcer announcer = new Announcer(new InetSocketAddress("0.0.0.0", 7777), 42, tally);
    private final Search search = new Search("test.tag", () -> 99, tally);

    @Test
    void shouldReadWhatItWrites() {
        assertThat(DiscoveryPacket.decode(new Query(-1, "test.tag").encoded())).isEqualTo(new Query(-1, "test.tag"));
        assertThat(DiscoveryPacket.decode(new Answer(7, -8, 65_535, GAME).encoded()))
                .isEqualTo(new Answer(7, -8, 65_535, GAME));
        assertThat(DiscoveryPacket.decode(new Farewell(1, 2).encoded())).isEqualTo(new Farewell(1, 2));
    }

    @Test
    void shouldNeverAnswerWithMoreThanWasAsked() {
        Announcement longest = new Announcement("x".repeat(64), "ü".repeat(32), 1, 1);
        assertThat(new Query(1, "x".repeat(64)).encoded().remaining()).isEqualTo(DiscoveryPacket.QUERY_BYTES);
        assertThat(new Answer(1, 1, 1, longest).encoded().remaining()).isLessThan(DiscoveryPacket.QUERY_BYTES);
    }

    @Test
    void shouldSurviveDamagedDatagrams() {
        long seed = Long.getLong("seed", 20_261);
        SplittableRandom random = new SplittableRandom(seed);
        announcer.say(GAME);
        search.ask(0);
        for (int i = 0; i < DATAGRAMS; i++) {
            ByteBuffer valid = switch (random.nextInt(3)) {
                case 0 -> new Query(random.nextLong(), "").encoded();
                case 1 -> new Answer(99, random.nextInt(300), 1 + random.nextInt(60_000), GAME).encoded();
                default -> new Farewell(99, random.nextInt(300)).encoded();
            };
            byte[] bytes = damaged(valid, random);
            try {
                DiscoveryPacket packet = DiscoveryPacket.decode(ByteBuffer.wrap(bytes));
                announcer.receive(i * 1_000L, STRANGER, packet);
                search.receive(i * 1_000L, STRANGER, packet);
                search.poll();
            } catch (RuntimeException e) {
                throw new AssertionError("replay with -Dseed=" + seed, e);
            }
        }
        DiscoveryStats stats = tally.read();
        assertThat(stats.answered()
                        + stats.heard()
                        + stats.malformed()
                        + stats.unasked()
                        + stats.foreign()
                        + stats.overLimit())
                .as("every datagram is counted once: %s", stats)
                .isEqualTo(2L * DATAGRAMS);
        assertThat(stats.malformed()).isGreaterThan(DATAGRAMS);
        assertThat(stats.heard()).isPositive();
        assertThat(stats.answered()).isPositive();
    }

    // Half of them get a right sum again, so that they are read to the end.
    private static byte[] damaged(ByteBuffer valid, SplittableRandom random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(300) : valid.remaining();
        byte[] bytes = new byte[length];
        valid.get(bytes, 0, Math.min(length, valid.remaining()));
        for (int flips = random.nextInt(4); flips > 0 && length > 0; flips--) {
            bytes[random.nextInt(length)] = (byte) random.nextInt();
        }
        if (length > 18 && random.nextBoolean()) {
            CRC32C sum = new CRC32C();
            sum.update(bytes, 0, length - 4);
            ByteBuffer.wrap(bytes).putInt(length - 4, (int) sum.getValue());
        }
        return bytes;
    }

    @Test
    void shouldTakeControlCharactersOutOfNames() {
        Answer evil = new Answer(99, 1, 1, Announcement.of("test.tag", "\u001b[2J\u202egame\n"));
        search.ask(0);
        search.receive(1, STRANGER, DiscoveryPacket.decode(evil.encoded()));
        assertThat(search.poll()).extracting(GameFound::name).isEqualTo("?[2J?game?");
    }

    @Test
    void shouldKnowABoundedNumberOfGames() {
        search.ask(0);
        for (int id = 0; id < 10_000; id++) {
            search.receive(1, STRANGER, new Answer(99, id, 1, GAME));
        }
        int found = 0;
        while (search.poll() != null) {
            found++;
        }
        assertThat(found).isEqualTo(LanDiscovery.MOST_GAMES);
        assertThat(tally.read().overLimit()).isEqualTo(10_000 - LanDiscovery.MOST_GAMES);
    }

    @Test
    void shouldAnswerABoundedNumberOfQuestionsInASecond() {
        announcer.say(GAME);
        for (int i = 0; i < 1000; i++) {
            announcer.receive(5, new InetSocketAddress("10.0.1." + i % 256, 1 + i), new Query(i, ""));
        }
        assertThat(tally.read().answered()).isEqualTo(LanDiscovery.ANSWERS_PER_SECOND);
        assertThat(tally.read().overLimit()).isEqualTo(1000 - LanDiscovery.ANSWERS_PER_SECOND);
        assertThat(announcer.farewells()).hasSize(Announcer.MOST_FAREWELLS);
        assertThat(announcer.receive(1_000_000_005, STRANGER, new Query(1, ""))).isNotNull();
    }

    @Test
    void shouldBelieveNobodyWhomItDidNotAsk() {
        search.ask(0);
        search.receive(1, STRANGER, new Answer(98, 1, 1, GAME));
        search.receive(1, STRANGER, new Farewell(99, 1));
        assertThat(search.poll()).isNull();
        assertThat(tally.read().unasked()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,   10.0.0.66, true",
        "0.0.0.0,   127.0.0.1, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 10.0.0.66, false",
        "10.0.0.1,  10.0.0.66, true",
        "10.0.0.1,  127.0.0.1, false"
    })
    void shouldAnswerOnlyWhereTheGameCanBeReached(String bound, String asker, boolean answered) {
        Announcer there = new Announcer(new InetSocketAddress(bound, 7777), 1, tally);
        there.say(GAME);
        assertThat(there.receive(0, new InetSocketAddress(asker, 5), new Query(1, "test.tag")) != null)
                .isEqualTo(answered);
    }
}
