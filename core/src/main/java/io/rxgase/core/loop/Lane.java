package io.rxgase.core.loop;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Incoming;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The waiting events of one sender, in the {@link Inbox}. Many threads add, the loop thread takes.
 *
 * <p>Two queues, since offered events may be displaced and attached ones may not; each event has a number, so that both
 * come out in the order in which they came in.
 */
final class Lane {
    final ClientId sender;
    /** Counts the offered events that wait. */
    final AtomicInteger offeredCount = new AtomicInteger();

    final Set<EventSource> sources = ConcurrentHashMap.newKeySet();
    /** How many sources hold on to this lane; counted apart from {@link #sources} to be changed under the map's lock. */
    final AtomicInteger pins = new AtomicInteger();
    /** Whether the lane is in the queue of those that have events. */
    final AtomicBoolean isReady = new AtomicBoolean();

    private final Queue<Waiting> offered = new ConcurrentLinkedQueue<>();
    private final Queue<Waiting> attached = new ConcurrentLinkedQueue<>();
    private final AtomicLong arrivals = new AtomicLong();

    Lane(ClientId sender) {
        this.sender = sender;
    }

    /** An event, and where it came from if it wasn't offered. */
    record Waiting(
            long arrival, Incoming incoming, @Nullable EventSource source) {}

    void add(Incoming incoming, @Nullable EventSource source) {
        (source == null ? offered : attached).add(new Waiting(arrivals.getAndIncrement(), incoming, source));
    }

    /** Drops the oldest offered event to make room for another; false if there is none. */
    boolean displace() {
        return offered.poll() != null;
    }

    /** Takes the event that came first. To be called by one thread at a time. */
    @Nullable
    Waiting take() {
        Waiting first = attached.peek();
        Waiting other = offered.peek();
        boolean fromAttached = first != null && (other == null || first.arrival() < other.arrival());
        Waiting taken = fromAttached ? attached.poll() : offered.poll();
        // What was seen among the offered ones may have been displaced since.
        return taken == null ? attached.poll() : taken;
    }

    boolean isEmpty() {
        return attached.isEmpty() && offered.isEmpty();
    }

    /** Whether the inbox may forget this lane. */
    boolean isIdle() {
        return pins.get() == 0 && isEmpty();
    }
}
