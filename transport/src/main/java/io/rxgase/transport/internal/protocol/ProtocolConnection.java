package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An established connection: its life from the handshake to the end, and the timers. */
final class ProtocolConnection extends Association {
    private final ConnectionContext context;
    private final PacketProtection protection;
    private final boolean isServer;
    private final Timers timers = new Timers();
    private final Inbound inbound;
    private final Outbound outbound;
    private final PacketHandler handler;
    private final ReceiveRoom room;
    private final PathCheck pathCheck;
    private final Liveness liveness;
    private final Ending ending;
    private InetSocketAddress remote;
    private byte @Nullable [] welcome;
    private boolean welcomeDue;

    ProtocolConnection(
            ConnectionContext context,
            long localId,
            long peerId,
            long firstSequence,
            PacketProtection protection,
            RandomGenerator random,
            InetSocketAddress remote,
            boolean isServer,
            long nowNanos) {
        super(context.handle(), localId, context.counters());
        this.context = context;
        this.protection = protection;
        this.remote = remote;
        this.isServer = isServer;
        inbound = new Inbound(context, isServer);
        outbound = new Outbound(context, inbound, protection, peerId, firstSequence);
        handler = new PacketHandler(this, inbound, outbound);
        room = new ReceiveRoom(context.memory(), inbound, outbound, isServer);
        pathCheck = new PathCheck(random);
        liveness = new Liveness(context, timers, outbound, nowNanos);
        ending = new Ending(context, timers, outbound);
        if (!isServer) {
            outbound.ping(); // tells the server that its welcome has arrived, and measures the first round trip
        }
    }

    // ---- inputs

    /** A data packet with this connection's id, from first byte to limit. */
    void receive(long nowNanos, InetSocketAddress from, ByteBuffer packet) {
        int start = packet.position();
        long sequence = inbound.received.expand(packet.getShort(start + Wire.HEADER_BYTES - 2));
        boolean isElsewhere = !from.equals(remote);
        if (isElsewhere && !isServer) {
            counters.drop(DropRule.WRONG_ADDRESS);
            return;
        }
        int bytes = packet.remaining();
        if (!protection.open(sequence, packet, start, Wire.HEADER_BYTES)) {
            counters.drop(DropRule.BAD_TAG);
        } else if (inbound.received.isTooOld(sequence)) {
            counters.drop(DropRule.TOO_OLD);
        } else if (inbound.received.isDuplicate(sequence)) {
            counters.drop(DropRule.DUPLICATE);
        } else {
            packet.position(start + Wire.HEADER_BYTES);
            if (!room.measure(packet)) {
                counters.drop(DropRule.MALFORMED);
            } else if (room.take(packet, nowNanos)) {
                counters.packetsReceived++;
                counters.bytesReceived += bytes;
                take(packet, sequence, from, isElsewhere, nowNanos);
            } else {
                refuse(packet, sequence, from, nowNanos);
            }
            room.settle();
        }
    }

    /**
     * Treats a packet as if it had been lost, as there is no room for what it carries; only what it says about this side's own
     * packets counts, without which nothing would ever become free.
     */
    private void refuse(ByteBuffer frames, long sequence, InetSocketAddress from, long nowNanos) {
        counters.drop(DropRule.NO_ROOM);
        welcome = null;
        if (ending.isFlowing()) {
            liveness.heard(nowNanos);
        }
        ending.heard();
        handler.handleNews(frames, sequence, from, nowNanos);
        endIfViolated(nowNanos);
        room.refused(nowNanos);
        ending.checkFlushed();
    }

    private void take(ByteBuffer frames, long sequence, InetSocketAddress from, boolean isElsewhere, long nowNanos) {
        welcome = null;
        boolean isNewest = sequence > inbound.received.largest();
        boolean inOrder = inbound.received.add(sequence, nowNanos);
        if (ending.isFlowing()) {
            liveness.heard(nowNanos);
            if (isNewest) {
                watchPath(from, isElsewhere);
            }
        }
        ending.heard();
        handler.handle(frames, sequence, from, nowNanos);
        if (handler.urgency() != AckUrgency.NONE) {
            inbound.acks.received(handler.urgency(), inOrder, nowNanos);
        }
        endIfViolated(nowNanos);
        ending.checkFlushed();
    }

    private void endIfViolated(long nowNanos) {
        String violation = handler.violation();
        if (violation != null && !ending.hasEnded()) {
            counters.drop(DropRule.PROTOCOL_VIOLATION);
            ending.abort(DisconnectReason.PROTOCOL_VIOLATION, "the peer " + violation, nowNanos);
        }
    }

    private void watchPath(InetSocketAddress from, boolean isElsewhere) {
        if (!isElsewhere) {
            pathCheck.abandon();
            timers.stop(Timer.PATH);
        } else if (pathCheck.start(from)) {
            timers.stop(Timer.PATH);
        }
    }

    void pathAnswered(long token, InetSocketAddress from, long nowNanos) {
        if (pathCheck.isAnswer(token, from)) {
            pathCheck.abandon();
            timers.stop(Timer.PATH);
            remote = from;
            outbound.pathChanged();
            context.events().migrated(from);
        }
    }

    @Override
    void handleTimeout(long nowNanos) {
        if (timers.expired(Timer.FAREWELL, nowNanos)) {
            ending.handleTimeout();
        }
        if (!ending.isFlowing()) {
            return;
        }
        if (liveness.isOver(nowNanos)) {
            ending.timedOut("nothing arrived from " + remote + " for " + liveness.patienceSeconds() + " s");
            return;
        }
        if (timers.expired(Timer.PATH, nowNanos)) {
            pathCheck.again();
        }
        inbound.expire(nowNanos);
        outbound.handleTimeouts(timers, nowNanos);
    }

