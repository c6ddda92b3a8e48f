package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Completable;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Listener;
import io.rxgase.transport.SendOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages to connections of any drivers: one command for each driver. */
final class DriverBatch implements Listener.Batch {
    private final Map<EndpointDriver, List<Sending>> waiting = new LinkedHashMap<>();

    @Override
    public Completable send(Connection to, Channel channel, byte[] payload, SendOptions options) {
        if (!(to instanceof DriverConnection connection)) {
            return to.send(channel, payload, options);
        }
        Completable prepared = connection.prepare(channel, payload, options);
        if (prepared instanceof Sending sending) {
            waiting.computeIfAbsent(connection.driver(), driver -> new ArrayList<>())
                    .add(sending);
        }
        return prepared;
    }

    @Override
    public void handOver() {
        waiting.forEach((driver, sendings) -> driver.command(() -> sendings.forEach(Sending::run)));
        waiting.clear();
    }
}
