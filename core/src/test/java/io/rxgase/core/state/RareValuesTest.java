package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys and values that games rarely use but others may send. */
class RareValuesTest {
    @Test
    void shouldKeepKeysOfDifferentTypesApart() {
        Attributes tree = Attributes.of(Map.of(1, "int", "1", "string", Bytes.of(new byte[] {'1'}), "bytes"))
                .with(true, "boolean")
                .with(1.0, "double")
                .with(List.of(1), "list");
        assertThat(tree.size()).isEqualTo(6);
        assertThat(tree.getString(1)).isEqualTo("int");
        assertThat(tree.getString("1")).isEqualTo("string");
        assertThat(tree.getString(new byte[] {'1'})).isEqualTo("bytes");
        assertThat(tree.getString(true)).isEqualTo("boolean");
        assertThat(tree.getString(1.0f)).isEqualTo("double");
        assertThat(tree.getString(List.of(1L))).isEqualTo("list");
    }

    @Test
    void shouldHaveOneOrderOfAllKeys() {
        List<Object> inOrder = List.of(
                -5L,
                7L,
                BigInteger.ONE.shiftLeft(63),
                "",
                "b",
                Values.NIL_KEY,
                false,
                true,
                -0.0,
                0.0,
                1.5,
                Double.NaN,
                Bytes.of(new byte[0]),
                Bytes.of(new byte[] {1}),
                List.of(),
                List.of(1L, "a"),
                List.of("a"));
        for (int i = 0; i < inOrder.size(); i++) {
            for (int j = 0; j < inOrder.size(); j++) {
                assertThat(Integer.signum(KeyOrder.INSTANCE.compare(inOrder.get(i), inOrder.get(j))))
                        .as("%s and %s", inOrder.get(i), inOrder.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void shouldTakeNullAsAKey() {
        Map<Object, Object> map = new HashMap<>();
        map.put(null, 1);
        Attributes tree = Attributes.of(map);
        assertThat(tree.getInt(Values.NIL_KEY)).isEqualTo(1);
        assertThat(tree).hasToString("{null=1}");
        assertThat(Values.of(Values.NIL_KEY)).isNull();
    }

    @Test
    void shouldCopyKeysThatAreLists() {
        List<Object> key = new ArrayList<>(Arrays.asList(1, null, List.of(2.5f)));
        Attributes tree = Attributes.EMPTY.with(key, "value");
        key.clear();
        assertThat(tree.getString(Arrays.asList(1L, null, List.of(2.5)))).isEqualTo("value");
    }

    @Test
    void shouldRefuseKeysThatNobodyCanHash() {
        assertThatThrownBy(() -> Attributes.EMPTY.with(List.of(Map.of()), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lists of keys");
        assertThatThrownBy(() -> Attributes.EMPTY.with(new Extension(1, Bytes.of(new byte[0])), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys are strings and numbers");
    }

    @Test
    void shouldCarryExtensions() {
        Extension extension = new Extension(-1, Bytes.of(new byte[] {1, 2, 3, 4}));
        assertThat(Values.of(extension)).isEqualTo(extension);
        assertThat(Values.typeOf(extension)).isEqualTo("extension");
        assertThatThrownBy(() -> new Extension(128, Bytes.of(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-128 to 127");
    }
}
