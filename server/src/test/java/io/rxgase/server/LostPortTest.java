package io.rxgase.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.testkit.SubscriberCrowd;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backend with two ports, one of which dies: nobody is left to believe that the game goes on. */
class LostPortTest {
    record Count(int ticks) {}

    private static final GameLogic<Count> LOGIC =
            GameLogic.of(Count.class).timeStep((count, dt) -> new Count(count.ticks() + 1));

    private final TestScheduler time = new TestScheduler();
    private final CountingLoop first = new CountingLoop();
    private final CountingLoop second = new CountingLoop();
    private final Backend<Count> backend = Backend.of(LOGIC, new Count(0))
            .scheduler(time)
            .transport(new TwoPorts())
            .start("localhost", 1);
    private final TestObserver<Void> closed = backend.closed().test();
    private final TestSubscriber<ClientEvent> clients = backend.clients().test();
    private final TestSubscriber<ServerStats> stats = backend.stats().test();

    private final class TwoPorts implements DatagramTransport {
        @Override
        public Single<Listener> listen(InetSocketAddress local, TransportOptions options) {
            return Single.just(new Ports(List.of(first.listener(), second.listener())));
        }

        @Override
        public Single<Connection> connect(InetSocketAddress remote, byte[] hello, TransportOptions options) {
            return Single.error(new UnsupportedOperationException("it only listens"));
        }

        @Override
        public Completable close() {
            return Completable.complete();
        }
    }

    @BeforeEach
    void join() {
        turn();
        first.connect(1, 2);
        second.connect(3, 2);
        assertThat(backend.server().connected()).hasSize(4);
    }

    private void turn() {
        first.turn();
        second.turn();
    }

    private void assertLost() {
        closed.assertError(error ->
                error instanceof TransportException failure && failure.reason() == DisconnectReason.TRANSPORT_FAILED);
        clients.assertComplete();
        assertThat(clients.values())
                .filteredOn(ClientEvent.Left.class::isInstance)
                .hasSize(4);
        stats.assertComplete();
        backend.states().test().assertComplete();
    }

    @Test
    void shouldEndWhenOneOfItsPortsDies() {
        first.die();
        turn();

        assertThat(second.machine.farewell).contains("lost one of its ports");
        second.disconnect(3, 2);
        turn();

        assertLost();
    }

    @Test
    void shouldEndWhenOneOfItsPortsDiesAndTheOtherHangs() {
        first.die();
        second.hang();

        assertLost();
    }

    @Test
    void shouldTellThatEverybodyHasLeftWhenALoopHangsAtTheEnd() {
        backend.close();
        TestObserver<Void> ending = backend.closed().test();
        first.turn();
        first.disconnect(1, 2);
        second.hang();

        ending.assertComplete();
        closed.assertComplete();
        clients.assertComplete();
        assertThat(clients.values())
                .filteredOn(ClientEvent.Left.class::isInstance)
                .hasSize(4);
        stats.assertComplete();
    }

    @Test
    void shouldEndInOrderWhenItIsAsked() {
        backend.close();
        turn();
        first.disconnect(1, 2);
        second.disconnect(3, 2);

        closed.assertComplete();
        clients.assertComplete();
        stats.assertComplete();
    }

    /** A listener with nothing but events. */
    private static Listener withEvents(Flowable<ConnectionEvent> events, AtomicInteger closes) {
        return (Listener) Proxy.newProxyInstance(
                Listener.class.getClassLoader(), new Class<?>[] {Listener.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closes.incrementAndGet();
                        return Completable.complete();
                    }
                    return method.getName().equals("events") ? events : null;
                });
    }

    @Test
    void shouldEndASubscriberThatIsTooSlowAndNotThePort() {
        AtomicInteger closes = new AtomicInteger();
        Listener ports = new Ports(List.of(
                withEvents(Flowable.error(new IllegalStateException("65536 events behind")), closes),
                withEvents(Flowable.never(), closes)));

        ports.events().test().assertError(IllegalStateException.class);

        assertThat(closes).hasValue(0);
    }

    @Test
    void shouldCloseTheOtherPortWhenOneIsLost() {
        AtomicInteger closes = new AtomicInteger();
        Listener ports = new Ports(List.of(
                withEvents(
                        Flowable.error(new TransportException(DisconnectReason.TRANSPORT_FAILED, "its loop has ended")),
                        closes),
                withEvents(Flowable.empty(), closes)));

        ports.events().test().assertError(TransportException.class);

        assertThat(closes).hasValue(2);
    }

    /** Subscribers that come, ask, leave, throw and act within their own calls, in any order: who only listens hears of everybody. */
    @Test
    void shouldTellWhoListensOfAllPortsWhateverOthersDo() {
        long seed = Long.getLong("seed", 20_268);
        Listener ports = new Ports(List.of(first.listener(), second.listener()));
        TestSubscriber<ConnectionEvent> listener = ports.events().test();
        SubscriberCrowd<ConnectionEvent> crowd = new SubscriberCrowd<>(seed, ports.events());
        turn();
        int before = listener.values().size();
        for (int step = 0; step < 400; step++) {
            crowd.act();
            (step % 2 == 0 ? first : second).connect(100 + step, 1);
        }
        crowd.leave();
        turn();
        crowd.check();
        assertThat(crowd.hasTriedEverything()).isTrue();
        listener.assertNoErrors().assertNotComplete();
        assertThat(listener.values()).as("replay with -Dseed=" + seed).hasSize(before + 400);
    }
}
