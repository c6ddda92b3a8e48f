package io.rxgase.server;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Answers events as they arrive, without waiting for a tick: for what needs no part in the game, such as the
 * synchronization of clocks or a chat. Set with {@link BackendBuilder#onArrival}.
 *
 * <pre>{@code
 * backend.onArrival("CLOCK", (sender, event) -> Event.of("CLOCK", event.getLong(0), clock.getAsLong()))
 * }</pre>
 *
 * <p>Called on the network thread of the sender's connection, for one event of a sender at a time and for different senders
 * perhaps at once; it must not block. Recordings do not have these events. If it throws, the event is dropped and counted
 * among {@link ServerStats#eventsRefused()}.
 */
@FunctionalInterface
public interface ArrivalHandler {
    /**
     * Takes one event.
     *
     * @param sender who sent it
     * @param event what arrived
     * @return the answer, which goes to the sender with the promise that the event came with; null for none
     */
    @Nullable
    Event arrived(ClientId sender, Event event);
}
