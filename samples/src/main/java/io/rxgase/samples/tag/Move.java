package io.rxgase.samples.tag;

import io.rxgase.core.event.EventType;
import io.rxgase.core.state.AttributeName;
import java.util.List;

/**
 * A client's word about where its player is: {@code MOVE(player_id=, new_position=[x, y])}, two finite numbers. An event
 * that does not fit is refused before any rule of the game sees it.
 *
 * @param playerId whose position
 * @param newPosition x and y in pixels
 */
@EventType("MOVE")
public record Move(
        @AttributeName("player_id") long playerId,
        @AttributeName("new_position") List<Double> newPosition) {
    /** Checks the position. */
    public Move {
        newPosition = List.copyOf(newPosition);
        if (newPosition.size() != 2 || !newPosition.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("new_position " + newPosition + " is not two finite numbers");
        }
    }

    /** That this player is there. */
    static Move of(long playerId, Point there) {
        return new Move(playerId, List.of(there.x(), there.y()));
    }
}
