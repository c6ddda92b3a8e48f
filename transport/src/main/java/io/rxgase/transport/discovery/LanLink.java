package io.rxgase.transport.discovery;

import io.reactivex.rxjava3.disposables.Disposable;
import java.net.InetSocketAddress;

/**
 * What discovery needs of the world: sockets towards the local network, and the thread and clock that go with them. Implemented
 * by each adapter. A datagram that cannot be sent is lost, without an error.
 */
public interface LanLink {
    /**
     * The time, on a monotonic clock with any origin.
     *
     * @return nanoseconds; any thread
     */
    long nanos();

    /**
     * Runs a task on the link's thread, after those handed in before; any thread. Once the link is closed it may be dropped.
     *
     * @param task what to run
     */
    void execute(Runnable task);

    /**
     * Runs a task on the link's thread later; called on that thread.
     *
     * @param delayNanos in how many nanoseconds, 0 or more
     * @param task what to run
     * @return disposing takes it back
     */
    Disposable schedule(long delayNanos, Runnable task);

    /**
     * Sends a datagram to everybody on the networks of this machine, and to this machine; called on the link's thread.
     *
     * @param packet what to say
     */
    void sendToAll(DiscoveryPacket packet);

    /**
     * Sends a datagram; called on the link's thread.
     *
     * @param to where to
     * @param packet what to say
     */
    void send(InetSocketAddress to, DiscoveryPacket packet);

    /** Closes the sockets; called on the link's thread. What was sent before goes out. */
    void close();

    /** What a link calls, on its thread. */
    interface Receiver {
        /**
         * A datagram has come.
         *
         * @param link over which it came
         * @param from who sent it
         * @param packet what it says, if anything
         */
        void receive(LanLink link, InetSocketAddress from, DiscoveryPacket packet);

        /** All links were closed; nothing comes any more. */
        void closed();
    }
}
