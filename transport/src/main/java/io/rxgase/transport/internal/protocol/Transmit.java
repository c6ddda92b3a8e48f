package io.rxgase.transport.internal.protocol;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One outgoing datagram, filled by {@link EndpointMachine#pollTransmit} and reused by the driver, so that a packet costs no
 * allocation. The state bytes are copied into it: at 1200 bytes at most that is cheaper than a second piece for the
 * system call, and encryption works in place.
 *
 * <pre>{@code
 * Transmit transmit = new Transmit(ByteBuffer.allocateDirect(1472));
 * while (machine.pollTransmit(now, transmit)) {
 *     channel.send(transmit.buffer(), transmit.destination());
 * }
 * }</pre>
 */
public final class Transmit {
    private ByteBuffer buffer;
    private @Nullable InetSocketAddress destination;
    private long connection;

    /**
     * Around a first buffer.
     *
     * @param buffer big-endian, with room for {@code maxDatagramBytes}
     */
    public Transmit(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Changes the buffer that the next datagram is written to, for drivers that keep several under way.
     *
     * @param value big-endian; written from its position on, so it may be part of a pooled buffer
     */
    public void use(ByteBuffer value) {
        buffer = value;
    }

    /**
     * The datagram, from position to limit.
     *
     * @return the buffer that was given
     */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * Where to send it.
     *
     * @return the peer's address
     * @throws IllegalStateException before the first datagram
     */
    public InetSocketAddress destination() {
        if (destination == null) {
            throw new IllegalStateException(
                    "no datagram yet: call pollTransmit first and go on only if it returns true");
        }
        return destination;
    }

    /**
     * The connection that it belongs to.
     *
     * @return its handle; 0 if it answers a datagram that belongs to none
     */
    public long connection() {
        return connection;
    }

    /**
     * Called by a machine that has written a datagram to the buffer.
     *
     * @param to where to send it
     * @param handle the connection that it belongs to; 0 if none
     */
    public void filled(InetSocketAddress to, long handle) {
        destination = to;
        connection = handle;
    }
}
