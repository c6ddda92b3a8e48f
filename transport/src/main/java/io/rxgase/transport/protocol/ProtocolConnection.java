package io.rxgase.transport.protocol;

import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Quality;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An established connection: its life from the handshake to the end, and the timers. */
final class ProtocolConnection extends Association {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A time-out that is handled so much too late shows that this process stood still, not that the peer was silent. */
    private static final long STANDSTILL_NANOS = 500_000_000;

    /** What the peer is given to be heard after such a standstill. */
    private static final long AFTER_STANDSTILL_NANOS = 2_000_000_000;

    private enum Phase {
        OPEN,
        /** This side wants to close; reliable messages still go out. */
        FLUSHING,
        /** The farewell is said until it is acknowledged. */
        CLOSING,
        /** It is over; repeated farewells of the peer are answered for a while. */
        DRAINING,
        GONE
    }

    private final ConnectionContext context;
    private final PacketProtection protection;
    private final boolean isServer;
    private final Timers timers = new Timers();
    private final Inbound inbound;
    private final Outbound outbound;
    private final PacketHandler handler;
    private final PathCheck pathCheck;
    private final QualityMeter quality = new QualityMeter();
    private final long keepAliveNanos;
    private InetSocketAddress remote;
    private long heardNanos;
    private boolean isSilent;
    private boolean isExcused;
    private Phase phase = Phase.OPEN;
    private @Nullable Farewell farewell;
    private DisconnectReason endReason = DisconnectReason.CLOSED_LOCALLY;
    private String endDetail = "";
    private boolean answersClose;
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
        inbound = new Inbound(context);
        outbound = new Outbound(context, inbound, protection, peerId, firstSequence);
        handler = new PacketHandler(this, inbound, outbound);
        pathCheck = new PathCheck(random);
        long peerIdleNanos = context.peer().idleMillis() * NANOS_PER_MILLI;
        keepAliveNanos = Math.max(1, Math.min(context.limits().keepAliveNanos, peerIdleNanos / 3));
        heardNanos = nowNanos;
        timers.set(Timer.IDLE, nowNanos + context.limits().idleNanos);
        timers.set(Timer.KEEP_ALIVE, nowNanos + keepAliveNanos);
        timers.set(Timer.QUALITY, nowNanos + QualityMeter.INTERVAL_NANOS);
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
            if (FrameReader.isWellFormed(packet)) {
                counters.packetsReceived++;
                counters.bytesReceived += bytes;
                take(packet, sequence, from, isElsewhere, nowNanos);
            } else {
                counters.drop(DropRule.MALFORMED);
            }
        }
    }

    private void take(ByteBuffer frames, long sequence, InetSocketAddress from, boolean isElsewhere, long nowNanos) {
        welcome = null;
        boolean isNewest = sequence > inbound.received.largest();
        boolean inOrder = inbound.received.add(sequence, nowNanos);
        if (phase == Phase.DRAINING) {
            handler.handle(frames, sequence, from, nowNanos);
            return;
        }
        heard(nowNanos);
        if (isNewest) {
            watchPath(from, isElsewhere);
        }
        handler.handle(frames, sequence, from, nowNanos);
        if (handler.urgency() != AckUrgency.NONE) {
            inbound.acks.received(handler.urgency(), inOrder, nowNanos);
        }
        String violation = handler.violation();
        if (violation != null && phase != Phase.DRAINING && phase != Phase.GONE) {
            counters.drop(DropRule.PROTOCOL_VIOLATION);
            abort(DisconnectReason.PROTOCOL_VIOLATION, "the peer " + violation, nowNanos);
        }
        if (phase == Phase.FLUSHING && outbound.messages.isFlushed()) {
            startClosing();
        }
    }

    private void heard(long nowNanos) {
        heardNanos = nowNanos;
        isExcused = false;
        if (phase != Phase.CLOSING) {
            timers.set(Timer.IDLE, nowNanos + context.limits().idleNanos);
        }
        if (isSilent) {
            isSilent = false;
            outbound.state.restart();
            context.events().resumed();
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
        long idleDeadline = timers.deadline(Timer.IDLE);
        if (timers.expired(Timer.IDLE, nowNanos) && isOver(idleDeadline, nowNanos)) {
            return;
        }
        if (timers.expired(Timer.FAREWELL, nowNanos)) {
            farewellTimeout();
        }
        if (timers.expired(Timer.PATH, nowNanos)) {
            pathCheck.again();
        }
        if (timers.expired(Timer.KEEP_ALIVE, nowNanos)) {
            outbound.ping();
            timers.set(Timer.KEEP_ALIVE, nowNanos + keepAliveNanos);
        }
        if (phase == Phase.OPEN || phase == Phase.FLUSHING) {
            if (timers.expired(Timer.QUALITY, nowNanos)) {
                lookAtQuality(nowNanos);
            }
            inbound.expire(nowNanos);
            outbound.handleTimeouts(timers, nowNanos);
        }
    }

    /** Nothing was heard for too long. Returns whether that is the end. */
    private boolean isOver(long deadlineNanos, long nowNanos) {
        if (!isExcused && nowNanos - deadlineNanos > STANDSTILL_NANOS) {
            isExcused = true;
            timers.set(Timer.IDLE, nowNanos + AFTER_STANDSTILL_NANOS);
            outbound.ping();
            return false;
        }
        Limits limits = context.limits();
        if (!isSilent && limits.graceNanos > 0) {
            isSilent = true;
            timers.set(Timer.IDLE, nowNanos + limits.graceNanos);
            if (quality.fallToBad()) {
                context.events().quality(Quality.BAD);
            }
            return false;
        }
        double seconds = (limits.idleNanos + limits.graceNanos) / 1e9;
        end(DisconnectReason.TIMED_OUT, "nothing arrived from " + remote + " for " + seconds + " s");
        phase = Phase.GONE;
        return true;
    }

    private void lookAtQuality(long nowNanos) {
        RttEstimator rtt = outbound.rtt;
        boolean quiet = isSilent || nowNanos - heardNanos > context.limits().idleNanos / 2;
        if (quality.look(rtt.isSampled() ? rtt.smoothed() : 0, outbound.lossRatio(), quiet)) {
            context.events().quality(quality.quality());
        }
        timers.set(Timer.QUALITY, nowNanos + QualityMeter.INTERVAL_NANOS);
    }

    // ---- commands

    DeliveryException.@Nullable Reason send(
            long nowNanos, int channel, byte[] payload, SendOptions options, long ticket, boolean credited) {
        if (phase != Phase.OPEN) {
            return DeliveryException.Reason.CONNECTION_ENDED;
        }
        return outbound.messages.add(channel, payload, options, ticket, credited, nowNanos);
    }

    long credit(int channel) {
        return phase == Phase.OPEN ? outbound.messages.credit(channel, outbound.congestionRoom()) : 0;
    }

    void consumed(long nowNanos, int channel, int messages) {
        inbound.consumed(channel, messages, nowNanos);
    }

    void offerState(StateSource source) {
        outbound.state.offer(source);
    }

    void holdState(long nowNanos, long version) {
        inbound.hold(version, nowNanos);
    }

    void close(long nowNanos, DisconnectReason reason, String detail) {
        if (phase != Phase.OPEN) {
            return;
        }
        endReason = DisconnectReason.CLOSED_LOCALLY;
        endDetail = detail;
        farewell = new Farewell(ReasonCode.of(reason), detail);
        phase = Phase.FLUSHING;
        timers.set(Timer.FAREWELL, nowNanos + Farewell.FLUSH_NANOS);
        if (outbound.messages.isFlushed()) {
            startClosing();
        }
    }

    // ---- the end

    private void startClosing() {
        phase = Phase.CLOSING;
        timers.stopAll();
    }

    private void farewellTimeout() {
        switch (phase) {
            case FLUSHING -> startClosing();
            case CLOSING -> {
                if (farewell == null || !farewell.again()) {
                    end(endReason, endDetail);
                    phase = Phase.GONE;
                }
            }
            default -> phase = Phase.GONE;
        }
    }

    /** Ends it without ceremony: one farewell, which may be lost. */
    private void abort(DisconnectReason reason, String detail, long nowNanos) {
        farewell = new Farewell(ReasonCode.of(reason), detail);
        end(reason, detail);
        drain(nowNanos);
    }

    void closedByPeer(int code, String detail, long nowNanos) {
        answersClose = true;
        if (phase == Phase.DRAINING || phase == Phase.GONE) {
            return;
        }
        farewell = null;
        if (phase == Phase.CLOSING) {
            end(endReason, endDetail);
        } else {
            end(ReasonCode.reason(code), detail);
        }
        drain(nowNanos);
    }

    void closeAcknowledged() {
        if (phase == Phase.CLOSING) {
            end(endReason, endDetail);
            phase = Phase.GONE;
        }
    }

    private void drain(long nowNanos) {
        phase = Phase.DRAINING;
        timers.stopAll();
        timers.set(Timer.FAREWELL, nowNanos + Farewell.DRAIN_NANOS);
    }

    /** Reports the outcome of all that was under way, then the end. */
    private void end(DisconnectReason reason, String detail) {
        outbound.end();
        context.events().disconnected(reason, detail);
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
        return switch (phase) {
            case OPEN, FLUSHING -> writeOpen(out, nowNanos, into);
            case CLOSING, DRAINING -> writeEnd(out, nowNanos);
            case GONE -> false;
        };
    }

    private boolean writeOpen(ByteBuffer out, long nowNanos, Transmit into) {
        if (pathCheck.isDue()) {
            into.filled(pathCheck.send(), handle);
            outbound.writePathChallenge(out, nowNanos, pathCheck.token());
            timers.set(Timer.PATH, nowNanos + outbound.rtt.probeTimeout(AckSchedule.RELIABLE_DELAY_NANOS));
            return true;
        }
        if (!outbound.writePacket(out, nowNanos)) {
            return false;
        }
        if (outbound.sent.lastSentNanos() == nowNanos) {
            timers.set(Timer.KEEP_ALIVE, nowNanos + keepAliveNanos);
        }
        return true;
    }

    private boolean writeEnd(ByteBuffer out, long nowNanos) {
        boolean says = farewell != null && farewell.isDue();
        if (!says && !answersClose) {
            return false;
        }
        outbound.writeEnd(out, nowNanos, says ? farewell : null, answersClose);
        answersClose = false;
        if (phase == Phase.CLOSING) {
            long wait = outbound.rtt.probeTimeout(AckSchedule.RELIABLE_DELAY_NANOS);
            timers.set(Timer.FAREWELL, nowNanos + wait);
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
        if (phase == Phase.OPEN || phase == Phase.FLUSHING) {
            outbound.arm(timers, nowNanos);
            timers.set(Timer.ACK, inbound.acks.dueNanos());
            timers.set(Timer.EXPIRY, Math.min(timers.deadline(Timer.EXPIRY), inbound.nextExpiryNanos()));
        }
    }

    @Override
    boolean isGone() {
        return phase == Phase.GONE;
    }

    boolean hasEnded() {
        return phase == Phase.DRAINING || phase == Phase.GONE;
    }

    // ---- the welcome

    /** What the client is told until its first packet shows that it knows. */
    void welcome(byte[] datagram) {
        welcome = datagram;
        welcomeDue = true;
    }

    /** The client has repeated its hello: the welcome was lost. */
    void welcomeAgain() {
        welcomeDue = welcome != null;
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
                (long) outbound.messages.queuedBytes() + inbound.heldBytes());
    }
}
