package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.Admission;
import io.rxgase.transport.Channel;
import io.rxgase.transport.TransportOptions;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of an endpoint, worked out once into the units of the machine, with the shares of each queue. */
final class Limits {
    /** Counted for each queued message beside its bytes, so that a million empty messages do not hide from a bound. */
    static final int MESSAGE_OVERHEAD = 32;

    /** Messages that a sender may be ahead of the consumer, per reliable channel. Half the 16-bit range would be the most. */
    static final int MESSAGE_WINDOW = 1024;

    /** A piece of a split message or state has at least this many bytes, the last one excepted: bounds their number. */
    static final int MIN_PIECE_BYTES = 128;

    /** No piece is longer: that of the largest datagram there is. */
    static final int MAX_PIECE_BYTES = 1472;

    final List<Channel> byPriority;
    final int maxDatagramBytes;
    final int maxMessageBytes;
    final int maxQueuedBytes;

    /** Largest state that is sent. */
    final int maxStateBytes;

    /** Longest message that travels in one piece. */
    final int maxSingleBytes;

    /** Length of a piece of a longer one. */
    final int pieceBytes;

    /** What all send queues of a connection hold together at most. */
    final int sendBytes;

    /** What one reliable channel may have received and not consumed. */
    final int receiveBytesPerChannel;

    final long keepAliveNanos;
    final long idleNanos;
    final long graceNanos;
    final long connectNanos;
    final long maxBytesPerSecond;
    final int maxConnections;
    final Admission admission;
    final int channelsDigest;
    private final @Nullable Channel[] byId = new @Nullable Channel[Channel.MAX_ID + 1];

    Limits(TransportOptions options) {
        byPriority = options.channels().stream()
                .sorted(Comparator.comparingInt(Channel::priority).thenComparingInt(Channel::id))
                .toList();
        int reliable = 0;
        for (Channel channel : byPriority) {
            byId[channel.id()] = channel;
            reliable += channel.delivery().isReliable() ? 1 : 0;
        }
        maxDatagramBytes = options.maxDatagramBytes();
        maxQueuedBytes = options.maxQueuedBytes();
        maxMessageBytes = Math.min(options.maxMessageBytes(), maxQueuedBytes);
        maxStateBytes = options.maxStateBytes();
        maxSingleBytes = Wire.roomForContent(maxDatagramBytes) - FrameWriter.MAX_MESSAGE_HEADER;
        pieceBytes = Wire.roomForContent(maxDatagramBytes) - FrameWriter.MAX_PIECE_HEADER;
        // Half to receive, an eighth for what is unreliable, the rest to send: only large things can make these meet.
        sendBytes = maxQueuedBytes / 8 * 3;
        receiveBytesPerChannel = maxQueuedBytes / 2 / Math.max(1, reliable);
        keepAliveNanos = options.keepAlive().toNanos();
        idleNanos = options.idleTimeout().toNanos();
        graceNanos = options.resumeGrace().toNanos();
        connectNanos = options.connectTimeout().toNanos();
        maxBytesPerSecond = options.maxBytesPerSecond();
        maxConnections = options.maxConnections();
        admission = options.admission();
        channelsDigest = digest(options.channels());
    }

    /** The declared channel with that number, or null. */
    @Nullable
    Channel channel(int id) {
        return id >= 0 && id <= Channel.MAX_ID ? byId[id] : null;
    }

    /** Largest state that is taken. Anybody may connect to a server, so there a state has no more room than all else together. */
    int takenStateBytes(boolean isServer) {
        return isServer ? Math.min(maxStateBytes, maxQueuedBytes) : maxStateBytes;
    }

    /** Most pieces that a message or state of up to {@code bytes} can have. */
    static int maxPieces(int bytes) {
        return bytes / MIN_PIECE_BYTES + 1;
    }

    /** Same for the same declarations in any order; compared in the handshake. */
    private static int digest(List<Channel> channels) {
        int sum = 0;
        for (Channel channel : channels) {
            int mode = channel.delivery().isReliable() ? 2 : 0;
            mode |= channel.delivery().isOrdered() ? 1 : 0;
            int mixed = (channel.id() << 2 | mode) + 1;
            mixed *= 0x9E3779B1;
            sum += mixed ^ mixed >>> 15;
        }
        return sum;
    }
}
