package io.rxgase.core.loop;

import io.rxgase.core.event.Incoming;
import io.rxgase.core.state.GameStatus;
import java.util.List;
import java.util.Objects;

/**
 * Everything that goes into one step of a game: with the state before, a frame determines the state after. A recording
 * is an initial state and its frames.
 *
 * <pre>{@code
 * Tick tick = Tick.first(Duration.ofMillis(20));
 * Frame frame = Frame.of(tick, new Incoming(new ClientId(1), Event.of("MOVE", 1.0, 2.0)));
 * Transition<Chase> transition = logic.step(before, frame);
 * }</pre>
 *
 * @param tick the step of game time
 * @param status whether the game runs in this tick; in a paused one there is no time step
 * @param events the events of this tick, in the order in which they are handled; copied
 */
public record Frame(Tick tick, GameStatus status, List<Incoming> events) {
    /**
     * Copies the events.
     *
     * @param tick the step of game time
     * @param status whether the game runs in this tick
     * @param events the events of this tick, in order
     */
    public Frame {
        Objects.requireNonNull(tick, "tick");
        Objects.requireNonNull(status, "status");
        events = List.copyOf(events);
    }

    /**
     * A frame of a running game.
     *
     * @param tick the step of game time
     * @param events the events of this tick, in order
     * @return the frame
     */
    public static Frame of(Tick tick, Incoming... events) {
        return new Frame(tick, GameStatus.ACTIVE, List.of(events));
    }
}
