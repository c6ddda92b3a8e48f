package io.rxgase.core.event;

import java.util.Objects;

/**
 * An event on its way into the game.
 *
 * <pre>{@code
 * Incoming move = new Incoming(new ClientId(3), Event.of("MOVE", 1.0, 2.0));
 * Incoming night = Incoming.fromBackend(Event.of("NIGHTFALL"));
 * }</pre>
 *
 * @param sender who sent it
 * @param event what was sent
 */
public record Incoming(ClientId sender, Event event) {
    /**
     * Checks for nulls.
     *
     * @param sender who sent it
     * @param event what was sent
     */
    public Incoming {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(event, "event");
    }

    /**
     * An event of the backend's own.
     *
     * @param event the event
     * @return the event with {@link ClientId#BACKEND} as its sender
     */
    public static Incoming fromBackend(Event event) {
        return new Incoming(ClientId.BACKEND, event);
    }
}
