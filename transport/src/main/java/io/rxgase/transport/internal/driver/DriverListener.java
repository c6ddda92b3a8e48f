package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The connections that come in through a driver's socket. */
final class DriverListener implements Listener {
    private final EndpointDriver driver;
    private final Flowable<ConnectionEvent> events;
    private final AtomicReference<@Nullable StateSource> offered = new AtomicReference<>();
    private final AtomicLong offeredVersion = new AtomicLong(StateSource.NONE);

    DriverListener(EndpointDriver driver, Flowable<ConnectionEvent> events) {
        this.driver = driver;
        this.events = events;
    }

    @Override
    public InetSocketAddress localAddress() {
        return driver.localAddress();
    }

    @Override
    public Flowable<ConnectionEvent> events() {
        return events;
    }

    @Override
    public void offerState(StateSource source) {
        long version = source.version();
        long before = offeredVersion.getAndAccumulate(version, Math::max);
        if (version < before || (version == before && source.heartbeat() == null)) {
            throw new IllegalArgumentException("state version " + version + " was offered after version " + before
                    + ": versions must grow from one offer to the next");
        }
        if (offered.getAndSet(source) == null) {
            driver.command(() -> driver.offerState(Objects.requireNonNull(offered.getAndSet(null))));
        }
    }

    @Override
    public Batch batch() {
        return new DriverBatch();
    }

    @Override
    public long datagramsDropped() {
        return driver.datagramsDropped();
    }

    @Override
    public Map<String, Long> drops() {
        return driver.drops().read();
    }

    @Override
    public boolean isOnEventLoop() {
        return driver.isOnLoop();
    }

    @Override
    public Completable close(String detail) {
        return driver.close(DisconnectReason.PEER_SHUTDOWN, detail);
    }
}
