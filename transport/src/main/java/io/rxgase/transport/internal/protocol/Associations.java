package io.rxgase.transport.internal.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All connections of an endpoint: found by handle or connection id, kept in the order of their deadlines, and in a queue if they may have
 * something to send.
 */
final class Associations {
    private final LongTable<Association> byLocalId = new LongTable<>();
    private final LongTable<Association> byHandle = new LongTable<>();
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private final ArrayDeque<Association> ready = new ArrayDeque<>();
    private final Consumer<Association> onGone;

    Associations(Consumer<Association> onGone) {
        this.onGone = onGone;
    }

    void add(Association association) {
        byLocalId.put(association.localId, association);
        byHandle.put(association.handle, association);
        touch(association);
    }

    /** A connection id that is not in use, and belongs to that shard if there is one. */
    long freshId(RandomGenerator random, @Nullable Shard shard) {
        long id;
        do {
            id = random.nextLong();
            id = shard == null ? id : shard.id(id);
        } while (byLocalId.get(id) != null);
        return id;
    }

    @Nullable
    Association byLocalId(long id) {
        return byLocalId.get(id);
    }

    @Nullable
    Association byHandle(long handle) {
        return byHandle.get(handle);
    }

    int size() {
        return byHandle.size();
    }

    List<Association> all() {
        List<Association> all = new ArrayList<>(size());
        byHandle.forEach(all::add);
        return all;
    }

    void forEach(Consumer<Association> action) {
        byHandle.forEach(action);
    }

    /** Something happened to it: it is asked for packets, and its deadline looked at anew, before the machine rests. */
    void touch(Association association) {
        if (!association.isReady) {
            association.isReady = true;
            ready.add(association);
        }
    }

    boolean transmit(long nowNanos, Transmit into) {
        for (Association head = ready.peek(); head != null; head = ready.peek()) {
            if (!head.isGone() && head.transmit(nowNanos, into)) {
                return true;
            }
            ready.remove();
            head.isReady = false;
            settle(head, nowNanos);
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // the entry may be that of a successor, which stays
    private void settle(Association association, long nowNanos) {
        if (association.isGone()) {
            deadlines.remove(association);
            if (byLocalId.get(association.localId) == association) {
                byLocalId.remove(association.localId);
            }
            if (byHandle.get(association.handle) == association) {
                byHandle.remove(association.handle);
            }
            onGone.accept(association);
        } else {
            association.arm(nowNanos);
            deadlines.update(association, association.timeoutNanos());
        }
    }

    void handleTimeout(long nowNanos) {
        for (Association first = deadlines.first();
                first != null && first.wakeNanos <= nowNanos;
                first = deadlines.first()) {
            // Out of the way until it is settled with its new deadline.
            deadlines.update(first, EndpointMachine.NEVER);
            first.handleTimeout(nowNanos);
            touch(first);
        }
    }

    long nextDeadlineNanos() {
        Association first = deadlines.first();
        return first == null ? EndpointMachine.NEVER : first.wakeNanos;
    }
}
