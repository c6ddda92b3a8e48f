package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.transport.discovery.GameFound;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LobbyTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static GameFound game(long id, String name, int players, boolean gone) {
        return new GameFound(
                id, name, "test", new InetSocketAddress("10.0.0.7", 8080), players, 8, Duration.ofMillis(3), gone);
    }

    private Console console(boolean terminal, Flowable<String> typed) {
        return new Console(new PrintWriter(out), new PrintWriter(err), terminal, Completable.never(), typed);
    }

    @Test
    void shouldTellOfGamesAsTheyComeChangeAndGo() {
        GameList list = new GameList();
        assertThat(list.lines()).singleElement().asString().contains("No game");
        assertThat(list.take(game(11, "Alice's game", 1, false)))
                .contains("+  1  Alice's game               1 of 8 players   ping 3.0 ms   10.0.0.7:8080");
        assertThat(list.take(game(12, "Bob's game", 2, false))).get().asString().startsWith("+  2  Bob");
        assertThat(list.take(game(11, "Alice's game", 1, false))).isEmpty();
        assertThat(list.take(game(11, "Alice's game", 2, false)))
                .get()
                .asString()
                .startsWith("   1  Alice");
        assertThat(list.lines()).hasSize(3);
        assertThat(list.take(game(11, "Alice's game", 2, true)))
                .get()
                .asString()
                .startsWith("-  1  Alice");
        assertThat(list.lines()).hasSize(2);
        assertThat(list.choice("1")).isEmpty();
        assertThat(list.choice(" 2 ")).map(GameFound::id).contains(12L);
        assertThat(list.take(game(99, "never seen", 0, true))).isEmpty();
    }

    @Test
    void shouldJoinTheGameWhoseNumberIsTyped() {
        Flowable<GameFound> games =
                Flowable.just(game(1, "A", 0, false), game(2, "B", 0, false)).concatWith(Flowable.never());
        Optional<GameFound> chosen =
                new Lobby(console(false, Flowable.just("7", "x", "", "2"))).choose(games, false, Completable.never());
        assertThat(chosen).map(GameFound::name).contains("B");
        assertThat(out.toString())
                .contains("Looking for games", "+  1  A", "+  2  B")
                .doesNotContain("\u001b");
        assertThat(err.toString())
                .contains("No game has the number 7", "number x")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldDrawTheListAnewOnATerminal() {
        new Lobby(console(true, Flowable.never()))
                .choose(Flowable.just(game(1, "A", 0, false)), true, Completable.never());
        assertThat(out.toString()).contains("\u001b[H", "1 game on the local network:");
    }

    @Test
    void shouldGoWhenItIsTime() {
        assertThat(new Lobby(console(false, Flowable.never())).choose(Flowable.never(), true, Completable.complete()))
                .isEmpty();
    }

    @Test
    void shouldReadLinesWithoutWaitingForMore() {
        ByteArrayInputStream input = new ByteArrayInputStream("one\r\ntwo\nthr".getBytes(StandardCharsets.UTF_8));
        assertThat(TypedLines.of(input).take(2).toList().blockingGet()).containsExactly("one", "two");
    }
}
