package io.rxgase.sync;

import io.rxgase.core.event.ClientId;
import io.rxgase.sync.internal.Grid;
import io.rxgase.sync.internal.StateView;
import io.rxgase.sync.internal.TableView;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What of the state each client may see. What comes into view arrives as an addition, what leaves it as a deletion; nothing else of it is ever
 * sent, not even its name.
 *
 * <pre>{@code
 * View<World> near = View.grid("units", "x", "y", 50, 100, (world, client) -> world.whereIs(client));
 * View<World> rooms = View.room("units", "room", (world, client) -> world.roomOf(client));
 * View<World> team = View.shared((world, client) -> world.teamOf(client), World::seenBy);
 * View<World> any = View.of((world, client) -> world.seenBy(client));
 * }</pre>
 *
 * <p>Three of these divide a table of the state, a component that is a map of records, into groups, which are encoded once for
 * all clients that see them: their cost grows with what is visible. {@link #of} and {@link #shared} are functions of the whole state. The
 * functions are called on event loops, several at a time; they have no side effects, and give the same result for the same state. While one
 * throws or returns null, its client gets no states, and that is counted.
 *
 * <p>Views fail closed. A name that the state's records don't have, or whose values are of the wrong type, is refused when the server starts, with the
 * names that there are. An entity that lacks the attribute, or has null or NaN there, is seen by nobody. Nobody knows the names of a {@link
 * io.rxgase.core.state.GameState} beforehand: while it lacks a table that a view names, none of its other tables is shown that no view names, for
 * one of them may be what was meant, and the log says so once. Begin with an empty map.
 *
 * <p>Made by the methods here alone; {@link SyncOptions#withView} refuses implementations of your own.
 *
 * @param <S> the type of the state
 */
public interface View<S> {
    /**
     * A place on a plane.
     *
     * @param x in the unit of the entities' attributes
     * @param y in the unit of the entities' attributes
     */
    record Point(double x, double y) {}

    /**
     * Any view.
     *
     * @param show makes the state that the client sees out of the real one; costs its own time for each client and tick, and the
     *     client's difference is found by looking at all that it sees. Where two clients' results are equal they share one
     *     encoding
     * @param <S> the type of the state
     * @return the view
     */
    static <S> View<S> of(BiFunction<S, ClientId, S> show) {
        Objects.requireNonNull(show, "show");
        return new StateView<>(
                (state, client) -> client, (state, client) -> show.apply(state, (ClientId) client), true);
    }

    /**
     * A view that several clients have in common, as a team has: made once for each key and tick.
     *
     * @param key what clients with the same view have in common, a value with {@code equals}
     * @param show makes the state that all clients with that key see
     * @param <S> the type of the state
     * @param <K> the type of the key
     * @return the view
     */
    @SuppressWarnings("unchecked") // show gets what key returned
    static <S, K> View<S> shared(BiFunction<S, ClientId, K> key, BiFunction<S, K, S> show) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(show, "show");
        return new StateView<>(key, (state, k) -> show.apply(state, (K) k), false);
    }

    /**
     * Of a table, the entities with certain values of an attribute.
     *
     * @param table the attribute of the state that holds the entities
     * @param attribute an attribute of the entities that clients get, such as a component's name; its value is a whole number, a string,
     *     a constant of an enum or a boolean
     * @param values which values the client sees; integers of any width, and {@link ClientId}s for their numbers
     * @param <S> the type of the state
     * @return the view
     */
    static <S> View<S> byAttribute(
            String table, String attribute, BiFunction<S, ClientId, ? extends Collection<?>> values) {
        return new TableView<>(
                table,
                List.of(attribute),
                false,
                entity -> entity.asMap().get(attribute),
                (state, client) -> values.apply(state, client).stream()
                        .map(TableView::group)
                        .distinct()
                        .toList());
    }

    /**
     * Of a table, the entities in the client's room, zone or team.
     *
     * @param table the attribute of the state that holds the entities
     * @param attribute the attribute of the entities that says where they are
     * @param room where the client is; empty if it is nowhere and sees none
     * @param <S> the type of the state
     * @return the view
     */
    static <S> View<S> room(String table, String attribute, BiFunction<S, ClientId, ? extends Optional<?>> room) {
        return byAttribute(
                table,
                attribute,
                (state, client) -> room.apply(state, client).map(List::of).orElse(List.of()));
    }

    /**
     * Of a table, the entities that belong to the client.
     *
     * @param table the attribute of the state that holds the entities
     * @param owner the attribute of the entities that holds the value of their owner's {@code ClientId}
     * @param <S> the type of the state
     * @return the view
     */
    static <S> View<S> ownerOnly(String table, String owner) {
        return byAttribute(table, owner, (state, client) -> List.of(client.value()));
    }

    /**
     * Of a table, the entities near the client: all those in the cells of a grid that a circle around it touches. So what is within the
     * distance is seen, and what is farther away than distance and the diagonal of a cell is not. Who is 2^30 cells or more from the origin sees nothing.
     *
     * @param table the attribute of the state that holds the entities
     * @param x the attribute of the entities with their first coordinate
     * @param y the attribute of the entities with their second coordinate
     * @param cell the side of a cell, above 0; as long as the distance costs least, a half of it shows less of what is too far
     * @param distance how far a client sees, at least 0, and at most 100 cells
     * @param center where the client is; empty if it is nowhere and sees none
     * @param <S> the type of the state
     * @return the view
     * @throws IllegalArgumentException if a number is out of range
     */
    static <S> View<S> grid(
            String table,
            String x,
            String y,
            double cell,
            double distance,
            BiFunction<S, ClientId, Optional<Point>> center) {
        Grid grid = new Grid(cell, distance);
        return new TableView<>(
                table,
                List.of(x, y),
                true,
                entity -> grid.cellOf(entity.asMap().get(x), entity.asMap().get(y)),
                (state, client) -> center.apply(state, client).map(grid::around).orElse(List.of()));
    }
}
