package io.rxgase.samples.tag;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.GameState;
import java.util.List;

/** The heart of tag without records: attributes by name, nested maps, the same names on the wire. */
final class DynamicTag {
    static final GameState START = GameState.empty()
            .with("players", Attributes.EMPTY)
            .with("chaser_id", null)
            .with("protection", false)
            .with("countdown", 0.0);

    private DynamicTag() {}

    static GameLogic<GameState> logic() {
        return GameLogic.of(GameState.class)
                .timeStep(DynamicTag::step)
                .on("JOIN", DynamicTag::join)
                .on(
                        "MOVE",
                        (state, event, sender) -> Next.state(state.withAt(
                                event.getList("new_position"), "players", event.getLong("player_id"), "position")));
    }

    private static Next<GameState> join(GameState state, Event event, ClientId sender) {
        Attributes player = Attributes.EMPTY.with("name", event.getString(0)).with("position", List.of(0.0, 0.0));
        GameState joined = state.withAt(player, "players", sender.value());
        return Next.state(state.get("chaser_id") == null ? joined.with("chaser_id", sender.value()) : joined)
                .reply(Event.of("PLAYER_CREATED", sender.value()));
    }

    private static GameState step(GameState state, double seconds) {
        if (state.get("chaser_id") == null) {
            return state;
        }
        if (state.getBoolean("protection")) {
            double left = state.getDouble("countdown") - seconds;
            return state.with("protection", left > 0).with("countdown", Math.max(0, left));
        }
        long chaser = state.getLong("chaser_id");
        Attributes players = state.getMap("players");
        for (Object id : players.keys()) {
            if (!id.equals(chaser) && distance(players, chaser, id) <= Field.REACH) {
                return state.with("chaser_id", id).with("protection", true).with("countdown", Field.PROTECTION_SECONDS);
            }
        }
        return state;
    }

    private static double distance(Attributes players, Object one, Object other) {
        return at(players, one).distanceTo(at(players, other));
    }

    private static Point at(Attributes players, Object id) {
        List<Object> position = players.getMap(id).getList("position");
        return new Point((double) position.get(0), (double) position.get(1));
    }
}
