package io.rxgase.pygase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.Snapshot;
import io.rxgase.testkit.pygase.WireEvent;
import io.rxgase.testkit.pygase.WirePeer;
import io.rxgase.testkit.pygase.WireState;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 10 of the wire description: a client over real UDP against a hand-made PyGaSe server that dies of what PyGaSe dies of. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PygaseServersTest extends HandMadePygaseServer {
    record Player(String name, List<Double> position) {}

    record Chase(Map<Long, Player> players, long hp, String title) {}

    @BeforeEach
    void begin() {
        show(0, Map.of());
    }

    @Test
    void shouldFollowAStateThatComesWholeAndInUpdates() {
        try (Client<GameState> client = connect(GameState.class)) {
            show(2, Map.of("title", "interop", "hp", 100L, "players", Map.of(), "game_status", 1L));
            await(client, state -> state.has("title"));
            server.pumpUntil(() -> server.peer().reported() == 2);

            show(3, Map.of("hp", 90L, "players", Map.of(0L, Map.of("name", "Ada"))));
            GameState state = await(client, now -> now.getInt("hp") == 90);
            assertThat(state.at("players", 0, "name")).isEqualTo("Ada");
            assertThat(state.getString("title")).isEqualTo("interop");
            assertThat(state.timeOrder()).isEqualTo(3);
            assertThat(state.isPaused()).isFalse();
        }
    }

    @Test
    void shouldTakeAnyUpdateWhileItHoldsNone() {
        try (Client<GameState> client = connect(GameState.class)) {
            show(40_000, Map.of("hp", 100L));
            await(client, state -> state.has("hp"));
            server.pumpUntil(() -> server.peer().reported() == 40_000);
        }
    }

    @Test
    void shouldCountOnAcrossTheWrapAndOverJumps() {
        try (Client<GameState> client = connect(GameState.class)) {
            TestSubscriber<Snapshot<GameState>> snapshots = client.snapshots().test();
            int[] orders = {65_000, 65_535, 1, 700, 30_000, 300_000 % 65_535};
            long expected = orders[0];
            for (int i = 0; i < orders.length; i++) {
                show(orders[i], Map.of("n", (long) i));
                long n = i;
                await(client, state -> state.getLong("n") == n);
                if (i > 0) {
                    int distance = orders[i] - orders[i - 1];
                    expected += distance < 0 ? distance + 65_535 : distance;
                }
                assertThat(client.store().current().timeOrder()).isEqualTo(expected);
            }
            assertThat(snapshots.values()).extracting(Snapshot::timeOrder).isSorted();
        }
    }

    @Test
    void shouldIgnoreOldUpdatesAndRepeatedOnes() {
        try (Client<GameState> client = connect(GameState.class)) {
            show(500, Map.of("hp", 100L));
            await(client, state -> state.has("hp"));
            show(499, Map.of("hp", 1L));
            server.pump(Duration.ofMillis(100));
            show(501, Map.of("mark", true));
            GameState state = await(client, now -> now.has("mark"));
            assertThat(state.getInt("hp")).isEqualTo(100);
        }
    }

    @Test
    void shouldNeverStoreTheDeleteToken() {
        try (Client<GameState> client = connect(GameState.class)) {
            show(1, Map.of("a", 1L, "m", Map.of("x", 1L, "y", 2L)));
            await(client, state -> state.has("a"));
            Map<String, Object> deletes =
                    Map.of("a", WireState.TOKEN, "m", Map.of("x", WireState.TOKEN), "never", WireState.TOKEN);
            for (int order = 2; order <= 7; order++) {
                // As PyGaSe does until the report has come back: the same deletes in new updates.
                show(order, deletes);
                server.pump(Duration.ofMillis(60));
            }
            show(8, Map.of("new", Map.of("x", WireState.TOKEN, "y", 1L)));
            GameState state = await(client, now -> now.has("new"));
            assertThat(state.attributes())
                    .isEqualTo(GameState.of(Map.of("m", Map.of("y", 2), "new", Map.of("y", 1)))
                            .attributes());
        }
    }

    @Test
    void shouldWaitForAttributesThatAreMissingAtFirst() {
        try (Client<Chase> client = connect(Chase.class)) {
            TestSubscriber<Chase> states = client.states().test();
            show(2, Map.of("game_status", 1L));
            server.pumpUntil(() -> server.peer().reported() == 2);
            show(3, Map.of("hp", 90L));
            server.pumpUntil(() -> server.peer().reported() == 3);
            assertThat(states.values()).isEmpty();
            Map<Long, ?> players = Map.of(3L, Map.of("name", "Ada", "position", List.of(0.5f, 1.5f)));
            show(4, Map.of("players", players, "title", "tag"));
            Chase chase = await(client, state -> true);
            assertThat(chase).isEqualTo(new Chase(Map.of(3L, new Player("Ada", List.of(0.5, 1.5))), 90, "tag"));
        }
    }

    @Test
    void shouldExchangeEventsWithPositionalAndNamedArguments() {
        try (Client<GameState> client = connect(GameState.class)) {
            TestSubscriber<Event> events = client.events().test();
            client.send(Event.of("JOIN", "Ada"));
            client.send(Event.of("MOVE").with("player_id", 0).with("new_position", List.of(1.5, -2.25)));
            server.pumpUntil(() -> server.peer().received().size() == 2);
            assertThat(server.peer().received())
                    .containsExactly(
                            WireEvent.of("JOIN", "Ada"),
                            WireEvent.of("MOVE")
                                    .with("new_position", List.of(1.5f, -2.25f))
                                    .with("player_id", 0L));

            server.peer().send(WireEvent.of("PLAYER_CREATED", 4L));
            server.peer().send(WireEvent.of("SAID").with("text", "hi"));
            server.pumpUntil(() -> events.values().size() == 2);
            assertThat(events.values())
                    .containsExactly(
                            Event.of("PLAYER_CREATED", 4), Event.of("SAID").with("text", "hi"));
        }
    }

    @Test
    void shouldTellWhatBecameOfAnEvent() {
        try (Client<GameState> client = connect(GameState.class)) {
            AtomicBoolean acknowledged = new AtomicBoolean();
            var unused = client.deliver(Event.of("JOIN", "Ada")).subscribe(() -> acknowledged.set(true));
            client.send(Event.of("MOVE"), Delivery.UNRELIABLE);
            server.pumpUntil(acknowledged::get);

            // The server falls silent: nothing that it was sent is acknowledged.
            TestObserver<Void> failed = client.deliver(Event.of("LOST"), SendOptions.DEFAULT.withMaxResends(0))
                    .test();
            failed.awaitDone(60, TimeUnit.SECONDS)
                    .assertError(error -> ((DeliveryException) error).reason() == DeliveryException.Reason.EXPIRED);
        }
    }

    @Test
    void shouldKeepFiveEventsWithinADatagram() {
        try (Client<GameState> client = connect(GameState.class)) {
            for (int i = 0; i < 12; i++) {
                client.send(Event.of("TEXT", "x".repeat(900)));
            }
            server.pumpUntil(() -> server.peer().received().size() == 12);
            assertThatThrownBy(() -> client.send(Event.of("TEXT", "x".repeat(2048))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("argument 0")
                    .hasMessageContaining("at most 2032");
            assertThatThrownBy(() -> client.send(Event.of("ECHO", 1e39)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ECHO: argument 0")
                    .hasMessageContaining("float32");
            assertThatThrownBy(() -> client.send(Event.of("MOVE").with("dt", 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("argument dt");
        }
    }

    @Test
    void shouldGetAWholeStateWhenItConnectsAnewFromAnotherPort() {
        Client<GameState> first = connect(GameState.class);
        show(5, Map.of("hp", 100L));
        await(first, state -> state.has("hp"));
        int port = server.port();
        first.close();
        first.closed().blockingAwait();

        server.awaitAnother(WirePeer.server());
        show(9, Map.of("hp", 70L));
        try (Client<GameState> again = connect(GameState.class)) {
            assertThat(server.peer().newest()).isLessThan(20);
            assertThat(await(again, state -> state.has("hp")).getInt("hp")).isEqualTo(70);
        }
        assertThat(server.port()).isEqualTo(port);
    }

    @Test
    void shouldGoOnInASlowOrBrokenPlace() {
        try (Client<GameState> client = connect(GameState.class)) {
            server.losing(0.3, 5);
            for (int i = 1; i <= 30; i++) {
                show(i, Map.of("n", (long) i));
                server.pump(Duration.ofMillis(60));
            }
            server.losing(0, 5);
            await(client, state -> state.getLong("n") == 30);
        }
    }

    /** What PyGaSe's server sends to a client that reports something newer: the client's own time order, and nothing else. */
    private void actAsServerAt(int order, Map<String, Object> state) {
        int reported = server.peer().reported();
        if (reported > order) {
            show(reported, Map.of());
        } else {
            show(order, state);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 100, 5_000, 40_000, 65_500})
    void shouldNoticeThatTheServerWasStartedAgain(int numbersBefore) {
        server.awaitAnother(WirePeer.server().after(numbersBefore));
        try (Client<GameState> client = connect(GameState.class)) {
            TestSubscriber<ConnectionEvent> lifecycle = client.lifecycle().test();
            show(20_000, Map.of("n", 1L, "gone", true, "players", Map.of(0L, "Ada")));
            await(client, state -> state.has("n"));
            server.pumpUntil(
                    () -> server.peer().reported() == 20_000 && server.peer().datagrams() > 12);
            TestObserver<Void> underWay = client.deliver(Event.of("MOVE", 0)).test();

            server.become(WirePeer.server());
            Map<String, Object> again = Map.of("n", 2L, "players", Map.of(), "game_status", 1L);
            server.pumpUntil(() -> {
                actAsServerAt(37, again);
                return server.peer().reported() == 37;
            });
            GameState state = await(client, now -> now.getInt("n") == 2);
            assertThat(state.attributes())
                    .isEqualTo(GameState.of(Map.of("n", 2, "players", Map.of())).attributes());
            assertThat(state.timeOrder()).isEqualTo(37);
            assertThat(lifecycle.values()).hasAtLeastOneElementOfType(ConnectionEvent.PeerRestarted.class);
            // The new game never heard of it, or it was told before the old one was gone.
            underWay.awaitDone(10, TimeUnit.SECONDS);
            show(38, Map.of("n", 3L));
            await(client, now -> now.getInt("n") == 3);
        }
    }

    @Test
    void shouldTakeANewGameWhoseTimeOrderBeginsAnewOnTheSameConnection() {
        try (Client<GameState> client = connect(GameState.class)) {
            show(20_000, Map.of("n", 1L, "gone", true));
            await(client, state -> state.has("n"));
            show(3, Map.of("n", 2L));
            GameState state = await(client, now -> now.getInt("n") == 2);
            assertThat(state.has("gone")).isFalse();
            assertThat(state.timeOrder()).isEqualTo(3);
        }
    }

    @Test
    void shouldRefuseAHelloThatTheWireHasNoPlaceFor() {
        assertThatThrownBy(() -> Client.of(GameState.class)
                        .dialect(Pygase.dialect())
                        .hello("Ada")
                        .connect("127.0.0.1", server.port()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as an event");
    }
}
