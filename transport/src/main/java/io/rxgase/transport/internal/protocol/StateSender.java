package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of the state stream. Nothing is queued: when a packet has room and the peer does not hold the newest state, the
 * difference from what it holds, or will hold (see {@link BaselineChain}), is pulled from the source.
 *
 * <p>A state that fits a packet is never sent again; the next one makes up for it. What is larger leaves in slices, is finished before
 * anything newer begins, and its lost slices are sent again, unless a newer state has left meanwhile that takes the peer past it.
 */
final class StateSender implements StateSource.Receiver {
    /** A state of more slices is large: the next one starts from it, whatever the link. */
    private static final int STREAM_SLICES = 8;

    /** Longest wait before the newest state is pulled again for a peer that does not confirm to hold it. */
    private static final long MAX_RETRY_NANOS = 1_000_000_000;

    private final long connection;
    private final Limits limits;
    private final Counters counters;
    private final int maxStateBytes;
    private final StateRefusals refusals;
    private final Path path;
    private final BaselineChain chain = new BaselineChain();
    private @Nullable StateSource source;
    private final StateTransfers transfers;

    /** Whether there are transfers; spares looking at them, as most of the time. */
    private boolean isSplitting;

    private long held = StateSource.NONE;
    private long holdSequence = -1;
    private long sentVersion = StateSource.NONE;
    private long sentBase = StateSource.NONE;
    private long retryNanos = EndpointMachine.NEVER;
    private long retryDelayNanos;
    private byte @Nullable [] heartbeat;

    /** What there is to know of the way to the peer. */
    interface Path {
        /** Bytes per second. */
        long budget();

        /** Whether so little is under way that it does not matter when it is acknowledged. */
        boolean isQuiet();

        /** How long to wait for an acknowledgement that the peer may delay by so much. */
        long patienceNanos(long delayNanos);
    }

    StateSender(ConnectionContext context, Path path) {
        this.path = path;
        this.connection = context.handle();
        this.limits = context.limits();
        this.counters = context.counters();
        maxStateBytes = Math.min(limits.maxStateBytes, context.peer().maxStateBytes());
        refusals = new StateRefusals(context);
        transfers = new StateTransfers(counters, context.peer().maxStateBytes());
    }

    void offer(StateSource newest) {
        source = newest;
    }

    @Override
    public long connectionId() {
        return connection;
    }

    @Override
    public long heldVersion() {
        return held;
    }

    @Override
    public int maxBytes() {
        return maxStateBytes;
    }

    @Override
    public long bytesPerSecond() {
        return path.budget();
    }

    /** The peer says what it holds; {@code missed}: that what came since was of no use to it. */
    void onHold(long version, boolean missed, long sequence, long nowNanos) {
        if (sequence <= holdSequence) {
            return;
        }
        holdSequence = sequence;
        retryDelayNanos = 0;
        if (missed || (version == StateSource.NONE && held != StateSource.NONE)) {
            chain.missed();
            transfers.missed(version);
        }
        if (missed && version != StateSource.NONE && sentBase != version) {
            retryNanos = nowNanos;
        }
        if (version != held) {
            chain.confirmed();
            held = version > sentVersion ? StateSource.NONE : version;
            transfers.held(held);
            if (held == StateSource.NONE && transfers.isEmpty()) {
                retryNanos = nowNanos;
            }
        }
        isSplitting = !transfers.isEmpty();
    }

    /** The peer is back after a long silence: it gets a whole state. */
    void restart() {
        transfers.clear();
        isSplitting = false;
        chain.missed();
        held = StateSource.NONE;
        sentVersion = StateSource.NONE;
    }

    boolean isDue(long nowNanos) {
        return (isSplitting && transfers.next() != null) || isPullDue(nowNanos);
    }

