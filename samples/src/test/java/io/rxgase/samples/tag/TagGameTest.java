package io.rxgase.samples.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.HandlerFault;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events and answers, one step at a time, without a network. */
class TagGameTest {
    private static final ClientId ALICE = new ClientId(1);
    private static final ClientId BOB = new ClientId(2);

    private Tick tick = Tick.first(Duration.ofMillis(20));
    private Snapshot<Chase> snapshot = Snapshot.initial(Chase.EMPTY);

    private Transition<Chase> step(Incoming... events) {
        Transition<Chase> transition = TagGame.logic().step(snapshot, Frame.of(tick, events));
        snapshot = transition.snapshot();
        tick = tick.next();
        return transition;
    }

    private static Incoming from(ClientId sender, Event event) {
        return new Incoming(sender, event);
    }

    @Test
    void shouldAnswerAJoinWithThePlayersId() {
        Transition<Chase> transition = step(from(ALICE, TagGame.join("Alice")));
        assertThat(transition.state().players().get(1L).name()).isEqualTo("Alice");
        assertThat(transition.outgoing())
                .containsExactly(new Outgoing(Audience.one(ALICE), Event.of("PLAYER_CREATED", 1)));
        assertThat(transition.faults()).isEmpty();
    }

    @Test
    void shouldMoveOnlyTheSendersPlayer() {
        step(from(ALICE, TagGame.join("Alice")), from(BOB, TagGame.join("Bob")));
        assertThat(step(from(BOB, TagGame.move(2, new Point(3, 4))))
                        .state()
                        .players()
                        .get(2L)
                        .position())
                .containsExactly(3.0, 4.0);
        Chase before = snapshot.state();
        assertThat(step(from(BOB, TagGame.move(1, new Point(3, 4)))).state()).isEqualTo(before);
    }

    @Test
    void shouldTakeWholeNumbersAndPositionalArgumentsAsPyGaseSendsThem() {
        step(from(ALICE, TagGame.join("Alice")));
        step(from(ALICE, Event.of("MOVE", 1, List.of(3, 4.5))));
        assertThat(snapshot.state().players().get(1L).position()).containsExactly(3.0, 4.5);
    }

    @Test
    void shouldIgnoreAsAWholeWhatDoesNotFit() {
        step(from(ALICE, TagGame.join("Alice")));
        Chase before = snapshot.state();
        List<Event> misfits = List.of(
                Event.of("JOIN"),
                Event.of("JOIN", 7),
                Event.of("MOVE"),
                Event.of("MOVE").with("player_id", 1),
                Event.of("MOVE").with("player_id", "1").with("new_position", List.of(1, 2)),
                Event.of("MOVE").with("player_id", 1).with("new_position", List.of(1)),
                Event.of("MOVE").with("player_id", 1).with("new_position", List.of(1, 2, 3)),
                Event.of("MOVE").with("player_id", 1).with("new_position", Arrays.asList(1, null)),
                Event.of("MOVE").with("player_id", 1).with("new_position", List.of(1, "2")),
                Event.of("MOVE").with("player_id", 1).with("new_position", List.of(1.0, Double.NaN)),
                Event.of("MOVE").with("player_id", 1).with("new_position", Map.of("x", 1)),
                Event.of("FLY"));
        for (Event misfit : misfits) {
            Transition<Chase> transition = step(from(ALICE, misfit));
            assertThat(transition.faults())
                    .as(misfit.toString())
                    .extracting(HandlerFault::kind)
                    .containsExactly(
                            misfit.type().equals("FLY")
                                    ? HandlerFault.Kind.UNKNOWN_EVENT
                                    : HandlerFault.Kind.WRONG_ARGUMENTS);
            assertThat(transition.outgoing()).isEmpty();
            assertThat(transition.state()).isEqualTo(before);
        }
    }

    @Test
    void shouldTellEverybodyWhoWasTagged() {
        step(from(ALICE, TagGame.join("Alice")), from(BOB, TagGame.join("Bob")));
        step(from(ALICE, TagGame.move(1, new Point(50, 50))), from(BOB, TagGame.move(2, new Point(55, 50))));
        Transition<Chase> transition = step();
        assertThat(transition.state().chaserId()).isEqualTo(2L);
        assertThat(transition.outgoing())
                .containsExactly(new Outgoing(
                        Audience.all(), Event.of("TAGGED").with("player_id", 2).with("by", 1)));
    }

    @Test
    void shouldTakeAPlayerOutWhenItsClientLeaves() {
        step(from(ALICE, TagGame.join("Alice")), from(BOB, TagGame.join("Bob")));
        assertThat(step(from(ALICE, Event.of(Event.LEFT))).state().players()).containsOnlyKeys(2L);
    }

    @Test
    void shouldUseTheNamesOfPyGaseOnTheWire() {
        Chase chase = Chase.EMPTY.join(7, "Alice").move(7, 1.5, 2);
        assertThat(StateModel.of(Chase.class).toAttributes(chase))
                .isEqualTo(Attributes.of(Map.of(
                        "players",
                        Map.of(7, Map.of("name", "Alice", "position", List.of(1.5, 2.0))),
                        "chaser_id",
                        7,
                        "protection",
                        false,
                        "countdown",
                        0.0)));
    }
}
