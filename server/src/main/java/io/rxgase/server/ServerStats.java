package io.rxgase.server;

import io.rxgase.core.event.ClientId;
import io.rxgase.transport.ConnectionStats;
import java.util.Map;

/**
 * A reading of what a server has measured and counted; counters only grow.
 *
 * <pre>{@code
 * backend.stats().subscribe(stats -> log.info("{} clients, {} bytes sent", stats.clients().size(), stats.total().bytesSent()));
 * }</pre>
 *
 * @param clients each connected client's, in order of joining
 * @param total of the connected clients together
 * @param tickNanos how long the last tick took with everything in it, nanoseconds; 0 without a {@link Backend}
 * @param publishNanos of that, how long it took to prepare the state for the clients, nanoseconds
 * @param revision the number of the newest published state
 * @param encodings how many different frames were written for that state, whoever got them
 * @param eventsWaiting events from clients that wait in the inbox for the next tick
 * @param eventsRefused events from clients dropped because they could not be read or used a reserved type
 * @param eventsUndelivered events from game logic or to a group, and answers of arrival handlers, that did not reach a client
 * @param datagramsDropped datagrams that belonged to no client
 * @param drops what was dropped or refused on the ports, of clients that are there or gone and of none, by the name of the rule, see {@link
 *     io.rxgase.transport.Listener#drops()}; of the moment of the reading before unless asked on the event loop
 */
public record ServerStats(
        Map<ClientId, Client> clients,
        Total total,
        long tickNanos,
        long publishNanos,
        long revision,
        int encodings,
        int eventsWaiting,
        long eventsRefused,
        long eventsUndelivered,
        long datagramsDropped,
        Map<String, Long> drops) {
    /**
     * A reading without the counters of each rule.
     *
     * @param clients each connected client's
     * @param total of the connected clients together
     * @param tickNanos how long the last tick took
     * @param publishNanos of that, how long it took to prepare the state
     * @param revision the number of the newest published state
     * @param encodings how many different frames were written for that state
     * @param eventsWaiting events from clients that wait
     * @param eventsRefused events from clients dropped
     * @param eventsUndelivered events from game logic, and answers of arrival handlers, that did not reach a client
     * @param datagramsDropped datagrams that belonged to no client
     */
    public ServerStats(
            Map<ClientId, Client> clients,
            Total total,
            long tickNanos,
            long publishNanos,
            long revision,
            int encodings,
            int eventsWaiting,
            long eventsRefused,
            long eventsUndelivered,
            long datagramsDropped) {
        this(
                clients,
                total,
                tickNanos,
                publishNanos,
                revision,
                encodings,
                eventsWaiting,
                eventsRefused,
                eventsUndelivered,
                datagramsDropped,
                Map.of());
    }

    /**
     * What concerns one client.
     *
     * @param link its connection's measurements: round-trip time, loss, bytes and packets each way, what congestion control
     *     allows, bytes in queues
     * @param baselineAge how many published states the one is old that it said last that it holds; -1 if it holds none
     * @param waiting how many changed entities wait for its budget
     * @param budget what it may get of states, bytes per second; 0 for no limit
     * @param statesSent how many states were sent to it
     * @param stateBytesSent their bytes, without heads of packets
     */
    public record Client(
            ConnectionStats link, long baselineAge, int waiting, long budget, long statesSent, long stateBytesSent) {}

    /**
     * Sums over the clients that are connected.
     *
     * @param bytesSent UDP payload bytes sent
     * @param bytesReceived UDP payload bytes received
     * @param packetsSent datagrams sent
     * @param packetsReceived datagrams received
     * @param packetsLost datagrams declared lost
     * @param queuedBytes bytes waiting in queues
     */
    public record Total(
            long bytesSent,
            long bytesReceived,
            long packetsSent,
            long packetsReceived,
            long packetsLost,
            long queuedBytes) {
        static Total of(Iterable<Client> clients) {
            long[] sums = new long[6];
            for (Client client : clients) {
                ConnectionStats link = client.link();
                sums[0] += link.bytesSent();
                sums[1] += link.bytesReceived();
                sums[2] += link.packetsSent();
                sums[3] += link.packetsReceived();
                sums[4] += link.packetsLost();
                sums[5] += link.queuedBytes();
            }
            return new Total(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
        }
    }
}