    /** Whether a newer state may begin, given that nothing of older ones waits to be sent. */
    private boolean isPullDue(long nowNanos) {
        if (source == null || source.version() == held || (isSplitting && !transfers.hasRoom())) {
            return false;
        }
        if (refusals.isAny() && !refusals.allow(source.version(), nowNanos)) {
            return false;
        }
        return source.version() > sentVersion || (nowNanos >= retryNanos && !isNewestUnderWay());
    }

    /** Why this peer will never get a state again, for people; null as long as there is hope. */
    @Nullable
    String hopeless() {
        return refusals.isAny() ? refusals.verdict() : null;
    }

    /** Whether parts of the newest state are under way: they are sent again until all have arrived. */
    private boolean isNewestUnderWay() {
        StateTransfer newest = isSplitting ? transfers.newest() : null;
        return newest != null && newest.frame.version() == sentVersion;
    }

    /** When {@link #isDue} will become true by itself. */
    long dueNanos() {
        return source == null || source.version() == held || isNewestUnderWay() ? EndpointMachine.NEVER : retryNanos;
    }

    /**
     * Writes a state or a slice.
     *
     * @return false if there is none, or it does not fit
     */
    boolean writeNext(ByteBuffer out, SentPacket packet, long nowNanos) {
        StateTransfer current = isSplitting ? transfers.next() : null;
        if (current == null) {
            StateSource.Frame frame = isPullDue(nowNanos) ? pull(nowNanos) : null;
            if (frame == null) {
                return false;
            }
            if (FrameWriter.stateSize(frame) <= out.remaining()) {
                writeWhole(frame, out, packet, nowNanos);
                return true;
            }
            if (FrameWriter.stateSize(frame) <= Wire.roomForContent(limits.maxDatagramBytes)) {
                return false;
            }
            current = transfers.begin(frame, limits.pieceBytes);
            isSplitting = true;
            boolean isLarge = current.count() > STREAM_SLICES || frame.baseVersion() == StateSource.NONE;
            chain.sent(frame.version(), isLarge);
            sentVersion = frame.version();
            sentBase = frame.baseVersion();
        }
        return writeSlice(current, out, packet, nowNanos);
    }

    /** Puts in the heartbeat, if there is one that was not sent and the peer holds what it belongs to. */
    void writeHeartbeat(ByteBuffer out) {
        StateSource newest = source;
        if (newest == null || newest.version() != held) {
            return;
        }
        byte[] bytes = newest.heartbeat();
        if (bytes != null && bytes != heartbeat && out.remaining() >= FrameWriter.heartbeatSize(bytes)) {
            heartbeat = bytes;
            FrameWriter.heartbeat(out, bytes);
        }
    }

    private void writeWhole(StateSource.Frame frame, ByteBuffer out, SentPacket packet, long nowNanos) {
        boolean relaxed = frame.version() > sentVersion && chain.isRelaxed(held) && path.isQuiet();
        FrameWriter.state(out, frame, relaxed);
        sentBase = frame.baseVersion();
        if (frame.version() > sentVersion) {
            retryDelayNanos = 0;
        }
        chain.sent(frame.version(), false);
        if (isSplitting) {
            transfers.left(frame);
        }
        noteSent(packet, frame, nowNanos, relaxed ? AckUrgency.RELAXED : AckUrgency.STATE);
    }

    private boolean writeSlice(StateTransfer current, ByteBuffer out, SentPacket packet, long nowNanos) {
        int slice = current.nextSlice();
        int length = current.length(slice);
        if (out.remaining() < FrameWriter.MAX_PIECE_HEADER + length) {
            return false;
        }
        FrameWriter.slice(out, current.number, current.frame, slice, current.count(), current.from(slice), length);
        current.sent(slice);
        if (slice == current.count() - 1) {
            transfers.left(current.frame);
        }
        packet.stateFrame = current.number;
        packet.stateSlice = slice;
        noteSent(packet, current.frame, nowNanos, AckUrgency.STATE);
        return true;
    }

