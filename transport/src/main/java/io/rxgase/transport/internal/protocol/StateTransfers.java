package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The states of one connection that left in slices, of which the peer has not acknowledged all yet; oldest first. What was begun is
 * finished before anything newer: lost slices of the oldest go first, so that it is complete before the next one is.
 */
final class StateTransfers {
    /** So many are under way at most. */
    static final int MAX = 32;

    private final ArrayDeque<StateTransfer> underWay = new ArrayDeque<>(4);
    private final Counters counters;
    private final int maxBytes;
    private long bytes;
    private int nextNumber;

    /**
     * None is under way.
     *
     * @param peerBytes what the peer holds at most of states of which only a part has arrived
     */
    StateTransfers(Counters counters, int peerBytes) {
        this.counters = counters;
        // The peer has to find room for the parts of all of them, and for one more.
        this.maxBytes = peerBytes / 4;
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /** Whether another state may be begun beside those that are under way. */
    boolean hasRoom() {
        return underWay.size() < MAX && bytes <= maxBytes;
    }

    /** What to send a slice of; null if all have left. */
    @Nullable
    StateTransfer next() {
        for (StateTransfer transfer : underWay) {
            if (transfer.hasUnsent()) {
                return transfer;
            }
        }
        return null;
    }

    /** The newest; null if there is none. */
    @Nullable
    StateTransfer newest() {
        return underWay.peekLast();
    }

    StateTransfer begin(StateSource.Frame frame, int sliceBytes) {
        StateTransfer transfer = new StateTransfer(frame, nextNumber++, sliceBytes);
        underWay.addLast(transfer);
        bytes += transfer.length();
        return transfer;
    }

    @Nullable
    StateTransfer find(int number) {
        for (StateTransfer transfer : underWay) {
            if (transfer.number == number) {
                return transfer;
            }
        }
        return null;
    }

    /** A state has left completely: those between its base and itself are worth nothing once it has arrived. */
    void left(StateSource.Frame frame) {
        for (StateTransfer transfer : underWay) {
            long version = transfer.frame.version();
            transfer.superseded |= version < frame.version() && version > frame.baseVersion();
        }
        if (underWay.size() == MAX) {
            underWay.stream()
                    .filter(transfer -> transfer.superseded)
                    .findFirst()
                    .ifPresent(this::giveUp);
        }
    }

    /** All of it has arrived, or the peer holds something newer. */
    void done(StateTransfer transfer) {
        if (underWay.remove(transfer)) {
            bytes -= transfer.length();
        }
    }

    /** It has lost a slice that is not worth sending again. */
    void giveUp(StateTransfer transfer) {
        counters.drop(DropRule.REPLACED_STATE);
        done(transfer);
    }

    /** The peer holds that version: nothing up to it matters any more. */
    void held(long version) {
        while (!underWay.isEmpty() && underWay.getFirst().frame.version() <= version) {
            done(underWay.getFirst());
        }
    }

    /** The peer lacks a base, and holds that version: gives up what does not start from it, or from nothing, by way of others. */
    void missed(long version) {
        long reached = version;
        for (Iterator<StateTransfer> each = underWay.iterator(); each.hasNext(); ) {
            StateTransfer transfer = each.next();
            long base = transfer.frame.baseVersion();
            if (base <= version || base == reached) {
                reached = transfer.frame.version();
            } else {
                counters.drop(DropRule.REPLACED_STATE);
                bytes -= transfer.length();
                each.remove();
            }
        }
    }

    /** Gives up all. */
    void clear() {
        while (!underWay.isEmpty()) {
            giveUp(underWay.getFirst());
        }
    }

    /** Takes the first slice under way of the oldest for lost, to have something to probe with. */
    boolean probe() {
        for (StateTransfer transfer : underWay) {
            if (!transfer.superseded) {
                return transfer.probe();
            }
        }
        return false;
    }
}
