package io.rxgase.transport.internal.driver;

import io.rxgase.testkit.StreamTck;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Quality;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** {@code Connection.events}: replays the latest, then what happens; the end is the last one. */
@Test
public class ConnectionEventsTckTest extends StreamTck<ConnectionEvent> {
    private static final int MOST = 1000;

    private final LiveLoop loop = new LiveLoop();

    @AfterClass
    public void endLoop() {
        loop.end();
    }

    @Override
    public Publisher<ConnectionEvent> createPublisher(long elements) {
        LiveDriver live = new LiveDriver(loop);
        Connection connection = live.connection();
        List<EndpointEvent> events = new ArrayList<>();
        for (int i = 2; i < elements; i++) {
            events.add(new EndpointEvent.QualityChanged(1, Quality.DEGRADED));
        }
        events.add(new EndpointEvent.Disconnected(1, DisconnectReason.CLOSED_BY_PEER, "that was all"));
        if (elements <= 1) {
            live.say(events);
            connection.events().ignoreElements().blockingAwait();
            return connection.events();
        }
        return subscriber -> {
            connection.events().subscribe(subscriber);
            live.say(events);
        };
    }

    @Override
    public void optional_spec105_emptyStreamMustTerminateBySignallingOnComplete() {
        notVerified("a connection has at least one event");
    }

    @Override
    public Publisher<ConnectionEvent> createFailedPublisher() {
        return null;
    }

    @Override
    public long maxElementsFromPublisher() {
        return MOST;
    }
}
