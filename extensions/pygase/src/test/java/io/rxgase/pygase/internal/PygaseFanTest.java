package io.rxgase.pygase.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.testkit.pygase.MiniPack;
import io.rxgase.testkit.pygase.WireState;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.StateSource;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sections 9.1 to 9.4 of the wire description: PyGaSe's own way to apply updates, faults included, held against ours to make them. */
class PygaseFanTest {
    private static final int MAX_BYTES = 2048 - 14;

    private final StateModel<GameState> model = StateModel.of(GameState.class);
    private final PygaseFan<GameState> fan = new PygaseFan<>(model);
    private final WireState client = new WireState();
    private final List<Integer> sizes = new ArrayList<>();
    private GameState state = GameState.empty();
    private GameStatus status = GameStatus.ACTIVE;
    private long tick = 1_000_000;

    PygaseFanTest() {
        fan.joined(connection(7));
    }

    private static Connection connection(long id) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getName().equals("id") ? (Object) id : new InetSocketAddress(1));
    }

    private static StateSource.Receiver receiver(long held) {
        return new StateSource.Receiver() {
            @Override
            public long connectionId() {
                return 7;
            }

            @Override
            public long heldVersion() {
                return held;
            }

            @Override
            public long bytesPerSecond() {
                return 1_000_000;
            }
        };
    }

    /** What the server would send now to a client that reports this. */
    private byte[] frame(int reported) {
        Snapshot<GameState> snapshot = new Snapshot<>(tick, status, tick, state);
        long held = reported == 0 ? StateSource.NONE : reported;
        StateSource.Frame frame = fan.source(snapshot).frame(receiver(held), held);
        if (frame == null) {
            return null;
        }
        byte[] bytes = new byte[frame.bytes().remaining()];
        frame.bytes().get(bytes);
        sizes.add(bytes.length);
        return bytes;
    }

    private void apply(byte[] update) {
        if (update != null) {
            client.apply((Map<?, ?>) MiniPack.unpack(update));
        }
    }

    /** So many exchanges without a loss. */
    private void exchange(int times) {
        for (int i = 0; i < times; i++) {
            apply(frame(client.timeOrder()));
        }
    }

    private void become(GameState next) {
        state = next;
        tick++;
    }

    private void assertInStep() {
        Map<Object, Object> expected = new HashMap<>(plain(state.attributes()));
        expected.put("game_status", status == GameStatus.ACTIVE ? 1L : 0L);
        assertThat(client.attributes()).isEqualTo(expected);
    }

    private static Map<Object, Object> plain(Attributes tree) {
        Map<Object, Object> map = new LinkedHashMap<>();
        tree.asMap().forEach((key, value) -> map.put(key, plain(value)));
        return map;
    }

    private static Object plain(Object value) {
        if (value instanceof Attributes map) {
            return plain(map);
        } else if (value instanceof List<?> list) {
            return list.stream().map(PygaseFanTest::plain).toList();
        }
        return value instanceof Bytes bytes ? bytes.asBuffer() : value;
    }

    @Test
    void shouldNumberUpdatesFromOneWhateverTheAgeOfTheGame() {
        become(GameState.of(Map.of("title", "interop", "hp", 100)));
        exchange(1);
        assertThat(client.timeOrder()).isEqualTo(1);
        become(state.with("hp", 90));
        exchange(1);
        assertThat(client.timeOrder()).isEqualTo(2);
        assertInStep();
        assertThat(frame(client.timeOrder())).isNull();
    }

    @Test
    void shouldTellTheStatusFirstAndWhenItChanges() {
        become(GameState.of(Map.of("hp", 100)));
        exchange(1);
        assertInStep();
        status = GameStatus.PAUSED;
        tick++;
        exchange(1);
        assertInStep();
        become(state.with("hp", 1));
        assertThat(new String(frame(client.timeOrder()), StandardCharsets.ISO_8859_1))
                .doesNotContain("game_status");
    }

    @Test
    void shouldSumUpWhatIsNotReportedYet() {
        become(GameState.of(Map.of("a", 1, "b", 1)));
        exchange(1);
        byte[] first = frameAfter(state.with("a", 2));
        byte[] second = frameAfter(state.with("b", 2));
        byte[] third = frameAfter(state.with("a", 1));
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();

        WireState missedAllButTheLast = new WireState();
        missedAllButTheLast.apply(Map.of("time_order", 1L, "a", 1L, "b", 1L));
        missedAllButTheLast.apply((Map<?, ?>) MiniPack.unpack(third));
        assertThat(missedAllButTheLast.attributes()).isEqualTo(Map.of("a", 1L, "b", 2L));
        apply(first);
        apply(third);
        apply(second);
        assertInStep();
    }

    private byte[] frameAfter(GameState next) {
        become(next);
        return frame(1);
    }

    @Test
    void shouldRepeatAnUpdateThatDeletesUnchangedUntilItIsReported() {
        become(GameState.of(Map.of("players", Map.of(1, "Ada", 2, "Bob"), "n", 0)));
        exchange(1);
        become(state.withoutAt("players", 1));
        byte[] deleting = frame(1);
        for (int i = 0; i < 10; i++) {
            become(state.with("n", i + 1));
            assertThat(frame(1)).isEqualTo(deleting);
        }
        apply(deleting);
        apply(deleting);
        exchange(1);
        assertInStep();
        assertThat(client.holdsTokens()).isFalse();
    }

    @Test
    void shouldNotDeleteBeforeItKnowsWhatTheClientHolds() {
        become(GameState.of(Map.of("n", 0)));
        exchange(1);
        become(state.with("m", 1));
        byte[] adding = frame(1);
        become(state.without("m"));
        assertThat(frame(1)).isEqualTo(adding);
        apply(adding);
        exchange(1);
        assertInStep();
        assertThat(client.holdsTokens()).isFalse();
    }

    @Test
    void shouldDeleteTheMembersOfAMapThatIsMadeAnew() {
        become(GameState.of(Map.of("m", Map.of("old", 1, "both", 1))));
        exchange(1);
        become(state.without("m"));
        become(state.with("m", Map.of("both", 2, "new", 2)));
        exchange(3);
        assertInStep();

        become(state.with("m", 5));
        exchange(1);
        become(state.with("m", Map.of("x", 1)));
        exchange(2);
        assertInStep();
        become(state.with("m", Map.of()));
        exchange(2);
        assertInStep();
    }

    @Test
    void shouldHealASilenceOfAnyLength() {
        become(GameState.of(Map.of("n", 0, "m", Map.of())));
        exchange(1);
        for (int i = 1; i < 5000; i++) {
            become(state.with("n", i).withAt(i, "m", i % 10));
        }
        exchange(1);
        assertInStep();
        for (int i = 1; i < 500; i++) {
            become(state.with("n", i));
            frame(client.timeOrder());
        }
        exchange(2);
        assertInStep();
    }

    @Test
    void shouldSendAStateOfAnySizeInParts() {
        Map<String, Object> large = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            large.put("attribute " + i, Map.of("name", "x".repeat(50), "position", List.of(i, i)));
        }
        become(GameState.of(large));
        exchange(40);
        assertInStep();
        assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(MAX_BYTES));
        assertThat(sizes).hasSizeBetween(10, 30);
    }

    @Test
    void shouldLetNoPartOfALargeStateStarve() {
        for (int round = 0; round < 30; round++) {
            Map<String, Object> large = new HashMap<>();
            for (int i = 0; i < 10; i++) {
                large.put("a" + i, "x".repeat(900) + round);
            }
            become(GameState.of(large));
            exchange(1);
            if (round >= 5) {
                for (int i = 0; i < 10; i++) {
                    String value = (String) client.attributes().get("a" + i);
                    assertThat(Integer.parseInt(value.substring(900))).isGreaterThan(round - 6);
                }
            }
        }
    }

    @Test
    void shouldNameTheValueThatIsTooLargeAndSayWhatToDo() {
        GameState before = GameState.of(Map.of("players", Map.of(3, Map.of("log", ""))));
        new PygaseRules<>(model).check(null, before);
        new PygaseRules<>(model).check(before, before.withAt("x".repeat(1900), "players", 3, "log"));
        assertThatThrownBy(() ->
                        new PygaseRules<>(model).check(before, before.withAt("x".repeat(2020), "players", 3, "log")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("players.3.log takes 20")
                .hasMessageContaining("at most 2034")
                .hasMessageContaining("make it a map");
        assertThatThrownBy(() -> new PygaseRules<>(model).check(null, GameState.of(Map.of(1, 2))))
                .hasMessageContaining("has no string as its name");
    }

    @Test
    void shouldRefuseAStateThatEndsAPythonClientHoweverItCameThere() {
        PygaseRules<GameState> rules = new PygaseRules<>(model);
        GameState before = GameState.of(Map.of("flags", Map.of(0.1, "yes"), "speed", 1.0));
        rules.check(null, before);
        rules.check(before, before.withAt("two", "flags", 0.2));
        assertThatThrownBy(() -> rules.check(before, before.withAt("one", "flags", 0.1f)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the attribute flags has the keys 0.1");
        assertThatThrownBy(() -> rules.check(before, before.with("speed", 1e39)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the attribute speed is 1.0E39")
                .hasMessageContaining("float32");
        assertThatThrownBy(() -> rules.check(before, before.with("data", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("call it something else");
    }

    @Test
    void shouldGoOnWithTheNumberOfAClientThatComesFromAServerBefore() {
        become(GameState.of(Map.of("n", 1)));
        WireState survivor = new WireState();
        survivor.apply(Map.of("time_order", 30_000L, "n", 7L));
        survivor.apply((Map<?, ?>) MiniPack.unpack(frame(survivor.timeOrder())));
        assertThat(survivor.timeOrder()).isEqualTo(30_001 + PygaseShadow.LEAP);
        assertThat(survivor.attributes()).containsEntry("n", 1L);
    }

    @Test
    void shouldClearTheMapsOfAClientThatComesFromAServerBefore() {
        become(GameState.of(
                Map.of("n", 1, "players", Map.of(2, Map.of("name", "Bob")), "empty", Map.of(), "list", List.of(1))));
        WireState survivor = new WireState();
        Map<Object, Object> before = Map.of(
                "players", Map.of(1L, Map.of("name", "Ada"), 2L, Map.of("name", "Bob", "chaser", true)),
                "empty", Map.of("not", "at all"),
                "list", Map.of(1L, 1L),
                "n", Map.of("was", "a map"),
                "later", Map.of("old", 1L));
        Map<Object, Object> update = new HashMap<>(before);
        update.put("time_order", 30_000L);
        survivor.apply(update);
        for (int i = 0; i < 6; i++) {
            become(state.with("n", i));
            byte[] next = frame(survivor.timeOrder());
            if (i != 1) { // one is lost
                survivor.apply((Map<?, ?>) MiniPack.unpack(next));
            }
        }
        become(state.with("later", Map.of("new", 2)));
        for (int i = 0; i < 3; i++) {
            survivor.apply((Map<?, ?>) MiniPack.unpack(
                    Objects.requireNonNullElse(frame(survivor.timeOrder()), MiniPack.pack(Map.of("time_order", 0L)))));
        }
        Map<Object, Object> expected = plain(state.attributes());
        expected.put("game_status", 1L);
        assertThat(survivor.attributes()).isEqualTo(expected);
        assertThat(survivor.holdsTokens()).isFalse();
    }

    @Test
    void shouldClearLargeMapsOfAClientThatComesFromAServerBefore() {
        Map<String, Object> large = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            large.put("map " + i, Map.of("text", "x".repeat(300)));
        }
        become(GameState.of(large));
        WireState survivor = new WireState();
        Map<Object, Object> update = new HashMap<>();
        large.keySet().forEach(key -> update.put(key, Map.of("left over", true)));
        update.put("time_order", 30_000L);
        survivor.apply(update);
        for (int i = 0; i < 60; i++) {
            byte[] next = frame(survivor.timeOrder());
            if (next != null) {
                survivor.apply((Map<?, ?>) MiniPack.unpack(next));
            }
        }
        Map<Object, Object> expected = plain(state.attributes());
        expected.put("game_status", 1L);
        assertThat(survivor.attributes()).isEqualTo(expected);
    }

    @Test
    void shouldKnowWhatAClientHoldsThatWasAwayForAMoment() {
        become(GameState.of(Map.of("players", Map.of(1, "Ada", 2, "Bob"))));
        exchange(1);
        fan.left(connection(7), DisconnectReason.TIMED_OUT);
        become(state.withoutAt("players", 1));
        assertThat(frame(client.timeOrder())).isNull();
        fan.joined(connection(7));
        exchange(2);
        assertInStep();
    }

    @Test
    void shouldBeginAnewForAClientThatReportsNothingAgain() {
        become(GameState.of(Map.of("n", 1)));
        exchange(1);
        WireState another = new WireState();
        another.apply((Map<?, ?>) MiniPack.unpack(frame(0)));
        assertThat(another.timeOrder()).isEqualTo(1);
        assertThat(another.attributes()).containsEntry("n", 1L);
    }

    @Test
    void shouldSendEverythingToAClientThatReportsANumberThatWasNeverSent() {
        become(GameState.of(Map.of("n", 1, "title", "test")));
        exchange(1);
        WireState another = new WireState();
        another.apply(Map.of("time_order", 30_000L, "n", 1L));
        another.apply((Map<?, ?>) MiniPack.unpack(frame(another.timeOrder())));
        assertThat(another.attributes()).isEqualTo(client.attributes());
        assertThat(another.timeOrder()).isGreaterThan(30_000);
    }

    @Test
    void shouldCountAcrossTheWrap() {
        become(GameState.of(Map.of("n", 0)));
        WireState survivor = new WireState();
        survivor.apply(Map.of("time_order", 32_000L));
        survivor.apply(Map.of("time_order", 64_000L));
        for (int i = 1; i <= 3000; i++) {
            become(state.with("n", i));
            survivor.apply((Map<?, ?>) MiniPack.unpack(frame(survivor.timeOrder())));
            assertThat(survivor.attributes()).containsEntry("n", (long) i);
        }
        assertThat(survivor.timeOrder()).isEqualTo(64_000 + PygaseShadow.LEAP + 3000 - 65_535);
    }

    @Test
    void shouldKeepAnyClientInStepOnABadLine() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("PyGaSe clients in step, seed " + seed);
        for (int run = 0; run < 300; run++) {
            new Sweep(new Random(seed + run), "seed " + seed + " run " + run).go();
        }
    }

    /** A random game, and a client on a line that loses, doubles, delays and overtakes. */
    private static final class Sweep {
        private final Random random;
        private final String name;
        private final PygaseFanTest game = new PygaseFanTest();
        private final Deque<byte[]> down = new ArrayDeque<>();
        private final Deque<Integer> up = new ArrayDeque<>();
        private int heard;

        Sweep(Random random, String name) {
            this.random = random;
            this.name = name;
        }

        void go() {
            boolean large = random.nextInt(4) == 0;
            for (int slot = 0; slot < 200; slot++) {
                if (random.nextInt(3) > 0) {
                    game.become(changed(game.state, large ? 40 : 3));
                }
                if (random.nextInt(40) == 0) {
                    game.status = random.nextBoolean() ? GameStatus.ACTIVE : GameStatus.PAUSED;
                    game.tick++;
                }
                step(0.2);
            }
            for (int slot = 0; slot < 400; slot++) {
                step(0);
            }
            assertThat(game.sizes).as(name).allMatch(size -> size <= MAX_BYTES);
            assertThat(game.client.holdsTokens()).as(name).isFalse();
            game.assertInStep();
        }

        private void step(double loss) {
            byte[] update = game.frame(heard);
            if (update != null && random.nextDouble() >= loss) {
                down.add(update);
            }
            while (!down.isEmpty() && (loss == 0 || random.nextInt(3) > 0)) {
                game.apply(random.nextInt(5) == 0 ? down.removeLast() : down.remove());
                assertThat(game.client.holdsTokens()).as(name).isFalse();
            }
            // Reports that overtake each other are sorted out by the numbers of their datagrams.
            if (random.nextDouble() >= loss) {
                up.add(game.client.timeOrder());
            }
            while (!up.isEmpty() && (loss == 0 || random.nextInt(3) > 0)) {
                heard = up.remove();
            }
        }

        private GameState changed(GameState state, int changes) {
            GameState now = state;
            for (int i = random.nextInt(changes); i >= 0; i--) {
                String key = "k" + random.nextInt(changes == 3 ? 4 : 60);
                now = switch (random.nextInt(8)) {
                    case 0 -> now.without(key);
                    case 1 -> now.with(key, random.nextInt(3));
                    case 2 -> now.with(key, Map.of());
                    case 3 -> now.with(key, Map.of(random.nextInt(3), random.nextInt(3)));
                    case 4 -> now.with(key, "x".repeat(changes == 3 ? 2 : 300));
                    case 5 -> within(now, key, null);
                    default -> within(now, key, value());
                };
            }
            return now;
        }

        private GameState within(GameState state, String key, Object value) {
            if (!(state.has(key) && state.get(key) instanceof Attributes map)) {
                return state;
            }
            int inner = random.nextInt(3);
            if (value == null) {
                return state.with(key, map.without(inner));
            }
            return state.with(key, map.with(inner, value));
        }

        private Object value() {
            return switch (random.nextInt(5)) {
                case 0 -> Map.of("deep", random.nextInt(3));
                case 1 -> Map.of();
                case 2 -> List.of(1, random.nextInt(2));
                case 3 -> Bytes.of(HexFormat.of().parseHex("d281e5bb"));
                default -> random.nextInt(3);
            };
        }
    }
}
