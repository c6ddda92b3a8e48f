package io.rxgase.server;

import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.Timebase;
import io.rxgase.sync.internal.DialectFans;
import io.rxgase.sync.internal.FeedReading;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Listener;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Puts together what the parts of a server have measured and counted. Any thread. */
final class ServerReadings {
    /** How long event loops have to answer what a reading asks them. */
    private static final long ASKING_NANOS = 10_000_000;

    private final Listener listener;
    private final ClientRegistry clients;
    private final DialectFans<?> states;
    private final EventFan events;
    private final Inbox inbox;
    private final Timebase timebase;
    private volatile long tickNanos;

    ServerReadings(
            Listener listener,
            ClientRegistry clients,
            DialectFans<?> states,
            EventFan events,
            Inbox inbox,
            Timebase timebase) {
        this.listener = listener;
        this.clients = clients;
        this.states = states;
        this.events = events;
        this.inbox = inbox;
        this.timebase = timebase;
    }

    /** A reading at once and then again and again, until the server closes; a slow subscriber misses some. */
    Flowable<ServerStats> each(Duration every) {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("readings each " + every + " are out of range: use a duration above 0");
        }
        // Off the event loops a connection tells what the call before asked for; hence one call to ask, one to hear.
        return Flowable.interval(0, every.toNanos(), TimeUnit.NANOSECONDS, timebase.scheduler())
                .onBackpressureDrop()
                .doOnNext(unused -> ask())
                .delay(Math.min(ASKING_NANOS, every.toNanos() / 2), TimeUnit.NANOSECONDS, timebase.scheduler())
                .map(unused -> now())
                .takeUntil(clients.closed().onErrorComplete().<ServerStats>toFlowable());
    }

    private void ask() {
        clients.sessions().forEach(session -> session.connection().reading());
        var unused = listener.drops();
    }

    /** What connections measured is of the moment when they were last asked. */
    ServerStats now() {
        Map<ClientId, ServerStats.Client> each = new LinkedHashMap<>();
        clients.sessions().forEach(session -> each.put(session.id(), reading(session.connection())));
        return new ServerStats(
                Collections.unmodifiableMap(each),
                ServerStats.Total.of(each.values()),
                tickNanos,
                states.publishNanos(),
                states.number(),
                states.encodings(),
                inbox.size(),
                clients.refusedEvents(),
                events.undelivered() + clients.answersUnsent(),
                listener.datagramsDropped(),
                Collections.unmodifiableMap(listener.drops()));
    }

    /** How long a tick took, with everything in it. */
    void tickTook(long nanos) {
        tickNanos = nanos;
    }

    private ServerStats.Client reading(Connection connection) {
        FeedReading states = this.states.reading(connection);
        return new ServerStats.Client(
                connection.reading(),
                states.baselineAge(),
                states.waiting(),
                states.budget(),
                states.statesSent(),
                states.stateBytesSent());
    }
}
