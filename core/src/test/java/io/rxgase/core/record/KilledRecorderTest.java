package io.rxgase.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a recording process as {@code kill -9} does. */
class KilledRecorderTest {
    private static final int LEAST_TICKS = RecordingVictim.TICKS_PER_SECOND * 3 / 2;

    @TempDir
    Path directory;

    @Test
    @Timeout(90)
    void shouldLoseAtMostTheLastSecondWhenTheProcessIsKilled() throws IOException, InterruptedException {
        Path file = directory.resolve("game.rec");
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordingVictim.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long played = 0;
        try (BufferedReader output = victim.inputReader()) {
            String line;
            while ((line = output.readLine()) != null) {
                played = Long.parseLong(line);
                if (played == LEAST_TICKS) {
                    // Not the process itself, which would close its output at once.
                    victim.toHandle().destroyForcibly();
                }
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
        assertThat(played).isGreaterThanOrEqualTo(LEAST_TICKS);

        Replay<Recorded.Walk> replay = Replay.of(file, Recorded.LOGIC);

        System.out.println("Killed after tick " + played + ": the recording has "
                + replay.info().frames() + " frames and " + replay.info().unreadableBytes()
                + " bytes of half an entry");
        assertThat(replay.info().lastTick()).isGreaterThan(played - RecordingVictim.TICKS_PER_SECOND);
        assertThat(replay.info().finished()).isFalse();
        assertThat(replay.info().gaps()).isEmpty();
        assertThat(replay.verify().frames()).isEqualTo(replay.info().frames());
        assertThat(replay.verify().divergence()).isEmpty();
    }
}
