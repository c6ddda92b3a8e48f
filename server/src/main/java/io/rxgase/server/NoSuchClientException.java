package io.rxgase.server;

import io.rxgase.core.event.ClientId;

/** An event was meant for a client that is not connected (any more). */
public final class NoSuchClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Made by the server.
     *
     * @param client who is missing
     */
    public NoSuchClientException(ClientId client) {
        super(client + " is not connected: send only to clients that joined and have not left", null, false, false);
    }
}
