package io.rxgase.pygase.internal;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Change;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameStatus;
import io.rxgase.pygase.internal.protocol.CircularNumber;
import io.rxgase.pygase.internal.protocol.PygaseEndpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one PyGaSe client holds, and what it is sent next. Its updates are numbered from 1, whatever the age of the game.
 *
 * <p>An update is open from its sending until the client reports its number, and until then the client may hold any state
 * from the one it reported to the one after the last open update. There are two kinds:
 * <ul>
 *   <li>One that only sets values is the sum of all open ones: applied to any of those states it leads to the same one, so
 *       the next may follow at once.
 *   <li>One that deletes, or puts a map where another value was, must be built against exactly what the client holds, and does
 *       harm when applied twice in another number. It waits until nothing is open, and then is sent unchanged until it is reported.
 * </ul>
 * What does not fit into a datagram is divided, and its parts follow each other in the second way.
 *
 * <p>A client that reports a number of a server before this one may hold anything. So each attribute at the top that is a map is deleted first,
 * whatever is in it, and then set: a client that lacks it stores the token, which the map then replaces. What only the game before had at the top
 * stays: nobody here knows its name.
 *
 * <p>Bounded: {@value #MAX_OPEN} open updates, whose states share what they have in common. Not thread-safe.
 */
final class PygaseShadow {
    /** With so many, the last one is repeated until one of them is reported. */
    static final int MAX_OPEN = 64;

    /**
     * How far the numbers leap towards a client that reports one that it was not sent, for it comes from a server before this one or
     * started again at the address of another client: updates of before that are still under way must not be taken for ours.
     */
    static final int LEAP = 1024;

    private static final byte[] NOTHING = {};

    private final Deque<Open> open = new ArrayDeque<>();
    private final Set<List<Object>> served = new HashSet<>();
    private Held held = Held.NOTHING;
    private int reported = CircularNumber.NONE;
    private int lastNumber = CircularNumber.NONE;
    private Changes sum = Changes.NONE;
    private boolean alone;
    /** Whether the client may hold what a game before this one sent. */
    private boolean survivor;

    private final Set<Object> cleared = new HashSet<>();
    private final int numberBefore;

    private byte[] lastBytes = NOTHING;

    /** Of a client at an address that had no other client before. */
    PygaseShadow() {
        this(CircularNumber.NONE);
    }

    /**
     * Of a client whose first datagrams may have been meant for another one.
     *
     * @param numberBefore the last number that this server sent to the client before at its address
     */
    PygaseShadow(int numberBefore) {
        this.numberBefore = numberBefore;
    }

    /** The number of the last update. */
    int lastNumber() {
        return lastNumber;
    }

    /** A state of the client. */
    private record Held(Attributes tree, @Nullable GameStatus status) {
        static final Held NOTHING = new Held(Attributes.EMPTY, null);
    }

    /** An update that was sent and not reported yet. */
    private record Open(int number, Changes step, Held after) {}

    /**
     * The next update.
     *
     * @param timeOrder what the client reported
     * @param tree the state that it is to have
     * @param status and its status
     * @return bytes of at most {@link PygaseEndpoint#MAX_UPDATE_BYTES}; null if there is nothing to say
     */
    byte @Nullable [] next(int timeOrder, Attributes tree, GameStatus status) {
        settle(timeOrder);
        Changes clearing = survivor ? clearing(tree) : Changes.NONE;
        if (!clearing.isEmpty()) {
            return open.isEmpty() ? clear(clearing, status) : lastBytes;
        }
        boolean mayFollow = open.isEmpty() || (!alone && open.size() < MAX_OPEN);
        Held tip = open.isEmpty() ? held : open.getLast().after();
        Changes step = mayFollow ? Changes.between(tip.tree(), tree) : Changes.NONE;
        if (!mayFollow || (step.isEmpty() && status == tip.status())) {
            return open.isEmpty() ? null : lastBytes;
        }
        if (needsSettledClient(step, tip.tree())) {
            return open.isEmpty() ? sendAlone(step, status) : lastBytes;
        }
        Changes all = sum.then(step);
        byte[] bytes = encode(all, status);
        if (bytes.length > PygaseEndpoint.MAX_UPDATE_BYTES) {
            return open.isEmpty() ? sendAlone(step, status) : lastBytes;
        }
        return opened(step, all, new Held(tree, status), bytes);
    }

    /** Deletes the maps at the top of which the client may hold another one. */
    private Changes clearing(Attributes tree) {
        Changes.Builder deletes = Changes.builder();
        for (Map.Entry<Object, @Nullable Object> attribute : tree.asMap().entrySet()) {
            boolean mayHoldAnother = !cleared.contains(attribute.getKey())
                    && !held.tree().asMap().containsKey(attribute.getKey());
            if (attribute.getValue() instanceof Attributes && mayHoldAnother) {
                deletes.put(attribute.getKey(), Change.DELETE);
            }
        }
        return deletes.build();
    }

    private byte[] clear(Changes deletes, GameStatus status) {
        byte[] bytes = sendAlone(deletes, status);
        cleared.addAll(open.getLast().step().asMap().keySet());
        return bytes;
    }

    /** Everything, or if that is too much a part of it, after which the client has to report before more is sent. */
    private byte[] sendAlone(Changes step, GameStatus status) {
        alone = true;
        byte[] whole = encode(step, status);
        if (whole.length <= PygaseEndpoint.MAX_UPDATE_BYTES) {
            served.clear();
            return opened(step, step, new Held(step.applyTo(held.tree()), status), whole);
        }
        Changes part = UpdatePieces.some(step, served);
        return opened(part, part, new Held(part.applyTo(held.tree()), status), encode(part, status));
    }

    private byte[] opened(Changes step, Changes all, Held after, byte[] bytes) {
        lastNumber = CircularNumber.plus(lastNumber, 1);
        open.add(new Open(lastNumber, step, after));
        sum = all;
        lastBytes = bytes;
        return bytes;
    }

    private byte[] encode(Changes changes, GameStatus status) {
        boolean tellStatus = status != held.status()
                || open.stream().anyMatch(update -> update.after().status() != status);
        int number = CircularNumber.plus(lastNumber, 1);
        return PygaseUpdateCodec.encode(new PygaseUpdate(number, tellStatus ? status : null, changes));
    }

    /** Learns what the client holds from the number that it reports. */
    private void settle(int timeOrder) {
        if (timeOrder == reported) {
            return;
        }
        if (timeOrder == CircularNumber.NONE) {
            forgetAll();
        } else if (open.stream().anyMatch(update -> update.number() == timeOrder)) {
            reported = timeOrder;
            Open update;
            do {
                update = open.remove();
                held = update.after();
            } while (update.number() != timeOrder);
            sum = open.stream().map(Open::step).reduce(Changes.NONE, Changes::then);
            alone = alone && !open.isEmpty();
        } else {
            // What it holds is unknown, so it is sent everything, and its number goes on.
            forgetAll();
            survivor = numberBefore == CircularNumber.NONE || CircularNumber.distance(numberBefore, timeOrder) < 0;
            reported = timeOrder;
            lastNumber = CircularNumber.plus(timeOrder, LEAP);
        }
    }

    /** The client begins anew. */
    private void forgetAll() {
        open.clear();
        served.clear();
        held = Held.NOTHING;
        reported = CircularNumber.NONE;
        lastNumber = CircularNumber.NONE;
        sum = Changes.NONE;
        alone = false;
        survivor = false;
        cleared.clear();
    }

    /** Whether changes delete, or put a map where another value is: PyGaSe's client would go down into a map of before. */
    private static boolean needsSettledClient(Changes changes, Attributes tree) {
        for (Map.Entry<Object, Change> entry : changes.asMap().entrySet()) {
            Object present = tree.asMap().get(entry.getKey());
            boolean replacesValue = tree.asMap().containsKey(entry.getKey()) && !(present instanceof Attributes);
            if (entry.getValue() instanceof Changes inside) {
                if (replacesValue
                        || needsSettledClient(inside, present instanceof Attributes map ? map : Attributes.EMPTY)) {
                    return true;
                }
            } else if (entry.getValue() instanceof Change.Set set) {
                if (replacesValue && set.value() instanceof Attributes) {
                    return true;
                }
            } else {
                return true;
            }
        }
        return false;
    }
}
