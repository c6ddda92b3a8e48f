package io.rxgase.samples.tag;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import java.util.Objects;

/**
 * Tag as game logic: which event calls which rule of {@link Chase}, and what is sent in answer. Needs no network.
 *
 * <pre>{@code
 * Backend<Chase> backend = Backend.of(TagGame.logic(), Chase.EMPTY).start("localhost", 8080);
 * }</pre>
 *
 * <table>
 * <caption>Events</caption>
 * <tr><th>event</th><th>from</th><th>means</th></tr>
 * <tr><td>{@code JOIN(name)}</td><td>client</td><td>let me play; answered with {@code PLAYER_CREATED}</td></tr>
 * <tr><td>{@code PLAYER_CREATED(id)}</td><td>server</td><td>your player's id</td></tr>
 * <tr><td>{@code MOVE(player_id=, new_position=[x, y])}</td><td>client</td><td>my player is there now</td></tr>
 * <tr><td>{@code TAGGED(player_id=, by=)}</td><td>server, to all</td><td>one player caught another</td></tr>
 * <tr><td>{@code TICK_TIME(millis)}</td><td>server, to all, once a second</td><td>how long a tick takes me</td></tr>
 * </table>
 *
 * <p>The names are those of PyGaSe's example, whose clients can play along. As there, a client says where its player is
 * and is believed, as long as that is inside the field.
 */
public final class TagGame {
    /** A client wants to play. */
    public static final String JOIN = "JOIN";

    /** The answer: the id of the client's player. */
    public static final String PLAYER_CREATED = "PLAYER_CREATED";

    /** One player caught another. */
    public static final String TAGGED = "TAGGED";

    /** How long a tick takes the server on average, in milliseconds. */
    public static final String TICK_TIME = "TICK_TIME";

    private TagGame() {}

    /** The whole game. */
    public static GameLogic<Chase> logic() {
        return logic(() -> {});
    }

    /** The whole game, for somebody who wants to know when a tick begins; called on the loop's thread. */
    public static GameLogic<Chase> logic(Runnable tickBegins) {
        return GameLogic.of(Chase.class)
                .onTick((chase, tick) -> {
                    tickBegins.run();
                    return step(chase, tick.dt());
                })
                .on(JOIN, TagGame::join)
                .on(Move.class, TagGame::move)
                .onLeft((chase, client) -> Next.state(chase.leave(client.value())));
    }

    /** The event that asks to play. */
    public static Event join(String name) {
        return Event.of(JOIN, name);
    }

    /** The event that tells how long a tick takes. */
    public static Event tickTime(double millis) {
        return Event.of(TICK_TIME, millis);
    }

    /** The event that tells where one's player is. */
    public static Event move(long playerId, Point there) {
        return Event.of(Move.of(playerId, there));
    }

    private static Next<Chase> step(Chase chase, double seconds) {
        Chase next = chase.step(seconds);
        Next<Chase> result = Next.state(next);
        return Objects.equals(next.chaserId(), chase.chaserId())
                ? result
                : result.toAll(
                        Event.of(TAGGED).with("player_id", next.chaserId()).with("by", chase.chaserId()));
    }

    private static Next<Chase> join(Chase chase, Event event, ClientId sender) {
        return Next.state(chase.join(sender.value(), event.getString(0)))
                .reply(Event.of(PLAYER_CREATED, sender.value()));
    }

    private static Next<Chase> move(Chase chase, Move move, ClientId sender) {
        if (move.playerId() != sender.value()) {
            return Next.unchanged(); // Nobody moves another's player.
        }
        return Next.state(chase.move(
                move.playerId(), move.newPosition().get(0), move.newPosition().get(1)));
    }
}
