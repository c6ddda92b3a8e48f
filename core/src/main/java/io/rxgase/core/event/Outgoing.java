package io.rxgase.core.event;

import java.util.Objects;

/**
 * An event on its way out of the game.
 *
 * <pre>{@code
 * Outgoing caught = new Outgoing(Audience.allBut(sender), Event.of("CAUGHT").with("player", 3));
 * }</pre>
 *
 * @param to who gets it
 * @param event what they get
 */
public record Outgoing(Audience to, Event event) {
    /**
     * Checks for nulls.
     *
     * @param to who gets it
     * @param event what they get
     */
    public Outgoing {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(event, "event");
    }

    /**
     * An event that carries a record, see {@link Event#of(Record)}.
     *
     * @param to who gets it
     * @param event what they get
     * @throws IllegalArgumentException if the record is no event type; the message says what to send instead
     */
    public Outgoing(Audience to, Record event) {
        this(to, Event.of(event));
    }
}
