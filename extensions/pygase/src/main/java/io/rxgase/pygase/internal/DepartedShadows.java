package io.rxgase.pygase.internal;

import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What clients held that are gone, for a while: one whose datagrams did not arrive for some time comes back at the same address with the
 * state that it had, and goes on from there; another one that started at its address may have got a datagram that was meant for it. Bounded in number and in game time. Any thread.
 */
final class DepartedShadows {
    static final int MAX_SHADOWS = 64;

    /** A little more than PyGaSe's client takes to give up after the server did. */
    static final long KEEP_NANOS = 10_000_000_000L;

    private final Map<InetSocketAddress, Departed> byAddress = new LinkedHashMap<>();

    private record Departed(PygaseShadow shadow, boolean mayReturn, long sinceNanos) {}

    synchronized void remember(InetSocketAddress address, PygaseShadow shadow, boolean mayReturn, long nowNanos) {
        byAddress.remove(address);
        if (byAddress.size() >= MAX_SHADOWS) {
            Iterator<InetSocketAddress> oldest = byAddress.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        byAddress.put(address, new Departed(shadow, mayReturn, nowNanos));
    }

    /** The shadow of a client that has come to an address. */
    synchronized PygaseShadow recall(InetSocketAddress address) {
        Departed departed = byAddress.remove(address);
        if (departed == null) {
            return new PygaseShadow();
        }
        return departed.mayReturn ? departed.shadow : new PygaseShadow(departed.shadow.lastNumber());
    }

    synchronized void forgetOld(long nowNanos) {
        byAddress.values().removeIf(departed -> nowNanos - departed.sinceNanos > KEEP_NANOS);
    }
}
