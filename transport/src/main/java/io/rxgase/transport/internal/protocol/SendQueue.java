package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Channel;
import java.nio.ByteBuffer;

/** Messages of one channel that wait to be sent. */
abstract class SendQueue {
    final Channel channel;

    SendQueue(Channel channel) {
        this.channel = channel;
    }

    /** Whether a message or piece could leave now, as far as this channel is concerned. */
    abstract boolean hasNext(long nowNanos);

    /** Whether what leaves next is a piece of a large message: such wait for the pacer, small ones do not. */
    abstract boolean isNextBulk();

    /**
     * Writes the next message or piece.
     *
     * @param out up to its limit
     * @return false if there is none, or it does not fit
     */
    abstract boolean writeNext(ByteBuffer out, SentPacket packet, long nowNanos);

    /** Whether nothing waits, travels or is to be sent again. */
    abstract boolean isIdle();

    /** Bytes held, with the overhead of each message. */
    abstract int queuedBytes();

    /** How much of that is a large message that was taken beyond the queue's share; mostly 0. */
    int largeBytes() {
        return 0;
    }

    /** Fails whatever has a ticket: the connection is over. */
    abstract void end();
}
