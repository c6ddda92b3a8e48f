package io.rxgase.client;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.server.Backend;
import io.rxgase.testkit.StreamTck;
import io.rxgase.transport.simulated.SimulatedNetwork;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.testng.annotations.Test;

/** {@link Client#events()} of a client in virtual time, whose events have arrived when the subscriber comes. */
@Test
public class EventsTckTest extends StreamTck<Event> {
    @Override
    public long maxElementsFromPublisher() {
        return EventFlow.WAITING;
    }

    /** The kit would wait for what a second subscriber never gets, only to find that the rule is optional. */
    private void skipAsTheFirstSubscriberGetsWhatWaited() {
        notVerified("What has arrived goes to the first subscriber that asks.");
    }

    @Override
    public void optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals() {
        skipAsTheFirstSubscriberGetsWhatWaited();
    }

    @Override
    public void
            optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne() {
        skipAsTheFirstSubscriberGetsWhatWaited();
    }

    @Override
    public Publisher<Event> createPublisher(long elements) {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, 1);
        Backend<Pond> backend = Backend.of(Pond.LOGIC, Pond.EMPTY)
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 8080);
        TestObserver<Client<Pond>> connecting = Client.of(Pond.class)
                .transport(network.host("client"))
                .connect("server", 8080)
                .test();
        time.advanceTimeBy(1, SECONDS);
        Client<Pond> client = connecting.values().get(0);
        for (long i = 0; i < elements; i++) {
            backend.send(new ClientId(1), Event.of("RIPPLE", i));
        }
        time.advanceTimeBy(5, SECONDS);
        backend.disconnect(new ClientId(1), "that was all");
        time.advanceTimeBy(5, SECONDS);
        return client.events();
    }

    @Override
    public @Nullable Publisher<Event> createFailedPublisher() {
        return null; // events() never fails: the end of the connection completes it
    }
}
