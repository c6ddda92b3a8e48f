package io.rxgase.samples.tag;

import io.rxgase.core.state.AttributeName;
import io.rxgase.core.state.Default;
import io.rxgase.core.state.StateMap;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a game of tag and its rules: immutable, without a network, a clock or chance. One player is the chaser;
 * whom the chaser touches becomes the chaser, and then nobody can be tagged for a while.
 *
 * <pre>{@code
 * Chase chase = Chase.EMPTY.join(1, "Alice").join(2, "Bob").move(2, 100, 80).step(0.02);
 * }</pre>
 *
 * <p>A method that changes nothing returns the state itself, so that there is nothing to send. The defaults are for PyGaSe's backends,
 * which may have null for the protection, and may leave attributes out until they change.
 *
 * @param players by id; a player's id is that of the client who plays it
 * @param chaserId who chases, null while nobody plays; {@code chaser_id} on the wire
 * @param protection whether nobody can be tagged at present
 * @param countdown seconds until the protection ends, 0 without protection
 */
public record Chase(
        Map<Long, Player> players,
        @Nullable @AttributeName("chaser_id") Long chaserId,
        @Default("false") boolean protection,
        @Default("0") double countdown) {
    /** Before the first player comes. */
    public static final Chase EMPTY = new Chase(StateMap.empty(), null, false, 0);

    /** Keeps the players in a persistent map, so that moving one of many costs what one costs. */
    public Chase {
        players = StateMap.copyOf(players);
    }

    /** Lets a player in; the first one is the chaser. Once in, joining again changes nothing. */
    public Chase join(long id, String name) {
        if (players.containsKey(id)) {
            return this;
        }
        Player player = Player.of(Player.cleanName(name, "Player " + id), Field.entry(id));
        Chase joined = withPlayers(persistent().with(id, player));
        return chaserId != null ? joined : new Chase(joined.players, id, protection, countdown);
    }

    /** Puts a player elsewhere, at the nearest point inside the field. Without such a player nothing changes. */
    public Chase move(long id, double x, double y) {
        Player player = players.get(id);
        if (player == null) {
            return this;
        }
        Player moved = player.movedTo(Field.clamp(x, y));
        return moved.equals(player) ? this : withPlayers(persistent().with(id, moved));
    }

    /** Takes a player out. A chaser hands over to whoever is nearest, who first has to wait like any new chaser. */
    public Chase leave(long id) {
        Player leaver = players.get(id);
        if (leaver == null) {
            return this;
        }
        Chase rest = withPlayers(persistent().without(id));
        if (!Objects.equals(chaserId, id)) {
            return rest;
        }
        return rest.nearestTo(leaver.at(), id)
                .map(rest::chasedBy)
                .orElseGet(() -> new Chase(rest.players, null, false, 0));
    }

    /** Lets time pass: the countdown runs, or the chaser tags the nearest player within reach. */
    public Chase step(double seconds) {
        if (protection) {
            double left = countdown - seconds;
            return left > 0 ? new Chase(players, chaserId, true, left) : new Chase(players, chaserId, false, 0);
        }
        Player chaser = chaser();
        if (chaserId == null || chaser == null) {
            return this;
        }
        return nearestTo(chaser.at(), chaserId)
                .filter(id -> at(id).distanceTo(chaser.at()) <= Field.REACH)
                .map(this::chasedBy)
                .orElse(this);
    }

    /** The player who chases, or null. */
    public @Nullable Player chaser() {
        return chaserId == null ? null : players.get(chaserId);
    }

    private Chase chasedBy(long id) {
        return new Chase(players, id, true, Field.PROTECTION_SECONDS);
    }

    // Of players that are equally near the lowest id counts, so that the order inside the map does not matter.
    private Optional<Long> nearestTo(Point here, long exceptId) {
        return players.keySet().stream()
                .filter(id -> id != exceptId)
                .min(Comparator.<Long>comparingDouble(id -> at(id).distanceTo(here))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private Point at(long id) {
        return Objects.requireNonNull(players.get(id)).at();
    }

    private StateMap<Long, Player> persistent() {
        return StateMap.copyOf(players);
    }

    private Chase withPlayers(StateMap<Long, Player> changed) {
        return new Chase(changed, chaserId, protection, countdown);
    }
}
