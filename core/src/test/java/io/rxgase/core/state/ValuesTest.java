package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void shouldBringValuesToTheirNormalForm() {
        assertThat(Values.of((byte) 1)).isEqualTo(1L);
        assertThat(Values.of((short) 1)).isEqualTo(1L);
        assertThat(Values.of(1)).isEqualTo(1L);
        assertThat(Values.of(1.5f)).isEqualTo(1.5f);
        assertThat(Values.of(1.5)).isEqualTo(1.5);
        assertThat(Values.of(null)).isNull();
        assertThat(Values.of(new byte[] {1})).isEqualTo(Bytes.of((byte) 1));
        assertThat(Values.of(BigInteger.TEN)).isEqualTo(10L);
        assertThat(Values.of(BigInteger.ONE.shiftLeft(63))).isEqualTo(BigInteger.ONE.shiftLeft(63));
        assertThat(Values.of(Arrays.asList(1, null, List.of("a")))).isEqualTo(Arrays.asList(1L, null, List.of("a")));
        assertThat(Values.of(Map.of(1, "a"))).isEqualTo(Attributes.EMPTY.with(1L, "a"));
        assertThat(Values.of(GameState.of(Map.of("a", 1)))).isEqualTo(Attributes.of(Map.of("a", 1)));
    }

    @Test
    void shouldCopyWhatCanChange() {
        List<Object> list = new ArrayList<>(List.of(1));
        Map<String, Object> map = new HashMap<>(Map.of("list", list));
        Attributes attributes = Attributes.of(map);
        list.add(2);
        map.clear();
        assertThat(attributes.getList("list")).containsExactly(1L);
        assertThatThrownBy(() -> attributes.getList("list").add(3L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldNameThePlaceOfAnUnfitValue() {
        assertThatThrownBy(() -> Values.of(Map.of("players", List.of(Map.of(3, Map.of("spawned", Instant.EPOCH))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the value at players[0].3.spawned is a java.time.Instant, but values are");
        assertThatThrownBy(() -> Values.of(Set.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the value is a java.util.ImmutableCollections");
        assertThatThrownBy(() -> Values.of(Map.of("a", Map.of('x', 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the value at a has a key that is a java.lang.Character, but keys are strings and numbers (besides: booleans, null, bytes, and lists of keys)");
        assertThatThrownBy(() -> Values.of(Map.of("a", Map.of(1, 1, 1L, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the value at a has two keys that mean the same, such as 1 and 1L");
        assertThatThrownBy(() -> Values.of(BigInteger.ONE.shiftLeft(64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between -2^63 and 2^64 - 1");
    }

    @Test
    void shouldRefuseAMapThatContainsItself() {
        Map<String, Object> snake = new HashMap<>();
        snake.put("tail", snake);
        assertThatThrownBy(() -> Values.of(snake))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested deeper than 60 levels");
    }

    @Test
    void shouldRefuseHalvesOfSurrogatePairs() {
        for (String half : List.of("a\ud83d", "\ude00a", "\ude00\ud83d", "\ud83d\ud83d\ude00", "\ud83d\ude00\ude00")) {
            assertThatThrownBy(() -> Values.of(half))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the value has half of a character")
                    .hasMessageContaining("offsetByCodePoints");
            assertThatThrownBy(() -> Values.of(Map.of("players", List.of(Map.of(3, Map.of("name", half))))))
                    .hasMessageStartingWith("the value at players[0].3.name has half of a character");
            assertThatThrownBy(() -> Values.of(Map.of("players", Map.of(half, 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the value at players has the key")
                    .hasMessageContaining("half of a character");
            assertThatThrownBy(() -> Attributes.EMPTY.with("name", half)).hasMessageContaining("half of a character");
            assertThatThrownBy(() -> Attributes.EMPTY.with(half, 1)).hasMessageContaining("half of a character");
            assertThatThrownBy(() -> GameState.of(Map.of("name", half))).hasMessageContaining("half of a character");
        }
        assertThat(Values.of("a\ud83d\ude00")).isEqualTo("a\ud83d\ude00");
        assertThat(Values.of("\ufffd")).isEqualTo("\ufffd");
    }

    @Test
    void shouldNameTypes() {
        assertThat(List.of(
                        Values.typeOf(null),
                        Values.typeOf(true),
                        Values.typeOf(1L),
                        Values.typeOf(BigInteger.ONE),
                        Values.typeOf(1f),
                        Values.typeOf(1.0),
                        Values.typeOf(""),
                        Values.typeOf(Bytes.EMPTY),
                        Values.typeOf(new Extension(5, Bytes.EMPTY)),
                        Values.typeOf(List.of()),
                        Values.typeOf(Attributes.EMPTY)))
                .containsExactly(
                        "null",
                        "boolean",
                        "int",
                        "int over 2^63 - 1",
                        "float",
                        "double",
                        "string",
                        "bytes",
                        "extension",
                        "list",
                        "map");
    }

    @Test
    void shouldOrderKeysAsTheirUtf8Bytes() {
        Attributes.Builder builder = Attributes.builder();
        for (Object key : List.of("\ud83d\ude00", "\uff5e", "a", "", "aa", "é", 7, -1, Long.MAX_VALUE)) {
            builder.put(key, null);
        }
        assertThat(builder.build().keys())
                .containsExactly(-1L, 7L, Long.MAX_VALUE, "", "a", "aa", "é", "\uff5e", "\ud83d\ude00");
    }
}
