package io.rxgase.transport.internal.driver;

import io.reactivex.rxjava3.observers.TestObserver;
import io.rxgase.testkit.SubscriberTck;
import io.rxgase.transport.Channel;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** The subscriber behind {@code Connection.send(channel, publisher)}. */
@Test
public class PublisherSendingTckTest extends SubscriberTck<byte[]> {
    private final LiveLoop loop = new LiveLoop();

    @AfterClass
    public void endLoop() {
        loop.end();
    }

    @Override
    public Subscriber<byte[]> createSubscriber() {
        LiveDriver live = new LiveDriver(loop);
        live.machine.credit = 10;
        Capture capture = new Capture();
        live.connection().send(Channel.ORDERED, capture).subscribe(new TestObserver<>());
        return capture.subscriber;
    }

    @Override
    public byte[] createElement(int element) {
        return new byte[] {(byte) element};
    }

    private static final class Capture implements Publisher<byte[]> {
        private Subscriber<byte[]> subscriber;

        @Override
        @SuppressWarnings("unchecked")
        public void subscribe(Subscriber<? super byte[]> value) {
            subscriber = (Subscriber<byte[]>) value;
        }
    }
}
