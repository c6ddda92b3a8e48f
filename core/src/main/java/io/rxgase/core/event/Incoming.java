package io.rxgase.core.event;

import java.util.Objects;

/**
 * An event on its way into the game.
 *
 * <pre>{@code
 * Incoming move = new Incoming(new ClientId(3), new Move(1.0, 2.0));
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
     * An event that carries a record, see {@link Event#of(Record)}.
     *
     * @param sender who sent it
     * @param event what was sent
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public Incoming(ClientId sender, Record event) {
        this(sender, Event.of(event));
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

    /**
     * An event of the backend's own that carries a record, see {@link Event#of(Record)}.
     *
     * @param event the record
     * @return the event with {@link ClientId#BACKEND} as its sender
     * @throws IllegalArgumentException if the record is no event type
     */
    public static Incoming fromBackend(Record event) {
        return new Incoming(ClientId.BACKEND, event);
    }
}
