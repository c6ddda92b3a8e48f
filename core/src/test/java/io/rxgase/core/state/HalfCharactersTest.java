package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.event.Event;
import io.rxgase.core.event.EventType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A text that was cut through a character is refused wherever it would become part of a state or an event, and says where. */
class HalfCharactersTest {
    private static final String HALF = "Zo\ud83d";

    record Member(String name, Optional<String> title, List<String> tags) {
        static final Member ANN = new Member("Ann \ud83d\ude00", Optional.of("Dr"), List.of("a"));
    }

    sealed interface Thing permits Sign, Stone {}

    record Sign(String text) implements Thing {}

    record Stone() implements Thing {}

    record Hall(
            StateMap<Integer, Member> members,
            StateMap<String, Integer> scores,
            Map<String, String> words,
            Set<String> names,
            Thing thing,
            char initial,
            @ServerOnly @Default("") String secret,
            Attributes more) {
        static final Hall EMPTY = new Hall(
                StateMap.<Integer, Member>empty().with(1, Member.ANN),
                StateMap.empty(),
                Map.of(),
                Set.of(),
                new Stone(),
                '\ud83d',
                "",
                Attributes.EMPTY);

        Hall withMembers(StateMap<Integer, Member> value) {
            return new Hall(value, scores, words, names, thing, initial, secret, more);
        }

        Hall withScores(StateMap<String, Integer> value) {
            return new Hall(members, value, words, names, thing, initial, secret, more);
        }

        Hall withWords(Map<String, String> value) {
            return new Hall(members, scores, value, names, thing, initial, secret, more);
        }

        Hall withNames(Set<String> value) {
            return new Hall(members, scores, words, value, thing, initial, secret, more);
        }

        Hall withThing(Thing value) {
            return new Hall(members, scores, words, names, value, initial, secret, more);
        }

        Hall withSecret(String value) {
            return new Hall(members, scores, words, names, thing, initial, value, more);
        }
    }

    private final StateModel<Hall> model = StateModel.of(Hall.class);

    private static Map<String, UnaryOperator<Hall>> faults() {
        Map<String, UnaryOperator<Hall>> faults = new HashMap<>();
        faults.put(
                "members.2.name has",
                hall -> hall.withMembers(hall.members().with(2, new Member(HALF, Optional.empty(), List.of()))));
        faults.put(
                "members.1.name has",
                hall -> hall.withMembers(hall.members().with(1, new Member(HALF, Optional.empty(), List.of()))));
        faults.put(
                "members.2.title has",
                hall -> hall.withMembers(hall.members().with(2, new Member("Bob", Optional.of(HALF), List.of()))));
        faults.put(
                "members.2.tags[1] has",
                hall -> hall.withMembers(
                        hall.members().with(2, new Member("Bob", Optional.empty(), List.of("a", HALF)))));
        faults.put("scores has the key", hall -> hall.withScores(hall.scores().with(HALF, 1)));
        faults.put("words has the key", hall -> hall.withWords(Map.of(HALF, "a", "b", "c")));
        faults.put("words.a has", hall -> hall.withWords(Map.of("a", HALF)));
        faults.put("names has the key", hall -> hall.withNames(new HashSet<>(Set.of("Ann", HALF))));
        faults.put("thing.text has", hall -> hall.withThing(new Sign(HALF)));
        faults.put("secret has", hall -> hall.withSecret(HALF));
        return faults;
    }

    @Test
    void shouldRefuseAStateThatHasOne() {
        Hall before = model.admitted(null, Hall.EMPTY);
        faults().forEach((where, change) -> {
            Hall after = change.apply(before);
            for (Hall known : new Hall[] {before, null}) {
                assertThatThrownBy(() -> model.admitted(known, after))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("the value at " + where)
                        .hasMessageContaining("half of a character")
                        .hasMessageContaining("offsetByCodePoints");
            }
            assertThatThrownBy(() -> model.toAttributes(after)).hasMessageStartingWith("the value at " + where);
            assertThatThrownBy(() -> model.changes(before, after)).hasMessageContaining("half of a character");
        });
    }

    @Test
    void shouldTakeWhatIsWhole() {
        Hall before = model.admitted(null, Hall.EMPTY);
        Hall after = before.withWords(Map.of("\ud83d\ude00", "\ud83d\ude00\ufffd"))
                .withScores(before.scores().with("\ud83d\ude00", 1))
                .withSecret("\ud83d\ude00");
        assertThat(model.admitted(before, after)).isEqualTo(after);
        assertThat(model.fromAttributes(model.toAttributes(after))).isEqualTo(after);
        // A char is a number of 16 bits, not a text.
        assertThat(model.fromAttributes(model.toAttributes(after)).initial()).isEqualTo('\ud83d');
    }

    record Said(String text) {}

    @EventType("\ud83d")
    record Broken() {}

    record Misnamed(@AttributeName("\ud83d") int number) {}

    record Defaulted(@Default("\ud83d") String name) {}

    @Test
    void shouldRefuseAnEventThatHasOne() {
        for (Runnable making : List.<Runnable>of(
                () -> Event.of(HALF),
                () -> Event.of("SAY", HALF),
                () -> Event.of("SAY", List.of(Map.of("a", HALF))),
                () -> Event.of("SAY").with("text", HALF),
                () -> Event.of("SAY").with(HALF, 1),
                () -> Event.of(new Said(HALF)),
                () -> Event.of(new Broken()),
                () -> StateModel.of(Misnamed.class),
                () -> StateModel.of(Defaulted.class))) {
            assertThatThrownBy(making::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("half of a character");
        }
        assertThat(Event.of(new Said("\ud83d\ude00")).as(Said.class)).isEqualTo(new Said("\ud83d\ude00"));
    }

    /** As another build's record may do. */
    record Cut(String name) {
        Cut {
            name = name.substring(0, Math.min(3, name.length()));
        }
    }

    record Shorts(StateMap<Integer, Cut> members, int number) {}

    @Test
    void shouldLeaveOutARecordThatCutsOneItselfWhenItReads() {
        StateReader<Shorts> reader = StateReader.of(StateModel.of(Shorts.class));
        Attributes sent = Attributes.of(Map.of(
                "number", 1, "members", Map.of(1, Map.of("name", "Ann and Bob"), 2, Map.of("name", "Zo\ud83d\ude00"))));
        StateReader.Reading<Shorts> reading = reader.read(sent);
        assertThat(reading.state())
                .isEqualTo(new Shorts(StateMap.<Integer, Cut>empty().with(1, new Cut("Ann")), 1));
        assertThat(reading.misfits())
                .singleElement()
                .satisfies(misfit -> assertThat(misfit.place()).isEqualTo("members.2"));
        assertThat(reading.misfits().get(0).found()).contains("half of a character");
    }
}
