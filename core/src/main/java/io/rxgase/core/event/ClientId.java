package io.rxgase.core.event;

import io.rxgase.core.state.Unwrapped;

/**
 * Names a client for as long as it is connected, and is never used again by the same server.
 *
 * <pre>{@code
 * ClientId sender = new ClientId(3);
 * String name = sender.isBackend() ? "the game" : sender.toString();
 * }</pre>
 *
 * <p>A key of maps and a component of states and events like any other; there, and on the wire, it is its number.
 *
 * @param value 1 or more for a client, 0 for the backend itself
 */
@Unwrapped
public record ClientId(long value) implements Comparable<ClientId> {
    /** The backend itself, as the sender of its own events and the receiver of requests to it. */
    public static final ClientId BACKEND = new ClientId(0);

    /**
     * Checks the range.
     *
     * @param value 1 or more for a client, 0 for the backend itself
     */
    public ClientId {
        if (value < 0) {
            throw new IllegalArgumentException("a client id is 1 or more, or 0 for the backend, not " + value);
        }
    }

    /**
     * Tells the backend from the clients.
     *
     * @return whether this is {@link #BACKEND}
     */
    public boolean isBackend() {
        return value == 0;
    }

    @Override
    public int compareTo(ClientId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return isBackend() ? "backend" : "client " + value;
    }
}
