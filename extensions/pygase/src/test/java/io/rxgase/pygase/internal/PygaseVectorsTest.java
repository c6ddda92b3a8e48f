package io.rxgase.pygase.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.ValueCodec;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Values;
import io.rxgase.testkit.PygaseVectors;
import io.rxgase.testkit.PygaseVectors.Vector;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that PyGaSe's own classes made, read and written. */
class PygaseVectorsTest {
    /** Vectors whose maps PyGaSe wrote in another order than ours: the order of insertion is lost in a sorted map. */
    private static final List<String> OTHER_ORDER = List.of(
            "client-event-kwargs", "event-odd-keys", "event-kwargs-every-kind", "update-nested", "server-full-state");

    /** One event or update of a vector. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Part(String name, byte[] bytes, Object meaning) {
        boolean isInOurOrder() {
            return !OTHER_ORDER.contains(name);
        }

        /** PyGaSe without u-msgpack writes float64. */
        boolean isNarrow() {
            return !name.startsWith("fallback");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Part> events() {
        return Stream.concat(
                PygaseVectors.ofKind("event").stream()
                        .map(vector -> new Part(vector.name(), vector.bytes(), vector.meaning())),
                PygaseVectors.ofKind("client", "server").stream().flatMap(PygaseVectorsTest::eventsOf));
    }

    private static Stream<Part> eventsOf(Vector vector) {
        ByteBuffer bytes = ByteBuffer.wrap(vector.bytes()).position(14);
        if (vector.kind().equals("server")) {
            bytes.position(14 + bytes.getShort(12));
        }
        Object events = ((Map<?, ?>) vector.meaning()).get("events");
        List<Part> parts = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] event = new byte[bytes.getShort()];
            bytes.get(event);
            Object meaning = events instanceof List<?> list
                    ? list.get(parts.size())
                    : Map.of(
                            "type", "BLOB",
                            "handler_args", List.of(Map.of("$bytes", "00".repeat(1988))),
                            "handler_kwargs", Map.of());
            parts.add(new Part(vector.name(), event, meaning));
        }
        return parts.stream();
    }

    static Stream<Part> updates() {
        return Stream.concat(
                PygaseVectors.ofKind("update").stream()
                        .map(vector -> new Part(vector.name(), vector.bytes(), vector.meaning())),
                PygaseVectors.ofKind("server").stream().map(vector -> {
                    byte[] bytes = vector.bytes();
                    int length = ByteBuffer.wrap(bytes).getShort(12);
                    return new Part(
                            vector.name(),
                            Arrays.copyOfRange(bytes, 14, 14 + length),
                            ((Map<?, ?>) vector.meaning()).get("update"));
                }));
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldReadAndWriteEveryGoldenEvent(Part part) {
        Event event = PygaseEventCodec.decode(part.bytes()).orElseThrow();
        Attributes expected = (Attributes) valueOf(part.meaning());
        assertThat(event.type()).isEqualTo(expected.getString("type"));
        assertThat(wide(event.arguments())).isEqualTo(wide(expected.getList("handler_args")));
        assertThat(wide(event.named())).isEqualTo(wide(expected.getMap("handler_kwargs")));

        byte[] written = PygaseEventCodec.encode(event, 2032);
        assertThat(PygaseEventCodec.decode(written).orElseThrow().toString())
                .isEqualTo(narrow(event).toString());
        checkBytes(part, written);
    }

    @ParameterizedTest
    @MethodSource("updates")
    void shouldReadAndWriteEveryGoldenUpdate(Part part) {
        PygaseUpdate update = PygaseUpdateCodec.decode(part.bytes()).orElseThrow();
        Attributes expected = (Attributes) valueOf(part.meaning());
        assertThat(update.timeOrder()).isEqualTo(expected.getInt("time_order"));
        assertThat(update.status())
                .isEqualTo(
                        !expected.has("game_status")
                                ? null
                                : expected.getInt("game_status") == 1 ? GameStatus.ACTIVE : GameStatus.PAUSED);
        Attributes attributes = expected.without("time_order").without("game_status");
        assertThat(update.changes().asMap().keySet()).isEqualTo(attributes.keys());
        assertThat(wide(update.changes().applyTo(Attributes.EMPTY))).isEqualTo(wide(withoutTokens(attributes)));
        checkBytes(part, PygaseUpdateCodec.encode(update));
    }

    private static void checkBytes(Part part, byte[] written) {
        if (!part.isNarrow()) {
            return;
        }
        if (part.isInOurOrder()) {
            assertThat(HexFormat.of().formatHex(written))
                    .isEqualTo(HexFormat.of().formatHex(part.bytes()));
        } else {
            // The same entries in another order.
            assertThat(written).isNotEqualTo(part.bytes());
            assertThat(sorted(written)).isEqualTo(sorted(part.bytes()));
        }
    }

    private static byte[] sorted(byte[] bytes) {
        byte[] copy = bytes.clone();
        Arrays.sort(copy);
        return copy;
    }

    @Test
    void shouldApplyUpdatesAsPygaseDoesExceptForTokensWithoutAKey() {
        List<Map<String, Object>> rows = PygaseVectors.section("merge");
        assertThat(rows).hasSizeGreaterThan(10);
        for (Map<String, Object> row : rows) {
            Map<Object, Object> update = new HashMap<>((Map<?, ?>) row.get("update"));
            update.put("time_order", 1);
            byte[] bytes = ValueCodec.encode(valueOf(update));
            Attributes before = (Attributes) valueOf(row.get("state"));
            Attributes after =
                    PygaseUpdateCodec.decode(bytes).orElseThrow().changes().applyTo(before);
            assertThat(after).as("%s", row.get("name")).isEqualTo(withoutTokens((Attributes)
                    valueOf(row.get("result"))));
        }
    }

    /** PyGaSe stores the delete token where there is nothing to delete; we don't. */
    private static Attributes withoutTokens(Attributes tree) {
        Attributes result = tree;
        for (Object key : tree.keys()) {
            Object value = tree.get(key);
            if (Bytes.of(HexFormat.of().parseHex("d281e5ba")).equals(value)) {
                result = result.without(key);
            } else if (value instanceof Attributes inner) {
                result = result.with(key, withoutTokens(inner));
            }
        }
        return result;
    }

    /** The value that the tags of the vectors' JSON stand for. */
    private static Object valueOf(Object json) {
        if (json instanceof List<?> list) {
            return Values.of(list.stream()
                    .map(PygaseVectorsTest::valueOf)
                    .collect(ArrayList::new, ArrayList::add, ArrayList::addAll));
        }
        return json instanceof Map<?, ?> map ? valueOf(map) : Values.of(json);
    }

    private static Object valueOf(Map<?, ?> map) {
        if (map.get("$bytes") instanceof String hex) {
            return Bytes.of(HexFormat.of().parseHex(hex));
        } else if (map.get("$float") instanceof String number) {
            return Double.valueOf(number.replace("inf", "Infinity").replace("nan", "NaN"));
        } else if (map.get("$ext") instanceof List<?> extension) {
            return new Extension(
                    ((BigInteger) extension.get(0)).intValue(),
                    Bytes.of(HexFormat.of().parseHex((String) extension.get(1))));
        }
        Map<Object, Object> values = new HashMap<>();
        if (map.get("$map") instanceof List<?> pairs) {
            pairs.forEach(pair -> values.put(valueOf(((List<?>) pair).get(0)), valueOf(((List<?>) pair).get(1))));
        } else {
            map.forEach((key, value) -> values.put(key, valueOf(value)));
        }
        return Attributes.of(values);
    }

    /** All floats as doubles, to compare them with those of the JSON. */
    private static Object wide(Object value) {
        if (value instanceof Float number) {
            return number.doubleValue();
        } else if (value instanceof List<?> list) {
            return list.stream()
                    .map(PygaseVectorsTest::wide)
                    .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        } else if (value instanceof Attributes map) {
            Map<Object, Object> values = new HashMap<>();
            map.asMap().forEach((key, inner) -> values.put(key, wide(inner)));
            return values;
        }
        return value;
    }

    /** What is left of an event with doubles after it travelled. */
    private static Event narrow(Event event) {
        return PygaseEventCodec.decode(PygaseEventCodec.encode(event, 2032)).orElseThrow();
    }
}
