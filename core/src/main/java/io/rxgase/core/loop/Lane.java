package io.rxgase.core.loop;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Incoming;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The waiting events of one sender, in the {@link Inbox}. Many threads add, the loop thread takes. */
final class Lane {
    final ClientId sender;
    final Queue<Waiting> events = new ConcurrentLinkedQueue<>();
    final Set<EventSource> sources = ConcurrentHashMap.newKeySet();
    /** How many sources hold on to this lane; counted apart from {@link #sources} to be changed under the map's lock. */
    final AtomicInteger pins = new AtomicInteger();
    /** How many of the events were offered. */
    final AtomicInteger offered = new AtomicInteger();
    /** Whether the lane is in the queue of those that have events. */
    final AtomicBoolean isReady = new AtomicBoolean();

    Lane(ClientId sender) {
        this.sender = sender;
    }

    /** Whether the inbox may forget this lane. */
    boolean isIdle() {
        return pins.get() == 0 && events.isEmpty();
    }

    /** An event, and where it came from if it wasn't offered. */
    record Waiting(Incoming incoming, @Nullable EventSource source) {}
}
