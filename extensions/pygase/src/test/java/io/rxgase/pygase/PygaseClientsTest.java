package io.rxgase.pygase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.state.GameState;
import io.rxgase.server.Backend;
import io.rxgase.server.BackendBuilder;
import io.rxgase.server.ClientEvent;
import io.rxgase.testkit.pygase.UdpWirePeer;
import io.rxgase.testkit.pygase.WireEvent;
import io.rxgase.testkit.pygase.WirePeer;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backend over real UDP against a peer that dies of everything that a PyGaSe client dies of. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PygaseClientsTest {
    private static final GameState START = GameState.of(Map.of("title", "test", "n", 0, "players", Map.of()));

    private static BackendBuilder<GameState> game() {
        GameLogic<GameState> logic = GameLogic.of(GameState.class)
                .timeStep((state, dt) -> state.with("n", state.getInt("n") + 1))
                .on("JOIN", (state, event, sender) -> {
                    int id = state.getMap("players").size();
                    return Next.state(state.withAt(Map.of("name", event.get(0)), "players", id))
                            .reply(Event.of("PLAYER_CREATED", id));
                })
                .on("LEAVE", (state, event, sender) -> Next.state(state.withoutAt("players", event.getInt(0))))
                .on(
                        "ECHO",
                        (state, event, sender) -> Next.state(state)
                                .reply(Event.of("ECHO_REPLY")
                                        .withArguments(event.arguments())
                                        .withNamed(event.named())))
                .on("SAY", (state, event, sender) -> Next.state(state).toAll(Event.of("SAID", event.get(0))))
                .on("GROW", (state, event, sender) -> Next.state(state.with("text", "x".repeat(event.getInt(0)))))
                .on(
                        "SHOUT",
                        (state, event, sender) ->
                                Next.state(state).reply(Event.of("SHOUTED", "x".repeat(event.getInt(0)))))
                .on("BURST", (state, event, sender) -> {
                    Next<GameState> next = Next.state(state);
                    for (int i = 0; i < event.getInt(0); i++) {
                        next = next.reply(Event.of("ITEM", i));
                    }
                    return next;
                });
        return Backend.of(logic, START).dialect(Pygase.dialect());
    }

    private static Backend<GameState> start() {
        return game().start("127.0.0.1", 0);
    }

    private static UdpWirePeer connect(Backend<?> backend) {
        return UdpWirePeer.clientOf(backend.localAddress());
    }

    private static Map<?, ?> players(WirePeer peer) {
        return (Map<?, ?>) peer.state().attributes().getOrDefault("players", Map.of());
    }

    @Test
    void shouldShowAPygaseClientStateAndEvents() {
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend)) {
            client.peer().send(WireEvent.of("JOIN", "Ada"));
            // The state and the reply may ride in different datagrams, in either order.
            client.pumpUntil(() -> players(client.peer()).containsKey(0L)
                    && !client.peer().received().isEmpty()
                    && !client.peer().acknowledged().isEmpty());

            assertThat(client.peer().received()).containsExactly(WireEvent.of("PLAYER_CREATED", 0L));
            assertThat(client.peer().state().attributes())
                    .containsEntry("title", "test")
                    .containsEntry("game_status", 1L)
                    .containsEntry("players", Map.of(0L, Map.of("name", "Ada")));
            assertThat(client.peer().acknowledged()).containsExactly(WireEvent.of("JOIN", "Ada"));
            assertThat(backend.server()
                            .connection(new ClientId(1))
                            .orElseThrow()
                            .dialect())
                    .isEqualTo(Pygase.dialect());
        }
    }

    @Test
    void shouldGiveItDeletesThatItSurvives() {
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend)) {
            for (int i = 0; i < 10; i++) {
                client.peer().send(WireEvent.of("JOIN", "player " + i));
                client.pumpUntil(() -> players(client.peer()).size() == 1);
                client.peer().send(WireEvent.of("LEAVE", 0L));
                client.pumpUntil(() -> players(client.peer()).isEmpty());
            }
            assertThat(client.peer().state().holdsTokens()).isFalse();
        }
    }

    @Test
    void shouldEchoNamedAndPositionalArguments() {
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend)) {
            WireEvent event = new WireEvent("ECHO", List.of(1L, "two", List.of(3L)), Map.of("k", Map.of(4L, true)));
            client.peer().send(event);
            client.pumpUntil(() -> !client.peer().received().isEmpty());
            assertThat(client.peer().received())
                    .containsExactly(new WireEvent("ECHO_REPLY", event.args(), event.kwargs()));
        }
    }

    @Test
    void shouldKeepTheOrderOfManyEvents() {
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend)) {
            client.peer().send(WireEvent.of("BURST", 200L));
            client.pumpUntil(() -> client.peer().received().size() == 200);
            assertThat(client.peer().received())
                    .containsExactlyElementsOf(IntStream.range(0, 200)
                            .mapToObj(i -> WireEvent.of("ITEM", (long) i))
                            .toList());
        }
    }

    @Test
    void shouldKeepAClientInStepOnABadLineAndAcrossTheWrap() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("PyGaSe client on a bad line, seed " + seed);
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend).losing(0.2, seed)) {
            client.become(WirePeer.client().after(65_500));
            for (int i = 0; i < 8; i++) {
                client.peer().send(WireEvent.of(i % 2 == 0 ? "JOIN" : "LEAVE", i % 2 == 0 ? "Ada" : (Object) 0L));
                client.pump(Duration.ofMillis(250));
            }
            client.pumpUntil(() -> client.peer().number() < 10_000);
            client.losing(0, seed);
            client.pumpUntil(() -> players(client.peer()).size()
                    == backend.snapshot().state().getMap("players").size());
            assertThat(client.peer().state().holdsTokens()).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void shouldServeAClientOfAServerBeforeIt() {
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend)) {
            WirePeer survivor = WirePeer.client().after(40_000);
            WirePeer before = WirePeer.server().after(50_000);
            before.receive(survivor.datagram());
            before.show(Map.of("time_order", 20_000L, "n", -1L, "players", Map.of(7L, Map.of("name", "of before"))));
            survivor.receive(before.datagram());
            client.become(survivor);
            client.pumpUntil(() -> "test".equals(survivor.state().attributes().get("title")));
            client.pumpUntil(() -> Map.of().equals(survivor.state().attributes().get("players")));
            assertThat(ahead(survivor.state().timeOrder(), 20_000)).isPositive();
            assertThat(survivor.state().holdsTokens()).isFalse();
        }
    }

    /** How far one number is ahead of another in the circle of 65,535 numbers: they may have wrapped meanwhile. */
    private static int ahead(int number, int before) {
        int distance = Math.floorMod(number - before, 65_535);
        return distance > 32_767 ? distance - 65_535 : distance;
    }

    @Test
    void shouldServeAClientThatStartsAgainOnTheSamePort() {
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend)) {
            client.pumpUntil(() -> client.peer().number() > 60);
            client.become(WirePeer.client());
            client.peer().send(WireEvent.of("JOIN", "again"));
            client.pumpUntil(() -> players(client.peer()).size() == 1);
            assertThat(backend.server().connected()).containsExactly(new ClientId(2));
        }
    }

    @Test
    void shouldSurviveWhatKillsPygase() {
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend);
                UdpWirePeer hostile = connect(backend)) {
            client.pumpUntil(() -> client.peer().state().timeOrder() > 0);
            hostile.pumpUntil(() -> hostile.peer().state().timeOrder() > 0);
            byte[] once = hostile.peer().datagram();
            String head = "ffd0fab9";
            List<byte[]> killers = new ArrayList<>(List.of(once, once, new byte[0], new byte[4000]));
            for (String hex : List.of(
                    head,
                    head + "00ff0000",
                    head + "01000000000000000000ff",
                    head + "010100000000000000000000",
                    head + "01020000000000000000000100",
                    head + "0103000000000000000000030000c1",
                    head + "010400000000000000000004dfffffff",
                    head + "0105000000000000000000050081a474")) {
                killers.add(HexFormat.of().parseHex(hex));
            }
            killers.forEach(hostile::sendRaw);
            hostile.sendText("shut_me_down");
            hostile.sendText("shutdown");
            hostile.peer().send(WireEvent.of("NEVER_HEARD_OF"));
            hostile.peer().send(WireEvent.of("LEAVE", "wrong", "arguments"));
            hostile.peer().send(WireEvent.of("rxgase.left"));
            hostile.pumpUntil(() -> backend.reading().eventsRefused() > 0);

            client.peer().send(WireEvent.of("JOIN", "Ada"));
            client.pumpUntil(() -> players(client.peer()).size() == 1);
        }
    }

    @Test
    void shouldTimeOutAClientThatFellSilentAndTakeItBack() {
        TransportOptions options = TransportOptions.defaults()
                .withKeepAlive(Duration.ofMillis(100))
                .withIdleTimeout(Duration.ofMillis(400));
        try (Backend<GameState> backend = game().options(options).start("127.0.0.1", 0);
                UdpWirePeer client = connect(backend)) {
            var left = backend.clients().ofType(ClientEvent.Left.class).replay();
            left.connect();
            var joined = backend.clients().ofType(ClientEvent.Joined.class).test();
            client.pumpUntil(() -> client.peer().state().timeOrder() > 0);
            assertThat(left.blockingFirst().reason()).isEqualTo(DisconnectReason.TIMED_OUT);

            client.peer().send(WireEvent.of("JOIN", "back"));
            client.pumpUntil(() -> players(client.peer()).size() == 1);
            // If this test stands still for a while, the client is taken back more than once.
            assertThat(joined.values())
                    .extracting(ClientEvent.Joined::client)
                    .startsWith(new ClientId(1), new ClientId(2));
            assertThat(backend.server().connected()).doesNotContain(new ClientId(1));
        }
    }

    @Test
    void shouldEndForTheHostClientOnlyAndOnlyIfAllowed() {
        TransportOptions options = TransportOptions.defaults().withHostShutdown(true);
        try (Backend<GameState> backend = game().options(options).start("127.0.0.1", 0);
                UdpWirePeer host = connect(backend);
                UdpWirePeer other = connect(backend)) {
            host.pumpUntil(() -> host.peer().state().timeOrder() > 0);
            other.pumpUntil(() -> other.peer().state().timeOrder() > 0);
            other.sendText("shutdown");
            other.sendText("shut_me_down");
            host.sendText("shut_me_down");
            other.peer().send(WireEvent.of("SAY", "still here"));
            other.pumpUntil(() -> other.peer().received().contains(WireEvent.of("SAID", "still here")));

            host.sendText("shutdown");
            backend.closed().blockingAwait();
        }
    }

    @Test
    void shouldRefuseAStateThatTheWireCannotCarryWhereItIsMade() {
        assertThatThrownBy(() -> Backend.of(GameState.of(Map.of("text", "x".repeat(3000))))
                        .dialect(Pygase.dialect())
                        .start("127.0.0.1", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attribute text takes 30")
                .hasMessageContaining("at most 2034");

        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend)) {
            client.peer().send(WireEvent.of("GROW", 1000L));
            client.peer().send(WireEvent.of("GROW", 3000L));
            client.peer().send(WireEvent.of("JOIN", "Ada"));
            client.pumpUntil(() -> players(client.peer()).size() == 1);
            assertThat(client.peer().state().attributes()).containsEntry("text", "x".repeat(1000));
            assertThat(backend.machine().reading().handlerFaults()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAnEventThatTheWireCannotCarryAtTheCaller() {
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend)) {
            client.peer().send(WireEvent.of("SHOUT", 3000L));
            client.peer().send(WireEvent.of("SHOUT", 1000L));
            client.pumpUntil(() -> !client.peer().received().isEmpty());
            assertThat(client.peer().received()).containsExactly(WireEvent.of("SHOUTED", "x".repeat(1000)));
            assertThat(backend.reading().eventsUndelivered()).isEqualTo(1);

            Event large = Event.of("LARGE").with("text", "x".repeat(3000));
            assertThatThrownBy(() -> backend.send(new ClientId(1), large))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("LARGE takes 30")
                    .hasMessageContaining("argument text");
            assertThatThrownBy(() -> backend.send(Audience.all(), large)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldSendALargeStateInParts() {
        Map<String, Object> large = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            large.put("attribute" + i, "x".repeat(100));
        }
        try (Backend<GameState> backend = Backend.of(GameState.of(large))
                        .dialect(Pygase.dialect())
                        .start("127.0.0.1", 0);
                UdpWirePeer client = connect(backend)) {
            client.pumpUntil(() -> client.peer().state().attributes().size() == 101);
        }
    }

    @Test
    void shouldTellWhenAPygaseClientHasAnEvent() {
        try (Backend<GameState> backend = start();
                UdpWirePeer client = connect(backend)) {
            client.pumpUntil(() -> client.peer().state().timeOrder() > 0);
            var acknowledged = backend.deliver(new ClientId(1), Event.of("HELLO"))
                    .toObservable()
                    .materialize()
                    .replay();
            acknowledged.connect();
            client.pumpUntil(() -> acknowledged.take(1).test().values().size() == 1);
            assertThat(acknowledged.blockingFirst().isOnComplete()).isTrue();
        }
    }
}
