package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.samples.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program on a machine without a display, whatever the machine of the test has. */
@Timeout(120)
class NoDisplayTest {
    @Test
    void shouldShowTheTerminalViewInstead() throws Exception {
        String said = "";
        // Where the machine is slow the time may be over before there is something to see.
        for (double seconds = 1.2; seconds < 60 && !said.contains("Players: "); seconds *= 2) {
            said = play(seconds);
        }
        assertThat(said)
                .contains(
                        "No window (this machine has no display): here is the terminal view.",
                        "Players: ",
                        "Ada",
                        "RTT")
                .doesNotContain("\u001b");
    }

    private static String play(double seconds) throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--seconds",
                        Double.toString(seconds),
                        "--bots",
                        "2")
                .redirectErrorStream(true)
                .start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(said).isZero();
        return said;
    }
}