    // ---- commands

    DeliveryException.@Nullable Reason send(
            long nowNanos, int channel, byte[] payload, SendOptions options, long ticket, boolean credited) {
        if (!ending.isOpen()) {
            return DeliveryException.Reason.CONNECTION_ENDED;
        }
        return outbound.messages.add(channel, payload, options, ticket, credited, nowNanos);
    }

    long credit(int channel) {
        return ending.isOpen() ? outbound.messages.credit(channel, outbound.congestionRoom()) : 0;
    }

    void consumed(long nowNanos, int channel, int messages) {
        inbound.consumed(channel, messages, nowNanos);
        room.settle();
        outbound.reportCredit();
    }

    void offerState(StateSource source) {
        outbound.state.offer(source);
    }

    void holdState(long nowNanos, long version, boolean missed) {
        inbound.hold(version, missed, nowNanos);
    }

    void close(long nowNanos, DisconnectReason reason, String detail) {
        ending.close(reason, detail, nowNanos);
    }

    // ---- the end

    void closedByPeer(int code, String detail, long nowNanos) {
        ending.closedByPeer(code, detail, nowNanos);
    }

    void closeAcknowledged() {
        ending.acknowledged();
    }

    // ---- polls

    @Override
    boolean transmit(long nowNanos, Transmit into) {
        ByteBuffer out = into.buffer();
        int start = out.position();
        out.limit(start + context.limits().maxDatagramBytes);
        boolean written = write(out, nowNanos, into);
        if (written) {
            out.limit(out.position()).position(start);
        }
        return written;
    }

    private boolean write(ByteBuffer out, long nowNanos, Transmit into) {
        into.filled(remote, handle);
        byte[] greeting = welcome;
        if (welcomeDue && greeting != null) {
            welcomeDue = false;
            out.put(greeting);
            counters.packetsSent++;
            counters.bytesSent += greeting.length;
            return true;
        }
        return ending.isFlowing() ? writeOpen(out, nowNanos, into) : ending.write(out, nowNanos);
    }

    private boolean writeOpen(ByteBuffer out, long nowNanos, Transmit into) {
        if (pathCheck.isDue()) {
            into.filled(pathCheck.send(), handle);
            outbound.writePathChallenge(out, nowNanos, pathCheck.token());
            timers.set(Timer.PATH, nowNanos + outbound.rtt.probeTimeout(AckSchedule.RELIABLE_DELAY_NANOS));
            return true;
        }
        boolean written = outbound.writePacket(out, nowNanos);
        String hopeless = outbound.state.hopeless();
        if (hopeless != null && ending.isOpen()) {
            ending.close(DisconnectReason.UNSENDABLE_STATE, hopeless, nowNanos);
            if (!written && !ending.isFlowing()) {
                return ending.write(out, nowNanos);
            }
        }
        if (!written) {
            return false;
        }
        if (outbound.sent.lastSentNanos() == nowNanos) {
            liveness.sent(nowNanos);
        }
        return true;
    }

    @Override
    long timeoutNanos() {
        return timers.next();
    }

    /** Brings the timers up to date after inputs, commands and packets. */
    @Override
    void arm(long nowNanos) {
        room.settle();
        if (ending.isFlowing()) {
            outbound.messages.rest();
            outbound.arm(timers, nowNanos);
            timers.set(Timer.ACK, inbound.acks.dueNanos());
            timers.set(Timer.EXPIRY, Math.min(timers.deadline(Timer.EXPIRY), inbound.nextExpiryNanos()));
        }
    }

    @Override
    boolean isGone() {
        return ending.isGone();
    }

    boolean hasEnded() {
        return ending.hasEnded();
    }

    // ---- the welcome

    /** What the client is told until its first packet shows that it knows. */
    void welcome(byte[] datagram) {
        welcome = datagram;
        welcomeDue = true;
    }

    /**
     * The client has repeated its hello, with a cookie that shows that it is at its address now: the welcome was lost. Until its
     * first packet has come this is all that can be heard of it.
     */
    void welcomeAgain(long nowNanos) {
        if (welcome == null) {
            return; // a hello that was repeated under way, or by somebody else
        }
        welcomeDue = true;
        if (ending.isFlowing()) {
            liveness.heard(nowNanos);
        } else {
            ending.sayAgain();
        }
    }

    void reportConnected(byte[] hello, boolean incoming) {
        context.events().connected(remote, hello, incoming);
    }

    long peerId() {
        return outbound.peerId();
    }

    InetSocketAddress remote() {
        return remote;
    }

    /** The largest message that both sides take. */
    int maxMessageBytes() {
        return Math.min(context.limits().maxMessageBytes, context.peer().maxMessageBytes());
    }

    MemoryBudget memory() {
        return context.memory().budget();
    }

    ConnectionStats stats() {
        RttEstimator rtt = outbound.rtt;
        return new ConnectionStats(
                rtt.isSampled() ? rtt.smoothed() : 0,
                rtt.isSampled() ? rtt.variance() : 0,
                outbound.lossRatio(),
                counters.packetsSent,
                counters.packetsReceived,
                counters.bytesSent,
                counters.bytesReceived,
                counters.packetsLost,
                counters.messagesResent,
                counters.datagramsDropped(),
                counters.dropped(DropRule.UNRELIABLE_OVERFLOW),
                (long) outbound.budget(),
                (long) outbound.messages.queuedBytes() + inbound.heldBytes(),
                counters.byRule());
    }
}
