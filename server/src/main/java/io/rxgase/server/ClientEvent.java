package io.rxgase.server;

import io.rxgase.core.event.ClientId;
import io.rxgase.transport.DisconnectReason;
import java.net.InetSocketAddress;

/**
 * A client came or went. Per client the order is one {@link Joined}, then one {@link Left}.
 *
 * <pre>{@code
 * backend.clients().subscribe(event -> {
 *     if (event instanceof ClientEvent.Left left) {
 *         log.info("{} left: {}", left.client(), left.detail());
 *     }
 * });
 * }</pre>
 */
public sealed interface ClientEvent {
    /**
     * Who.
     *
     * @return the client
     */
    ClientId client();

    /**
     * A client was admitted and receives states from now on.
     *
     * @param client its id, never used again by this server
     * @param address where it came from
     * @param hello what it sent along (a name, a ticket), as text; empty if nothing
     */
    record Joined(ClientId client, InetSocketAddress address, String hello) implements ClientEvent {}

    /**
     * A client's connection ended.
     *
     * @param client its id
     * @param reason why, as a closed list
     * @param detail a sentence for people
     */
    record Left(ClientId client, DisconnectReason reason, String detail) implements ClientEvent {}
}
