package io.rxgase.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.SubscriberCrowd;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.driver.EndpointDriver;
import io.rxgase.transport.internal.driver.SocketLoop;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One port with a socket on each of several loops: what is for all of its connections crosses to each loop once. */
class ListenerGroupTest {
    private static final int LOOPS = 3;
    private static final int CONNECTIONS_PER_LOOP = 50;

    private final List<Shard> shards =
            IntStream.range(0, LOOPS).mapToObj(Shard::new).toList();
    private final Listener group =
            new ListenerGroup(shards.stream().map(shard -> shard.driver).toList());

    /** A driver with a machine that takes everything and sends nothing, on a loop that is turned by hand. */
    private static final class Shard {
        final Queue<Runnable> tasks = new ArrayDeque<>();
        final List<String> told = new ArrayList<>();
        final EndpointDriver driver;
        private final int index;
        private final Queue<EndpointEvent> events = new ArrayDeque<>();
        private boolean inside;

        Shard(int index) {
            this.index = index;
            driver = new EndpointDriver(
                    fake(EndpointMachine.class, this::machine),
                    fake(SocketLoop.class, this::loop),
                    TransportOptions.defaults());
        }

        private static <T> T fake(Class<T> type, InvocationHandler calls) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
        }

        private @Nullable Object machine(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            return switch (method.getName()) {
                case "stats" -> new ConnectionStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                case "credit", "datagramsDropped" -> 0L;
                case "pollTransmit" -> false;
                case "pollEvent" -> events.poll();
                case "pollTimeout" -> EndpointMachine.NEVER;
                default -> {
                    told.add(method.getName());
                    yield null;
                }
            };
        }

