package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;

/** One state that does not fit a packet, and the fate of each of its slices. Lost ones are sent again until all have arrived. */
final class StateTransfer {
    private static final byte UNSENT = 0;
    private static final byte IN_FLIGHT = 1;
    private static final byte LOST = 2;
    private static final byte ACKED = 3;

    final StateSource.Frame frame;
    final int number;

    /**
     * Whether a newer state has left that takes the peer past this one. What is still under way may arrive before that and be
     * of use; what gets lost is not sent again.
     */
    boolean superseded;

    private final int sliceBytes;
    private final int length;
    private final byte[] slices;
    private int next;
    private int lost;
    private int acked;

    StateTransfer(StateSource.Frame frame, int number, int sliceBytes) {
        this.frame = frame;
        this.number = number & 0xffff;
        this.sliceBytes = sliceBytes;
        length = frame.bytes().remaining();
        slices = new byte[(length + sliceBytes - 1) / sliceBytes];
    }

    int count() {
        return slices.length;
    }

    boolean hasUnsent() {
        return lost > 0 || next < slices.length;
    }

    boolean isDelivered() {
        return acked == slices.length;
    }

    /** The slice to send next; call only if there is one. */
    int nextSlice() {
        if (lost == 0) {
            return next;
        }
        int slice = 0;
        while (slices[slice] != LOST) {
            slice++;
        }
        return slice;
    }

    int from(int slice) {
        return slice * sliceBytes;
    }

    int length(int slice) {
        return Math.min(sliceBytes, length - slice * sliceBytes);
    }

    /** Bytes of the whole state. */
    int length() {
        return length;
    }

    void sent(int slice) {
        if (slices[slice] == LOST) {
            lost--;
        } else if (slice == next) {
            next++;
        }
        slices[slice] = IN_FLIGHT;
    }

    void acked(int slice) {
        if (slices[slice] == LOST) {
            lost--;
        }
        if (slices[slice] != ACKED) {
            slices[slice] = ACKED;
            acked++;
        }
    }

    void lost(int slice) {
        if (slices[slice] == IN_FLIGHT) {
            slices[slice] = LOST;
            lost++;
        }
    }

    /** Takes the first slice under way for lost, to have something to probe with. */
    boolean probe() {
        for (int slice = 0; slice < next; slice++) {
            if (slices[slice] == IN_FLIGHT) {
                lost(slice);
                return true;
            }
        }
        return slices[0] == UNSENT;
    }
}
