package io.rxgase.core.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How states of one type are compared, changed by updates, and turned into attributes and back.
 *
 * <pre>{@code
 * StateModel<Chase> model = StateModel.of(Chase.class);
 * GameStateUpdate update = model.diff(before, after);
 * Snapshot<Chase> same = model.apply(before, update);
 * }</pre>
 *
 * <p>For snapshots {@code a} and {@code b}, {@code apply(a, diff(a, b))} equals {@code b}. All methods may be called on
 * any thread; states are immutable.
 *
 * @param <S> the type of the states
 */
public sealed interface StateModel<S> permits DynamicModel, RecordModel {
    /**
     * Returns the model of a type; the same one for the same type.
     *
     * @param type a record class, or {@link GameState}
     * @param <S> the type
     * @return its model
     * @throws IllegalArgumentException if the type is neither, or something inside the record cannot be part of a state;
     *     the message names the component
     */
    @SuppressWarnings("unchecked") // a model's type parameter is its class
    static <S> StateModel<S> of(Class<S> type) {
        return type == GameState.class ? (StateModel<S>) DynamicModel.INSTANCE : RecordModel.of(type);
    }

    /**
     * Returns the type of the states.
     *
     * @return a record class, or {@link GameState}
     */
    Class<S> type();

    /**
     * Returns what changed from one state to another. Parts that both share are skipped by identity.
     *
     * @param from the state before
     * @param to the state after
     * @return changes that turn {@code from} into {@code to}
     */
    Changes changes(S from, S to);

    /**
     * Returns a state with changes applied. Parts without changes are shared with the old state.
     *
     * @param state the state before
     * @param changes what changes
     * @return the state after
     * @throws StateMismatchException if the changes do not fit the type
     */
    S changed(S state, Changes changes);

    /**
     * Returns a state as it becomes part of a game, which is how clients and replays have it: its maps and sets are in the natural order of
     * their keys, and look-ups go by {@code equals}. {@link io.rxgase.core.loop.GameLogic} does this with each state that a handler returns;
     * docs/STATE.md has a table of which collections stay as they are. Costs what changed.
     *
     * @param before the state before, which was admitted; null if there is none
     * @param state the state
     * @return an equal state; the same object if nothing in it is in another order
     * @throws IllegalArgumentException if lists, maps and records nest deeper than {@link Values#MAX_DEPTH}, or there is a map or set
     *     with an order of its own; the message names the place and says what to do
     */
    S admitted(@Nullable S before, S state);

    /**
     * Returns the attributes that stand for a state.
     *
     * @param state the state
     * @return its attributes
     */
    Attributes toAttributes(S state);

    /**
     * Returns the state that attributes stand for.
     *
     * @param attributes the attributes
     * @return the state
     * @throws StateMismatchException if the attributes do not fit the type
     */
    S fromAttributes(Attributes attributes);

    /**
     * Returns the state with its version and status written into it, where the type has a place for them.
     *
     * @param state the state
     * @param timeOrder its version
     * @param status its status
     * @return a {@link GameState} with that time order and status; a record stays as it is
     */
    default S stamped(S state, long timeOrder, GameStatus status) {
        return state;
    }

    /**
     * Returns which attributes were ignored because no record of this build has a component for them, which happens when
     * the other side runs another build. Each is also logged once.
     *
     * @return for each {@code Record.attribute}, how often, since the start of this program; at most about 64 names,
     *     others under {@code …}; empty for {@link GameState}, which takes every attribute
     */
    default Map<String, Long> ignoredAttributes() {
        return Map.of();
    }

    /**
     * Returns the update from one version to another.
     *
     * @param from the version before
     * @param to the version after
     * @return an update that turns {@code from} into {@code to}
     * @throws IllegalArgumentException if {@code to} is older than {@code from}
     */
    default GameStateUpdate diff(Snapshot<S> from, Snapshot<S> to) {
        return new GameStateUpdate(
                from.timeOrder(),
                to.timeOrder(),
                to.status(),
                to.gameTimeNanos(),
                changes(from.state(), to.state()),
                to.oldestTimeOrder());
    }

    /**
     * Returns the update that carries a whole state.
     *
     * @param snapshot the state
     * @return an update without a base
     */
    default GameStateUpdate whole(Snapshot<S> snapshot) {
        return new GameStateUpdate(
                Snapshot.NO_BASE,
                snapshot.timeOrder(),
                snapshot.status(),
                snapshot.gameTimeNanos(),
                Changes.settingAll(toAttributes(snapshot.state())),
                snapshot.oldestTimeOrder());
    }

    /**
     * Applies an update.
     *
     * @param base the version that the update is a difference to; ignored if the update carries a whole state
     * @param update the update
     * @return the version that it leads to
     * @throws WrongBaseException if {@code base} is another version, or null where one is needed
     * @throws StateMismatchException if the changes do not fit the type; {@code base} can be used on
     */
    default Snapshot<S> apply(@Nullable Snapshot<S> base, GameStateUpdate update) {
        S state;
        if (update.isWhole()) {
            state = fromAttributes(update.changes().applyTo(Attributes.EMPTY));
        } else if (base == null || base.timeOrder() != update.base()) {
            throw new WrongBaseException(base == null ? Snapshot.NO_BASE : base.timeOrder(), update.base());
        } else {
            state = changed(base.state(), update.changes());
        }
        return new Snapshot<>(
                update.timeOrder(),
                update.status(),
                update.gameTimeNanos(),
                stamped(state, update.timeOrder(), update.status()),
                update.oldestTimeOrder());
    }
}
