package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.disposables.Disposable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * What the driver needs of the world: a socket, and the thread and clock that go with it. Implemented by each adapter.
 * "On the loop" means: one call at a time, each after what the one before it did.
 */
public interface SocketLoop {
    /**
     * The time, on a monotonic clock with any origin.
     *
     * @return nanoseconds; any thread
     */
    long nanos();

    /**
     * Runs a task on the loop, after those handed in before; any thread.
     *
     * @param task what to run
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    void execute(Runnable task);

    /**
     * Runs a task on the loop at a time; called on the loop.
     *
     * @param atNanos when, on the clock of {@link #nanos()}; a time that has passed means soon
     * @param task what to run
     * @return disposing takes it back
     */
    Disposable schedule(long atNanos, Runnable task);

    /**
     * Runs a task on another thread than the loop's, so that it runs even if the loop hangs; any thread.
     *
     * @param delayNanos how long from now
     * @param task what to run
     * @return disposing takes it back; disposed already where the loop has no thread of its own that could hang
     */
    default Disposable scheduleElsewhere(long delayNanos, Runnable task) {
        return Disposable.disposed();
    }

    /**
     * Whether the calling thread runs the loop at this moment, so that whoever blocks it stops the loop; any thread.
     *
     * @return true in a task of the loop
     */
    boolean isOnLoop();

    /**
     * Enters the loop if that is possible without waiting, so that the caller may read what belongs to it; any thread.
     *
     * @return true if the caller is on the loop until it calls {@link #leave()}
     */
    boolean enter();

    /** Undoes one successful {@link #enter()}. */
    void leave();

    /**
     * Where the next datagram is to be written, so that it need not be copied into what the socket sends; called on the loop.
     *
     * @return empty, big-endian, with room for any datagram; the same one until {@link #send}, then another one's turn
     */
    ByteBuffer buffer();

    /**
     * Hands what was written to {@link #buffer()} to the socket, from its position to its limit; it may wait there until {@link
     * #flush()}. Called on the loop. An error is the network's: the datagram is lost, which the protocol notices as it
     * notices every loss.
     *
     * @param to where to
     * @return whether there is room for another one. If not, the adapter calls {@link EndpointDriver#writable()} later
     */
    boolean send(InetSocketAddress to);

    /** Lets everything go out that was handed in; called on the loop, once per turn. */
    void flush();

    /**
     * Where the socket is bound.
     *
     * @return the real address and port; any thread
     */
    InetSocketAddress localAddress();

    /**
     * Closes the socket; called on the loop, once.
     *
     * @param closed is run on the loop when the port is free
     */
    void close(Runnable closed);
}