        private @Nullable Object loop(Object proxy, Method method, Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "execute" -> tasks.add((Runnable) arguments[0]);
                case "nanos" -> 0L;
                case "schedule", "scheduleElsewhere" -> Disposable.disposed();
                case "close" -> {
                    ((Runnable) arguments[0]).run();
                    yield null;
                }
                case "enter", "isOnLoop" -> inside;
                case "buffer" -> ByteBuffer.allocate(2048);
                case "localAddress" -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
                default -> null;
            };
        }

        void turn() {
            inside = true;
            Runnable task;
            while ((task = tasks.poll()) != null) {
                task.run();
            }
            inside = false;
        }

        void run(Runnable task) {
            tasks.add(task);
            turn();
        }

        /** The peers say farewell, as they do when they hear one. */
        void disconnect() {
            for (int i = 0; i < CONNECTIONS_PER_LOOP; i++) {
                events.add(new EndpointEvent.Disconnected(
                        (long) index * CONNECTIONS_PER_LOOP + i, DisconnectReason.CLOSED_LOCALLY, "over"));
            }
            run(driver::receiveComplete);
        }

        void connect() {
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
            for (int i = 0; i < CONNECTIONS_PER_LOOP; i++) {
                events.add(
                        new EndpointEvent.Connected((long) index * CONNECTIONS_PER_LOOP + i, peer, new byte[0], true));
            }
            tasks.add(driver::receiveComplete);
            turn();
        }
    }

    private record State(long version) implements StateSource {
        @Override
        public @Nullable Frame frame(Receiver receiver, long baseVersion) {
            return null;
        }
    }

    private List<Connection> connected() {
        TestSubscriber<ConnectionEvent> events = group.events().test();
        shards.forEach(Shard::turn);
        shards.forEach(Shard::connect);
        assertThat(events.values()).hasSize(LOOPS * CONNECTIONS_PER_LOOP);
        assertThat(shards).extracting(shard -> shard.tasks.size()).containsOnly(0);
        return events.values().stream().map(ConnectionEvent::connection).toList();
    }

    @Test
    void shouldHandOverAStateAndABatchToEachLoopTogether() {
        List<Connection> connections = connected();
        Listener.Batch batch = group.batch();

        group.offerState(new State(1));
        for (Connection connection : connections) {
            Completable unused = batch.send(connection, Channel.ORDERED, new byte[] {1}, SendOptions.DEFAULT);
        }
        batch.handOver();

        assertThat(shards).extracting(shard -> shard.tasks.size()).containsOnly(1);
        shards.forEach(Shard::turn);
        for (Shard shard : shards) {
            assertThat(shard.told).hasSize(1 + CONNECTIONS_PER_LOOP).startsWith("offerState", "send");
        }
    }

    /** Such a subscriber sits at each of the loops. */
    @Test
    void shouldForgetASubscriberThatThrowsAtAllLoops() {
        AtomicInteger calls = new AtomicInteger();
        TestSubscriber<ConnectionEvent> throwing = new TestSubscriber<>() {
            @Override
            public void onNext(ConnectionEvent event) {
                calls.incrementAndGet();
                throw new NoClassDefFoundError("of the test");
            }
        };
        group.events().subscribe(throwing);

        connected();

        assertThat(calls).hasValue(1);
    }

    @Test
    void shouldHandOverTheNewestOfSeveralStatesOnly() {
        connected();

        group.offerState(new State(1));
        group.offerState(new State(2));

        assertThat(shards).extracting(shard -> shard.tasks.size()).containsOnly(1);
        shards.forEach(Shard::turn);
        for (Shard shard : shards) {
            assertThat(shard.told).containsExactly("offerState");
        }
    }

    @Test
    void shouldCloseThePortAndTellWhyWhenOneOfItsLoopsEndsByItself() {
        connected();
        TestSubscriber<ConnectionEvent> events = group.events().test();
        shards.forEach(Shard::turn);

        Shard dead = shards.get(1);
        dead.run(() -> dead.driver.failed("the loop has ended"));
        shards.forEach(Shard::turn);

        assertThat(ended(events)).isEqualTo(CONNECTIONS_PER_LOOP);
        events.assertNotComplete().assertNoErrors();
        for (Shard shard : List.of(shards.get(0), shards.get(2))) {
            assertThat(shard.told).contains("closeAll");
            shard.disconnect();
        }
        assertThat(ended(events)).isEqualTo(LOOPS * CONNECTIONS_PER_LOOP);
        events.assertError(error -> error instanceof TransportException failure
                && failure.reason() == DisconnectReason.TRANSPORT_FAILED
                && failure.getMessage().contains("the loop has ended"));
        group.close("over").test().assertComplete();
    }

    @Test
    void shouldTellOfOneOfTwoLoopsThatEndTogether() {
        TestSubscriber<ConnectionEvent> events = group.events().test();
        shards.forEach(Shard::turn);

        shards.get(0).run(() -> shards.get(1).run(() -> shards.get(1).driver.failed("second")));
        shards.get(0).run(() -> shards.get(0).driver.failed("first"));
        shards.forEach(Shard::turn);

        events.assertError(TransportException.class);
    }

    @Test
    void shouldCompleteWhenItIsAskedToClose() {
        TestSubscriber<ConnectionEvent> events = group.events().test();
        shards.forEach(Shard::turn);

        TestObserver<Void> closing = group.close("over").test();
        shards.forEach(Shard::turn);

        events.assertComplete();
        closing.assertComplete();
    }

    private static long ended(TestSubscriber<ConnectionEvent> events) {
        return events.values().stream()
                .filter(ConnectionEvent.Disconnected.class::isInstance)
                .count();
    }

    /** Subscribers that come, ask, leave, throw and act within their own calls, in any order: who only listens hears of everybody. */
    @Test
    void shouldTellWhoListensWhateverOthersDo() {
        long first = Long.getLong("seed", 20_266);
        for (long seed = first; seed < first + 3; seed++) {
            new ListenerGroupTest().playWithACrowd(seed);
        }
    }

    private void playWithACrowd(long seed) {
        TestSubscriber<ConnectionEvent> listener = group.events().test();
        SubscriberCrowd<ConnectionEvent> crowd = new SubscriberCrowd<>(seed, group.events());
        for (int step = 0; step < 400; step++) {
            crowd.act();
            Shard shard = shards.get(step % LOOPS);
            shard.events.add(new EndpointEvent.Connected(
                    step, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), new byte[0], true));
            shard.run(shard.driver::receiveComplete);
        }
        crowd.leave();
        shards.forEach(Shard::turn);
        crowd.check();
        String replay = "replay with -Dseed=" + seed;
        assertThat(crowd.hasTriedEverything()).as(replay).isTrue();
        listener.assertNoErrors().assertNotComplete();
        assertThat(listener.values()).as(replay).hasSize(400);
    }
}
