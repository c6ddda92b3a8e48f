package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.pygase.Pygase;
import io.rxgase.testkit.pygase.UdpWirePeer;
import io.rxgase.testkit.pygase.WireEvent;
import io.rxgase.transport.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tag as PyGaSe's own example plays it, with an independent client and an independent backend over real UDP. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PygaseTagTest {
    private static final String LOOPBACK = "127.0.0.1";

    private static Map<?, ?> players(UdpWirePeer client) {
        return (Map<?, ?>) client.peer().state().attributes().getOrDefault("players", Map.of());
    }

    private static Object position(UdpWirePeer client, long id) {
        return players(client).get(id) instanceof Map<?, ?> player ? player.get("position") : null;
    }

    private static long join(UdpWirePeer client, String name) {
        client.peer().send(WireEvent.of("JOIN", name));
        client.pumpUntil(() ->
                client.peer().received().stream().anyMatch(event -> event.type().equals("PLAYER_CREATED")));
        return (Long) client.peer().received().get(0).args().get(0);
    }

    private static WireEvent move(long id, Object... place) {
        return WireEvent.of("MOVE").with("player_id", id).with("new_position", List.of(place));
    }

    @Test
    void pythonClientsShouldPlayOnOurBackend() {
        try (Host host = Host.start(LOOPBACK, 0, 8, Pygase.dialect());
                UdpWirePeer ada = UdpWirePeer.clientOf(host.address());
                UdpWirePeer bob = UdpWirePeer.clientOf(host.address())) {
            long first = join(ada, "Ada");
            long second = join(bob, "Bob");
            assertThat(second).isNotEqualTo(first);
            ada.pumpUntil(() -> players(ada).size() == 2);
            assertThat(ada.peer().state().attributes())
                    .containsEntry("chaser_id", first)
                    .containsEntry("protection", false)
                    .containsEntry("countdown", 0.0f)
                    .containsKeys("players", "game_status");
            assertThat(((Map<?, ?>) players(ada).get(second)).get("name")).isEqualTo("Bob");

            ada.peer().send(move(first, 100L, 80L));
            ada.pumpUntil(() -> List.of(100.0f, 80.0f).equals(position(ada, first)));
            bob.peer().send(move(second, 102.5f, 80.0f));
            // Caught: the chaser of now is Bob, and everybody is safe for a while.
            bob.pumpUntil(() ->
                    Long.valueOf(second).equals(bob.peer().state().attributes().get("chaser_id")));
            bob.pumpUntil(
                    () -> Boolean.TRUE.equals(bob.peer().state().attributes().get("protection")));
            assertThat((Float) bob.peer().state().attributes().get("countdown")).isPositive();
        }
    }

    @Test
    void ourClientShouldPlayWithAPythonClientOnOneBackendThatSpeaksBothDialects() {
        try (Host host = Host.start(LOOPBACK, 0, 8, Dialect.RXGASE, Pygase.dialect());
                UdpWirePeer ada = UdpWirePeer.clientOf(host.address())) {
            String port = Integer.toString(host.address().getPort());
            List<Spoken> seats = new ArrayList<>();
            List<CompletableFuture<Integer>> others = new ArrayList<>();
            for (String dialect : List.of("rxgase", "pygase")) {
                Spoken spoken = new Spoken();
                seats.add(spoken);
                others.add(CompletableFuture.supplyAsync(
                        () -> spoken.run(
                                "play",
                                "--port",
                                port,
                                "--host",
                                LOOPBACK,
                                "--dialect",
                                dialect,
                                "--name",
                                dialect,
                                "--view",
                                "none"),
                        Spoken.THREADS));
            }
            join(ada, "Ada");
            ada.pumpUntil(() -> players(ada).size() == 3);
            seats.forEach(spoken -> spoken.interrupt.onComplete());
            others.forEach(other ->
                    assertThat(other).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(ExitCode.OK));
        }
    }

    /** A backend of 0.3.1: the whole state at once, null for the protection, and an event with the id. */
    @Test
    void ourClientShouldPlayOnAPythonBackend() {
        Map<String, Object> state = new HashMap<>(Map.of("players", Map.of(), "countdown", 0.0f, "game_status", 1L));
        state.put("chaser_id", null);
        state.put("protection", null);
        playOnPython(state, true);
    }

    /** The newest backend: attributes come when they change, and events of handlers not at all. */
    @Test
    void ourClientShouldPlayOnAPythonBackendThatLeavesOutMost() {
        playOnPython(new HashMap<>(Map.of("game_status", 1L)), false);
    }

    private static void playOnPython(Map<String, Object> state, boolean tells) {
        try (UdpWirePeer backend = UdpWirePeer.server()) {
            state.put("time_order", 1L);
            backend.peer().show(state);
            Spoken spoken = new Spoken();
            CompletableFuture<Integer> playing = CompletableFuture.supplyAsync(
                    () -> spoken.run(
                            "play",
                            "--dialect",
                            "pygase",
                            "--host",
                            LOOPBACK,
                            "--port",
                            Integer.toString(backend.port()),
                            "--name",
                            "Ada",
                            "--view",
                            "none"),
                    Spoken.THREADS);
            backend.pumpUntil(() -> !backend.peer().received().isEmpty());
            assertThat(backend.peer().received()).containsExactly(WireEvent.of("JOIN", "Ada"));

            Map<String, Object> player = Map.of("name", "Ada", "position", List.of(0L, 0L));
            backend.peer().show(Map.of("time_order", 2L, "chaser_id", 0L, "players", Map.of(0L, player)));
            if (tells) {
                backend.peer().send(WireEvent.of("PLAYER_CREATED", 0L));
            }
            backend.pumpUntil(() -> backend.peer().received().size() > 5);
            WireEvent last = backend.peer().received().get(5);
            assertThat(last.type()).isEqualTo("MOVE");
            assertThat(last.args()).isEmpty();
            assertThat(last.kwargs())
                    .containsOnlyKeys("player_id", "new_position")
                    .containsEntry("player_id", 0L);
            assertThat((List<?>) last.kwargs().get("new_position")).hasSize(2).allMatch(Float.class::isInstance);
            spoken.interrupt.onComplete();
            backend.pumpUntil(playing::isDone);
            assertThat(playing).isCompletedWithValue(ExitCode.OK);
            assertThat(backend.peer().received().stream().map(WireEvent::type).distinct())
                    .containsExactly("JOIN", "MOVE");
        }
    }
}
