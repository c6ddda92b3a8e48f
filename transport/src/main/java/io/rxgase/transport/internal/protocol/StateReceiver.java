package io.rxgase.transport.internal.protocol;

import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of the state stream: joins slices, passes on complete states, each newer than the one before. A complete
 * state ends all older partial ones. One that starts from a state of which only a part has arrived waits for the rest of that.
 */
final class StateReceiver {
    /** States that wait for slices, or for the one that they start from, at once: as many as a sender has under way. */
    static final int MAX_PARTIALS = StateTransfers.MAX;

    /** The number of a state that came in one packet. */
    private static final int SINGLE = -1;

    private record Waiting(int number, long base, long version, Partial partial) {}

    private final int maxBytes;
    private final boolean hasOwnRoom;
    private final Counters counters;
    private final ConnectionEvents events;
    private final List<Waiting> waiting = new ArrayList<>(0);

    /** The states given up last: what still comes of them would never be complete. */
    private final ArrayDeque<Long> givenUp = new ArrayDeque<>(1);

    private long newest = StateSource.NONE;
    private final ConsumptionQueue handedOut = new ConsumptionQueue();
    private int handedOutBytes;
    private int heldBytes;

    /**
     * Nothing has arrived.
     *
     * @param maxBytes largest state that is taken, and what those that wait hold together
     * @param hasOwnRoom whether that is on top of what the connection may hold
     */
    StateReceiver(int maxBytes, boolean hasOwnRoom, Counters counters, ConnectionEvents events) {
        this.maxBytes = maxBytes;
        this.hasOwnRoom = hasOwnRoom;
        this.counters = counters;
        this.events = events;
    }

