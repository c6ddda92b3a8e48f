package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.event.ClientId;
import io.rxgase.server.ServerStats;
import io.rxgase.transport.ConnectionStats;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MonitorTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final Monitor monitor = new Monitor(clock::get);

    private static ServerStats.Client client(long packets, long states, long budget) {
        return new ServerStats.Client(
                new ConnectionStats(
                        12_340_000,
                        0,
                        0.015,
                        packets,
                        packets / 2,
                        100 * packets,
                        10 * packets,
                        3,
                        0,
                        0,
                        0,
                        250_000,
                        77),
                states == 0 ? -1 : 4,
                9,
                budget,
                states,
                20 * states);
    }

    private static ServerStats stats(Map<Long, ServerStats.Client> clients) {
        Map<ClientId, ServerStats.Client> byId = new LinkedHashMap<>();
        long[] lostAndQueued = new long[2];
        clients.forEach((id, client) -> {
            byId.put(new ClientId(id), client);
            lostAndQueued[0] += client.link().packetsLost();
            lostAndQueued[1] += client.link().queuedBytes();
        });
        return new ServerStats(
                byId,
                new ServerStats.Total(0, 0, 200, 0, lostAndQueued[0], lostAndQueued[1]),
                2_500_000,
                300_000,
                1000,
                3,
                4,
                5,
                6,
                7);
    }

    private static List<String> cells(String row) {
        return List.of(row.trim().split(" +"));
    }

    @Test
    void shouldShowEachClientsRatesAndWhatItsConnectionIsLike() {
        monitor.lines(stats(Map.of(1L, client(100, 50, 8_000))));
        clock.addAndGet(2 * SECOND);

        List<String> lines = monitor.lines(stats(Map.of(1L, client(300, 150, 8_000))));

        assertThat(lines.get(0))
                .isEqualTo("1 client; tick 2.50 ms, of it states 0.30 ms; revision 1000 in 3 encodings;"
                        + " events waiting 4, refused 5, undelivered 6; stray datagrams 7");
        assertThat(cells(lines.get(3)))
                .containsExactly("1", "12.3", "1.5", "10.0", "100", "1.0", "50", "50", "4", "8.0", "250.0", "9", "77");
        assertThat(lines).hasSize(4);
    }

    @Test
    void shouldAddUpTheClientsThatAreThere() {
        monitor.lines(stats(Map.of(1L, client(100, 50, 0), 2L, client(1000, 500, 0))));
        clock.addAndGet(SECOND);

        List<String> lines = monitor.lines(stats(Map.of(1L, client(200, 100, 0), 3L, client(40, 0, 0))));

        assertThat(cells(lines.get(2)))
                .as("who left takes nothing away, who came counts from the beginning")
                .containsExactly("all", "3.0", "14.0", "140", "1.4", "70", "50", "18", "154");
        assertThat(lines.stream().skip(3).map(line -> cells(line).subList(7, 10)))
                .containsExactlyInAnyOrder(List.of("50", "4", "-"), List.of("0", "-", "-"));
    }

    @Test
    void shouldCountNothingBeforeThereIsSomethingToCompareWith() {
        assertThat(cells(monitor.lines(stats(Map.of(1L, client(100, 50, 0)))).get(3))
                        .subList(3, 8))
                .containsExactly("0.0", "0", "0.0", "0", "0");
    }

    @Test
    void shouldKeepTheTableOnTheScreen() {
        Map<Long, ServerStats.Client> many = new LinkedHashMap<>();
        for (long id = 1; id <= Monitor.MOST_CLIENTS + 2; id++) {
            many.put(id, client(1, 1, 0));
        }
        assertThat(monitor.lines(stats(many)))
                .hasSize(Monitor.MOST_CLIENTS + 4)
                .last()
                .isEqualTo("    and 2 more");
    }

    @Test
    void shouldShowAGameLive() throws Exception {
        FlowableProcessor<String> said = ReplayProcessor.<String>create().toSerialized();
        CompletableSubject interrupt = CompletableSubject.create();
        PrintWriter out = new PrintWriter(Writer.nullWriter()) {
            @Override
            public void println(String line) {
                said.onNext(line);
            }
        };
        Console console = new Console(out, out, false, interrupt);
        CompletableFuture<Integer> serving = CompletableFuture.supplyAsync(
                () -> TagCommand.commandLine(console)
                        .execute("serve", "--host", "127.0.0.1", "--port", "0", "--no-announce", "--monitor"),
                Spoken.THREADS);
        String ready = first(said, line -> line.startsWith("Tag on "));
        int port = Integer.parseInt(ready.substring(ready.indexOf(':') + 1, ready.indexOf(". ")));
        try (BotCrowd crowd = BotCrowd.connect("127.0.0.1", port, 2, 1)) {
            assertThat(crowd.size()).isEqualTo(2);

            List<String> second = cells(first(said, line -> line.startsWith("      2 ") && !stands(line)));

            assertThat(second).hasSize(13);
            assertThat(second.get(9)).as("budget").isEqualTo("-");
            assertThat(second.get(11)).as("waiting").isEqualTo("0");
        }
        interrupt.onComplete();
        assertThat(serving.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    }

    /** Whether a row lacks a round-trip time or anything to have been sent or received each second. */
    private static boolean stands(String row) {
        List<String> cells = cells(row);
        return cells.subList(3, 8).stream().anyMatch(rate -> Double.parseDouble(rate) == 0)
                || cells.get(1).equals("0.0");
    }

    private static String first(FlowableProcessor<String> said, Predicate<String> wanted) {
        return said.filter(wanted::test).timeout(60, TimeUnit.SECONDS).blockingFirst();
    }
}
