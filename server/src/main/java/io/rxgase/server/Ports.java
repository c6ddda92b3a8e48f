package io.rxgase.server;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.internal.driver.JoinedEvents;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Several ports as one, the first of which gives the address. Connections of one transport have numbers of their own on
 * whichever port. If one of them ends by itself, the others are closed: a server that half of its clients can't reach must not look alive.
 */
record Ports(List<Listener> listeners) implements Listener {
    @Override
    public InetSocketAddress localAddress() {
        return listeners.get(0).localAddress();
    }

    @Override
    public Flowable<ConnectionEvent> events() {
        return JoinedEvents.of(listeners, () -> close("the server has lost one of its ports"));
    }

    @Override
    public void offerState(StateSource source) {
        listeners.forEach(listener -> listener.offerState(source));
    }

    @Override
    public Batch batch() {
        return listeners.get(0).batch();
    }

    @Override
    public long datagramsDropped() {
        return listeners.stream().mapToLong(Listener::datagramsDropped).sum();
    }

    @Override
    public Map<String, Long> drops() {
        Map<String, Long> sum = new TreeMap<>();
        listeners.forEach(listener -> listener.drops().forEach((rule, count) -> sum.merge(rule, count, Long::sum)));
        return sum;
    }

    @Override
    public boolean isOnEventLoop() {
        return listeners.stream().anyMatch(Listener::isOnEventLoop);
    }

    @Override
    public Completable close(String detail) {
        return Completable.mergeDelayError(
                listeners.stream().map(listener -> listener.close(detail)).toList());
    }
}
