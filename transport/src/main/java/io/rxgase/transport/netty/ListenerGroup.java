package io.rxgase.transport.netty;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.driver.EndpointDriver;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One port that has a socket on each event loop: the sum of their listeners. */
final class ListenerGroup implements Listener {
    private final List<EndpointDriver> drivers;
    private final Flowable<ConnectionEvent> events;

    ListenerGroup(List<EndpointDriver> drivers) {
        this.drivers = List.copyOf(drivers);
        events = Flowable.merge(
                drivers.stream().map(driver -> driver.listener().events()).toList(), drivers.size());
    }

    @Override
    public InetSocketAddress localAddress() {
        return drivers.get(0).listener().localAddress();
    }

    @Override
    public Flowable<ConnectionEvent> events() {
        return events;
    }

    @Override
    public void offerState(StateSource source) {
        for (EndpointDriver driver : drivers) {
            driver.listener().offerState(source);
        }
    }

    @Override
    public Batch batch() {
        return drivers.get(0).listener().batch();
    }

    @Override
    public long datagramsDropped() {
        return drivers.stream()
                .mapToLong(driver -> driver.listener().datagramsDropped())
                .sum();
    }

    @Override
    public Map<String, Long> drops() {
        Map<String, Long> sum = new TreeMap<>();
        for (EndpointDriver driver : drivers) {
            driver.listener().drops().forEach((rule, count) -> sum.merge(rule, count, Long::sum));
        }
        return sum;
    }

    @Override
    public boolean isOnEventLoop() {
        return drivers.stream().anyMatch(driver -> driver.listener().isOnEventLoop());
    }

    @Override
    public Completable close(String detail) {
        // All of them at once, and whether or not anybody subscribes.
        return Completable.mergeDelayError(drivers.stream()
                .map(driver -> driver.close(DisconnectReason.PEER_SHUTDOWN, detail))
                .toList());
    }
}
