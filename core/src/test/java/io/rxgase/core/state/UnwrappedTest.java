package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnwrappedTest {
    @Unwrapped
    record UnitId(short value) implements Comparable<UnitId> {
        @Override
        public int compareTo(UnitId other) {
            return Short.compare(value, other.value);
        }
    }

    record Player(@Owner ClientId owner, @OwnerOnly int gold) {}

    record Hall(
            StateMap<ClientId, Player> players,
            Map<UnitId, ClientId> owners,
            ClientId host,
            Optional<ClientId> guest,
            List<ClientId> queue,
            Set<UnitId> dead,
            @Default("7") UnitId first) {}

    record PlayerOfLongs(@Owner long owner, @OwnerOnly int gold) {}

    record HallOfLongs(
            StateMap<Long, PlayerOfLongs> players,
            Map<Short, Long> owners,
            long host,
            Optional<Long> guest,
            List<Long> queue,
            Set<Short> dead,
            @Default("7") short first) {}

    @Unwrapped
    record Pair(int a, int b) {}

    @Unwrapped
    record Tag(int value) {}

    record Pairs(Pair pair) {}

    record Tags(Map<Tag, String> names) {}

    private final StateModel<Hall> model = StateModel.of(Hall.class);
    private final Hall hall = hall(2);
    private final HallOfLongs longs = new HallOfLongs(
            StateMap.<Long, PlayerOfLongs>empty()
                    .with(1L, new PlayerOfLongs(1, 10))
                    .with(2L, new PlayerOfLongs(2, 20)),
            Map.of((short) 5, 1L, (short) -5, 2L),
            2,
            Optional.of(3L),
            List.of(2L, 1L),
            Set.of((short) 9, (short) 8),
            (short) 4);

    private static Hall hall(long host) {
        return new Hall(
                StateMap.<ClientId, Player>empty()
                        .with(new ClientId(1), new Player(new ClientId(1), 10))
                        .with(new ClientId(2), new Player(new ClientId(2), 20)),
                Map.of(new UnitId((short) 5), new ClientId(1), new UnitId((short) -5), new ClientId(2)),
                new ClientId(host),
                Optional.of(new ClientId(3)),
                List.of(new ClientId(2), new ClientId(1)),
                Set.of(new UnitId((short) 9), new UnitId((short) 8)),
                new UnitId((short) 4));
    }

    @Test
    void shouldBeTheNumberThatItHoldsInAttributesSchemasAndWhatIsSynchronized() {
        StateModel<HallOfLongs> numbers = StateModel.of(HallOfLongs.class);

        assertThat(model.toAttributes(hall)).isEqualTo(numbers.toAttributes(longs));
        assertThat(StateSchema.of(model)
                        .orElseThrow()
                        .isAlike(StateSchema.of(numbers).orElseThrow()))
                .isTrue();
        SyncModel<Hall> sync = SyncModel.of(model);
        SyncModel<HallOfLongs> syncOfNumbers = SyncModel.of(numbers);
        assertThat(sync.shared(hall)).isEqualTo(syncOfNumbers.shared(longs));
        assertThat(SyncModel.byOwner(sync.owned(hall))).isEqualTo(SyncModel.byOwner(syncOfNumbers.owned(longs)));
        assertThat(SyncModel.byOwner(sync.owned(hall))).containsOnlyKeys(1L, 2L);
    }

    @Test
    void shouldComeBackAsWhatItWas() {
        Hall admitted = model.admitted(null, hall);

        assertThat(model.fromAttributes(model.toAttributes(hall)))
                .isEqualTo(hall)
                .isEqualTo(admitted);
        assertThat(admitted.owners().keySet()).containsExactly(new UnitId((short) -5), new UnitId((short) 5));
        Hall other = hall(9);
        assertThat(model.changes(hall, other).asMap()).containsOnlyKeys("host");
        assertThat(model.changed(hall, model.changes(hall, other))).isEqualTo(other);
        assertThat(model.changes(hall, hall(2)).isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseNumbersThatTheRecordRefuses() {
        assertThatThrownBy(() -> model.fromAttributes(model.toAttributes(hall).with("host", -1)))
                .isInstanceOf(StateMismatchException.class)
                .hasMessageContaining("host")
                .hasMessageContaining("int -1");
        assertThatThrownBy(() -> model.fromAttributes(model.toAttributes(hall).with("first", 70_000)))
                .isInstanceOf(StateMismatchException.class);
        assertThat(model.fromAttributes(model.toAttributes(hall).without("first"))
                        .first())
                .isEqualTo(new UnitId((short) 7));
    }

    @Test
    void shouldBeANumberInDynamicStatesAndEvents() {
        GameState state = GameState.of(Map.of("host", new ClientId(3), "players", Map.of(new ClientId(3), "Ann")));

        assertThat(state.getLong("host")).isEqualTo(3);
        assertThat(state.getMap("players").getString(new ClientId(3))).isEqualTo("Ann");
        assertThat(state.getMap("players").getString(3)).isEqualTo("Ann");
        Event left = Event.of("GONE", new ClientId(3)).with("by", new ClientId(4));
        assertThat(left).isEqualTo(Event.of("GONE", 3).with("by", 4));
    }

    @Test
    void shouldRefuseWhatIsNoNumberAndSayWhatToDo() {
        assertThatThrownBy(() -> StateModel.of(Pairs.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("let it be a record of one byte, short, int or long");
        assertThatThrownBy(() -> StateModel.of(Tags.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Tags.names")
                .hasMessageContaining("Comparable");
        assertThatThrownBy(() -> Event.of(new ClientId(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ClientId is no event type")
                .hasMessageContaining("make it a component of a record");
    }
}
