package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.rxgase.testkit.StreamTck;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Quality;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** {@code Listener.events}: begins with who is connected, ends when the listener is closed. */
@Test
public class ListenerEventsTckTest extends StreamTck<ConnectionEvent> {
    private static final int MOST = 10_000;

    private final LiveLoop loop = new LiveLoop();

    @AfterClass
    public void endLoop() {
        loop.end();
    }

    @Override
    public Publisher<ConnectionEvent> createPublisher(long elements) {
        LiveDriver live = new LiveDriver(loop);
        Flowable<ConnectionEvent> events = live.driver.listener().events();
        if (elements == 1) {
            // A connection that begins also ends, so the listener alone makes no stream of one event.
            live.say(List.of(connected(1)));
            return events.take(1);
        }
        return subscriber -> {
            events.subscribe(subscriber);
            live.say(story(elements));
            live.loop.execute(() -> live.driver.listener().close("over").subscribe(new TestObserver<>()));
        };
    }

    /** Connections that come and go; if the number is odd, one of them got worse in between. */
    private static List<EndpointEvent> story(long elements) {
        List<EndpointEvent> story = new ArrayList<>();
        for (long connection = 1; connection <= elements / 2; connection++) {
            story.add(connected(connection));
            if (connection == 1 && elements % 2 == 1) {
                story.add(new EndpointEvent.QualityChanged(1, Quality.BAD));
            }
            story.add(new EndpointEvent.Disconnected(connection, DisconnectReason.CLOSED_BY_PEER, "bye"));
        }
        return story;
    }

    private static EndpointEvent connected(long connection) {
        return new EndpointEvent.Connected(connection, ScriptedMachine.PEER, new byte[0], true);
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
