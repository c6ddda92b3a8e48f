package io.rxgase.server;

import io.rxgase.core.event.ClientId;
import io.rxgase.testkit.StreamTck;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.testng.annotations.Test;

/** The stream of {@link Server#clients()}. */
@Test
public class ClientsTckTest extends StreamTck<ClientEvent> {
    @Override
    public long maxElementsFromPublisher() {
        return 10_000;
    }

    @Override
    public Publisher<ClientEvent> createPublisher(long elements) {
        LifecycleHub hub = new LifecycleHub();
        for (long i = 1; i <= elements; i++) {
            hub.publish(new ClientEvent.Joined(new ClientId(i), InetSocketAddress.createUnresolved("client", 1), ""));
        }
        hub.complete();
        return hub.events();
    }

    @Override
    public @Nullable Publisher<ClientEvent> createFailedPublisher() {
        return null; // clients() fails only the subscriber that is too far behind
    }
}
