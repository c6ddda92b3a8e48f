package io.rxgase.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The one command, with real child processes and as little to do as possible. */
@Timeout(120)
class BenchmarkCommandTest {
    @TempDir
    Path folder;

    @Test
    void shouldWriteTablesAndPlotsBetweenTheMarksAndLeaveTheRestAlone() throws Exception {
        Path document = folder.resolve("BENCHMARKS.md");
        Files.write(
                document,
                List.of(
                        "# By hand",
                        Report.BEGIN,
                        "### Loss",
                        "figures of loss",
                        "### Events",
                        "old figures",
                        Report.END,
                        "By hand, too."));

        int exitCode = BenchmarkCommand.run(
                "--tiny", "--only", "events", "--peers", "rxgase,netty", "--write", document.toString());

        assertThat(exitCode).isZero();
        assertThat(Files.readString(document))
                .startsWith("# By hand\n" + Report.BEGIN)
                .contains(
                        "### Loss\nfigures of loss\n### Events\n",
                        "| **RxGaSe** |",
                        "| plain Netty, epoll |",
                        "- JVM: ",
                        "- Command: `mvn ")
                .doesNotContain("old figures")
                .endsWith(Report.END + "\nBy hand, too.\n");
        assertThat(folder.resolve("benchmarks/events.png")).isNotEmptyFile();
    }

    @Test
    void shouldSayInItsRowThatAPeerIsNotInstalled() throws Exception {
        Section section = new EventsWorkload(Scale.TINY, EnumSet.of(Peer.ENET), progress -> {}, peer -> false).run();

        assertThat(section.lines()).anySatisfy(line -> assertThat(line).startsWith("| ENet | not installed |"));
    }

    @Test
    void shouldFindTheLongestPauseInALogOfSafepoints() {
        Readings pauses = MemoryWorkload.pauses(List.of(
                "[1s] Safepoint \"Cleanup\", Time since last: 10 ns, Reaching safepoint: 5 ns, At safepoint: 5 ns, Total: 90000 ns",
                "[2s] Safepoint \"GenCollectForAllocation\", Time since last: 9 ns, Reaching safepoint: 1 ns, Total: 6500000 ns",
                "something else"));

        assertThat(pauses.get("pauses")).isEqualTo(2);
        assertThat(pauses.get("pauses.long")).isEqualTo(1);
        assertThat(pauses.get("pause.max.ms")).isEqualTo(6.5);
    }
}
