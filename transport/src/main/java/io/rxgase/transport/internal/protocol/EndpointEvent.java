package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Quality;
import io.rxgase.transport.StateSource;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What {@link EndpointMachine#pollEvent} hands out. Per connection the order is: {@link Connected}, then any number of the others,
 * then exactly one {@link Disconnected}, and nothing after it. A connection that could not be made has
 * only the last one. Every ticket's outcome comes before {@code Disconnected}.
 */
public sealed interface EndpointEvent {
    /**
     * The connection that it happened to.
     *
     * @return its handle
     */
    long connection();

    /**
     * Both sides know each other.
     *
     * @param connection handle
     * @param remoteAddress where the peer is
     * @param hello the peer's application data, of its hello or of its welcome
     * @param incoming whether the peer connected to this side
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Connected(long connection, InetSocketAddress remoteAddress, byte[] hello, boolean incoming)
            implements EndpointEvent {}

    /**
     * A message arrived. On reliable channels no more of them come than the edge allows: call
     * {@link EndpointMachine#consumed} when the application took it.
     *
     * @param connection handle
     * @param channel its number
     * @param payload owned by the receiver
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Message(long connection, int channel, byte[] payload) implements EndpointEvent {}

    /**
     * The peer has the message; on an unreliable channel: it was sent.
     *
     * @param connection handle
     * @param ticket the number that was given with it
     */
    record Acked(long connection, long ticket) implements EndpointEvent {}

    /**
     * The message was given up.
     *
     * @param connection handle
     * @param ticket the number that was given with it
     * @param reason why
     */
    record Failed(long connection, long ticket, DeliveryException.Reason reason) implements EndpointEvent {}

    /**
     * {@link EndpointMachine#credit} has grown on a channel where it was asked for before.
     *
     * @param connection handle
     * @param channel its number
     */
    record CreditChanged(long connection, int channel) implements EndpointEvent {}

    /**
     * A state arrived complete. Versions grow from one to the next, except after this side asked for a whole state.
     *
     * @param connection handle
     * @param frame with bytes that belong to the receiver
     */
    record StateArrived(long connection, StateSource.Frame frame) implements EndpointEvent {}

    /**
     * The peer says something beside the state that this side holds, see {@link StateSource#heartbeat()}.
     *
     * @param connection handle
     * @param bytes up to {@link StateSource#MAX_HEARTBEAT_BYTES}, the receiver's own
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Heartbeat(long connection, byte[] bytes) implements EndpointEvent {}

    /**
     * The newest state could not be sent. Told once for each time that this begins.
     *
     * @param connection handle
     * @param version of the state
     * @param detail what is wrong and what to do about it, for people
     * @param cause what its source threw; null if the state is too large
     */
    record StateRefused(
            long connection,
            long version,
            String detail,
            @Nullable Throwable cause) implements EndpointEvent {}

    /**
     * The link became better or worse.
     *
     * @param connection handle
     * @param quality from now on
     */
    record QualityChanged(long connection, Quality quality) implements EndpointEvent {}

    /**
     * The peer goes on from another address, which was verified.
     *
     * @param connection handle
     * @param remoteAddress the new one
     */
    record Migrated(long connection, InetSocketAddress remoteAddress) implements EndpointEvent {}

    /**
     * The peer is back after a silence longer than the idle time-out, within the grace time.
     *
     * @param connection handle
     */
    record Resumed(long connection) implements EndpointEvent {}

    /**
     * Another server answers at the address, as after a restart: what it sends has nothing to do with what came before. Every message that
     * was under way or queued has failed before; states that follow have another base.
     *
     * @param connection handle
     */
    record PeerRestarted(long connection) implements EndpointEvent {}

    /**
     * The end.
     *
     * @param connection handle; never used again
     * @param reason why
     * @param detail a sentence for people
     */
    record Disconnected(long connection, DisconnectReason reason, String detail) implements EndpointEvent {}
}
