package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.StreamTck;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** {@code Connection.messages} of a reliable channel. */
@Test
public class MessagesTckTest extends StreamTck<byte[]> {
    private static final int MOST = 10_000;

    private final LiveLoop loop = new LiveLoop();

    @AfterClass
    public void endLoop() {
        loop.end();
    }

    @Override
    protected boolean isUnicast() {
        return true;
    }

    @Override
    public Publisher<byte[]> createPublisher(long elements) {
        LiveDriver live = new LiveDriver(loop);
        Connection connection = live.connection();
        List<EndpointEvent> events = new ArrayList<>();
        for (int i = 0; i < elements; i++) {
            events.add(new EndpointEvent.Message(1, Channel.ORDERED.id(), new byte[] {(byte) i}));
        }
        events.add(new EndpointEvent.Disconnected(1, DisconnectReason.CLOSED_BY_PEER, "that was all"));
        live.say(events);
        return connection.messages(Channel.ORDERED);
    }

    @Override
    public Publisher<byte[]> createFailedPublisher() {
        LiveDriver live = new LiveDriver(loop);
        Flowable<byte[]> messages = live.connection().messages(Channel.ORDERED);
        // The seat is taken: whoever comes second is refused.
        messages.subscribe(new TestSubscriber<>(0));
        return messages;
    }

    @Override
    public long maxElementsFromPublisher() {
        return MOST;
    }
}
