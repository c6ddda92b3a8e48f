package io.rxgase.pygase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.HistoryLimit;
import io.rxgase.core.state.ServerOnly;
import io.rxgase.core.state.StateModel;
import io.rxgase.server.Backend;
import io.rxgase.server.BackendBuilder;
import io.rxgase.server.ClientEvent;
import io.rxgase.server.Server;
import io.rxgase.testkit.pygase.UdpWirePeer;
import io.rxgase.testkit.pygase.WireEvent;
import io.rxgase.testkit.pygase.WirePeer;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The points of docs/PYGASE.md, "Serving PyGaSe's clients", by number, over real UDP. The peer dies, which fails the test, of everything that
 * PyGaSe's client dies of; it applies updates with PyGaSe's faults. PygaseFanTest and the tests of the machine look closer.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServingPygaseClientsWellTest {
    private static final GameState START = GameState.of(Map.of("n", 0, "map", Map.of("a", 1, "b", 2)));

    private static BackendBuilder<GameState> game() {
        GameLogic<GameState> logic = GameLogic.of(GameState.class)
                .timeStep((state, dt) -> state.with("n", state.getInt("n") + 1))
                .on("PUT", (state, event, sender) -> Next.state(state.with(event.getString(0), event.get(1))))
                .on(
                        "DROP",
                        (state, event, sender) ->
                                Next.state(state.withoutAt(event.arguments().toArray())))
                .on(
                        "SAY",
                        (state, event, sender) ->
                                Next.state(state).reply(Event.of("SAID", "x".repeat(event.getInt(0)))));
        return Backend.of(logic, START).dialect(Pygase.dialect());
    }

    private static UdpWirePeer connect(Backend<?> backend) {
        return UdpWirePeer.clientOf(backend.localAddress());
    }

    private static boolean has(UdpWirePeer client, String attribute, Object value) {
        return value.equals(client.peer().state().attributes().get(attribute));
    }

    private static long dropped(Backend<?> backend) {
        return backend.reading().clients().get(new ClientId(1)).link().packetsDropped();
    }

    @Test
    void point1TimeOrderIsCountedForEachClientFromOne() {
        for (long age : new long[] {0, 32_767, 40_000, 65_535, 1_000_000}) {
            try (Backend<GameState> backend = game().timeOrder(age).start("127.0.0.1", 0);
                    UdpWirePeer client = connect(backend)) {
                client.pumpUntil(() -> has(client, "map", Map.of("a", 1L, "b", 2L)));
                assertThat(client.peer().state().timeOrder()).isLessThan(20);
                assertThat(backend.snapshot().timeOrder()).isGreaterThanOrEqualTo(age);
            }
        }
    }

    @Test
    void point2DeletesStopAndWait() {
        try (Backend<GameState> backend = game().start("127.0.0.1", 0);
                UdpWirePeer client = connect(backend).losing(0.3, 7)) {
            for (int i = 0; i < 15; i++) {
                String key = "key" + i % 3;
                client.peer().send(WireEvent.of("PUT", key, Map.of("inner", (long) i)));
                client.pump(Duration.ofMillis(30));
                client.peer().send(WireEvent.of("DROP", key));
                client.pump(Duration.ofMillis(30));
            }
            client.losing(0, 7);
            client.peer().send(WireEvent.of("PUT", "done", true));
            client.pumpUntil(() -> has(client, "done", true));
            assertThat(client.peer().state().holdsTokens()).isFalse();
        }
    }

    @Test
    void point3WhatEachClientHasIsKeptSoThatASilenceHeals() {
        try (Backend<GameState> backend =
                        game().ticks(Ticks.fixed(Duration.ofMillis(2))).start("127.0.0.1", 0);
                UdpWirePeer client = connect(backend)) {
            client.pumpUntil(() -> has(client, "map", Map.of("a", 1L, "b", 2L)));
            // Everything to this client is lost for more than the 100 updates that PyGaSe keeps.
            client.losing(1, 3);
            long from = backend.snapshot().timeOrder();
            assertThat(backend.machine()
                            .inbox()
                            .offer(new Incoming(ClientId.BACKEND, Event.of("PUT", "map", Map.of("c", 3)))))
                    .isTrue();
            client.pumpUntil(() -> backend.snapshot().timeOrder() > from + 150);
            client.losing(0, 3);
            client.pumpUntil(() -> has(client, "map", Map.of("c", 3L)));
            assertThat(client.peer().state().holdsTokens()).isFalse();
        }
    }

    @Test
    void point4AStateOverTwoKilobytesGoesInSeveralUpdatesAndOneSuchValueIsRefused() {
        Map<String, Object> large = new HashMap<>();
        IntStream.range(0, 60).forEach(i -> large.put("attribute" + i, "x".repeat(100)));
        try (Backend<GameState> backend = Backend.of(GameState.of(large))
                        .dialect(Pygase.dialect())
                        .start("127.0.0.1", 0);
                UdpWirePeer client = connect(backend)) {
            client.pumpUntil(() -> client.peer().state().attributes().size() == 61);
        }
        assertThatThrownBy(() -> Backend.of(GameState.of(Map.of("map", "x".repeat(2_100))))
                        .dialect(Pygase.dialect())
                        .start("127.0.0.1", 0))
                .hasMessageContaining("attribute map takes 21")
                .hasMessageContaining("make it a map");
    }

    @Test
    void point5DatagramsFullOfEventsAreFilledWithTheClientsOwnTimeOrder() {
        try (Backend<GameState> backend = game().start("127.0.0.1", 0);
                UdpWirePeer client = connect(backend)) {
            client.pumpUntil(() -> client.peer().state().timeOrder() > 0);
            for (int i = 0; i < 5; i++) {
                client.peer().send(WireEvent.of("SAY", 1_960L));
            }
            client.pumpUntil(() -> client.peer().received().size() == 5);
            long n = (Long) client.peer().state().attributes().get("n");
            client.pumpUntil(() -> (Long) client.peer().state().attributes().get("n") > n);
        }
    }

    @Test
    void point6NothingIsSentThatAClientDiesOf() {
        Map<Object, Object> odd = new LinkedHashMap<>();
        odd.put(1L, "int");
        odd.put("1", "str");
        try (Backend<GameState> backend = game().start("127.0.0.1", 0);
                UdpWirePeer client = connect(backend)) {
            for (int i = 0; i < 20; i++) {
                client.peer().send(WireEvent.of("PUT", "odd", odd));
                client.peer().send(WireEvent.of("SAY", 100L * i));
                client.peer().send(WireEvent.of("PUT", "text" + i, "y".repeat(30 * i)));
            }
            backend.machine().pause();
            client.pump(Duration.ofMillis(200));
            backend.machine().resume();
            // The peer takes every datagram apart, strictly.
            client.pumpUntil(() -> client.peer().received().size() == 20 && has(client, "odd", odd));
        }
        for (String reserved : new String[] {"time_order", "game_status"}) {
            assertThatThrownBy(() -> Backend.of(GameState.of(Map.of(reserved, 1)))
                            .dialect(Pygase.dialect())
                            .start("127.0.0.1", 0))
                    .hasMessageContaining(reserved);
        }
        assertThatThrownBy(() -> Backend.of(GameState.of(Map.of(1, 1)))
                        .dialect(Pygase.dialect())
                        .start("127.0.0.1", 0))
                .hasMessageContaining("string");
    }

    @Test
    void point7NumbersGoOnTowardsAnAddressWhoseClientMayLive() {
        TransportOptions options = TransportOptions.defaults()
                .withKeepAlive(Duration.ofMillis(100))
                .withIdleTimeout(Duration.ofMillis(300));
        try (Backend<GameState> backend = game().options(options).start("127.0.0.1", 0);
                UdpWirePeer client = connect(backend)) {
            var left = backend.clients()
                    .ofType(ClientEvent.Left.class)
                    .firstOrError()
                    .cache();
            var unused = left.subscribe();
            client.pumpUntil(() -> client.peer().datagrams() > 5);
            assertThat(left.blockingGet().client()).isEqualTo(new ClientId(1));
            // It lives and has numbers of before: beginning at 1 again would kill it.
            client.pump(Duration.ofMillis(200));
            int newest = client.peer().newest();
            client.pumpUntil(() -> client.peer().newest() > newest);

            // Another client at the same address, whose numbers are far behind, is served from nothing.
            client.pumpUntil(() -> client.peer().number() > 80);
            client.become(WirePeer.client());
            client.peer().send(WireEvent.of("PUT", "again", 1L));
            client.pumpUntil(() -> has(client, "again", 1L) && has(client, "map", Map.of("a", 1L, "b", 2L)));
        }
    }

    @Test
    void point8LostLateDoubledAndMalformedDatagramsDoNoHarm() {
        try (Backend<GameState> backend = game().start("127.0.0.1", 0);
                UdpWirePeer client = connect(backend)) {
            client.pumpUntil(() -> client.peer().state().timeOrder() > 0);
            byte[] early = client.peer().datagram();
            client.peer().send(WireEvent.of("PUT", "before", 1L));
            byte[] beforeGap = client.peer().datagram();
            byte[] lost = client.peer().datagram();
            client.peer().send(WireEvent.of("PUT", "after", 1L));
            byte[] afterGap = client.peer().datagram();
            client.sendRaw(beforeGap);
            client.sendRaw(beforeGap);
            client.sendRaw(afterGap);
            client.sendRaw(new byte[] {(byte) 0xff, (byte) 0xd0, (byte) 0xfa, (byte) 0xb9});
            client.sendRaw(new byte[3000]);
            // The bit of the datagram before the gap is set: its event counts as arrived.
            client.pumpUntil(() -> client.peer().acknowledged().size() == 2);
            assertThat(client.peer().acknowledged())
                    .containsExactlyInAnyOrder(WireEvent.of("PUT", "before", 1L), WireEvent.of("PUT", "after", 1L));
            client.pumpUntil(() -> client.peer().number() > 45);
            client.sendRaw(lost);
            client.sendRaw(early);
            client.pumpUntil(() -> has(client, "before", 1L) && has(client, "after", 1L));
            // A reading from another thread is the one that was asked for before.
            client.pumpUntil(() -> dropped(backend) >= 3);
        }
    }

    record Hand(@ServerOnly int cards) {}

    @Test
    void shouldNotShowWhatIsNotForAllFromAServerWithoutABackend() {
        SimulatedNetwork network = SimulatedNetwork.on(new TestScheduler(), 1);
        GameStateStore<Hand> store = GameStateStore.empty(StateModel.of(Hand.class), HistoryLimit.DEFAULT);

        assertThatThrownBy(() -> Server.listen(
                        network.host("server"),
                        InetSocketAddress.createUnresolved("server", 1),
                        Server.Settings.of(store, Inbox.create())
                                .withOptions(TransportOptions.defaults().withDialects(Set.of(Pygase.dialect())))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("@ServerOnly");
    }
}
