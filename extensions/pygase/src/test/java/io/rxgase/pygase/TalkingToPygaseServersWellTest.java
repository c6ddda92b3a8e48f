package io.rxgase.pygase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.state.GameState;
import io.rxgase.testkit.pygase.WireEvent;
import io.rxgase.testkit.pygase.WirePeer;
import io.rxgase.testkit.pygase.WireState;
import io.rxgase.transport.SendOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The points of docs/PYGASE.md, "Talking to PyGaSe's servers", by number, over real UDP. The server dies, which fails the test, of everything that
 * PyGaSe's server dies of.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TalkingToPygaseServersWellTest extends HandMadePygaseServer {
    @Test
    void point1AnyUpdateIsTakenWhileNoneIsHeld() {
        for (int order : new int[] {1, 32_767, 32_768, 65_534, 65_535}) {
            server.awaitAnother(WirePeer.server());
            show(order, Map.of("n", 1L));
            try (Client<GameState> client = connect()) {
                await(client, state -> state.has("n"));
                server.pumpUntil(() -> server.peer().reported() == order);
            }
        }
    }

    @Test
    void point2TheTokenForAMissingKeyIsNeverStored() {
        show(1, Map.of("keep", 1L));
        try (Client<GameState> client = connect()) {
            await(client, state -> state.has("keep"));
            show(2, Map.of("gone", WireState.TOKEN, "map", Map.of("gone", WireState.TOKEN), "mark", 1L));
            GameState state = await(client, now -> now.has("mark"));
            assertThat(state.has("gone")).isFalse();
            assertThat(state.getMap("map").isEmpty()).isTrue();
        }
    }

    @Test
    void point3MissingAttributesJumpsAndANewPortAreLivedWith() {
        show(1, Map.of("game_status", 1L));
        int firstPort;
        try (Client<GameState> client = connect()) {
            GameState first = await(client, state -> true);
            assertThat(first.attributes().isEmpty()).isTrue();
            show(900, Map.of("late", 1L));
            assertThat(await(client, state -> state.has("late")).timeOrder()).isEqualTo(900);
            firstPort = server.remotePort();
        }
        server.awaitAnother(WirePeer.server());
        show(1500, Map.of("late", 2L, "whole", true));
        try (Client<GameState> anew = connect()) {
            assertThat(await(anew, state -> state.has("whole")).getInt("late")).isEqualTo(2);
            assertThat(server.remotePort()).isNotEqualTo(firstPort);
        }
    }

    /** PyGaSe forgets the datagram before each gap: what it does not acknowledge may have arrived all the same. */
    @Test
    void point4MissingBitsAreNoProofOfLoss() {
        show(1, Map.of("n", 1L));
        try (Client<GameState> client = connect()) {
            server.losing(0.25, 11);
            AtomicInteger told = new AtomicInteger();
            int sent = 30;
            for (int i = 0; i < sent; i++) {
                var unused = client.deliver(Event.of("COUNT", i), SendOptions.DEFAULT.withMaxResends(8))
                        .subscribe(told::incrementAndGet, error -> told.incrementAndGet());
                server.pump(Duration.ofMillis(20));
            }
            server.losing(0, 11);
            server.pumpUntil(() -> told.get() == sent);
            List<Object> arrived = server.peer().received().stream()
                    .map(event -> event.args().get(0))
                    .toList();
            // Each at least once, since resends may double but never lose; whose handlers count has to bear that.
            for (long i = 0; i < sent; i++) {
                assertThat(arrived).contains(i);
            }
        }
    }

    @Test
    void point5OnlyWhatTheGameSendsAndNeverMoreThanADatagramHolds() {
        show(1, Map.of("n", 1L));
        try (Client<GameState> client = connect()) {
            for (int i = 0; i < 10; i++) {
                client.send(Event.of("TEXT", "x".repeat(700)));
            }
            // The peer dies of datagrams over 2,048 bytes.
            server.pumpUntil(() -> server.peer().received().size() == 10);
            assertThatThrownBy(() -> client.send(Event.of("TEXT", "x".repeat(2_030))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("TEXT takes")
                    .hasMessageContaining("at most 2032");
            assertThatThrownBy(() -> client.send(Event.of(Event.JOINED)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reserved");
            server.pump(Duration.ofMillis(100));
            // No event of the library's own: an unknown type would stop the game for all.
            assertThat(server.peer().received()).extracting(WireEvent::type).containsOnly("TEXT");
        }
    }

    @Test
    void point6NoDatagramIsSentTwice() {
        show(1, Map.of("n", 1L));
        try (Client<GameState> client = connect()) {
            client.send(Event.of("ONE"));
            // The peer dies of a duplicate.
            server.pump(Duration.ofMillis(500));
            assertThat(server.peer().datagrams()).isGreaterThan(10);
            assertThat(server.peer().received()).containsExactly(WireEvent.of("ONE"));
        }
    }
}
