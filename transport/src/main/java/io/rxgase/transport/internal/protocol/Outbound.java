package io.rxgase.transport.internal.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: decides what goes into the next packet, and works in what the peer acknowledges. In
 * this order: acknowledgement, edges, control, messages by priority, state. Small messages leave at once; pieces of
 * large ones and states wait for the pacer, states last.
 */
final class Outbound implements SentPackets.Outcome {
    /** Small messages may go this far beyond the congestion window, in datagrams. */
    private static final int WINDOW_OVERDRAFT = 4;

    final SentPackets sent;
    final RttEstimator rtt = new RttEstimator();
    final MessageSender messages;
    final StateSender state;
    private final ConnectionContext context;
    private final Inbound inbound;
    private final PacketProtection protection;
    private final Pacer pacer;
    private final Congestion congestion;
    private final LossMeter loss = new LossMeter();
    private final long peerConnectionId;
    private final ProbeTimer probes = new ProbeTimer();
    private boolean probing;
    private boolean pinging;
    private boolean answering;
    private long pathAnswer;
    private long nowNanos;

    Outbound(ConnectionContext context, Inbound inbound, PacketProtection protection, long peerId, long first) {
        this.context = context;
        this.inbound = inbound;
        this.protection = protection;
        peerConnectionId = peerId;
        Limits limits = context.limits();
        sent = new SentPackets(context.pool(), first);
        messages = new MessageSender(context, first);
        state = new StateSender(context, new Path());
        pacer = new Pacer(limits.maxDatagramBytes);
        congestion = new Congestion(limits.maxDatagramBytes, context.maxBytesPerSecond());
    }

    // ---- packets

    /** Writes the next packet, if there is anything to send. */
    boolean writePacket(ByteBuffer out, long now) {
        nowNanos = now;
        pacer.refill(now, congestion.pacingRate());
        boolean hasRoom = sent.hasRoom();
        boolean small = hasRoom && (probing || (pacer.allowsSmall() && sent.bytesInFlight() < smallWindow()));
        boolean bulk = small && (probing || (pacer.allowsBulk() && sent.bytesInFlight() < congestion.windowBytes()));
        boolean control = hasRoom && (pinging || answering);
        boolean hasMessages = small && messages.hasNext(now, bulk);
        boolean wantsState = bulk && state.isDue(now);
        boolean hasState = wantsState && (probing || sent.bytesInFlight() < congestion.stateWindowBytes());
        boolean ackDue = inbound.acks.dueNanos() <= now;
        if (!control && !hasMessages && !hasState && !ackDue) {
            if (bulk && !wantsState) {
                congestion.applicationLimited(sent.bytesInFlight());
            }
            return false;
        }
        SentPacket packet = sent.begin(now);
        int start = out.position();
        out.limit(start + context.limits().maxDatagramBytes - protection.tagBytes());
        putHeader(out, packet.sequence);
        int body = out.position();
        writeControl(out, packet, hasRoom);
        if (hasMessages) {
            messages.write(out, packet, now, bulk);
        }
        int copies = loss.worthwhileCopies();
        if (copies > 0 && bulk) {
            messages.writeCopies(out, packet, copies, rtt.lossDelay());
        }
        if (hasState) {
            state.writeNext(out, packet, now);
        }
        if (out.position() == body) {
            out.position(start);
            return false;
        }
        state.writeHeartbeat(out);
        finish(out, start, packet);
        return true;
    }

    private void putHeader(ByteBuffer out, long sequence) {
        out.put(Wire.DATA).putLong(peerConnectionId).putShort((short) sequence);
    }

    private void writeControl(ByteBuffer out, SentPacket packet, boolean hasRoom) {
        inbound.writeAck(out, nowNanos);
        if (!hasRoom) {
            return;
        }
        inbound.writeEdges(out, packet, pinging);
        if (answering) {
            answering = false;
            FrameWriter.path(out, Wire.PATH_RESPONSE, pathAnswer);
            packet.urgency = AckUrgency.RELIABLE;
        }
        if (pinging) {
            pinging = false;
            out.put((byte) Wire.PING);
            packet.urgency = AckUrgency.RELIABLE;
        }
    }

    private void finish(ByteBuffer out, int start, SentPacket packet) {
        protection.seal(packet.sequence, out, start, Wire.HEADER_BYTES);
        int bytes = out.position() - start;
        boolean wasIdle = !sent.hasInFlight();
        sent.sent(packet, bytes);
        context.counters().packetsSent++;
        context.counters().bytesSent += bytes;
        if (packet.urgency != AckUrgency.NONE) {
            probing = false;
            pacer.spend(bytes);
            congestion.sent(packet, wasIdle);
        }
    }

    /** A packet to an address that is being checked; nothing else goes there. */
    void writePathChallenge(ByteBuffer out, long now, long token) {
        SentPacket packet = sent.begin(now);
        int start = out.position();
        putHeader(out, packet.sequence);
        FrameWriter.path(out, Wire.PATH_CHALLENGE, token);
        finish(out, start, packet);
    }

    /** A packet of the end: the farewell, the answer to the peer's, or both. */
    void writeEnd(ByteBuffer out, long now, @Nullable Farewell farewell, boolean answer) {
        SentPacket packet = sent.begin(now);
        int start = out.position();
        putHeader(out, packet.sequence);
        if (farewell != null) {
            farewell.write(out);
        }
        if (answer) {
            out.put((byte) Wire.CLOSE_ACK);
        }
        finish(out, start, packet);
    }

    // ---- what the peer says

