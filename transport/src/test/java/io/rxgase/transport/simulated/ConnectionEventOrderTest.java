package io.rxgase.transport.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.SweepSize;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.EventOrder;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The table in the documentation of {@link ConnectionEvent}, over random lives; {@code -Dseed=} plays one of them again. */
class ConnectionEventOrderTest {
    private static final TransportOptions OPTIONS = TransportOptions.defaults()
            .withKeepAlive(Duration.ofMillis(300))
            .withIdleTimeout(Duration.ofSeconds(1))
            .withResumeGrace(Duration.ofSeconds(4));
    private static final List<NetworkConditions> CONDITIONS = List.of(
            NetworkConditions.PERFECT, NetworkConditions.LAN, NetworkConditions.SATELLITE, NetworkConditions.AWFUL);

    /** One life, and what both ends saw of it. */
    private static final class Life {
        private final TestScheduler scheduler = new TestScheduler();
        private final SplittableRandom random;
        private final SimulatedNetwork network;
        private final EventOrder atClient = new EventOrder(false);
        private final EventOrder atServer = new EventOrder(true);
        private final EventOrder atListener = new EventOrder(true);
        private final List<String> after = new ArrayList<>();

        Life(long seed) {
            random = new SplittableRandom(seed);
            network = SimulatedNetwork.on(scheduler, seed);
        }

        void play() {
            InetSocketAddress address = InetSocketAddress.createUnresolved("server", 1);
            Listener listener = network.host("server").listen(address, OPTIONS).blockingGet();
            Disposable unused = listener.events().subscribe(event -> {
                atListener.accept(event);
                if (event instanceof ConnectionEvent.Connected) {
                    watch(event.connection(), atServer);
                }
            });
            TestObserver<Connection> connecting = network.host("client")
                    .connect(address, new byte[0], OPTIONS)
                    .test();
            advance(3_000);
            Connection client = connecting.assertComplete().values().get(0);
            watch(client, atClient);
            for (int i = 0; i < 30 && !atClient.isOver(); i++) {
                disturb(client);
                advance(random.nextInt(1_500));
            }
            network.heal();
            client.close("done");
            listener.close("done");
            advance(20_000);
            assertThat(atClient.isOver() && atServer.isOver() && atListener.isOver())
                    .as("every connection ends")
                    .isTrue();
            assertThat(after).as("what came after Disconnected").isEmpty();
        }

        private void watch(Connection connection, EventOrder order) {
            Disposable unused = connection.events().subscribe(order::accept);
            for (Channel channel : OPTIONS.channels()) {
                connection
                        .messages(channel)
                        .doOnComplete(() -> checkNotOver(order))
                        .subscribe(new TestSubscriber<>());
            }
            connection
                    .send(
                            Channel.ORDERED,
                            Flowable.interval(100, TimeUnit.MILLISECONDS, scheduler)
                                    .onBackpressureDrop()
                                    .map(i -> new byte[20]))
                    .doOnError(error -> checkNotOver(order))
                    .subscribe(new TestObserver<>());
        }

        private void checkNotOver(EventOrder order) {
            if (order.isOver()) {
                after.add("the end of a stream, or an outcome");
            }
        }

        private void disturb(Connection client) {
            switch (random.nextInt(12)) {
                case 0, 1 -> network.partition("server", "client");
                case 2, 3, 4, 5 -> network.heal();
                case 6 -> network.changeAddress("client");
                case 7, 8, 9 -> network.with(CONDITIONS.get(random.nextInt(CONDITIONS.size())));
                case 10 -> advance(2_000);
                default -> {
                    if (random.nextInt(10) == 0) {
                        client.close("enough");
                    }
                }
            }
        }

        private void advance(long millis) {
            scheduler.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void shouldTellTheLifeOfEveryConnectionInTheOrderOfTheTable() {
        Long replay = Long.getLong("seed");
        Set<EventOrder.Row> atClient = EnumSet.noneOf(EventOrder.Row.class);
        Set<EventOrder.Row> atServer = EnumSet.noneOf(EventOrder.Row.class);
        for (long seed = replay == null ? 1 : replay;
                seed <= (replay == null ? SweepSize.of(30, 60) : replay);
                seed++) {
            Life life = new Life(seed);
            try {
                life.play();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + " failed; -Dseed=" + seed + " plays it again", e);
            }
            atClient.addAll(life.atClient.seen());
            atServer.addAll(life.atServer.seen());
        }
        if (replay == null) {
            assertThat(atServer).as("rows that happened").containsExactlyInAnyOrder(EventOrder.Row.values());
            assertThat(atClient).containsAll(EnumSet.complementOf(EnumSet.of(EventOrder.Row.MIGRATED)));
        }
    }
}
