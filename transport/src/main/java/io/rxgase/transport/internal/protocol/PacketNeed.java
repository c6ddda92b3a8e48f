package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;

/** What a packet would hold if it were taken: at most so many bytes, for the walk that comes before the one that acts. */
final class PacketNeed extends NullFrameSink {
    private static final int NO_STATE = -1;

    private final Inbound inbound;
    private int bytes;
    private int stateBytes;
    private int largest;
    private boolean isReliable;
    private int state;
    private long base;

    PacketNeed(Inbound inbound) {
        this.inbound = inbound;
    }

    /** Looks at a packet; false if it is malformed. Leaves the position as it was. */
    boolean measure(ByteBuffer frames) {
        bytes = 0;
        stateBytes = 0;
        base = StateSource.NONE;
        largest = 0;
        isReliable = false;
        state = NO_STATE;
        int start = frames.position();
        boolean wellFormed = FrameReader.read(frames, this);
        frames.position(start);
        return wellFormed;
    }

    int bytes() {
        return bytes;
    }

    /** What it needs of the room that states have for themselves. */
    int stateBytes() {
        return stateBytes;
    }

    /** The largest single thing that the packet begins. */
    int largest() {
        return largest;
    }

    /** Whether there is a message or piece on a reliable channel in it. */
    boolean isReliable() {
        return isReliable;
    }

    /** The split state that the packet goes on with, if it is for that alone that it needs room. */
    int state() {
        return isReliable ? NO_STATE : state;
    }

    /** What that state starts from. */
    long base() {
        return isReliable ? StateSource.NONE : base;
    }

    private void add(int need) {
        bytes += need;
        largest = Math.max(largest, need);
    }

    @Override
    public void onMessage(int channel, int id16, ByteBuffer in, int length) {
        isReliable |= inbound.isReliable(channel);
        add(length + Limits.MESSAGE_OVERHEAD);
    }

    @Override
    public void onFragment(int channel, int id16, int index, int count, ByteBuffer in, int length) {
        isReliable |= inbound.isReliable(channel);
        add(inbound.needOfFragment(channel, id16, index, count, length));
    }

    private void addState(int need) {
        if (inbound.hasOwnStateRoom()) {
            stateBytes += need;
        } else {
            add(need);
        }
    }

    @Override
    public void onState(long from, long version, boolean relaxed, ByteBuffer in, int length) {
        addState(length);
    }

    @Override
    public void onSlice(int frame16, long from, long version, int index, int count, ByteBuffer in, int length) {
        state = frame16 & 0xffff;
        base = from;
        addState(inbound.needOfSlice(state, version, index, count, length));
    }
}