    /** Returns false if a packet was acknowledged that was never sent. */
    boolean onAck(int head16, long bits, long ackDelayNanos, long now) {
        nowNanos = now;
        long head = sent.expand(head16);
        long oldest = bits == 0 ? head : head - Long.SIZE + Long.numberOfLeadingZeros(bits);
        if (!sent.wasSent(head) || !sent.wasSent(oldest)) {
            return false;
        }
        SentPacket newest = sent.find(head);
        boolean isSample = newest != null && newest.fate == SentPacket.Fate.IN_FLIGHT && head > sent.largestAcked();
        long rttNanos = newest == null ? 0 : now - newest.sentNanos;
        if (isSample) {
            rtt.sample(rttNanos, ackDelayNanos);
        }
        sent.acknowledge(head, bits, this);
        sent.detectLoss(now, rtt.lossDelay(), this);
        congestion.acknowledged(now, isSample ? Math.max(1, rttNanos - ackDelayNanos) : -1, sent.bytesInFlight());
        messages.reportCredit(congestionRoom());
        return true;
    }

    @Override
    public void acked(SentPacket packet, boolean late) {
        probes.reset();
        if (!late) {
            loss.add(false);
            congestion.acked(packet, nowNanos);
        }
        for (int i = 0; i < packet.contents(); i++) {
            OutgoingMessage message = packet.message(i);
            message.queue.acked(message, packet.piece(i));
        }
        if (packet.stateVersion >= 0) {
            state.acked(packet, late, nowNanos);
        }
    }

    @Override
    public void lost(SentPacket packet) {
        context.counters().packetsLost++;
        loss.add(true);
        congestion.lost();
        for (int i = 0; i < packet.contents(); i++) {
            OutgoingMessage message = packet.message(i);
            message.queue.lost(message, packet.piece(i), packet.sequence);
        }
        if (packet.edges != SentPacket.NO_EDGES) {
            inbound.edgesLost(packet, nowNanos);
        }
        if (packet.stateVersion >= 0) {
            state.lost(packet, nowNanos);
        }
    }

    /** The peer advertised edges of a channel. Returns false if there is no such reliable channel. */
    boolean onEdge(int channel, int messages16, int bytes32) {
        ReliableSendQueue queue = messages.reliable(channel);
        if (queue == null) {
            return false;
        }
        if (queue.edge().advertised(messages16, bytes32)) {
            messages.reportCredit(congestionRoom());
        }
        return true;
    }

    /** The memory that others held has become free. */
    void reportCredit() {
        messages.reportCredit(congestionRoom());
    }

    void answerPath(long token) {
        answering = true;
        pathAnswer = token;
    }

    void ping() {
        pinging = true;
    }

    /** The peer is somewhere else: what was measured says nothing about the new path (RFC 9000, 9.4). */
    void pathChanged() {
        rtt.reset();
        congestion.reset();
        probes.reset();
    }

    // ---- time

    void handleTimeouts(Timers timers, long now) {
        nowNanos = now;
        if (timers.expired(Timer.LOSS, now)) {
            sent.detectLoss(now, rtt.lossDelay(), this);
        }
        if (timers.expired(Timer.PROBE, now)) {
            probe();
        }
        if (timers.expired(Timer.EXPIRY, now)) {
            messages.expire(now);
        }
    }

    private void probe() {
        probes.probed(nowNanos);
        probing = true;
        if (!messages.hasNext(nowNanos, true) && !messages.probe() && !state.probe(nowNanos)) {
            pinging = true;
        }
    }

    void arm(Timers timers, long now) {
        timers.set(Timer.LOSS, sent.lossNanos());
        timers.set(Timer.PROBE, probes.deadlineNanos(sent, rtt));
        long stateDue = state.dueNanos();
        // What is due already waits for the pacer or for acknowledgements, and those have timers of their own.
        timers.set(Timer.STATE, stateDue > now ? stateDue : EndpointMachine.NEVER);
        timers.set(Timer.EXPIRY, messages.nextExpiryNanos());
        timers.set(Timer.PACE, paceNanos(now));
    }

    /** When the pacer will let go what waits for it. What waits for the congestion window needs no timer. */
    private long paceNanos(long now) {
        if (sent.bytesInFlight() >= smallWindow() || !sent.hasRoom()) {
            return EndpointMachine.NEVER;
        }
        if (!pacer.allowsSmall() && messages.hasNext(now, false)) {
            return pacer.readyNanos(congestion.pacingRate(), false);
        }
        boolean blocked = !pacer.allowsBulk() && sent.bytesInFlight() < congestion.windowBytes();
        return blocked && (messages.hasNext(now, true) || state.isDue(now))
                ? pacer.readyNanos(congestion.pacingRate(), true)
                : EndpointMachine.NEVER;
    }

    /** What states want to know of the way to the peer. */
    private final class Path implements StateSender.Path {
        @Override
        public long budget() {
            return (long) congestion.budget();
        }

        @Override
        public boolean isQuiet() {
            return sent.bytesInFlight() < congestion.stateWindowBytes() / 2;
        }

        @Override
        public long patienceNanos(long delayNanos) {
            return rtt.probeTimeout(delayNanos);
        }
    }

    // ---- readings

    double budget() {
        return congestion.budget();
    }

    long peerId() {
        return peerConnectionId;
    }

    double lossRatio() {
        return loss.ratio();
    }

    /** What a publisher may add without merely filling the queue: two windows' worth. */
    long congestionRoom() {
        return 2 * congestion.windowBytes() - sent.bytesInFlight();
    }

    private long smallWindow() {
        return congestion.windowBytes() + (long) WINDOW_OVERDRAFT * context.limits().maxDatagramBytes;
    }

    void end() {
        messages.end();
        state.end();
    }
}
