package io.rxgase.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.transport.Connection;
import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportOptions;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However many clients there are, what is for all of them crosses to each event loop once. */
class HandOverTest {
    private static final int LOOPS = 3;
    private static final int CLIENTS_PER_LOOP = 100;
    private static final int TICK_MILLIS = 20;

    record Count(int ticks) {}

    private static final GameLogic<Count> LOGIC = GameLogic.of(Count.class)
            .timeStep((count, dt) -> new Count(count.ticks() + 1))
            .onJoined((count, client) -> client.value() <= 2
                    ? Next.state(count).toAll(Event.of("WELCOME", client.value()))
                    : Next.unchanged());

    private final TestScheduler time = new TestScheduler();
    private final List<CountingLoop> loops =
            IntStream.range(0, LOOPS).mapToObj(i -> new CountingLoop()).toList();

    private final Backend<Count> backend = Backend.of(LOGIC, new Count(0))
            .scheduler(time)
            .transport(new Loops())
            .start("localhost", 1);

    /** What listens on all the loops. */
    private final class Loops implements DatagramTransport {
        @Override
        public Single<Listener> listen(InetSocketAddress local, TransportOptions options) {
            return Single.just(
                    new Ports(loops.stream().map(CountingLoop::listener).toList()));
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
        loops.forEach(CountingLoop::turn);
        for (int i = 0; i < LOOPS; i++) {
            loops.get(i).connect(1 + (long) i * CLIENTS_PER_LOOP, CLIENTS_PER_LOOP);
        }
        assertThat(backend.server().connected()).hasSize(LOOPS * CLIENTS_PER_LOOP);
        assertThat(loops).extracting(CountingLoop::handedOver).containsOnly(0);
        assertThat(loops).extracting(loop -> loop.machine.offers).containsOnly(1);
    }

    @Test
    void shouldHandOverAStateToEachLoopOnce() {
        tick();
        loops.forEach(CountingLoop::turn);

        for (int i = 1; i <= 5; i++) {
            tick();

            assertThat(loops).extracting(CountingLoop::handedOver).containsOnly(1);
            loops.forEach(CountingLoop::turn);
            assertThat(loops).extracting(loop -> loop.machine.offers).containsOnly(2 + i);
        }
    }

    @Test
    void shouldHandOverATickWithItsEventsToEachLoopOnce() {
        tick();

        assertThat(loops).extracting(CountingLoop::handedOver).containsOnly(1);
        loops.forEach(CountingLoop::turn);
        assertThat(loops).extracting(loop -> loop.machine.offers).containsOnly(2);
        assertThat(loops).extracting(loop -> loop.machine.sends).containsOnly(2 * CLIENTS_PER_LOOP);
    }

    @Test
    void shouldHandOverAnEventForAnAudienceToEachLoopOnce() {
        backend.send(Audience.all(), Event.of("HORN"));

        assertThat(loops).extracting(CountingLoop::handedOver).containsOnly(1);
        loops.forEach(CountingLoop::turn);
        assertThat(loops).extracting(loop -> loop.machine.sends).containsOnly(CLIENTS_PER_LOOP);
    }

    @Test
    void shouldLeaveLoopsAloneThatHaveNobodyOfAnAudience() {
        List<ClientId> audience = LongStream.rangeClosed(1, CLIENTS_PER_LOOP + 1)
                .mapToObj(ClientId::new)
                .toList();

        backend.send(Audience.group(audience), Event.of("HORN"));

        assertThat(loops).extracting(CountingLoop::handedOver).containsExactly(1, 1, 0);
        loops.forEach(CountingLoop::turn);
        assertThat(loops).extracting(loop -> loop.machine.sends).containsExactly(CLIENTS_PER_LOOP, 1, 0);
    }

    private void tick() {
        time.advanceTimeBy(TICK_MILLIS, MILLISECONDS);
    }
}
