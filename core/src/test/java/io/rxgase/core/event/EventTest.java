package io.rxgase.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.state.AttributeName;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventTest {
    record Move(int player, double x, double y) {}

    @EventType("CHAT")
    record ChatMessage(String text) {}

    @EventType("rxgase.joined")
    record Forged(int player) {}

    private final Event move = Event.of("MOVE", 3, "north").with("speed", 1.5).with("new_position", List.of(1, 2.0));

    @Test
    void shouldGiveArgumentsByPositionAndByName() {
        assertThat(move.type()).isEqualTo("MOVE");
        assertThat(move.getInt(0)).isEqualTo(3);
        assertThat(move.getString(1)).isEqualTo("north");
        assertThat(move.getDouble("speed")).isEqualTo(1.5);
        assertThat(move.getList("new_position")).containsExactly(1L, 2.0);
        assertThat(move.arguments()).containsExactly(3L, "north");
        assertThat(move.named()).isEqualTo(Attributes.of(Map.of("speed", 1.5, "new_position", List.of(1, 2.0))));
    }

    @Test
    void shouldTakeEveryValueOfStates() {
        Event event = Event.of("ALL", true, (byte) 1, 2L, 3.5f, 4.5, "five", new byte[] {6}, null)
                .with("map", Map.of("inner", Map.of(7, "seven")));

        assertThat(event.getBoolean(0)).isTrue();
        assertThat(event.getLong(1)).isEqualTo(1);
        assertThat(event.getLong(2)).isEqualTo(2);
        assertThat(event.getDouble(3)).isEqualTo(3.5);
        assertThat(event.getDouble(4)).isEqualTo(4.5);
        assertThat(event.getString(5)).isEqualTo("five");
        assertThat(event.getBytes(6)).isEqualTo(Bytes.of((byte) 6));
        assertThat(event.get(7)).isNull();
        assertThat(event.has(7)).isTrue();
        assertThat(event.has(8)).isFalse();
        assertThat(event.has(-1)).isFalse();
        assertThat(event.getMap("map").getMap("inner").getString(7)).isEqualTo("seven");
    }

    @Test
    void shouldNotChangeWithWhatItWasMadeOf() {
        List<Object> position = new ArrayList<>(List.of(1.0));
        Object[] arguments = {position};
        Event event = Event.of("MOVE", arguments).with("position", position);

        position.add(2.0);
        arguments[0] = "another";

        assertThat(event.getList(0)).containsExactly(1.0);
        assertThat(event.getList("position")).containsExactly(1.0);
        assertThatThrownBy(() -> event.arguments().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldNameEventArgumentExpectedAndFoundIfTheTypeIsWrong() {
        Event wrong = move.with("new_position", "here");

        assertThatThrownBy(() -> wrong.getList("new_position"))
                .isInstanceOf(EventArgumentException.class)
                .hasMessage("MOVE: argument new_position: expected list, found string")
                .satisfies(error -> {
                    EventArgumentException e = (EventArgumentException) error;
                    assertThat(e.eventType()).isEqualTo("MOVE");
                    assertThat(e.argument()).isEqualTo("new_position");
                    assertThat(e.expected()).isEqualTo("list");
                    assertThat(e.found()).isEqualTo("string");
                });
        assertThatThrownBy(() -> wrong.getDouble(1)).hasMessage("MOVE: argument 1: expected double, found string");
        assertThatThrownBy(() -> wrong.getLong("speed")).hasMessage("MOVE: argument speed: expected int, found double");
    }

    @Test
    void shouldShowWhoReadTheArgumentAndNothingElse() {
        assertThatThrownBy(() -> move.getInt("speed"))
                .satisfies(error -> assertThat(error.getStackTrace())
                        .singleElement()
                        .extracting(StackTraceElement::getClassName)
                        .isEqualTo(EventTest.class.getName()));
        assertThatThrownBy(() -> Event.of("Move", "three").as(Move.class))
                .satisfies(error -> assertThat(error.getStackTrace()).hasSize(1));
    }

    @Test
    void shouldRefuseAWholeNumberThatDoesNotFit() {
        Event big = Event.of("BIG", 1L << 40, new BigInteger("18446744073709551615"));

        assertThat(big.getLong(0)).isEqualTo(1L << 40);
        assertThatThrownBy(() -> big.getInt(0))
                .hasMessage("BIG: argument 0: expected int of 32 bits, found 1099511627776");
        assertThatThrownBy(() -> big.getLong(1)).isInstanceOf(EventArgumentException.class);
        assertThat(big.getDouble(1)).isEqualTo(0x1p64);
    }

    @Test
    void shouldNameTheArgumentsThereAreIfOneIsMissing() {
        assertThatThrownBy(() -> move.getInt("player_id"))
                .isInstanceOf(EventArgumentException.class)
                .hasMessage(
                        "MOVE: argument player_id: expected int, found nothing; there are 2 positional arguments, and"
                                + " named ones: new_position, speed");
        assertThatThrownBy(() -> Event.of("MOVE").getString(0))
                .hasMessage(
                        "MOVE: argument 0: expected string, found nothing; there are 0 positional arguments, and named"
                                + " ones: none");
    }

    @Test
    void shouldKeepMessagesShortHoweverManyNamesTheSenderChose() {
        Event flood = Event.of("FLOOD")
                .withNamed(Attributes.of(
                        IntStream.range(0, 1000).boxed().collect(Collectors.toMap(i -> "n" + i, i -> i))));

        assertThatThrownBy(() -> flood.getInt("x"))
                .satisfies(error ->
                        assertThat(error.getMessage()).endsWith("and 980 more").hasSizeLessThan(300));
    }

    @Test
    void shouldRefuseAtOnceWhatIsNoValue() {
        assertThatThrownBy(() -> Event.of("MOVE", 1, new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("MOVE: arguments: the value at [1] is a java.lang.Object");
        assertThatThrownBy(() -> move.with("where", Thread.currentThread()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("MOVE: argument where: the value is a java.lang.Thread");
        assertThatThrownBy(() -> move.withNamed(Attributes.of(Map.of(3, "x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MOVE: the name of an argument is a string, not 3");
        assertThatThrownBy(() -> move.get(3L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a position (an int from 0)");
    }

    @Test
    void shouldCarryARecord() {
        Event event = Event.of(new Move(3, 1.0, 2.0));

        assertThat(event.type()).isEqualTo("Move");
        assertThat(event.named()).isEqualTo(Attributes.of(Map.of("player", 3, "x", 1.0, "y", 2.0)));
        assertThat(event.as(Move.class)).isEqualTo(new Move(3, 1.0, 2.0));
        assertThat(Event.of(new ChatMessage("hello")).type()).isEqualTo("CHAT");
        assertThat(Event.typeOf(ChatMessage.class)).isEqualTo("CHAT");
    }

    @Test
    void shouldRefuseARecordThatIsNoEventTypeAndSayWhatToSendInstead() {
        assertThatThrownBy(() -> Event.of(new Incoming(ClientId.BACKEND, move)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("io.rxgase.core.event.Incoming is no event type: Incoming.")
                .hasMessageEndingWith(
                        "; send a record whose components could be part of a state, or Event.of(type, arguments)");
        assertThatThrownBy(() -> new Outgoing(Audience.all(), new Incoming(ClientId.BACKEND, move)))
                .hasMessageContaining("is no event type");
    }

    @Test
    void shouldTakeARecordWhereverAnEventIsTaken() {
        Event event = Event.of(new Move(3, 1.0, 2.0));

        assertThat(new Incoming(new ClientId(3), new Move(3, 1.0, 2.0)))
                .isEqualTo(new Incoming(new ClientId(3), event));
        assertThat(Incoming.fromBackend(new Move(3, 1.0, 2.0))).isEqualTo(Incoming.fromBackend(event));
        assertThat(new Outgoing(Audience.all(), new Move(3, 1.0, 2.0))).isEqualTo(new Outgoing(Audience.all(), event));
    }

    @Test
    void shouldFillARecordByPositionAndByNameLikeACall() {
        assertThat(Event.of("Move", 3, 1.0, 2.0).as(Move.class)).isEqualTo(new Move(3, 1.0, 2.0));
        assertThat(Event.of("Move", 3).with("y", 2.0).with("x", 1.0).as(Move.class))
                .isEqualTo(new Move(3, 1.0, 2.0));
    }

    @Test
    void shouldNameTheArgumentThatDoesNotFitARecord() {
        assertThatThrownBy(() -> Event.of("Move", "three", 1.0, 2.0).as(Move.class))
                .isInstanceOf(EventArgumentException.class)
                .hasMessageMatching("Move: argument player: expected int.*, found string");
        assertThatThrownBy(() -> Event.of("Move", 3, 1.0).as(Move.class))
                .isInstanceOf(EventArgumentException.class)
                .hasMessageStartingWith("Move: argument y: expected double, found ");
        assertThatThrownBy(() -> Event.of("Move", 3, 1.0, 2.0, 4).as(Move.class))
                .hasMessage("Move: argument 3: expected nothing after [player, x, y], found 4 positional arguments");
        assertThatThrownBy(() -> Event.of("Move", 3, 1.0, 2.0).with("x", 1.0).as(Move.class))
                .hasMessage("Move: argument x: expected one value, found two, by position 1 and by name");
    }

    @Test
    void shouldReserveTheTypesOfTheServer() {
        assertThat(Event.of(Event.JOINED).isReserved()).isTrue();
        assertThat(Event.of(Event.LEFT).isReserved()).isTrue();
        assertThat(move.isReserved()).isFalse();
        assertThatThrownBy(() -> Event.of(new Forged(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("types that begin with rxgase. are reserved");
    }

    @Test
    void shouldBeAValue() {
        Event same = Event.of("MOVE")
                .with("new_position", List.of(1, 2.0))
                .with("speed", 1.5)
                .withArguments(Arrays.asList(3L, "north"));

        assertThat(same).isEqualTo(move).hasSameHashCodeAs(move);
        assertThat(move).isNotEqualTo(move.with("speed", 2)).isNotEqualTo(Event.of("MOVE", 3, "north"));
        assertThat(move).hasToString("MOVE(3, north, new_position=[1, 2.0], speed=1.5)");
        assertThat(move.withArguments(List.of()).arguments()).isEmpty();
    }

    record Steer(@AttributeName("player_id") long playerId, double x) {}

    @Test
    void shouldReadARecordsComponentsByTheirGivenNamesAndByPosition() {
        Steer steer = new Steer(3, 1.5);
        assertThat(Event.of(steer))
                .isEqualTo(Event.of("Steer").with("player_id", 3).with("x", 1.5));
        assertThat(Event.of(steer).as(Steer.class)).isEqualTo(steer);
        assertThat(Event.of("Steer", 3, 1.5).as(Steer.class)).isEqualTo(steer);
    }
}
