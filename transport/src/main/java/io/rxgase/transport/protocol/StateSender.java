package io.rxgase.transport.protocol;

import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of the state stream. Nothing is queued: when a packet has room and the peer does not hold the newest state, the
 * difference from what it holds, or will hold (see {@link BaselineChain}), is pulled from the source.
 *
 * <p>A state that fits a packet, or a few, is never sent again; the next one makes up for it. What is larger (a whole
 * state, mostly) would never get through a lossy link that way. Its lost slices are sent again until it has
 * arrived, or until a newer state can be sent in its stead with fewer bytes than it still needs.
 */
final class StateSender implements StateSource.Receiver {
    /** Up to so many slices a state is left to chance. */
    private static final int STREAM_SLICES = 8;

    /** How often it is looked whether a newer state would be done sooner than the one under way. */
    private static final long COMPARE_INTERVAL_NANOS = 100_000_000;

    /** Longest wait before the newest state is pulled again for a peer that does not confirm to hold it. */
    private static final long MAX_RETRY_NANOS = 1_000_000_000;

    private final long connection;
    private final Limits limits;
    private final Counters counters;
    private final int maxStateBytes;
    private final Path path;
    private final BaselineChain chain = new BaselineChain();
    private @Nullable StateSource source;
    private @Nullable StateTransfer transfer;
    private long held = StateSource.NONE;
    private long holdSequence = -1;
    private long sentVersion = StateSource.NONE;
    private long sentBase = StateSource.NONE;
    private long retryNanos = EndpointMachine.NEVER;
    private long retryDelayNanos;
    private long compareNanos;
    private int nextNumber;

    /** What there is to know of the way to the peer. */
    interface Path {
        /** Bytes per second. */
        long budget();

        /** Whether so little is under way that it does not matter when it is acknowledged. */
        boolean isQuiet();

        /** How long to wait for an acknowledgement that the peer may delay by so much. */
        long patienceNanos(long delayNanos);
    }

    StateSender(long connection, Limits limits, Counters counters, int maxStateBytes, Path path) {
        this.path = path;
        this.connection = connection;
        this.limits = limits;
        this.counters = counters;
        this.maxStateBytes = maxStateBytes;
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
        if (missed || version == StateSource.NONE) {
            chain.broken();
        }
        if (missed && version != StateSource.NONE && sentBase != version) {
            retryNanos = nowNanos;
        }
        if (version == held) {
            return;
        }
        chain.confirmed();
        held = version > sentVersion ? StateSource.NONE : version;
        StateTransfer current = transfer;
        if (current != null && current.frame.version() <= held) {
            transfer = null;
        }
        if (held == StateSource.NONE && (current == null || current.frame.baseVersion() != StateSource.NONE)) {
            giveUpTransfer();
            retryNanos = nowNanos;
        }
    }

    /** The peer is back after a long silence: it gets a whole state. */
    void restart() {
        giveUpTransfer();
        chain.broken();
        held = StateSource.NONE;
        sentVersion = StateSource.NONE;
    }

    boolean isDue(long nowNanos) {
        return (transfer != null && transfer.hasUnsent()) || isPullDue(nowNanos);
    }

    private boolean isPullDue(long nowNanos) {
        if (source == null || source.version() == held) {
            return false;
        }
        if (transfer != null && transfer.patient) {
            return transfer.isDelivered() && nowNanos >= retryNanos;
        }
        return source.version() > sentVersion || nowNanos >= retryNanos;
    }

    /** When {@link #isDue} will become true by itself. */
    long dueNanos() {
        boolean isUnderWay = transfer != null && transfer.patient && !transfer.isDelivered();
        return isUnderWay || source == null || source.version() == held ? EndpointMachine.NEVER : retryNanos;
    }

    /**
     * Writes a state or a slice.
     *
     * @return false if there is none, or it does not fit
     */
    boolean writeNext(ByteBuffer out, SentPacket packet, long nowNanos) {
        StateTransfer current = transfer;
        if (current != null && current.patient && current.hasUnsent() && nowNanos >= compareNanos) {
            compare(current, nowNanos);
            current = transfer;
        }
        if (isPullDue(nowNanos)) {
            StateSource.Frame frame = pull();
            if (frame == null) {
                return false;
            }
            if (FrameWriter.stateSize(frame) <= out.remaining()) {
                giveUpTransfer();
                writeWhole(frame, out, packet, nowNanos);
                return true;
            }
            if (FrameWriter.stateSize(frame) <= Wire.roomForContent(limits.maxDatagramBytes)) {
                return false;
            }
            giveUpTransfer();
            current = new StateTransfer(frame, nextNumber++, limits.pieceBytes, STREAM_SLICES);
            transfer = current;
            sentVersion = frame.version();
            sentBase = frame.baseVersion();
            compareNanos = nowNanos + COMPARE_INTERVAL_NANOS;
        }
        return current != null && current.hasUnsent() && writeSlice(current, out, packet, nowNanos);
    }

