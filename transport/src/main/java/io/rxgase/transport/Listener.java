package io.rxgase.transport;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.net.InetSocketAddress;
import java.util.Map;

/** An open port and the connections that came in through it. */
public interface Listener {
    /**
     * Where it listens.
     *
     * @return the bound address, with the real port if 0 was asked for
     */
    InetSocketAddress localAddress();

    /**
     * Lifecycle of all connections, in order, emitted on the event loop that owns the connection. A new subscriber first
     * gets a {@link ConnectionEvent.Connected} for every connection that is alive, then what happens. Never dropped: a
     * subscriber that falls 65,536 events behind (and one for each connection that is allowed) is ended with an
     * {@link IllegalStateException}. Completes after {@link #close(String)}. Fails with a {@link TransportException} if the port, or one of
     * the sockets and event loops that it is made of, ends and nobody has asked it to; all its connections have ended by then, and all of
     * the port is closed.
     *
     * @return events of all connections; any number of subscribers
     */
    Flowable<ConnectionEvent> events();

    /**
     * Offers a state to every connection, now and to those to come, until a newer one is offered. One hand-over per
     * event loop, whatever the number of connections; never blocks.
     *
     * @param source of a higher version than the one before, or of the same one if it has a {@linkplain StateSource#heartbeat()
     *     heartbeat}
     */
    void offerState(StateSource source);

    /**
     * Messages to several connections that are handed over to the event loops together: one hand-over per event loop,
     * whatever their number.
     *
     * @return an empty batch; for one thread
     */
    default Batch batch() {
        return new Batch() {
            @Override
            public Completable send(Connection to, Channel channel, byte[] payload, SendOptions options) {
                return to.send(channel, payload, options);
            }

            @Override
            public void handOver() {
                // Each was handed over by itself.
            }
        };
    }

    /** Messages that are handed over together. For one thread, until {@link #handOver()}, once. */
    interface Batch {
        /**
         * Adds a message; as {@link Connection#send(Channel, byte[], SendOptions)}, but it may wait for {@link #handOver()}.
         *
         * @param to a connection of this listener
         * @param channel one of its channels
         * @param payload the bytes, not copied
         * @param options how often and how long it is worth sending
         * @return the outcome, as there
         * @throws IllegalArgumentException as there
         */
        Completable send(Connection to, Channel channel, byte[] payload, SendOptions options);

        /** Hands over what was added. */
        void handOver();
    }

    /**
     * Datagrams that belong to no connection and were dropped, by rule.
     *
     * @return a count since the start, at most one event loop turn old
     */
    long datagramsDropped();

    /**
     * What was dropped or refused on this port, of connections that are there or gone and of none, by the name of the rule; rules that never
     * did are left out. docs/PROTOCOL.md, section 11, says what each name means.
     *
     * @return counts since the start; on the event loop of this moment, elsewhere of the call before, as {@link Connection#reading()}
     */
    default Map<String, Long> drops() {
        return Map.of();
    }

    /**
     * Says farewell to every peer, then closes the port, at once: subscribing is only needed to wait for the end.
     * Idempotent.
     *
     * @param detail a sentence for people, which the peers are shown
     * @return completes when the port is free
     */
    Completable close(String detail);

    /**
     * Whether the calling thread is an event loop of this listener, which must not be blocked.
     *
     * @return true within the streams and outcomes of its connections
     */
    default boolean isOnEventLoop() {
        return false;
    }
}
