package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;
import org.jspecify.annotations.Nullable;

/**
 * States that can't be sent to one peer, as they are too large or their source throws. Each try costs an encoding, and that of a state that
 * is too large costs most. So the next tries are rare; at version numbers that are the same for all peers, so that
 * those who hold the same share one encoding. If none succeeds, the peer is to be told.
 */
final class StateRefusals {
    /** At least one in so many versions is tried. */
    private static final int MOST_APART = 64;

    private final ConnectionContext context;
    private int apart;
    private long nextVersion;
    private long deadlineNanos = EndpointMachine.NEVER;
    private String detail = "";
    private boolean isOver;

    StateRefusals(ConnectionContext context) {
        this.context = context;
    }

    /** Whether the last try failed. */
    boolean isAny() {
        return apart > 0;
    }

    /** Whether it is worth trying that version. */
    boolean allow(long version, long nowNanos) {
        return !isOver && (version >= nextVersion || nowNanos >= deadlineNanos);
    }

    /** When the peer has waited for long enough. */
    long deadlineNanos() {
        return isOver ? EndpointMachine.NEVER : deadlineNanos;
    }

    /** A state went. */
    void clear() {
        if (apart > 0) {
            apart = 0;
            deadlineNanos = EndpointMachine.NEVER;
        }
    }

    /** A state is larger than what the peer may get; {@code isLost}: the peer holds nothing, so that no smaller difference will come. */
    void tooLarge(StateSource.Frame frame, boolean isLost, long nowNanos) {
        int bytes = frame.bytes().remaining();
        String what = frame.baseVersion() == StateSource.NONE ? "the state has " : "the difference of states has ";
        refused(
                frame.version(),
                what + bytes + " bytes, but the sender's maxStateBytes is " + context.limits().maxStateBytes
                        + " and the receiver takes " + context.peer().maxStateBytes()
                        + ": raise TransportOptions.withMaxStateBytes on both sides, or show clients less of it with a view",
                null,
                nowNanos);
        isOver |= isLost;
    }

    /** The source of a state threw something. */
    void failed(long version, Throwable thrown, long nowNanos) {
        refused(version, "the state could not be encoded", thrown, nowNanos);
    }

    private void refused(long version, String why, @Nullable Throwable cause, long nowNanos) {
        context.counters().drop(DropRule.UNSENDABLE_STATE);
        detail = why;
        if (apart == 0) {
            deadlineNanos = nowNanos + context.peer().idleMillis() * 1_000_000L;
            context.events().stateRefused(version, why, cause);
        } else if (nowNanos >= deadlineNanos) {
            isOver = true;
        }
        apart = Math.min(MOST_APART, Math.max(1, 2 * apart));
        nextVersion = (version / apart + 1) * apart;
    }

    /** Why the peer is not to wait any longer, for people; null if it may. */
    @Nullable
    String verdict() {
        return isOver ? detail : null;
    }
}