    private void writeWhole(StateSource.Frame frame, ByteBuffer out, SentPacket packet, long nowNanos) {
        boolean relaxed = frame.version() > sentVersion && chain.isRelaxed(held) && path.isQuiet();
        FrameWriter.state(out, frame, relaxed);
        sentBase = frame.baseVersion();
        if (frame.version() > sentVersion) {
            retryDelayNanos = 0;
        }
        chain.sent(frame.version(), true);
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
        packet.stateFrame = current.number;
        packet.stateSlice = slice;
        chain.sent(current.frame.version(), false);
        noteSent(packet, current.frame, nowNanos, AckUrgency.STATE);
        return true;
    }

    private void noteSent(SentPacket packet, StateSource.Frame frame, long nowNanos, AckUrgency urgency) {
        packet.stateVersion = frame.version();
        packet.urgency = packet.urgency.and(urgency);
        sentVersion = Math.max(sentVersion, frame.version());
        long patience = path.patienceNanos(urgency.delayNanos);
        retryDelayNanos = Math.min(MAX_RETRY_NANOS, Math.max(patience, 2 * retryDelayNanos));
        retryNanos = nowNanos + retryDelayNanos;
    }

    /** Takes a newer state in the stead of the one under way if it is done sooner. */
    private void compare(StateTransfer current, long nowNanos) {
        compareNanos = nowNanos + COMPARE_INTERVAL_NANOS;
        if (source == null
                || source.version() <= current.frame.version()
                || current.remainingBytes() * 2 < current.frame.bytes().remaining()) {
            return;
        }
        StateSource.Frame newer = pull();
        if (newer != null && newer.bytes().remaining() < current.remainingBytes()) {
            giveUpTransfer();
            retryNanos = nowNanos;
        }
    }

    /** The difference for this peer, or null if there is none that can be sent; then not asked again for that version. */
    private StateSource.@Nullable Frame pull() {
        StateSource from = source;
        if (from == null) {
            return null;
        }
        StateSource.Frame frame;
        try {
            frame = from.frame(this, from.version() > sentVersion ? chain.base(held) : held);
        } catch (RuntimeException e) {
            counters.drop(DropRule.UNSENDABLE_STATE);
            forget(from);
            return null;
        }
        if (frame == null) {
            forget(from);
            return null;
        }
        boolean baseFits = frame.baseVersion() == StateSource.NONE
                || (frame.baseVersion() >= 0 && frame.baseVersion() < frame.version());
        if (!baseFits || frame.version() < 0 || frame.bytes().remaining() > maxStateBytes) {
            counters.drop(DropRule.UNSENDABLE_STATE);
            forget(from);
            return null;
        }
        return frame;
    }

    private void forget(StateSource from) {
        sentVersion = Math.max(sentVersion, from.version());
        retryNanos = EndpointMachine.NEVER;
    }

    void acked(SentPacket packet, boolean late, long nowNanos) {
        if (!late) {
            chain.arrived();
        }
        StateTransfer current = transfer;
        if (current != null && packet.stateFrame == current.number) {
            current.acked(packet.stateSlice);
            // All is there: now the peer has to say that it holds it.
            retryNanos = nowNanos + 2 * retryDelayNanos;
        }
    }

    void lost(SentPacket packet, long nowNanos) {
        chain.broken();
        StateTransfer current = transfer;
        if (current != null && packet.stateFrame == current.number && current.patient) {
            current.lost(packet.stateSlice);
        } else if (packet.stateVersion == sentVersion || packet.stateVersion <= sentBase) {
            retryNanos = nowNanos;
        }
    }

    /** Nothing was heard for a probe time-out: sends something again. Returns whether there is anything. */
    boolean probe(long nowNanos) {
        if (source == null || source.version() == held) {
            return false;
        }
        if (transfer != null && transfer.patient && !transfer.isDelivered()) {
            return transfer.probe();
        }
        retryNanos = nowNanos;
        return true;
    }

    private void giveUpTransfer() {
        if (transfer != null && transfer.hasUnsent()) {
            counters.drop(DropRule.REPLACED_STATE);
        }
        transfer = null;
    }

    /** The connection is over: lets go of the source. */
    void end() {
        source = null;
        transfer = null;
    }
}
