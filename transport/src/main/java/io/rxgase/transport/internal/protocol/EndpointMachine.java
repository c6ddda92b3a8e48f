package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A wire protocol as a machine: all connections of one socket, without that socket, a clock or a thread. Single-threaded: all
 * methods are called on the event loop that owns the socket. Time is {@code nowNanos}, from any monotonic clock; it may
 * stand still and jump ahead, but not go back.
 *
 * <p>Methods come in four groups:
 * <ul>
 *   <li>getters change nothing: {@link #stats}, {@link #credit}, {@link #dialect}, {@link #maxMessageBytes} and {@link #datagramsDropped};
 *   <li>inputs come from the socket and the clock: {@link #receive} and {@link #handleTimeout};
 *   <li>commands come from the application: {@link #connect}, {@link #send}, {@link #consumed}, {@link #offerState},
 *       {@link #holdState}, {@link #close} and {@link #closeAll};
 *   <li>polls are the output: {@link #pollTransmit}, {@link #pollEvent} and {@link #pollTimeout}.
 * </ul>
 *
 * <p>The driver's one duty: after any number of inputs and commands, and before it waits, it polls until datagrams and
 * events are used up, then sleeps until something arrives or {@link #pollTimeout} is reached:
 *
 * <pre>{@code
 * while (open) {
 *     do {
 *         while ((event = machine.pollEvent()) != null) {
 *             handle(event);                                // may call commands
 *         }
 *         sent = false;
 *         while (machine.pollTransmit(clock.nanos(), transmit)) {
 *             socket.send(transmit.destination(), transmit.buffer());
 *             sent = true;                                  // which may be news to somebody
 *         }
 *     } while (sent);
 *     long timeout = machine.pollTimeout();
 *     if (socket.awaitReadable(timeout)) {
 *         machine.receive(clock.nanos(), from, datagram);   // any number of them
 *     }
 *     if (clock.nanos() >= timeout) {
 *         machine.handleTimeout(clock.nanos());
 *     }
 * }
 * }</pre>
 *
 * <p>A connection is named by its handle, which is the {@code Connection.id()} that users see: unique within a transport, given
 * out once. Commands for a connection that has ended, or never was, do nothing.
 */
public interface EndpointMachine {
    /** The ticket of a message whose outcome nobody waits for. */
    long NO_TICKET = 0;

    /** Of machines that count no rules. */
    DropCounts NO_DROPS = new DropCounts();

    /** Answer of {@link #pollTimeout} when nothing is due, ever. */
    long NEVER = Long.MAX_VALUE;

    /** Stands for the state stream where {@link #consumed} asks for a channel. */
    int STATE_STREAM = -1;

    // ---- getters

    /**
     * The budget of a connection's queues. What the driver holds for it counts there too.
     *
     * @param connection its handle
     * @return the one that the machine uses; one of its own if the connection has ended, or bounds its queues otherwise
     */
    default MemoryBudget memory(long connection) {
        return new MemoryBudget(TransportOptions.defaults().maxQueuedBytes());
    }

    /**
     * Measurements and counters of a connection.
     *
     * @param connection its handle
     * @return an immutable reading; null if the connection has ended
     */
    @Nullable
    ConnectionStats stats(long connection);

    /**
     * How many more messages a publisher may be asked for now: the least of what the peer's edge, this side's send window and the
     * congestion window allow. A caller that was told less than it wanted gets one {@link EndpointEvent.CreditChanged}
     * as soon as there is more.
     *
     * @param connection its handle
     * @param channel number of a channel
     * @return 0 or more; 0 if the connection has ended
     */
    long credit(long connection, int channel);

    /**
     * The wire protocol of a connection.
     *
     * @param connection its handle
     * @return what its peer speaks
     */
    default Dialect dialect(long connection) {
        return Dialect.RXGASE;
    }

    /**
     * The largest message that this connection's wire protocol carries at all; {@link #send} answers {@link
     * DeliveryException.Reason#TOO_LARGE} to larger ones.
     *
     * @param connection its handle
     * @return bytes; the limit of {@link TransportOptions#maxMessageBytes()} holds besides
     */
    default int maxMessageBytes(long connection) {
        return Integer.MAX_VALUE;
    }

    /**
     * Datagrams that belong to no connection and were dropped, all rules together.
     *
     * @return count since the start
     */
    long datagramsDropped();

    /**
     * What was dropped, in all connections and outside of them, by rule.
     *
     * @return always the same, and up to date; empty for a dialect whose machine counts no rules
     */
    default DropCounts drops() {
        return NO_DROPS;
    }

    // ---- inputs

    /**
     * A datagram arrived. Never throws, whatever the bytes; what does not fit is dropped by rule and counted.
     *
     * @param nowNanos the time
     * @param from its sender
     * @param datagram from position to limit; not kept, may be reused after the call, content undefined then
     */
    void receive(long nowNanos, InetSocketAddress from, ByteBuffer datagram);

    /**
     * The time that {@link #pollTimeout} named has come. Early and needless calls do no harm.
     *
     * @param nowNanos the time
     */
    void handleTimeout(long nowNanos);

    // ---- commands

    /**
     * Starts to connect. {@link EndpointEvent.Connected} or {@link EndpointEvent.Disconnected} follows.
     *
     * @param nowNanos the time
     * @param to a resolved address
     * @param hello application data for the server's admission, at most {@link TransportOptions#MAX_HELLO_BYTES}
     * @return handle of the new connection
     * @throws IllegalArgumentException if the address is unresolved or the hello too long
     */
    long connect(long nowNanos, InetSocketAddress to, byte[] hello);

    /**
     * Queues a message. If a ticket is given, {@link EndpointEvent.Acked} or {@link EndpointEvent.Failed} follows
     * exactly once for it, unless the message was refused here.
     *
     * @param nowNanos the time
     * @param connection its handle
     * @param channel number of a declared channel
     * @param payload not copied; leave it unchanged
     * @param options resends and deadline
     * @param ticket the caller's number for this message, or {@link #NO_TICKET}
     * @param credited true for a message that a publisher was asked for within {@link #credit}: it is refused for a full
     *     queue only if it is larger than those before and the connection holds as much as it may; {@link
     *     EndpointEvent.CreditChanged} says when to try again
     * @return null if accepted, else why not
     * @throws IllegalArgumentException if the channel is not declared or the payload exceeds
     *     {@link TransportOptions#maxMessageBytes()}
     */
    DeliveryException.@Nullable Reason send(
            long nowNanos,
            long connection,
            int channel,
            byte[] payload,
            SendOptions options,
            long ticket,
            boolean credited);

    /**
     * The application took messages, or the driver dropped them, so that they no longer count as held. On a reliable
     * channel the peer may send as many more.
     *
     * @param nowNanos the time
     * @param connection its handle
     * @param channel number of a channel, or {@link #STATE_STREAM}; others are ignored
     * @param messages how many of those that were handed out by {@link #pollEvent}, oldest first
     */
    void consumed(long nowNanos, long connection, int channel, int messages);

    /**
     * Offers a state to all connections, now and to come, instead of the one offered before. Its
     * {@link StateSource#frame} is called during {@link #pollTransmit}, at most once per connection and datagram.
     *
     * @param nowNanos the time
     * @param source a version above that of the source before
     */
    void offerState(long nowNanos, StateSource source);

    /**
     * Tells the peer which version this side holds.
     *
     * @param nowNanos the time
     * @param connection its handle
     * @param version 0 or more, or {@link StateSource#NONE} to ask for a whole state
     * @param missed whether what has arrived since was of no use, as it is a difference to what is not held
     */
    void holdState(long nowNanos, long connection, long version, boolean missed);

    /**
     * Ends a connection: sends what is queued and reliable for a while, then the farewell, until it is acknowledged or
     * given up. {@link EndpointEvent.Disconnected} with {@link DisconnectReason#CLOSED_LOCALLY} follows.
     *
     * @param nowNanos the time
     * @param connection its handle
     * @param reason what the peer is told: {@link DisconnectReason#CLOSED_LOCALLY} shows there as
     *     {@link DisconnectReason#CLOSED_BY_PEER}, {@link DisconnectReason#PEER_SHUTDOWN} as itself, and so on
     * @param detail a text that the peer is shown; cut after 256 bytes of UTF-8
     */
    void close(long nowNanos, long connection, DisconnectReason reason, String detail);

    /**
     * {@link #close} for every connection; new ones are refused from now on.
     *
     * @param nowNanos the time
     * @param reason as in {@code close}
     * @param detail as in {@code close}
     */
    void closeAll(long nowNanos, DisconnectReason reason, String detail);

    // ---- polls

    /**
     * The next datagram to send.
     *
     * @param nowNanos the time
     * @param into filled with datagram and destination
     * @return false if there is nothing to send now; {@code into} is undefined then
     */
    boolean pollTransmit(long nowNanos, Transmit into);

    /**
     * The next thing that happened.
     *
     * @return null if nothing has
     */
    @Nullable
    EndpointEvent pollEvent();

    /**
     * When {@link #handleTimeout} is due. Valid after the other two polls came back empty.
     *
     * @return a time on the clock of {@code nowNanos}, possibly past; {@link #NEVER} if nothing is due
     */
    long pollTimeout();
}
