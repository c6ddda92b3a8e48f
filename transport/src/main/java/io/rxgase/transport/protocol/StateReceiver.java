package io.rxgase.transport.protocol;

import io.rxgase.transport.StateSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of the state stream: joins slices, passes on complete states, each newer than the one before. A complete
 * state ends all older partial ones.
 */
final class StateReceiver {
    /** States that wait for slices at once. More than one only where packets overtake each other. */
    static final int MAX_PARTIALS = 4;

    private record Waiting(int number, long base, long version, Partial partial) {}

    private final Limits limits;
    private final Counters counters;
    private final ConnectionEvents events;
    private final List<Waiting> waiting = new ArrayList<>(0);
    private long newest = StateSource.NONE;
    private final ConsumptionQueue handedOut = new ConsumptionQueue();
    private int handedOutBytes;
    private int heldBytes;

    StateReceiver(Limits limits, Counters counters, ConnectionEvents events) {
        this.limits = limits;
        this.counters = counters;
        this.events = events;
    }

    void onState(long base, long version, ByteBuffer in, int length) {
        if (isStale(version)) {
            return;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        handOut(base, version, bytes);
    }

    /** Returns false if the slice contradicts the bounds that both sides know. */
    boolean onSlice(
            int number, long base, long version, int index, int count, ByteBuffer in, int length, long nowNanos) {
        if (count > Limits.maxPieces(limits.maxMessageBytes)) {
            return false;
        }
        if (isStale(version)) {
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
        if (partial.bytes() + length > limits.maxMessageBytes) {
            return false;
        }
        partial.add(index, in, length);
        heldBytes += length;
        if (partial.isComplete()) {
            remove(state);
            handOut(base, version, partial.join());
        } else {
            makeRoom(state);
        }
        return true;
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
        if (waiting.size() == MAX_PARTIALS) {
            giveUp(waiting.get(0));
        }
        int expected = Partial.expected(index, count, length, limits.maxMessageBytes);
        Waiting state = new Waiting(number, base, version, new Partial(count, nowNanos, expected));
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
    int needOf(int number, int index, int count, int length) {
        Waiting begun = find(number);
        return begun == null
                ? Partial.expected(index, count, length, limits.maxMessageBytes)
                : begun.partial().need(length);
    }

    /** Gives up all partial states but the one with that number: their room is needed. */
    void clear(int except) {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (waiting.get(i).number() != except) {
                giveUp(waiting.get(i));
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
    private void makeRoom(Waiting keep) {
        while (heldBytes > limits.maxMessageBytes) {
            Waiting oldest = waiting.get(0);
            giveUp(oldest.equals(keep) ? waiting.get(1) : oldest);
        }
    }

    private void giveUp(Waiting state) {
        remove(state);
        counters.drop(DropRule.PARTIAL_STATE);
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
        int sum = handedOutBytes;
        for (int i = 0; i < waiting.size(); i++) {
            sum += waiting.get(i).partial().reserved();
        }
        return sum;
    }
}
