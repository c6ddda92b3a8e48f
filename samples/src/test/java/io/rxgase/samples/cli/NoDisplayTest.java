package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.samples.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program on a machine without a display, whatever the machine of the test has. */
@Timeout(60)
class NoDisplayTest {
    @Test
    void shouldShowTheTerminalViewInstead() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--seconds",
                        "1.5",
                        "--bots",
                        "2")
                .redirectErrorStream(true)
                .start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(said).isZero();
        assertThat(said)
                .contains(
                        "No window (this machine has no display): here is the terminal view.",
                        "Players: ",
                        "Ada",
                        "RTT")
                .doesNotContain("\u001b");
    }
}
