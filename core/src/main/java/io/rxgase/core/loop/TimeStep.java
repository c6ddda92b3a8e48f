package io.rxgase.core.loop;

/**
 * How a state changes with time alone. A pure function: it reads no clock and no random number that isn't in the state,
 * and changes nothing; so a game can be tested, recorded and replayed.
 *
 * <pre>{@code
 * TimeStep<Countdown> step = (state, dt) -> new Countdown(Math.max(0, state.seconds() - dt));
 * }</pre>
 *
 * <p>Called on the loop thread, once a tick, before the events of that tick.
 *
 * @param <S> the type of the state
 */
@FunctionalInterface
public interface TimeStep<S> {
    /**
     * Moves the game on.
     *
     * @param state the state before
     * @param dt the length of the step, in seconds
     * @return the state after; the same object if nothing changed; not null
     */
    S apply(S state, double dt);
}