    private void noteSent(SentPacket packet, StateSource.Frame frame, long nowNanos, AckUrgency urgency) {
        packet.stateVersion = frame.version();
        packet.urgency = packet.urgency.and(urgency);
        sentVersion = Math.max(sentVersion, frame.version());
        long patience = path.patienceNanos(urgency.delayNanos);
        boolean isSlice = packet.stateFrame >= 0;
        retryDelayNanos =
                Math.min(MAX_RETRY_NANOS, Math.max(patience, isSlice ? retryDelayNanos : 2 * retryDelayNanos));
        retryNanos = nowNanos + retryDelayNanos;
    }

    /** The difference for this peer, or null if there is none that can be sent; then not asked again for that version. */
    private StateSource.@Nullable Frame pull(long nowNanos) {
        StateSource from = source;
        if (from == null) {
            return null;
        }
        try {
            StateSource.Frame frame = from.frame(this, base(from));
            if (frame != null && frame.bytes().remaining() > maxStateBytes && frame.baseVersion() != StateSource.NONE) {
                // Where most of a state is gone the difference may be larger than what is left.
                frame = from.frame(this, StateSource.NONE);
            }
            if (frame == null) {
                forget(from, EndpointMachine.NEVER);
            } else if (!isLegal(frame)) {
                throw new IllegalStateException("the state source made a frame from version " + frame.baseVersion()
                        + " to " + frame.version() + ", which is none");
            } else if (frame.bytes().remaining() > maxStateBytes) {
                boolean isLost = held == StateSource.NONE && frame.baseVersion() == StateSource.NONE;
                refusals.tooLarge(frame, isLost, nowNanos);
                forget(from, refusals.deadlineNanos());
            } else {
                refusals.clear();
                return frame;
            }
        } catch (Throwable thrown) { // an Error, too, costs one peer its state and not the event loop
            refusals.failed(from.version(), thrown, nowNanos);
            forget(from, refusals.deadlineNanos());
        }
        return null;
    }

    private static boolean isLegal(StateSource.Frame frame) {
        long base = frame.baseVersion();
        return frame.version() >= 0 && (base == StateSource.NONE || (base >= 0 && base < frame.version()));
    }

    private long base(StateSource to) {
        long base = to.version() > sentVersion ? chain.base(held) : chain.safe(held);
        // All of a large state was acknowledged, and the peer does not say that it holds it: it is sent anew.
        return base < to.version() ? base : held;
    }

    private void forget(StateSource from, long againNanos) {
        sentVersion = Math.max(sentVersion, from.version());
        retryNanos = againNanos;
    }

    void acked(SentPacket packet, boolean late, long nowNanos) {
        if (!late) {
            chain.arrived();
        }
        StateTransfer transfer = isSplitting ? transfers.find(packet.stateFrame) : null;
        if (transfer == null) {
            return;
        }
        transfer.acked(packet.stateSlice);
        if (transfer.isDelivered()) {
            transfers.done(transfer);
            isSplitting = !transfers.isEmpty();
            // All is there: now the peer has to say that it holds it.
            retryNanos = nowNanos + 2 * retryDelayNanos;
        }
    }

    void lost(SentPacket packet, long nowNanos) {
        chain.broken();
        StateTransfer transfer = isSplitting ? transfers.find(packet.stateFrame) : null;
        if (transfer == null) {
            if (packet.stateVersion == sentVersion || packet.stateVersion <= sentBase) {
                retryNanos = nowNanos;
            }
        } else if (transfer.superseded) {
            transfers.giveUp(transfer);
            isSplitting = !transfers.isEmpty();
        } else {
            transfer.lost(packet.stateSlice);
        }
    }

    /** Nothing was heard for a probe time-out: sends something again. Returns whether there is anything. */
    boolean probe(long nowNanos) {
        if (source == null || source.version() == held) {
            return false;
        }
        if (isSplitting && transfers.probe()) {
            return true;
        }
        retryNanos = nowNanos;
        return !isNewestUnderWay();
    }

    /** The connection is over: lets go of the source. */
    void end() {
        source = null;
        transfers.held(Long.MAX_VALUE);
        isSplitting = false;
    }
}
