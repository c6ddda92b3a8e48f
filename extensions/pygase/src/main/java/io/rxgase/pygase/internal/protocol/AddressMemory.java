package io.rxgase.pygase.internal.protocol;

import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of addresses whose connection is over: its client may live on for as long as its own time-out, and would
 * die of numbers that begin anew. Bounded: beyond the capacity the oldest memory goes.
 */
final class AddressMemory {
    /** How long an address is remembered: twice the time after which PyGaSe's client gives up. */
    static final long KEEP_NANOS = 10_000_000_000L;

    private final int capacity;
    private final Map<InetSocketAddress, Trace> traces = new LinkedHashMap<>();

    /**
     * What a connection left behind.
     *
     * @param lastNumber the last one that was sent there
     * @param newestReceived the newest one that came from there
     * @param unwanted whether the client was sent away: what it still sends is ignored
     * @param untilNanos when this is forgotten
     */
    record Trace(int lastNumber, int newestReceived, boolean unwanted, long untilNanos) {}

    AddressMemory(int capacity) {
        this.capacity = capacity;
    }

    void remember(long nowNanos, InetSocketAddress address, int lastNumber, int newestReceived, boolean unwanted) {
        forgetOld(nowNanos);
        traces.remove(address);
        if (traces.size() >= capacity) {
            Iterator<InetSocketAddress> oldest = traces.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        traces.put(address, new Trace(lastNumber, newestReceived, unwanted, nowNanos + KEEP_NANOS));
    }

    @Nullable
    Trace recall(long nowNanos, InetSocketAddress address) {
        forgetOld(nowNanos);
        return traces.get(address);
    }

    /** A client that was sent away is still sending. */
    void ignored(InetSocketAddress address, int number) {
        traces.computeIfPresent(
                address,
                (key, trace) -> CircularNumber.distance(number, trace.newestReceived) > 0
                        ? new Trace(trace.lastNumber, number, trace.unwanted, trace.untilNanos)
                        : trace);
    }

    private void forgetOld(long nowNanos) {
        // All are kept equally long, so the oldest come first.
        for (Iterator<Trace> i = traces.values().iterator();
                i.hasNext() && i.next().untilNanos() <= nowNanos; ) {
            i.remove();
        }
    }
}
