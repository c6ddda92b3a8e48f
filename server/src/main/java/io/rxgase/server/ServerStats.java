package io.rxgase.server;

import io.rxgase.core.event.ClientId;
import io.rxgase.transport.ConnectionStats;
import java.util.Map;

/**
 * A reading of what a server has measured and counted; counters only grow.
 *
 * @param links each connected client's measurements, in order of joining
 * @param eventsRefused events from clients dropped because they could not be read or used a reserved type
 * @param eventsUndelivered events from game logic that did not reach a client
 * @param datagramsDropped datagrams that belonged to no client
 */
public record ServerStats(
        Map<ClientId, ConnectionStats> links, long eventsRefused, long eventsUndelivered, long datagramsDropped) {}
