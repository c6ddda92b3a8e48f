package io.rxgase.server;

import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients held that are gone, for a while: one whose datagrams did not arrive for some time comes back at the same address with the
 * state that it had, and goes on from there. Bounded in number and in game time. Any thread.
 */
final class DepartedShadows {
    static final int MAX_SHADOWS = 64;

    /** A little more than PyGaSe's client takes to give up after the server did. */
    static final long KEEP_NANOS = 10_000_000_000L;

    private final Map<InetSocketAddress, Departed> byAddress = new LinkedHashMap<>();

    private record Departed(PygaseShadow shadow, long sinceNanos) {}

    synchronized void remember(InetSocketAddress address, PygaseShadow shadow, long nowNanos) {
        byAddress.remove(address);
        if (byAddress.size() >= MAX_SHADOWS) {
            Iterator<InetSocketAddress> oldest = byAddress.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        byAddress.put(address, new Departed(shadow, nowNanos));
    }

    synchronized @Nullable PygaseShadow recall(InetSocketAddress address) {
        Departed departed = byAddress.remove(address);
        return departed == null ? null : departed.shadow;
    }

    synchronized void forgetOld(long nowNanos) {
        byAddress.values().removeIf(departed -> nowNanos - departed.sinceNanos > KEEP_NANOS);
    }
}
