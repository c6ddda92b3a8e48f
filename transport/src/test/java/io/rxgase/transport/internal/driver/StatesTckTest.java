package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.StreamTck;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import java.nio.ByteBuffer;
import java.util.List;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** {@code Connection.states}: the next frame arrives when one was taken, so that none is conflated away. */
@Test
public class StatesTckTest extends StreamTck<StateSource.Frame> {
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
    public Publisher<StateSource.Frame> createPublisher(long elements) {
        LiveDriver live = new LiveDriver(loop);
        Connection connection = live.connection();
        next(live, 0, elements);
        return subscriber ->
                connection.states().subscribe(subscriber == null ? null : new Feeder(live, elements, subscriber));
    }

    private static void next(LiveDriver live, long version, long elements) {
        live.say(List.of(
                version < elements
                        ? new EndpointEvent.StateArrived(
                                1, new StateSource.Frame(StateSource.NONE, version, ByteBuffer.allocate(0)))
                        : new EndpointEvent.Disconnected(1, DisconnectReason.CLOSED_BY_PEER, "that was all")));
    }

    @Override
    public Publisher<StateSource.Frame> createFailedPublisher() {
        Connection connection = new LiveDriver(loop).connection();
        connection.states().subscribe(new TestSubscriber<>(0));
        return connection.states();
    }

    /** Passes everything on, and lets the next frame arrive. */
    private static final class Feeder implements Subscriber<StateSource.Frame> {
        private final LiveDriver live;
        private final long elements;
        private final Subscriber<? super StateSource.Frame> subscriber;

        Feeder(LiveDriver live, long elements, Subscriber<? super StateSource.Frame> subscriber) {
            this.live = live;
            this.elements = elements;
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(StateSource.Frame frame) {
            next(live, frame.version() + 1, elements);
            subscriber.onNext(frame);
        }

        @Override
        public void onError(Throwable error) {
            subscriber.onError(error);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
