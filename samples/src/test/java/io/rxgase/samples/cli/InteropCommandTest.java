package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.testkit.pygase.MiniPack;
import io.rxgase.testkit.pygase.UdpWirePeer;
import io.rxgase.testkit.pygase.WireEvent;
import io.rxgase.testkit.pygase.WirePeer;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each row of the scenario's tables, played by a PyGaSe client of the tests' own over real UDP. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InteropCommandTest {
    private RunningInterop interop;
    private UdpWirePeer client;

    @BeforeEach
    void begin() throws Exception {
        interop = RunningInterop.start("--dialect", "pygase", "--interval", "0.01");
        client = UdpWirePeer.clientOf(interop.address());
        client.pumpUntil(() -> state().containsKey("counts"));
    }

    @AfterEach
    void end() {
        // Acknowledges what it got, for which the server would wait a while.
        client.pump(Duration.ofMillis(60));
        client.close();
        interop.close();
    }

    private Map<Object, Object> state() {
        return client.peer().state().attributes();
    }

    private Map<?, ?> map(String attribute) {
        return (Map<?, ?>) state().get(attribute);
    }

    private void send(WireEvent event) {
        client.peer().send(event);
    }

    /** Sends an event, and says what comes back. */
    private WireEvent ask(WireEvent event) {
        int before = client.peer().received().size();
        send(event);
        client.pumpUntil(() -> client.peer().received().size() > before);
        return client.peer().received().get(before);
    }

    /** Sends what is to be ignored, and something after it that is not. */
    private void ignored(WireEvent... events) {
        for (WireEvent event : events) {
            send(event);
        }
        assertThat(ask(WireEvent.of("ECHO", "then"))).isEqualTo(WireEvent.of("ECHO_REPLY", "then"));
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static Map<Object, Object> mapOf(Object... entries) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(entries[i], entries[i + 1]);
        }
        return map;
    }

    @Test
    void shouldShowTheWholeStateFromTheStart() {
        Map<Object, Object> config = mapOf(
                "max_players",
                8L,
                "gravity",
                -9.5f,
                "origin",
                List.of(0.0f, 0.5f),
                "levels",
                mapOf("one", mapOf("size", 3L, "boss", null), "two", mapOf("size", 70_000L, "boss", "Ünï☃")),
                "token",
                bytes("00ff1080"),
                "flag",
                true,
                "big",
                1_099_511_627_776L,
                "low",
                -1_099_511_627_776L);
        assertThat(state())
                .containsEntry("title", "interop")
                .containsEntry("config", config)
                .containsEntry("hp", 100L)
                .containsEntry("players", Map.of())
                .containsEntry("scratch", Map.of())
                .containsEntry("counts", Map.of())
                .containsEntry("game_status", 1L)
                .containsOnlyKeys(
                        "title", "config", "hp", "counter", "position", "players", "scratch", "counts", "game_status");
    }

    @Test
    void shouldCountTicksAndSwingThePosition() {
        for (int i = 0; i < 10; i++) {
            long before = (Long) state().get("counter");
            client.pumpUntil(() -> (Long) state().get("counter") > before);
            long counter = (Long) state().get("counter");
            assertThat((Float) state().get("position"))
                    .isCloseTo((counter % 200) / 100f - 1, org.assertj.core.data.Offset.offset(1e-6f));
        }
    }

    @Test
    void joinMakesPlayersUnderNewNumbersAndAnswersTheSenderOnly() throws Exception {
        try (UdpWirePeer other = UdpWirePeer.clientOf(interop.address())) {
            other.pumpUntil(() -> other.peer().state().timeOrder() > 0);
            assertThat(ask(WireEvent.of("JOIN", "Ada"))).isEqualTo(WireEvent.of("PLAYER_CREATED", 0L));
            assertThat(ask(WireEvent.of("JOIN").with("name", "Bob").with("string_id", true)))
                    .isEqualTo(WireEvent.of("PLAYER_CREATED", "1"));
            assertThat(ask(WireEvent.of("JOIN", "Cy", false).with("unknown", 1L)))
                    .isEqualTo(WireEvent.of("PLAYER_CREATED", 2L));
            client.pumpUntil(() -> map("players").size() == 3);
            assertThat(state().get("players"))
                    .isEqualTo(mapOf(
                            0L,
                            mapOf("name", "Ada", "position", List.of(0.0f, 0.0f)),
                            "1",
                            mapOf("name", "Bob", "position", List.of(0.0f, 0.0f)),
                            2L,
                            mapOf("name", "Cy", "position", List.of(0.0f, 0.0f))));
            other.pump(Duration.ofMillis(100));
            assertThat(other.peer().received()).isEmpty();

            send(WireEvent.of("DELETE_PLAYER", 2L));
            assertThat(ask(WireEvent.of("JOIN", "Dee"))).isEqualTo(WireEvent.of("PLAYER_CREATED", 3L));
        }
    }

    @Test
    void moveSetsThePositionOfAPlayerThatIsThere() {
        ask(WireEvent.of("JOIN", "Ada"));
        send(WireEvent.of("MOVE").with("player_id", 0L).with("new_position", List.of(1.5f, -2.25f)));
        send(WireEvent.of("MOVE").with("player_id", 7L).with("new_position", List.of(1.5f, -2.25f)));
        send(WireEvent.of("MOVE").with("player_id", "0").with("new_position", List.of(1.5f, -2.25f)));
        Map<?, ?> moved = mapOf(0L, mapOf("name", "Ada", "position", List.of(1.5f, -2.25f)));
        client.pumpUntil(() -> map("players").equals(moved));
    }

    @Test
    void deletePlayerRemovesIt() {
        ask(WireEvent.of("JOIN", "Ada"));
        ask(WireEvent.of("JOIN", "Bob").with("string_id", true));
        client.pumpUntil(() -> map("players").size() == 2);
        send(WireEvent.of("DELETE_PLAYER", "0"));
        send(WireEvent.of("DELETE_PLAYER").with("player_id", 0L));
        client.pumpUntil(() -> !map("players").containsKey(0L));
        send(WireEvent.of("DELETE_PLAYER", "1"));
        client.pumpUntil(() -> map("players").isEmpty());
        ignored(WireEvent.of("DELETE_PLAYER", "1"));
        assertThat(client.peer().state().holdsTokens()).isFalse();
    }

    @Test
    void attackHitsNearThePosition() {
        long hits = 0;
        for (int i = 0; i < 20 && hits < 2; i++) {
            WireEvent feedback = ask(WireEvent.of("ATTACK").with("attack_position", state().get("position")));
            hits += feedback.equals(WireEvent.of("ATTACK_FEEDBACK", "Hit!")) ? 1 : 0;
        }
        long hp = 100 - 10 * hits;
        assertThat(hits).isEqualTo(2);
        client.pumpUntil(() -> state().get("hp").equals(hp));
        assertThat(ask(WireEvent.of("ATTACK").with("attack_position", 5L)))
                .isEqualTo(WireEvent.of("ATTACK_FEEDBACK", "Missed."));
    }

    @Test
    void echoCarriesEveryValue() {
        List<Object> values = new ArrayList<>(Arrays.asList(
                null,
                true,
                false,
                0L,
                127L,
                128L,
                255L,
                256L,
                65_535L,
                65_536L,
                4_294_967_295L,
                4_294_967_296L,
                -1L,
                -32L,
                -33L,
                -128L,
                -129L,
                -32_769L,
                -2_147_483_649L,
                Long.MIN_VALUE,
                Long.MAX_VALUE));
        values.add(BigInteger.TWO.pow(63));
        values.add(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
        for (float number : new float[] {
            0f, -0f, 1.5f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, Float.POSITIVE_INFINITY, -1f / 0, 0f / 0
        }) {
            values.add(number);
        }
        values.addAll(List.of("", "Ünï☃", "😀\0", "x".repeat(1_700), bytes(""), bytes("00ff1080"), List.of()));
        values.add(new MiniPack.Ext(5, bytes("01020304")));
        values.add(new MiniPack.Ext(-1, bytes("5f000000")));
        values.add(mapOf(1L, "int", "1", "str", bytes("31"), "bytes", true, "bool", null, "nil"));
        values.add(mapOf(1.5f, List.of(1L), List.of(1L, "two"), mapOf("k", List.of())));
        Object nested = "core";
        for (int i = 0; i < 50; i++) {
            nested = i % 2 == 0 ? Collections.singletonList(nested) : mapOf("k", nested);
        }
        values.add(nested);
        values.forEach(value -> client.peer().send(new WireEvent("ECHO", Collections.singletonList(value), Map.of())));
        client.pumpUntil(() -> client.peer().received().size() == values.size());
        assertThat(client.peer().received())
                .containsExactlyElementsOf(values.stream()
                        .map(value -> new WireEvent("ECHO_REPLY", Collections.singletonList(value), Map.of()))
                        .toList());
        // Doubles may come back as float32, as PyGaSe sends them.
        assertThat(ask(WireEvent.of("ECHO", 0.25)))
                .isIn(WireEvent.of("ECHO_REPLY", 0.25), WireEvent.of("ECHO_REPLY", 0.25f));
    }

    @Test
    void echoArgsAnswersWithAList() {
        assertThat(ask(WireEvent.of("ECHO_ARGS", 1L, "two", null)))
                .isEqualTo(WireEvent.of("ECHO_REPLY", Arrays.asList(1L, "two", null)));
        assertThat(ask(WireEvent.of("ECHO_ARGS"))).isEqualTo(WireEvent.of("ECHO_REPLY", List.of()));
    }

    @Test
    void echoKwAnswersWithAMap() {
        assertThat(ask(WireEvent.of("ECHO_KW").with("a", 1L).with("b", null)))
                .isEqualTo(WireEvent.of("ECHO_REPLY", mapOf("a", 1L, "b", null)));
    }

    @Test
    void echoAsKwAnswersWithAKeywordArgument() {
        assertThat(ask(WireEvent.of("ECHO_AS_KW", List.of(1L))))
                .isEqualTo(WireEvent.of("ECHO_REPLY_KW").with("payload", List.of(1L)));
    }

    @Test
    void scratchMergesAndUnscratchRemoves() {
        send(WireEvent.of("SCRATCH", "a", mapOf("x", 1L, "deep", mapOf(2L, "two", "2", "text"))));
        send(WireEvent.of("SCRATCH", "b", 5L));
        send(WireEvent.of("SCRATCH", "a", mapOf("y", List.of(mapOf("z", 1L)))));
        client.pumpUntil(() -> map("scratch")
                .equals(mapOf(
                        "a",
                        mapOf("x", 1L, "y", List.of(mapOf("z", 1L)), "deep", mapOf(2L, "two", "2", "text")),
                        "b",
                        5L)));
        send(WireEvent.of("SCRATCH", "b", mapOf("now", "map")));
        send(WireEvent.of("SCRATCH", "a", mapOf("x", mapOf())));
        send(WireEvent.of("UNSCRATCH", "a", "deep", 2L));
        send(WireEvent.of("UNSCRATCH", "a", "deep", "none"));
        send(WireEvent.of("UNSCRATCH", "a", "none", "none"));
        send(WireEvent.of("UNSCRATCH", "a", "y", "no map"));
        client.pumpUntil(() -> map("scratch")
                .equals(mapOf(
                        "a", mapOf("x", mapOf(), "y", List.of(mapOf("z", 1L)), "deep", mapOf("2", "text")),
                        "b", mapOf("now", "map"))));
        send(WireEvent.of("UNSCRATCH", "a", "deep", "2"));
        send(WireEvent.of("UNSCRATCH", "b"));
        send(WireEvent.of("UNSCRATCH", "a"));
        send(WireEvent.of("SCRATCH", "a", mapOf("new", null)));
        client.pumpUntil(() -> map("scratch").equals(mapOf("a", mapOf("new", null))));
        assertThat(client.peer().state().holdsTokens()).isFalse();
    }

    @Test
    void scratchHoldsMapsWithKeysOfEveryKind() {
        Map<?, ?> odd = mapOf(
                1L,
                "int",
                "1",
                "str",
                bytes("31"),
                "bytes",
                true,
                "bool",
                null,
                "nil",
                1.5f,
                "float",
                List.of(1L),
                "array");
        send(WireEvent.of("SCRATCH", "odd", odd));
        client.pumpUntil(() -> map("scratch").equals(mapOf("odd", odd)));
        send(new WireEvent("UNSCRATCH", Arrays.asList("odd", null), Map.of()));
        send(WireEvent.of("UNSCRATCH", "odd", true));
        send(WireEvent.of("UNSCRATCH", "odd", Map.of()));
        send(WireEvent.of("UNSCRATCH", new MiniPack.Ext(5, bytes("01")), "odd"));
        send(WireEvent.of("UNSCRATCH", "odd", List.of(1L)));
        send(WireEvent.of("UNSCRATCH", "odd", bytes("31")));
        client.pumpUntil(() -> map("scratch").equals(mapOf("odd", mapOf(1L, "int", "1", "str", 1.5f, "float"))));
    }

    @Test
    void countCountsEveryEventOfATick() {
        for (int i = 0; i < 40; i++) {
            send(WireEvent.of("COUNT", i % 4 == 0 ? "a" : "b"));
        }
        client.pumpUntil(() -> map("counts").equals(Map.of("a", 10L, "b", 30L)));
    }

    @Test
    void burstAnswersInOrder() {
        send(WireEvent.of("BURST", 30L).with("size", 3L));
        client.pumpUntil(() -> client.peer().received().size() == 30);
        send(WireEvent.of("BURST", 2L, 1_700L));
        client.pumpUntil(() -> client.peer().received().size() == 32);
        List<WireEvent> expected = new ArrayList<>(IntStream.range(0, 30)
                .mapToObj(i -> WireEvent.of("BURST_ITEM", (long) i, "xxx"))
                .toList());
        expected.add(WireEvent.of("BURST_ITEM", 0L, "x".repeat(1_700)));
        expected.add(WireEvent.of("BURST_ITEM", 1L, "x".repeat(1_700)));
        assertThat(client.peer().received()).containsExactlyElementsOf(expected);
    }

    @Test
    void broadcastReachesAllClients() throws Exception {
        try (UdpWirePeer other = UdpWirePeer.clientOf(interop.address())) {
            other.pumpUntil(() -> other.peer().state().timeOrder() > 0);
            send(WireEvent.of("BROADCAST", "hello"));
            client.pumpUntil(() -> !client.peer().received().isEmpty());
            other.pumpUntil(() -> !other.peer().received().isEmpty());
            assertThat(client.peer().received()).containsExactly(WireEvent.of("BROADCAST_MSG", "hello"));
            assertThat(other.peer().received()).containsExactly(WireEvent.of("BROADCAST_MSG", "hello"));
        }
    }

    @Test
    void resetEmptiesButNeverUsesANumberAgain() {
        ask(WireEvent.of("JOIN", "Ada"));
        send(WireEvent.of("SCRATCH", "a", 1L));
        send(WireEvent.of("COUNT", "a"));
        client.pumpUntil(() -> map("counts").size() == 1 && map("players").size() == 1);
        send(WireEvent.of("RESET"));
        client.pumpUntil(() -> map("players").isEmpty()
                && map("scratch").isEmpty()
                && map("counts").isEmpty());
        assertThat(state()).containsEntry("hp", 100L);
        assertThat(ask(WireEvent.of("JOIN", "Bob"))).isEqualTo(WireEvent.of("PLAYER_CREATED", 1L));
    }

    @Test
    void shouldIgnoreUnknownEventsAndWrongArgumentsAsAWhole() {
        ignored(
                WireEvent.of("NEVER_HEARD_OF", 1L),
                WireEvent.of("JOIN"),
                WireEvent.of("JOIN", 5L),
                WireEvent.of("JOIN", "a", false, "more"),
                WireEvent.of("JOIN", "a").with("name", "b"),
                WireEvent.of("MOVE").with("player_id", 0L),
                WireEvent.of("MOVE").with("player_id", 0L).with("new_position", List.of(1L)),
                WireEvent.of("ATTACK").with("attack_position", "here"),
                WireEvent.of("ECHO"),
                WireEvent.of("ECHO_KW", 1L),
                WireEvent.of("SCRATCH", "a"),
                WireEvent.of("SCRATCH", 1L, 1L),
                WireEvent.of("UNSCRATCH"),
                WireEvent.of("COUNT", 5L),
                WireEvent.of("BURST", -1L),
                WireEvent.of("BROADCAST"),
                WireEvent.of("RESET", 1L));
        Map<Object, Object> unchanged = new HashMap<>(state());
        assertThat(unchanged)
                .containsEntry("players", Map.of())
                .containsEntry("scratch", Map.of())
                .containsEntry("counts", Map.of())
                .containsEntry("hp", 100L);
        assertThat(client.peer().received()).hasSize(1);
    }

    @Test
    void shouldEndWithCodeZeroWhenTheFirstClientSaysShutdownAndForNothingElse() throws Exception {
        try (UdpWirePeer stranger = UdpWirePeer.clientOf(interop.address())) {
            stranger.pumpUntil(() -> stranger.peer().state().timeOrder() > 0);
            stranger.sendText("shutdown");
            stranger.sendText("shut_me_down");
            client.sendText("shut_me_down");
            client.sendText("shutdown now");
            ignored();
            assertThat(interop.isRunning()).isTrue();

            client.sendText("shutdown");
            assertThat(interop.exitCode()).isZero();
        }
    }

    @Test
    void shouldBeginLateAndRunFastForTheWrap() throws Exception {
        try (RunningInterop late =
                        RunningInterop.start("--dialect", "pygase", "--time-order", "65500", "--interval", "0.001");
                UdpWirePeer joining = UdpWirePeer.clientOf(late.address())) {
            joining.become(WirePeer.client().after(65_500));
            joining.pumpUntil(() -> joining.peer().state().attributes().get("counter") instanceof Long n && n > 200);
            joining.pumpUntil(() -> joining.peer().number() < 1_000);
            joining.peer().send(WireEvent.of("COUNT", "wrapped"));
            joining.pumpUntil(() -> Map.of("wrapped", 1L)
                    .equals(joining.peer().state().attributes().get("counts")));
        }
    }

    @Test
    void shouldUnderstandItsOptions() {
        Spoken spoken = new Spoken();
        assertThat(spoken.run("interop", "--interval", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(spoken.run("interop", "--time-order", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(spoken.run("interop", "--dialect", "klingon")).isEqualTo(ExitCode.USAGE);
        assertThat(spoken.err()).contains("0.00001 to 10", "0 to 1000000000", "klingon");
    }
}
