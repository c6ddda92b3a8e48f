package io.rxgase.samples.docs;

import static io.rxgase.samples.docs.ReadmeGame.RULES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.Ticks;
import io.rxgase.samples.docs.ReadmeGame.Ball;
import io.rxgase.samples.docs.ReadmeGame.Kick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of README.md works as it says. */
class ReadmeTest {
    @Test
    @Timeout(30)
    void shouldPlayTheFirstGameOverRealUdp() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            ReadmeGame.main();
        } finally {
            System.setOut(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("somebody kicked the ball", "the ball is at 1.");
    }

    @Test
    void shouldStandInTheOverviewOfTheJavadocToo() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.exists(here.resolve("README.md")) ? here : here.getParent();
        String example = between(Files.readString(root.resolve("README.md")), "```java\n", "```");

        String overview = between(Files.readString(root.resolve("docs/overview.html")), "<pre>{@code\n", "}</pre>");

        assertThat(overview).isEqualTo(example);
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    @Test
    @SuppressWarnings("CheckReturnValue")
    void shouldPlayTenSecondsInVirtualTime() {
        TestScheduler time = new TestScheduler();
        GameStateMachine<Ball> machine = GameStateMachine.of(RULES, new Ball(0, 1));
        Ticks.fixed(Duration.ofMillis(20)).on(time).compose(machine.withInbox()).subscribe();
        machine.inbox().offer(new Incoming(new ClientId(1), new Kick(9)));
        time.advanceTimeBy(10, SECONDS);
        assertThat(machine.tickNumber()).isEqualTo(500);
        assertThat(machine.snapshot().state().x()).isGreaterThan(10);
    }
}
