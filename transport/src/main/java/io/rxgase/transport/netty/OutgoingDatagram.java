package io.rxgase.transport.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A datagram that the machine writes and Netty sends without another copy, used again for the next one as soon as Netty lets go of it.
 * A fresh packet around a buffer of a pool costs about as much as everything that the machine does for it.
 *
 * <p>Belongs to one event loop, so its references are counted without atomics.
 */
final class OutgoingDatagram extends DatagramPacket {
    /** What Netty's packet wants to be told, though no packet goes there. */
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("nowhere", 0);

    private final ByteBuffer buffer;
    private final ArrayDeque<OutgoingDatagram> idle;
    private InetSocketAddress recipient = NOWHERE;
    private int references = 1;

    /**
     * An empty datagram.
     *
     * @param bytes the largest that can be written into it
     * @param idle where it goes when it has been sent
     */
    OutgoingDatagram(int bytes, ArrayDeque<OutgoingDatagram> idle) {
        this(ByteBuffer.allocateDirect(bytes), idle);
    }

    private OutgoingDatagram(ByteBuffer buffer, ArrayDeque<OutgoingDatagram> idle) {
        super(Unpooled.wrappedBuffer(buffer.duplicate()), NOWHERE);
        this.buffer = buffer;
        this.idle = idle;
    }

    /** Where to write it. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** It is written, from position to limit of the buffer. */
    OutgoingDatagram addressed(InetSocketAddress to) {
        recipient = to;
        references = 1;
        content().setIndex(buffer.position(), buffer.limit());
        return this;
    }

    @Override
    public InetSocketAddress recipient() {
        return recipient;
    }

    // ---- references; the buffer is kept when there are none

    @Override
    public int refCnt() {
        return references;
    }

    @Override
    public OutgoingDatagram retain() {
        return retain(1);
    }

    @Override
    public OutgoingDatagram retain(int increment) {
        references += increment;
        return this;
    }

    @Override
    public boolean release() {
        return release(1);
    }

    @Override
    public boolean release(int decrement) {
        references -= decrement;
        if (references > 0) {
            return false;
        }
        idle.push(this);
        return true;
    }

    @Override
    public OutgoingDatagram touch() {
        return this;
    }

    @Override
    public OutgoingDatagram touch(@Nullable Object hint) {
        return this;
    }
}
