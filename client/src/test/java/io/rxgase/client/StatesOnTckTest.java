package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.server.Backend;
import io.rxgase.testkit.StreamTck;
import io.rxgase.transport.simulated.SimulatedNetwork;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.testng.annotations.Test;

/** {@link Client#statesOn} of a client in virtual time, on a real thread: what a subscriber saw drives the clock. */
@Test
public class StatesOnTckTest extends StreamTck<Pond> {
    @Override
    public Publisher<Pond> createPublisher(long elements) {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, 1);
        var unused = Backend.of(Pond.LOGIC, Pond.EMPTY)
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 8080);
        TestObserver<Client<Pond>> connecting = Client.of(Pond.class)
                .transport(network.host("client"))
                .connect("server", 8080)
                .test();
        time.advanceTimeBy(1, SECONDS);
        Client<Pond> client = connecting.values().get(0);
        if (elements == 0) {
            client.close();
            time.advanceTimeBy(10, SECONDS);
        }
        return client.statesOn(Schedulers.single()).take(Math.max(1, elements)).doOnNext(pond -> {
            synchronized (time) {
                time.advanceTimeBy(100, MILLISECONDS);
            }
        });
    }

    @Override
    public @Nullable Publisher<Pond> createFailedPublisher() {
        return null;
    }
}
