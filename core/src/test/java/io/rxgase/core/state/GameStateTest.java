package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GameStateTest {
    private final GameState state = GameState.of(Map.of(
            "name",
            "tag",
            "hp",
            80,
            "night",
            true,
            "speed",
            1.5f,
            "countdown",
            2.5,
            "icon",
            new byte[] {1},
            "spots",
            List.of(1, 2),
            "players",
            Map.of(3, Map.of("name", "Ada", "x", 1.0), 7, Map.of("name", "Bob", "x", 2.0))));

    @Test
    void shouldReadAttributesByType() {
        assertThat(state.getString("name")).isEqualTo("tag");
        assertThat(state.getLong("hp")).isEqualTo(80);
        assertThat(state.getInt("hp")).isEqualTo(80);
        assertThat(state.getBoolean("night")).isTrue();
        assertThat(state.getFloat("speed")).isEqualTo(1.5f);
        assertThat(state.getDouble("countdown")).isEqualTo(2.5);
        assertThat(state.getBytes("icon").toArray()).containsExactly(1);
        assertThat(state.getList("spots")).containsExactly(1L, 2L);
        assertThat(state.getMap("players").getMap(3).getString("name")).isEqualTo("Ada");
        assertThat(state.at("players", 7L, "x")).isEqualTo(2.0);
        assertThat(state.has("hp")).isTrue();
        assertThat(state.has("mp")).isFalse();
        assertThat(state.keys()).contains("hp").hasSize(8);
    }

    @Test
    void shouldReadEveryNumberAsAFloatingPointNumber() {
        assertThat(state.getDouble("hp")).isEqualTo(80.0);
        assertThat(state.getDouble("speed")).isEqualTo(1.5);
        assertThat(state.getFloat("countdown")).isEqualTo(2.5f);
    }

    @Test
    void shouldSayWhatIsThereInstead() {
        GameState small = GameState.of(Map.of("hp", 80, "name", "Ada"));
        assertThatThrownBy(() -> small.getDouble("position"))
                .isInstanceOfSatisfying(StateMismatchException.class, e -> {
                    assertThat(e).hasMessage("double position: no such attribute; there are hp, name");
                    assertThat(e.path()).isEqualTo("position");
                    assertThat(e.expected()).isEqualTo("double");
                    assertThat(e.found()).isEqualTo("no such attribute; there are hp, name");
                });
        assertThatThrownBy(() -> small.getDouble("name")).isInstanceOfSatisfying(StateMismatchException.class, e -> {
            assertThat(e).hasMessage("name: expected double, found string");
            assertThat(e.path()).isEqualTo("name");
            assertThat(e.found()).isEqualTo("string");
        });
        assertThatThrownBy(() -> GameState.empty().getMap(3)).hasMessage("map 3: no such attribute; there are none");
        assertThatThrownBy(() -> small.with("hp", null).getLong("hp")).hasMessage("hp: expected int, found null");
        assertThatThrownBy(() -> small.with("hp", 1L << 40).getInt("hp"))
                .hasMessage("hp: expected int of 32 bits, found 1099511627776");
        assertThatThrownBy(() -> small.with("hp", BigInteger.ONE.shiftLeft(63)).getLong("hp"))
                .hasMessage("hp: expected int, found int over 2^63 - 1");
    }

    @Test
    void shouldSayWhereOnAPathItFailed() {
        assertThatThrownBy(() -> state.at("players", 3, "y"))
                .hasMessage("attribute players.3.y: no such attribute; there are name, x");
        assertThatThrownBy(() -> state.at("players", 4, "x"))
                .hasMessage("map players.4: no such attribute; there are 3, 7");
        assertThatThrownBy(() -> state.at("name", "x")).hasMessage("name: expected map, found string");
        assertThatThrownBy(() -> state.withAt(1, "players", 3, "name", "first"))
                .hasMessage("players.3.name: expected map, found string");
        assertThatThrownBy(() -> state.at()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.withAt(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldShowOnlyTheFirstOfManyNames() {
        Attributes.Builder many = Attributes.builder();
        for (int i = 0; i < 1_000; i++) {
            many.put(i, 0);
        }
        Attributes attributes = many.build();
        assertThatThrownBy(() -> attributes.getLong("x")).hasMessageEndingWith("18, 19 and 980 more");
    }

    @Test
    void shouldChangeCopiesOnly() {
        GameState changed = state.withAt(9.0, "players", 3, "x").without("hp").withoutAt("players", 7, "name");

        assertThat(changed.at("players", 3, "x")).isEqualTo(9.0);
        assertThat(changed.has("hp")).isFalse();
        assertThat(changed.getMap("players").getMap(7).keys()).containsExactly("x");
        assertThat(state.at("players", 3, "x")).isEqualTo(1.0);
        assertThat(state.getMap("players").getMap(7).has("name")).isTrue();
    }

    @Test
    void shouldMakeTheMapsOnAPath() {
        assertThat(GameState.empty().withAt(1, "a", "b", 3))
                .isEqualTo(GameState.of(Map.of("a", Map.of("b", Map.of(3, 1)))));
    }

    @Test
    void shouldReturnItselfWhenNothingChanges() {
        assertThat(state.without("mp")).isSameAs(state);
        assertThat(state.withoutAt("players", 99, "x")).isSameAs(state);
        assertThat(state.withoutAt("name", "x")).isSameAs(state);
        assertThat(state.with("name", state.get("name"))).isSameAs(state);
    }

    @Test
    void shouldHoldNullAsAValue() {
        Map<String, Object> map = new HashMap<>();
        map.put("chaser_id", null);
        GameState chase = GameState.of(map);
        assertThat(chase.has("chaser_id")).isTrue();
        assertThat(chase.get("chaser_id")).isNull();
        assertThat(chase.without("chaser_id")).isEqualTo(GameState.empty());
        assertThat(chase).isNotEqualTo(GameState.empty());
    }

    @Test
    void shouldKeepTimeOrderAndStatusThroughChanges() {
        GameState paused = state.stamped(7, GameStatus.PAUSED);
        assertThat(paused.with("hp", 1).timeOrder()).isEqualTo(7);
        assertThat(paused.with("hp", 1).isPaused()).isTrue();
        assertThat(paused).isNotEqualTo(state);
        assertThat(state.isPaused()).isFalse();
    }
}
