package io.rxgase.transport;

import java.util.List;
import java.util.Objects;

/**
 * One independent stream of messages inside a connection: a lost message of one channel holds up no
 * other channel. Both ends must declare the same channels (see {@link TransportOptions#channels()}).
 *
 * <pre>{@code
 * Channel chat = new Channel(8, Delivery.RELIABLE_ORDERED, Channel.DEFAULT_PRIORITY);
 * }</pre>
 *
 * @param id number on the wire, 0 to 63
 * @param delivery what is promised about each message
 * @param priority 0 (first) to 7 (last): among channels with something to send, the lowest number goes first
 */
public record Channel(int id, Delivery delivery, int priority) {
    /** Priority of channels that state none. */
    public static final int DEFAULT_PRIORITY = 3;

    /** The highest channel number. */
    public static final int MAX_ID = 63;

    /** Default channel of reliable, ordered messages. */
    public static final Channel ORDERED = new Channel(0, Delivery.RELIABLE_ORDERED, DEFAULT_PRIORITY);

    /** Default channel of reliable messages whose order does not matter. */
    public static final Channel UNORDERED = new Channel(1, Delivery.RELIABLE_UNORDERED, DEFAULT_PRIORITY);

    /** Default channel of messages that may be lost. */
    public static final Channel UNRELIABLE = new Channel(2, Delivery.UNRELIABLE, DEFAULT_PRIORITY);

    /** Default channel of messages of which only the newest matters. */
    public static final Channel SEQUENCED = new Channel(3, Delivery.UNRELIABLE_SEQUENCED, DEFAULT_PRIORITY);

    private static final List<Channel> DEFAULTS = List.of(ORDERED, UNORDERED, UNRELIABLE, SEQUENCED);

    /**
     * Checks the ranges.
     *
     * @param id number on the wire, 0 to 63
     * @param delivery what is promised about each message
     * @param priority 0 (first) to 7 (last): among channels with something to send, the lowest number goes first
     * @throws IllegalArgumentException if one is out of its range; the message names the range
     */
    public Channel {
        Objects.requireNonNull(delivery, "delivery");
        if (id < 0 || id > MAX_ID) {
            throw new IllegalArgumentException("channel id " + id + " is out of range: use 0 to " + MAX_ID);
        }
        if (priority < 0 || priority > 7) {
            throw new IllegalArgumentException("channel priority " + priority + " is out of range: use 0 (first) to 7");
        }
    }

    /**
     * The default channels, one for each promise about delivery.
     *
     * @return {@link #ORDERED}, {@link #UNORDERED}, {@link #UNRELIABLE} and {@link #SEQUENCED}
     */
    public static List<Channel> defaults() {
        return DEFAULTS;
    }

    /**
     * The default channel with this promise.
     *
     * @param delivery what is promised about each message
     * @return one of {@link #defaults()}
     */
    public static Channel of(Delivery delivery) {
        return switch (delivery) {
            case RELIABLE_ORDERED -> ORDERED;
            case RELIABLE_UNORDERED -> UNORDERED;
            case UNRELIABLE -> UNRELIABLE;
            case UNRELIABLE_SEQUENCED -> SEQUENCED;
        };
    }
}