    void onState(long base, long version, ByteBuffer in, int length, long nowNanos) {
        if (isStale(version)) {
            return;
        }
        if (isComing(base)) {
            Waiting state = begin(SINGLE, base, version, new Partial(1, nowNanos, length));
            state.partial().add(0, in, length);
            heldBytes += length;
            makeRoom(state);
            release();
            return;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        handOut(base, version, bytes);
        release();
    }

    /** Returns false if the slice contradicts the bounds that both sides know. */
    boolean onSlice(
            int number, long base, long version, int index, int count, ByteBuffer in, int length, long nowNanos) {
        if (count > Limits.maxPieces(maxBytes)) {
            return false;
        }
        if (isStale(version)) {
            return true;
        }
        if (isGivenUp(number, version)) {
            counters.drop(DropRule.PARTIAL_STATE);
            release();
            return true;
        }
        Waiting state = find(number, base, version, index, count, length, nowNanos);
        Partial partial = state.partial();
        if (state.version() != version || partial.count != count) {
            return false;
        }
        if (partial.has(index)) {
            return true;
        }
        if (partial.bytes() + length > maxBytes) {
            return false;
        }
        partial.add(index, in, length);
        heldBytes += length;
        makeRoom(state);
        release();
        return true;
    }

    /** Whether a part of the state of that version has arrived. */
    private boolean isComing(long version) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).version() == version) {
                return true;
            }
        }
        return false;
    }

    /** Hands out what is complete and has nothing to wait for, oldest first. */
    private void release() {
        for (Waiting state = nextComplete(); state != null; state = nextComplete()) {
            remove(state);
            handOut(state.base(), state.version(), state.partial().join());
        }
    }

    private @Nullable Waiting nextComplete() {
        Waiting oldest = null;
        for (int i = 0; i < waiting.size(); i++) {
            Waiting state = waiting.get(i);
            if (state.partial().isComplete()
                    && !isComing(state.base())
                    && (oldest == null || state.version() < oldest.version())) {
                oldest = state;
            }
        }
        return oldest;
    }

    /** The application could not use what came after this version, or asks for a whole state: those versions may come again. */
    void restart(long version) {
        newest = Math.min(newest, version);
    }

    private boolean isStale(long version) {
        if (version <= newest) {
            counters.drop(DropRule.STALE_STATE);
            return true;
        }
        return false;
    }

    private void handOut(long base, long version, byte[] bytes) {
        newest = version;
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (waiting.get(i).version() <= version) {
                giveUp(waiting.get(i));
            }
        }
        handedOut.add(bytes.length);
        handedOutBytes += bytes.length;
        events.state(new StateSource.Frame(base, version, ByteBuffer.wrap(bytes)));
    }

    private Waiting find(int number, long base, long version, int index, int count, int length, long nowNanos) {
        Waiting begun = find(number);
        if (begun != null) {
            return begun;
        }
        int expected = Partial.expected(index, count, length, maxBytes);
        return begin(number, base, version, new Partial(count, nowNanos, expected));
    }

    private Waiting begin(int number, long base, long version, Partial partial) {
        if (waiting.size() == MAX_PARTIALS) {
            giveUp(waiting.get(0));
        }
        Waiting state = new Waiting(number, base, version, partial);
        waiting.add(state);
        return state;
    }

    private @Nullable Waiting find(int number) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).number() == number) {
                return waiting.get(i);
            }
        }
        return null;
    }

    /** How much more would be held with that slice, at most. */
    int needOf(int number, long version, int index, int count, int length) {
        if (isGivenUp(number, version)) {
            return 0;
        }
        Waiting begun = find(number);
        return begun == null
                ? Partial.expected(index, count, length, maxBytes)
                : begun.partial().need(length);
    }

    boolean hasOwnRoom() {
        return hasOwnRoom;
    }

    /** Whether so many bytes more keep within the bound. */
    boolean hasRoom(int bytes) {
        return bytes == 0 || bytes <= maxBytes - waitingBytes();
    }

    /**
     * Gives up all that wait but the one with that number, their room is needed; and but the one that it starts from, and so on, without which
     * it would be of no use.
     */
    void clear(int except, long exceptBase) {
        long base = exceptBase;
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Waiting state = waiting.get(i);
            if (state.version() == base && base != StateSource.NONE) {
                base = state.base();
            } else if (state.number() != except) {
                giveUp(state);
            }
        }
    }

    /** The application took states that were handed out, or newer ones stand in their place. */
    void consumed(int states) {
        for (int i = 0; i < states && handedOut.size() > 0; i++) {
            handedOutBytes -= handedOut.remove();
        }
    }

    /** Keeps all partial states together within the size of one largest. */
    @SuppressWarnings("ReferenceEquality") // the same entry
    private void makeRoom(Waiting keep) {
        while (heldBytes > maxBytes) {
            Waiting oldest = waiting.get(0);
            giveUp(oldest == keep ? waiting.get(1) : oldest);
        }
    }

    private void giveUp(Waiting state) {
        remove(state);
        counters.drop(DropRule.PARTIAL_STATE);
        if (state.number() != SINGLE) {
            if (givenUp.size() == MAX_PARTIALS) {
                givenUp.removeFirst();
            }
            givenUp.addLast(nameOf(state.number(), state.version()));
        }
    }

    private boolean isGivenUp(int number, long version) {
        return !givenUp.isEmpty() && givenUp.contains(nameOf(number, version));
    }

    /** Numbers come again after 65,536 split states; with a part of the version they name one for long enough. */
    private static long nameOf(int number, long version) {
        return version << Short.SIZE | number;
    }

    private void remove(Waiting state) {
        waiting.remove(state);
        heldBytes -= state.partial().bytes();
    }

    int heldBytes() {
        return heldBytes + handedOutBytes;
    }

    /** With what will come of states that are partly here. */
    int reservedBytes() {
        return handedOutBytes + waitingBytes();
    }

    private int waitingBytes() {
        int sum = 0;
        for (int i = 0; i < waiting.size(); i++) {
            sum += waiting.get(i).partial().reserved();
        }
        return sum;
    }
}
