package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final StateModel<GameState> model = StateModel.of(GameState.class);

    @Test
    void shouldTurnTheOldStateIntoTheNewOne() {
        Snapshot<GameState> before = Snapshot.initial(GameState.of(
                Map.of("players", Map.of(1, Map.of("hp", 10, "name", "Ada"), 2, Map.of("hp", 20)), "gone", true)));
        GameState state = before.state()
                .withAt(7, "players", 1, "hp")
                .withoutAt("players", 2)
                .without("gone")
                .with("score", 1.5f);
        Snapshot<GameState> after =
                new Snapshot<>(1, GameStatus.PAUSED, 20, model.stamped(state, 1, GameStatus.PAUSED));

        GameStateUpdate update = model.diff(before, after);

        assertThat(update.changes())
                .isEqualTo(Changes.of(Map.of(
                        "gone",
                        Change.DELETE,
                        "players",
                        Map.of(1, Map.of("hp", 7), 2, Change.DELETE),
                        "score",
                        1.5f)));
        assertThat(model.apply(before, update)).isEqualTo(after);
    }

    @Test
    void shouldRefuseTheWrongBase() {
        Snapshot<GameState> before = Snapshot.initial(GameState.empty());
        assertThatThrownBy(() -> model.apply(before, GameStateUpdate.of(3, 4, Map.of())))
                .isInstanceOf(WrongBaseException.class)
                .hasMessageContaining("difference to version 3, but version 0 is held");
    }
}
