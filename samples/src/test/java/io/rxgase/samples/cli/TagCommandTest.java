package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.NetworkAddresses;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TagCommandTest {
    private final Spoken spoken = new Spoken();

    @Test
    void shouldExplainItself() {
        assertThat(spoken.run("--help")).isEqualTo(ExitCode.OK);
        assertThat(spoken.out())
                .contains("serve", "play", "bots", "--seconds", "--view", "Exit codes:")
                .contains("a port could not be opened");
        assertThat(spoken.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "play", "bots", "interop"})
    void shouldExplainEachCommand(String command) {
        assertThat(spoken.run(command, "--help")).isEqualTo(ExitCode.OK);
        assertThat(spoken.out()).contains("Usage: tag " + command, "--port");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        serve                           | --port
        serve --port 65536              | '65536' is no port: use 0 to 65535
        serve --port http               | 'http' is no port
        play --host example.org         | the one of the backend on example.org
        play --port 0                   | '0' is no port: use 1 to 65535
        bots --port 8080                | --count
        bots --port 8080 --count -1     | use 0 to 200
        serve --port 0 --places 0       | use 1 to 1000
        --seconds 0                     | is not more than 0
        --seconds NaN                   | is not more than 0
        --view hologram                 | 'hologram'
        fly                             | fly
        """)
    void shouldSayWhatIsWrongWithTheCommandLine(String line, String complaint) {
        assertThat(spoken.run(line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(spoken.err()).contains(complaint).doesNotContain("\tat ");
    }

    @Test
    void shouldSayThatThePortIsInUse() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(spoken.run("serve", "--host", "127.0.0.1", "--port", port))
                    .isEqualTo(ExitCode.NO_CONNECTION);
            assertThat(spoken.err()).contains(port, "in use").doesNotContain("\tat ");
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchHost() {
        assertThat(spoken.run("play", "--host", "no-such-host.invalid", "--port", "8080", "--view", "none"))
                .isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(spoken.err()).contains("no-such-host.invalid").doesNotContain("\tat ");
    }

    @Test
    void shouldSayWhyItWasRefused() {
        try (Host full = Host.start("127.0.0.1", 0, 1, Dialect.RXGASE);
                BotCrowd crowd = BotCrowd.connect("127.0.0.1", full.address().getPort(), 1, 1)) {
            String port = Integer.toString(full.address().getPort());
            assertThat(crowd.size()).isOne();
            assertThat(spoken.run("play", "--port", port, "--view", "none")).isEqualTo(ExitCode.NO_CONNECTION);
            assertThat(spoken.err())
                    .contains("as many connections as it allows")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(silent.getLocalPort());
            assertThat(spoken.run("play", "--host", "127.0.0.1", "--port", port, "--view", "none"))
                    .isEqualTo(ExitCode.NO_CONNECTION);
            assertThat(spoken.err()).contains("127.0.0.1", port).doesNotContain("\tat ");
        }
    }

    @Test
    void shouldSayThatTheBackendIsGone() {
        Host host = Host.start("127.0.0.1", 0, 1, Dialect.RXGASE);
        String port = Integer.toString(host.address().getPort());
        Disposable stop = host.backend()
                .states()
                .filter(chase -> !chase.players().isEmpty())
                .firstElement()
                .subscribe(chase -> host.backend().close());
        assertThat(spoken.run("play", "--host", "127.0.0.1", "--port", port, "--view", "none"))
                .isEqualTo(ExitCode.CONNECTION_LOST);
        assertThat(spoken.err()).contains("Connection lost: peer shutdown");
        stop.dispose();
    }

    @Test
    void shouldPlayForTheGivenTimeAndLeaveNothingBehind() {
        // Where the machine is slow the time may be over before there is something to see.
        for (double seconds = 1.5; seconds < 60 && !spoken.out().contains("Players: "); seconds *= 2) {
            assertThat(spoken.run("--seconds", Double.toString(seconds), "--view", "terminal", "--bots", "2"))
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(spoken.out()).contains("2 bots, each over its own UDP connection", "Players: ", "Ada", "Game over:");
        assertThat(spoken.err()).isEmpty();
    }

    @Test
    void shouldEndWhenInterrupted() {
        spoken.interrupt.onComplete();
        assertThat(spoken.run("serve", "--host", "127.0.0.1", "--port", "0", "--no-announce"))
                .isEqualTo(ExitCode.OK);
        assertThat(spoken.out()).contains("Tag on 127.0.0.1:", "play --host 127.0.0.1 --port", "Stopping");
    }

    @Test
    void shouldSayWhatToTellOthers() {
        spoken.interrupt.onComplete();
        assertThat(spoken.run("serve", "--port", "0", "--no-announce")).isEqualTo(ExitCode.OK);
        assertThat(spoken.out())
                .contains(
                        "of all addresses",
                        "play --host "
                                + NetworkAddresses.text(
                                        NetworkAddresses.available().get(0)));
    }
}
