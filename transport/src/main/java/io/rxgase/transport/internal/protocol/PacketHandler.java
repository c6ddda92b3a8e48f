package io.rxgase.transport.internal.protocol;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Acts on the frames of one packet after the other. Goes on to the end even if one breaks the protocol. */
final class PacketHandler implements FrameSink {
    private final ProtocolConnection connection;
    private final Inbound inbound;
    private final Outbound outbound;
    private final FrameSink news = new News();
    private long nowNanos;
    private long sequence;
    private @Nullable InetSocketAddress from;
    private AckUrgency urgency = AckUrgency.NONE;
    private @Nullable String violation;

    PacketHandler(ProtocolConnection connection, Inbound inbound, Outbound outbound) {
        this.connection = connection;
        this.inbound = inbound;
        this.outbound = outbound;
    }

    /** Takes a well-formed packet. */
    void handle(ByteBuffer frames, long number, InetSocketAddress sender, long now) {
        nowNanos = now;
        sequence = number;
        from = sender;
        urgency = AckUrgency.NONE;
        FrameReader.read(frames, this);
    }

    /** Takes from a well-formed packet what it says about what this side sent, and nothing else. */
    void handleNews(ByteBuffer frames, long number, InetSocketAddress sender, long now) {
        nowNanos = now;
        sequence = number;
        from = sender;
        FrameReader.read(frames, news);
    }

    /** How soon the packet wants to be acknowledged. */
    AckUrgency urgency() {
        return urgency;
    }

    /** How the peer broke the protocol; null if it did not. */
    @Nullable
    String violation() {
        return violation;
    }

    private void check(boolean legal, String otherwise) {
        if (!legal && violation == null) {
            violation = otherwise;
        }
    }

    @Override
    public void onAck(int head16, long bits, long delayNanos) {
        check(outbound.onAck(head16, bits, delayNanos, nowNanos), "acknowledged what was never sent");
    }

    @Override
    public void onMessage(int channel, int id16, ByteBuffer in, int length) {
        urgency = urgency.and(urgencyOf(channel));
        check(inbound.onMessage(channel, id16, in, length), "sent a message beyond what was allowed");
    }

    @Override
    public void onFragment(int channel, int id16, int index, int count, ByteBuffer in, int length) {
        urgency = urgency.and(urgencyOf(channel));
        check(
                inbound.onFragment(channel, id16, index, count, in, length, nowNanos),
                "sent a piece of a message beyond what was allowed");
    }

    private AckUrgency urgencyOf(int channel) {
        return outbound.messages.reliable(channel) == null ? AckUrgency.UNRELIABLE : AckUrgency.RELIABLE;
    }

    @Override
    public void onSkip(int channel, int id16, int cost) {
        urgency = AckUrgency.RELIABLE;
        check(inbound.onSkip(channel, id16, cost), "skipped a message beyond what was allowed");
    }

    @Override
    public void onEdge(int channel, int messages16, int bytes32) {
        urgency = AckUrgency.RELIABLE;
        check(outbound.onEdge(channel, messages16, bytes32), "moved the edge of a channel that does not exist");
    }

    @Override
    public void onState(long base, long version, boolean relaxed, ByteBuffer in, int length) {
        urgency = urgency.and(relaxed ? AckUrgency.RELAXED : AckUrgency.STATE);
        inbound.onState(base, version, relaxed, in, length, nowNanos);
    }

    @Override
    public void onSlice(int frame16, long base, long version, int index, int count, ByteBuffer in, int length) {
        urgency = urgency.and(AckUrgency.STATE);
        int number = frame16 & 0xffff;
        check(
                inbound.onSlice(number, base, version, index, count, in, length, nowNanos),
                "sent a state beyond what was allowed");
    }

    @Override
    public void onHold(long version, boolean missed) {
        outbound.state.onHold(version, missed, sequence, nowNanos);
    }

    @Override
    public void onHeartbeat(ByteBuffer in, int length) {
        inbound.onHeartbeat(in, length, sequence);
    }

    @Override
    public void onPing() {
        urgency = AckUrgency.RELIABLE;
    }

    @Override
    public void onPathChallenge(long token) {
        urgency = AckUrgency.RELIABLE;
        outbound.answerPath(token);
    }

    @Override
    public void onPathResponse(long token) {
        urgency = AckUrgency.RELIABLE;
        if (from != null) {
            connection.pathAnswered(token, from, nowNanos);
        }
    }

    @Override
    public void onClose(int code, ByteBuffer in, int length) {
        connection.closedByPeer(code, Text.decode(in, length), nowNanos);
    }

    @Override
    public void onCloseAck() {
        connection.closeAcknowledged();
    }

    /** All of it does no harm if it comes again. */
    private final class News extends NullFrameSink {
        @Override
        public void onAck(int head16, long bits, long delayNanos) {
            PacketHandler.this.onAck(head16, bits, delayNanos);
        }

        @Override
        public void onHold(long version, boolean missed) {
            PacketHandler.this.onHold(version, missed);
        }

        @Override
        public void onEdge(int channel, int messages16, int bytes32) {
            PacketHandler.this.onEdge(channel, messages16, bytes32);
        }

        @Override
        public void onClose(int code, ByteBuffer in, int length) {
            PacketHandler.this.onClose(code, in, length);
        }

        @Override
        public void onCloseAck() {
            PacketHandler.this.onCloseAck();
        }
    }
}
