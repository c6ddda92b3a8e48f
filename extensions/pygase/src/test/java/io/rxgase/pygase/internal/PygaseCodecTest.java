package io.rxgase.pygase.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.Decoded;
import io.rxgase.core.internal.codec.ValueCodec;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.Extension;
import io.rxgase.core.state.GameStatus;
import io.rxgase.testkit.PygaseVectors;
import io.rxgase.testkit.Sweep;
import io.rxgase.testkit.SweepSize;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PygaseCodecTest {
    private static final Bytes TOKEN = Bytes.of(HexFormat.of().parseHex("d281e5ba"));

    @ParameterizedTest
    @ValueSource(doubles = {0.1, -2.25, 3.4e38, 1e-37, 0.0, -0.0, Double.POSITIVE_INFINITY, Double.NaN})
    void shouldWriteFloatsNarrow(double number) {
        Object read = PygaseEventCodec.decode(PygaseEventCodec.encode(Event.of("F", number), 2032))
                .orElseThrow()
                .get(0);
        assertThat(read).isEqualTo((float) number);
    }

    @ParameterizedTest
    @ValueSource(doubles = {3.5e38, -1e300, Double.MIN_VALUE, 1.1e-38, Double.MAX_VALUE})
    void shouldWriteFloatsWideThatWouldChangeTheirSize(double number) {
        Object read = PygaseEventCodec.decode(PygaseEventCodec.encode(Event.of("F", number), 2032))
                .orElseThrow()
                .get(0);
        assertThat(read).isEqualTo(number);
    }

    @Test
    void shouldCarryEventsOfEveryKind() {
        Sweep.of("events survive PyGaSe's codec", 5_000, random -> {
            Event event = Event.of("TYPE").withArguments(List.of(RandomValues.tree(random, 2)));
            Event once = read(event);
            assertThat(read(once)).isEqualTo(once);
            assertThat(once.getMap(0).keys()).isEqualTo(event.getMap(0).keys());
        });
    }

    private static Event read(Event event) {
        return PygaseEventCodec.decode(PygaseEventCodec.encode(event, Integer.MAX_VALUE))
                .orElseThrow();
    }

    @Test
    void shouldNameTheLargestArgumentOfAnEventThatDoesNotFit() {
        Event event = Event.of("CHAT", 7).with("text", "x".repeat(3000)).with("to", "all");
        assertThatThrownBy(() -> PygaseEventCodec.encode(event, 2017))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "CHAT takes 3057 bytes, but an event on PyGaSe's wire has at most 2017: shorten argument text"
                                + " (3003 bytes), or send it in several events");
    }

    @Test
    void shouldReadTheKeysOfAnEventInAnyOrderAndIgnoreOthers() {
        byte[] bytes = ValueCodec.encode(Map.of(
                "handler_kwargs", Map.of("k", 1), "handler_args", List.of(2), "type", "T", "more", Map.of(5, true)));
        assertThat(PygaseEventCodec.decode(bytes).orElseThrow())
                .isEqualTo(Event.of("T", 2).with("k", 1));
    }

    @Test
    void shouldRefuseWhatIsNoEvent() {
        Stream.of(
                        Map.of("type", "T", "handler_args", List.of()),
                        Map.of("type", 1, "handler_args", List.of(), "handler_kwargs", Map.of()),
                        Map.of("type", "T", "handler_args", Map.of(), "handler_kwargs", Map.of()),
                        Map.of("type", "T", "handler_args", List.of(), "handler_kwargs", Map.of(1, 2)),
                        List.of("T", List.of(), Map.of()))
                .forEach(value -> assertThat(PygaseEventCodec.decode(ValueCodec.encode(value)))
                        .as("%s", value)
                        .isInstanceOf(Decoded.Fault.class));
    }

    @Test
    void shouldRefuseStatesThatPygaseHasNoBytesFor() {
        assertThatThrownBy(() -> encode(Map.of(3, "x")))
                .hasMessageContaining("attribute 3 has no string")
                .hasMessageContaining("put it into a map");
        assertThatThrownBy(() -> encode(Map.of("time_order", 1))).hasMessageContaining("call it something else");
        assertThatThrownBy(() -> encode(Map.of("game_status", 1))).hasMessageContaining("call it something else");
        assertThatThrownBy(() -> encode(Map.of("a", Map.of(3, TOKEN)))).hasMessageContaining("attribute a.3");
        assertThatThrownBy(() -> encode(Map.of("a", new Change.Set(Map.of("b", TOKEN)))))
                .hasMessageContaining("attribute a.b");
        assertThat(encode(Map.of("a", List.of(TOKEN)))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"time_order", "game_status", "data", "self", "is_paused", "__class__", "__dict__"})
    void shouldRefuseAttributesWithNamesOfPygasesOwn(String name) {
        assertThatThrownBy(() -> encode(Map.of(name, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attribute " + name)
                .hasMessageContaining("call it something else");
        assertThat(encode(Map.of("inside", Map.of(name, 1)))).isNotEmpty();
    }

    static Stream<Object> valuesThatEndAPythonPeer() {
        return Stream.of(
                3.5e38,
                -1e300,
                Double.MAX_VALUE,
                List.of(1, List.of(1e39)),
                Map.of("deep", Map.of("x", 1e39)),
                Map.of(0.1, "a", 0.1000000001, "b"),
                Map.of(16_777_217.0, "a", 16_777_216.0, "b"),
                Map.of(List.of(1, 0.1), "a", List.of(1, 0.1f), "b"),
                Map.of("x", List.of(Map.of(0.1, 1, 0.1f, 2))),
                new Extension(-1, Bytes.of(new byte[3])),
                new Extension(-1, Bytes.of(HexFormat.of().parseHex("ffffffff00000000"))),
                new Extension(-1, Bytes.of(HexFormat.of().parseHex("000000007fffffffffffffff"))),
                new Extension(-1, Bytes.of(HexFormat.of().parseHex("3b9aca000000000000000000"))));
    }

    @ParameterizedTest
    @MethodSource("valuesThatEndAPythonPeer")
    void shouldRefuseWhatEndsAPythonPeer(Object value) {
        assertThatThrownBy(() -> PygaseUpdateCodec.check(Changes.of(Map.of("a", new Change.Set(value)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the attribute a");
        assertThatThrownBy(() -> PygaseEventCodec.check(Event.of("E", 1, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("E: argument 1");
        assertThatThrownBy(() -> PygaseEventCodec.checkForServer(Event.of("E").with("x", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("E: argument x");
    }

    static Stream<Object> valuesThatPythonHolds() {
        return Stream.of(
                3.4e38,
                1e-300,
                0.0,
                -0.0,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Float.MAX_VALUE,
                Long.MIN_VALUE,
                new BigInteger("18446744073709551615"),
                "",
                TOKEN,
                List.of(),
                Map.of(),
                Map.of(1, "a", "1", "b", true, "c", 0.5, "d", Bytes.of(new byte[] {'1'}), "e", List.of(1), "f"),
                new Extension(5, Bytes.of(new byte[3])),
                new Extension(-1, Bytes.of(new byte[4])),
                new Extension(-1, Bytes.of(new byte[8])),
                new Extension(-1, Bytes.of(new byte[12])));
    }

    @ParameterizedTest
    @MethodSource("valuesThatPythonHolds")
    void shouldTakeWhatAPythonPeerHolds(Object value) {
        PygaseUpdateCodec.check(Changes.of(Map.of("a", new Change.Set(value))));
        PygaseEventCodec.checkForServer(Event.of("E", value).with("x", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_address", "game_state", "dt"})
    void shouldRefuseArgumentsThatAServerOverwrites(String name) {
        Event event = Event.of("MOVE").with(name, 1);
        PygaseEventCodec.check(event);
        assertThatThrownBy(() -> PygaseEventCodec.checkForServer(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MOVE: argument " + name)
                .hasMessageContaining("call it something else");
    }

    private static byte[] encode(Map<?, ?> changes) {
        return PygaseUpdateCodec.encode(new PygaseUpdate(1, GameStatus.ACTIVE, Changes.of(changes)));
    }

    @Test
    void shouldReadWhatItWroteAsTheSameChangeForWhoHoldsTheBase() {
        Sweep.of("updates survive PyGaSe's codec", 5_000, random -> {
            Attributes before = Attributes.of(Map.of("a", RandomValues.tree(random, 2)));
            Attributes after = Attributes.of(
                    Map.of("a", RandomValues.changed(random, before.getMap("a"), 2), "n", random.nextInt(3)));
            Changes changes = Changes.between(before, after);
            PygaseUpdate read = PygaseUpdateCodec.decode(
                            PygaseUpdateCodec.encode(new PygaseUpdate(7, GameStatus.PAUSED, changes)))
                    .orElseThrow();
            assertThat(read.timeOrder()).isEqualTo(7);
            assertThat(read.status()).isEqualTo(GameStatus.PAUSED);
            assertThat(ValueCodec.encode(narrow(read.changes().applyTo(before))))
                    .isEqualTo(ValueCodec.encode(narrow(after)));
        });
    }

    /** All floating-point numbers as PyGaSe's codec leaves them. */
    private static Object narrow(Attributes tree) {
        return read(Event.of("E", tree)).get(0);
    }

    @Test
    void shouldRefuseWhatIsNoUpdate() {
        Stream.of(
                        Map.of(),
                        Map.of("a", 1),
                        Map.of("time_order", -1),
                        Map.of("time_order", 65_536),
                        Map.of("time_order", "1"),
                        Map.of("time_order", 1, "game_status", 2),
                        Map.of("time_order", 1, 5, 2),
                        List.of())
                .forEach(value -> assertThat(PygaseUpdateCodec.decode(ValueCodec.encode(value)))
                        .as("%s", value)
                        .isInstanceOf(Decoded.Fault.class));
        byte[] twice = HexFormat.of().parseHex("82aa74696d655f6f7264657201aa74696d655f6f7264657202");
        assertThat(PygaseUpdateCodec.decode(twice)).isInstanceOf(Decoded.Fault.class);
    }

    @Test
    void shouldSurviveAnyBytes() {
        List<byte[]> seeds = PygaseVectors.ofKind("event", "update").stream()
                .map(PygaseVectors.Vector::bytes)
                .toList();
        Sweep.of("PyGaSe's readers throw nothing", SweepSize.of(10_000, 20_000), random -> {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (PygaseEventCodec.decode(bytes) instanceof Decoded.Value<Event> event) {
                PygaseEventCodec.encode(event.value(), Integer.MAX_VALUE);
            }
            PygaseUpdateCodec.decode(bytes);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "TRUNCATED, ''",
        "TRUNCATED, 81",
        "TRAILING_BYTES, 81 @ 01 00",
        "WRONG_TYPE, 90",
        "WRONG_TYPE, 81 @ c3",
        "WRONG_TYPE, 82 @ 01 a1 61 c1",
        "OUT_OF_RANGE, 80",
        "OUT_OF_RANGE, 81 @ ff",
        "OUT_OF_RANGE, 81 @ cf ff ff ff ff ff ff ff ff",
        "BAD_KEY, 82 @ 01 01 01",
        "BAD_KEY, 82 @ 01 a1 61 81 d4 05 00 01",
        "DUPLICATE_KEY, 83 @ 01 a1 61 01 a1 61 02",
        "DUPLICATE_KEY, 82 @ 01 a1 61 82 01 01 cc 01 02",
        "TRUNCATED, 82 @ 01 a1 61 df ff ff ff ff",
    })
    void shouldNameTheFaultOfAnUpdate(Decoded.Reason reason, String hex) {
        String withTimeOrder = hex.replace("@", "aa 74 69 6d 65 5f 6f 72 64 65 72");
        assertThat(PygaseUpdateCodec.decode(HexFormat.ofDelimiter(" ").parseHex(withTimeOrder)))
                .isInstanceOfSatisfying(
                        Decoded.Fault.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
    }
}
