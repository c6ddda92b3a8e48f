package io.rxgase.transport.internal.driver;

import io.rxgase.transport.Channel;
import io.rxgase.transport.internal.protocol.DropRule;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one channel. On a reliable one the machine hands out no more than its advertised edge allows, and what the
 * subscriber takes moves that edge. On an unreliable one the oldest gives way and is counted.
 */
final class MessageInbox extends Inbox<byte[]> {
    /** How many messages of an unreliable channel wait at most. */
    static final int UNRELIABLE_MESSAGES = 256;

    private final DriverConnection connection;
    private final Channel channel;
    private final int unreliableBytes;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(4);

    private final Runnable report = this::report;

    private long waitingBytes;

    /** Taken, and not yet reported to the machine. */
    private int unreported;

    private long dropped;

    /**
     * An empty inbox.
     *
     * @param unreliableBytes how many bytes wait at most if the channel is unreliable
     */
    MessageInbox(DriverConnection connection, Channel channel, int unreliableBytes) {
        super(connection.driver(), "channel " + channel.id() + " of connection " + connection.id());
        this.connection = connection;
        this.channel = channel;
        this.unreliableBytes = unreliableBytes;
    }

    /** A message arrived; on the loop. */
    void offer(byte[] payload) {
        waiting.add(payload);
        waitingBytes += payload.length;
        drain();
        if (!channel.delivery().isReliable()) {
            while (waiting.size() > UNRELIABLE_MESSAGES || waitingBytes > unreliableBytes) {
                poll();
                connection.consumed(channel.id(), 1);
                dropped++;
                connection.driver().drops().add(DropRule.UNREAD_MESSAGE, connection);
            }
        }
    }

    /** Messages that gave way to newer ones; on the loop. */
    long dropped() {
        return dropped;
    }

    @Override
    public byte @Nullable [] poll() {
        byte[] payload = waiting.poll();
        if (payload != null) {
            waitingBytes -= payload.length;
        }
        return payload;
    }

    @Override
    public boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    @Override
    public void taken(int count) {
        if (unreported == 0) {
            connection.driver().consumed(report);
        }
        unreported += count;
    }

    private void report() {
        int count = unreported;
        unreported = 0;
        connection.consumed(channel.id(), count);
    }
}
