package io.rxgase.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One version of a state, offered for distribution. The transport pulls from it at send time: it asks for the
 * difference that takes a peer from a version that it holds, or will hold when what was sent has arrived, to this one.
 * Nothing is queued: a newer source replaces this one for all that has not left yet.
 *
 * <p>Called on I/O threads, possibly several at once: implementations are immutable or safely memoize.
 */
public interface StateSource {
    /** The version of a peer that holds nothing yet. */
    long NONE = -1;

    /** Upper bound of a {@link #heartbeat()}, in bytes. */
    int MAX_HEARTBEAT_BYTES = 24;

    /**
     * This source's version.
     *
     * @return at least 0; later offers have higher ones
     */
    long version();

    /**
     * The bytes that take a peer from {@code baseVersion} to {@link #version()}.
     *
     * @param receiver who is asked for, for sources that differ by peer
     * @param baseVersion what to start from: {@link Receiver#heldVersion()}, or a newer version that was sent to this peer
     *     after that one; {@link #NONE} if the peer holds nothing
     * @return a frame whose base may be {@link #NONE} (the whole state) if the asked base is no longer known; null
     *     if there is nothing to send to this peer
     */
    @Nullable
    Frame frame(Receiver receiver, long baseVersion);

    /**
     * What a peer that holds {@link #version()} is told beside it, as long as that stays the newest: for instance that the game goes
     * on though nothing changes. It rides on keep-alives and acknowledgements that leave anyway, and may get lost; the newest one
     * counts. A source that has one may be offered with the version that was offered before.
     *
     * @return up to {@link #MAX_HEARTBEAT_BYTES} bytes, always the same ones and never modified; null if there is nothing to tell
     */
    default byte @Nullable [] heartbeat() {
        return null;
    }

    /** The peer that a frame is for. Valid during the call only. */
    interface Receiver {
        /**
         * The connection.
         *
         * @return its {@link Connection#id()}
         */
        long connectionId();

        /**
         * What the peer has said that it holds. No older base will be asked for.
         *
         * @return a version, or {@link #NONE}
         */
        long heldVersion();

        /**
         * The largest frame that gets to the peer, by the options of both sides. What is larger, and what throws, is not sent: it is
         * counted, reported once, and asked for again ever more rarely. A peer that holds nothing is disconnected then, and one that holds
         * something after its idle time-out.
         *
         * @return bytes, more than 0
         */
        default int maxBytes() {
            return TransportOptions.defaults().maxStateBytes();
        }

        /**
         * What the path to the peer carries by the latest estimate.
         *
         * @return bytes per second, more than 0
         */
        long bytesPerSecond();
    }

    /**
     * The same version for peers that speak another dialect, where bytes and versions mean something else. Called once
     * for each dialect that is spoken.
     *
     * @param dialect what the peers speak
     * @return what {@link #frame} is called on for them
     */
    default StateSource in(Dialect dialect) {
        return this;
    }

    /**
     * Encoded difference.
     *
     * @param baseVersion the version that the bytes apply to, or {@link #NONE} for a whole state
     * @param version the version that they lead to
     * @param bytes read-only; shared between peers, so never modified
     */
    record Frame(long baseVersion, long version, ByteBuffer bytes) {}
}
