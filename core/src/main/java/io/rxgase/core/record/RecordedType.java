package io.rxgase.core.record;

import io.rxgase.core.state.GameState;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateSchema;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose states a recording has. A game whose components all have defaults could read those of any other, and would play a game that never was.
 * So they have to be of the same class, of whatever build, or have the same components, whatever the class is called.
 */
final class RecordedType {
    private RecordedType() {}

    /**
     * Checks.
     *
     * @param name the class of the states when it was recorded
     * @param schema what they are made of; null if that was not recorded, or they are dynamic
     * @throws RecordingException if they are another game's
     */
    static void require(Path file, String name, @Nullable StateSchema schema, StateModel<?> model) {
        StateSchema ours = StateSchema.of(model).orElse(null);
        if (ours == null || (schema != null && ours.isAlike(schema))) {
            return;
        }
        String type = model.type().getName();
        if (!name.equals(type)) {
            throw new RecordingException(
                    file,
                    "has states that don't fit: it is a recording of " + name + ", but the states of this game are "
                            + type
                            + (schema == null || name.equals(GameState.class.getName())
                                    ? ""
                                    : ", which have other components")
                            + ": replay it with the logic of the game that was recorded");
        }
        if (schema != null) {
            try {
                schema.requireRestorableAs(model);
            } catch (StateMismatchException e) {
                throw new RecordingException(file, "is a recording of another build: " + e.getMessage(), e);
            }
        }
    }
}
