package io.rxgase.core.loop;

import io.rxgase.core.event.ClientId;

/**
 * What an event does to a state. A pure function, like {@link TimeStep}: what it wants sent, it returns.
 *
 * <pre>{@code
 * EventHandler<Chase, Move> handler = (state, move, sender) ->
 *         Next.state(state.withPosition(sender, move.x(), move.y()));
 * }</pre>
 *
 * <p>Called on the loop thread, for one event after the other. One that throws is reported and leaves the state as it
 * was, see {@link GameLogic}.
 *
 * @param <S> the type of the state
 * @param <E> {@link io.rxgase.core.event.Event}, or the record that the event carries
 */
@FunctionalInterface
public interface EventHandler<S, E> {
    /**
     * Handles one event.
     *
     * @param state the state before
     * @param event the event
     * @param sender who sent it; {@link ClientId#BACKEND} for an event of the backend's own
     * @return the next state and what to send; not null
     */
    Next<S> handle(S state, E event, ClientId sender);

    /**
     * A handler that wants to know the tick: its number, {@code dt} or the game time.
     *
     * <pre>{@code
     * EventHandler.InTick<Chase, Tag> handler = (state, tag, sender, tick) ->
     *         Next.state(state.withChaser(tag.player(), tick.gameTimeNanos()));
     * }</pre>
     *
     * @param <S> the type of the state
     * @param <E> {@link io.rxgase.core.event.Event}, or the record that the event carries
     */
    @FunctionalInterface
    interface InTick<S, E> {
        /**
         * Handles one event.
         *
         * @param state the state before
         * @param event the event
         * @param sender who sent it; {@link ClientId#BACKEND} for an event of the backend's own
         * @param tick the tick in which it is handled
         * @return the next state and what to send; not null
         */
        Next<S> handle(S state, E event, ClientId sender, Tick tick);
    }
}
