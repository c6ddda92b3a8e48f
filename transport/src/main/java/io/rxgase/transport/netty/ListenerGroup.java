package io.rxgase.transport.netty;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.internal.driver.EndpointDriver;
import io.rxgase.transport.internal.driver.JoinedEvents;
import io.rxgase.transport.internal.guard.Guard;
import io.rxgase.transport.internal.guard.Outcome;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/**
 * One port that has a socket on each event loop: the sum of their listeners. If one of them ends by itself, the others are closed: a port
 * that is deaf to some of its peers must not look alive.
 */
final class ListenerGroup implements Listener {
    private static final Guard GUARD = new Guard(LoggerFactory.getLogger(ListenerGroup.class));

    private final List<EndpointDriver> drivers;
    // One that throws inside the merge would leave its places at the other loops occupied, and one that is refused at
    // one of
    // them, as it would wait for itself, must not look like the end of that one.
    private final Flowable<ConnectionEvent> events = GUARD.stream(
            "a subscriber of the events of a port",
            Outcome.of("events", Flowable.defer(this::merged), this::isOnEventLoop));

    ListenerGroup(List<EndpointDriver> drivers) {
        this.drivers = List.copyOf(drivers);
    }

    private Flowable<ConnectionEvent> merged() {
        return JoinedEvents.of(
                drivers.stream().map(EndpointDriver::listener).toList(),
                () -> close("the server has lost a part of its port"));
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
