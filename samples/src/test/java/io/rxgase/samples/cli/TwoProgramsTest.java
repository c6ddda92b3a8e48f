package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.samples.Main;
import io.rxgase.testkit.UdpPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host and a player that are two programs, as on a LAN party, and find each other without an address. */
@Timeout(120)
class TwoProgramsTest {
    private final Spoken spoken = new Spoken();

    private static Process serve(int lanPort) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--port",
                        "0",
                        "--name",
                        "LAN party",
                        "--lan-port",
                        Integer.toString(lanPort))
                // Newer JDKs warn there about native access.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void shouldFindPlayAndHearTheFarewellOfAnInterruptedHost() throws Exception {
        int lanPort = UdpPorts.free();
        Process host = serve(lanPort);
        try (BufferedReader said = host.inputReader()) {
            String ready = said.readLine();
            assertThat(ready).contains("Tag on", "Ctrl-C");
            // The host is asked to end as soon as somebody plays. It knows of the guest earlier than the guest has the
            // game.
            Thread interrupting = new Thread(() -> {
                try {
                    spoken.awaitOut("RTT");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                host.toHandle().destroy();
            });
            interrupting.start();
            int code = spoken.run(
                    "play",
                    "--lan-port",
                    Integer.toString(lanPort),
                    "--first",
                    "--view",
                    "terminal",
                    "--name",
                    "Guest");
            assertThat(spoken.out()).contains("LAN party", "of 64 players", "ping");
            assertThat(spoken.err()).contains("Connection lost: peer shutdown");
            assertThat(code).isEqualTo(ExitCode.CONNECTION_LOST);
            interrupting.join();
            assertThat(said.lines().collect(Collectors.joining("\n")))
                    .contains("+ Guest", "Stopping; telling everybody.");
            assertThat(host.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void shouldSayThatThereIsNoGame() throws Exception {
        assertThat(spoken.run("play", "--lan-port", Integer.toString(UdpPorts.free()), "--first", "--seconds", "0.3"))
                .isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(spoken.err()).contains("No game found", "play --host");
    }
}
