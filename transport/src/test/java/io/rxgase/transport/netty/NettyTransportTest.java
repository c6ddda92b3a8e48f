package io.rxgase.transport.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.PooledByteBufAllocator;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.SweepSize;
import io.rxgase.testkit.UdpPorts;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.Endpoint;
import io.rxgase.transport.netty.NettyTransport.Io;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only real sockets do; the rest is in the contract. */
class NettyTransportTest {
    private static final TransportOptions OPTIONS = TransportOptions.defaults();
    private static final TransportOptions PATIENT = OPTIONS.withConnectTimeout(Duration.ofMinutes(1));

    private final List<NettyTransport> transports = new ArrayList<>();

    private NettyTransport transport(Io io, int threads) {
        NettyTransport transport = NettyTransport.create(io, threads);
        transports.add(transport);
        return transport;
    }

    private NettyTransport transport() {
        return transport(Io.best(), 1);
    }

    @AfterEach
    void closeTransports() {
        transports.forEach(transport -> transport.close().blockingAwait());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** As RxJava's, which waits for five seconds only. */
    private static <T> TestSubscriber<T> awaitCount(TestSubscriber<T> subscriber, int count) {
        for (int rounds = 0; subscriber.values().size() < count && rounds < 12; rounds++) {
            subscriber.awaitCount(count);
        }
        return subscriber;
    }

    private static Connection accepted(Listener listener) {
        return listener.events().blockingFirst().connection();
    }

    /** What gives way fails at once, and here is sent again at once: there is always one more command before anything may leave. */
    @Test
    void shouldSendWhileSomebodyAnswersEachFailureAtOnce() throws InterruptedException {
        NettyTransport transport = transport();
        Listener listener = transport.listen(loopback(0), OPTIONS).blockingGet();
        Connection client = transport
                .connect(loopback(listener.localAddress().getPort()), new byte[0], OPTIONS)
                .blockingGet();
        CountDownLatch arrived = new CountDownLatch(SweepSize.of(100, 2_000));
        var unused = accepted(listener).messages(Channel.UNRELIABLE).subscribe(message -> arrived.countDown());

        // More than the channel's share of the queues, less than may be handed over.
        Disposable sending = Flowable.range(0, 800)
                .flatMapCompletable(
                        i -> Completable.defer(() -> client.send(Channel.UNRELIABLE, new byte[100]))
                                .onErrorComplete()
                                .repeat(),
                        false,
                        Integer.MAX_VALUE)
                .subscribe();
        // No limit of its own: what a path carries of which each turn is full is a matter of the machine's.
        arrived.await();
        sending.dispose();

        assertThat(arrived.getCount()).isZero();
    }

    /** Whatever is waited for on the loop has to come from that loop: it is refused with what to do, and everything goes on. */
    @ParameterizedTest
    @EnumSource
    void shouldRefuseToBlockTheLoopThatHasToComplete(Io io) throws InterruptedException {
        NettyTransport transport = transport(io, 1);
        Listener listener = transport.listen(loopback(0), OPTIONS).blockingGet();
        InetSocketAddress address = loopback(listener.localAddress().getPort());
        Connection client = transport.connect(address, new byte[0], OPTIONS).blockingGet();
        Connection server = accepted(listener);
        byte[] one = {1};
        List<Callable<?>> blocking = List.of(
                () -> client.send(Channel.ORDERED, one).blockingAwait(1, TimeUnit.HOURS),
                () -> client.send(Channel.ORDERED, one)
                        .timeout(1, TimeUnit.MINUTES)
                        .blockingAwait(1, TimeUnit.HOURS),
                () -> client.send(Channel.ORDERED, Flowable.just(one)).blockingAwait(1, TimeUnit.HOURS),
                () -> Completable.mergeArray(client.send(Channel.ORDERED, one), server.send(Channel.ORDERED, one))
                        .blockingAwait(1, TimeUnit.HOURS),
                () -> client.after(Duration.ofMillis(1)).blockingAwait(1, TimeUnit.HOURS),
                () -> client.close("enough").blockingAwait(1, TimeUnit.HOURS),
                () -> listener.close("enough").blockingAwait(1, TimeUnit.HOURS),
                () -> transport.connect(address, one, OPTIONS).blockingGet(),
                () -> transport.listen(loopback(0), OPTIONS).blockingGet(),
                () -> transport.close().blockingAwait(1, TimeUnit.HOURS),
                () -> client.messages(Channel.UNORDERED).blockingFirst(),
                () -> client.messages(Channel.UNORDERED)
                        .blockingIterable()
                        .iterator()
                        .next(),
                () -> client.events().map(ConnectionEvent::connection).blockingFirst(),
                () -> listener.events().blockingFirst(),
                () -> client.states().blockingFirst(),
                () -> client.heartbeats().blockingFirst());
        List<@Nullable Throwable> refused = new CopyOnWriteArrayList<>();
        CountDownLatch tried = new CountDownLatch(1);
        var unused = server.messages(Channel.UNORDERED).subscribe(message -> {
            blocking.forEach(call -> refused.add(catchThrowable(call::call)));
            tried.countDown();
        });
        var unusedFirst = client.send(Channel.UNORDERED, one);

        assertThat(tried.await(60, TimeUnit.SECONDS))
                .as("hangs after %s", refused)
                .isTrue();
        assertThat(refused)
                .hasSize(blocking.size())
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("would wait for itself")
                        .hasMessageContaining("observeOn"));
        // What was asked for is done nevertheless, and the loop is free for it.
        assertThat(client.close("done").blockingAwait(60, TimeUnit.SECONDS)).isTrue();
        assertThat(listener.close("done").blockingAwait(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTryingThroughUnreachablePorts(Io io) {
        TestObserver<Connection> outcome = transport(io, 1)
                .connect(loopback(UdpPorts.free()), new byte[0], PATIENT)
                .test();
        // Nobody has this port yet, so the first datagrams are answered by "port unreachable".
        outcome.awaitDone(300, TimeUnit.MILLISECONDS).assertEmpty().assertNotComplete();
    }

    @ParameterizedTest
    @EnumSource
    void shouldConnectToAServerThatStartsLate(Io io) {
        int port = UdpPorts.free();
        TestObserver<Connection> outcome = new TestObserver<>();
        transport(io, 1).connect(loopback(port), new byte[0], PATIENT).subscribe(outcome);
        transport(io, 1).listen(loopback(port), OPTIONS).ignoreElement().blockingAwait();
        outcome.awaitDone(60, TimeUnit.SECONDS).assertComplete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void shouldBeReachedByEveryAddressWhenListeningOnAll(String name) {
        Listener listener =
                transport().listen(new InetSocketAddress(0), OPTIONS).blockingGet();
        int port = listener.localAddress().getPort();
        Connection connection = transport()
                .connect(InetSocketAddress.createUnresolved(name, port), new byte[0], OPTIONS)
                .blockingGet();
        connection.send(Channel.ORDERED, new byte[1]).blockingAwait();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAmongRandomDatagrams(Io io) throws IOException {
        Listener listener = transport(io, 1).listen(loopback(0), OPTIONS).blockingGet();
        Connection client = transport(io, 1)
                .connect(listener.localAddress(), new byte[0], OPTIONS)
                .blockingGet();
        Random random = new Random(7);
        try (DatagramSocket stranger = new DatagramSocket(loopback(0))) {
            for (int i = 0; i < 2000; i++) {
                byte[] junk = new byte[i == 0 ? 0 : i == 1 ? 60_000 : random.nextInt(1500)];
                random.nextBytes(junk);
                stranger.send(new DatagramPacket(junk, junk.length, listener.localAddress()));
                if (i % 100 == 0) {
                    client.send(Channel.ORDERED, new byte[1]).blockingAwait();
                }
            }
        }
        client.send(Channel.ORDERED, new byte[1]).blockingAwait();
        assertThat(listener.datagramsDropped()).isPositive();
    }

    @Test
    void shouldTakeMessagesFromManyThreadsAtOnce() throws InterruptedException {
        Listener listener = transport().listen(loopback(0), OPTIONS).blockingGet();
        Connection client = transport()
                .connect(listener.localAddress(), new byte[0], OPTIONS)
                .blockingGet();
        Set<String> received = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(4 * 2000);
        accepted(listener)
                .messages(Channel.UNORDERED)
                .filter(bytes -> received.add(new String(bytes, UTF_8)))
                .doOnNext(bytes -> all.countDown())
                .subscribe(new TestSubscriber<>());
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> new Thread(() -> client.send(
                                Channel.UNORDERED, Flowable.range(0, 2000).map(i -> (number + "/" + i).getBytes(UTF_8)))
                        .blockingAwait()))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(received).hasSize(4 * 2000);
    }

    @Test
    void shouldEmitOnTheEventLoop() {
        Listener listener = transport().listen(loopback(0), OPTIONS).blockingGet();
        Connection client = transport()
                .connect(listener.localAddress(), new byte[0], OPTIONS)
                .blockingGet();
        client.send(Channel.ORDERED, new byte[1]);
        String thread = accepted(listener)
                .messages(Channel.ORDERED)
                .map(bytes -> Thread.currentThread().getName())
                .blockingFirst();
        assertThat(thread).startsWith("rxgase-io");
    }

    @Test
    void shouldSpreadConnectionsOverItsEventLoops() {
        Listener listener = transport().listen(loopback(0), OPTIONS).blockingGet();
        NettyTransport clients = transport(Io.best(), 2);
        Set<String> loops = IntStream.range(0, 4)
                .mapToObj(i -> clients.connect(listener.localAddress(), new byte[0], OPTIONS)
                        .flatMapPublisher(Connection::events)
                        .map(event -> Thread.currentThread().getName())
                        .blockingFirst())
                .collect(Collectors.toSet());
        assertThat(loops).hasSize(2);
    }

    @Test
    void shouldFindNoFreePortWhereSeveralLoopsListenAlready() {
        NettyTransport server = transport(Io.best(), 2);
        Listener listener = server.listen(loopback(UdpPorts.free()), OPTIONS).blockingGet();
        assertThatThrownBy(() -> transport(Io.best(), 2)
                        .listen(listener.localAddress(), OPTIONS)
                        .blockingGet())
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("in use");
        listener.close("over").blockingAwait();
        assertThat(server.listen(listener.localAddress(), OPTIONS).blockingGet().localAddress())
                .isEqualTo(listener.localAddress());
    }

    @Test
    void shouldCountTheConnectionsOfAllItsLoopsTogether() {
        Listener listener = transport(Io.best(), 3)
                .listen(loopback(0), OPTIONS.withMaxConnections(10))
                .blockingGet();
        NettyTransport clients = transport();
        for (int i = 0; i < 10; i++) {
            clients.connect(listener.localAddress(), new byte[0], OPTIONS)
                    .ignoreElement()
                    .blockingAwait();
        }
        assertThatThrownBy(() -> clients.connect(listener.localAddress(), new byte[0], OPTIONS)
                        .blockingGet())
                .hasMessageContaining("as many connections as it allows");
    }

    @ParameterizedTest
    @EnumSource
    void shouldServeOnePortFromAllItsLoops(Io io) {
        NettyTransport server = transport(io, 3);
        Listener listener = server.listen(loopback(0), OPTIONS).blockingGet();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        TestSubscriber<byte[]> received = listener.events()
                .ofType(ConnectionEvent.Connected.class)
                .flatMap(
                        event -> event.connection()
                                .messages(Channel.ORDERED)
                                .doOnNext(bytes ->
                                        threads.add(Thread.currentThread().getName())),
                        100)
                .test();
        NettyTransport clients = transport();
        List<Connection> connections = Flowable.range(0, 60)
                .flatMapSingle(i -> clients.connect(listener.localAddress(), new byte[0], OPTIONS), false, 20)
                .toList()
                .blockingGet();
        listener.offerState(new OneState(5));
        for (Connection connection : connections) {
            connection.send(Channel.ORDERED, new byte[] {1}).blockingAwait();
            assertThat(connection.states().blockingFirst().version()).isEqualTo(5);
        }
        awaitCount(received, 60).assertValueCount(60);
        assertThat(threads).hasSize(io == Io.EPOLL ? 3 : 1);
        assertThat(server.openSockets()).isEqualTo(io == Io.EPOLL ? 3 : 1);
        listener.close("over").blockingAwait();
        listener.events().test().awaitDone(60, TimeUnit.SECONDS).assertComplete();
        assertThat(server.openSockets()).isZero();
    }

    private record OneState(long version) implements StateSource {
        @Override
        public Frame frame(Receiver receiver, long baseVersion) {
            return new Frame(NONE, version, ByteBuffer.allocate(10));
        }
    }

    @Test
    void shouldFollowAClientWhoseNewAddressLeadsToAnotherLoop() throws IOException {
        Listener listener = transport(Io.best(), 3).listen(loopback(0), OPTIONS).blockingGet();
        try (Rebinding path = new Rebinding(listener.localAddress())) {
            Connection client = transport()
                    .connect(path.localAddress(), new byte[0], OPTIONS)
                    .blockingGet();
            TestSubscriber<byte[]> received =
                    accepted(listener).messages(Channel.ORDERED).test();
            for (int i = 1; i <= 12; i++) {
                assertThat(client.send(Channel.ORDERED, new byte[] {(byte) i}).blockingAwait(60, TimeUnit.SECONDS))
                        .isTrue();
                path.rebind();
            }
            awaitCount(received, 12).assertValueCount(12);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryMessagesWhenItsLoopsNeverSleep(Io io) {
        NettyTransport busy = NettyTransport.busyPolling(io, 1);
        transports.add(busy);
        Listener listener = busy.listen(loopback(0), OPTIONS).blockingGet();
        Connection client =
                busy.connect(listener.localAddress(), new byte[0], OPTIONS).blockingGet();
        for (int i = 0; i < 100; i++) {
            client.send(Channel.ORDERED, new byte[50]).blockingAwait();
        }
        assertThat(busy.close().blockingAwait(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldUseDaemonThreadsOnly() {
        transport().listen(loopback(0), OPTIONS).ignoreElement().blockingAwait();
        Thread[] threads = new Thread[Thread.activeCount() + 50];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().startsWith("rxgase")) {
                assertThat(threads[i].isDaemon()).isTrue();
            }
        }
    }

    @Test
    void shouldSayWhatToDoAboutAnAddressThatIsNotHere() {
        assertThatThrownBy(() -> transport()
                        .listen(InetSocketAddress.createUnresolved("192.0.2.1", 0), OPTIONS)
                        .blockingGet())
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("no address of this machine");
    }

    @Test
    void shouldGiveUpWhenDisposedWhileConnecting() {
        NettyTransport transport = transport();
        for (int i = 0; i < 20; i++) {
            transport.connect(loopback(9), new byte[0], OPTIONS).test().dispose();
        }
        transport.close().blockingAwait();
        assertThat(transport.openSockets()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveFreedThePortWhenItSaysSo(Io io) {
        Listener listener =
                transport(io, 1).listen(loopback(UdpPorts.free()), OPTIONS).blockingGet();
        InetSocketAddress same = listener.localAddress();
        Completable usedAgain =
                listener.close("moving").andThen(Completable.fromAction(() -> new DatagramSocket(same).close()));
        assertThat(usedAgain.blockingAwait(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldCloseWhatOpensWhileItCloses(Io io) {
        AtomicReference<NettyTransport> transport = new AtomicReference<>();
        transport.set(new NettyTransport(io, 1, config -> {
            transport.get().close().subscribe();
            return new Endpoint(config);
        }));
        TestObserver<Listener> opening =
                transport.get().listen(loopback(0), OPTIONS).test();
        opening.awaitDone(60, TimeUnit.SECONDS);

        assertThat(transport.get().close().blockingAwait(60, TimeUnit.SECONDS)).isTrue();
        assertThat(transport.get().close().blockingAwait(60, TimeUnit.SECONDS)).isTrue();
        assertThat(transport.get().openSockets()).isZero();
    }

    @Test
    void shouldTellAListenerOfHundredsOfConnections() {
        Listener listener = transport().listen(loopback(0), OPTIONS).blockingGet();
        NettyTransport clients = transport();
        List<Connection> connections = Flowable.range(0, 300)
                .flatMapSingle(i -> clients.connect(listener.localAddress(), new byte[0], OPTIONS), false, 50)
                .toList()
                .blockingGet();
        assertThat(connections).hasSize(300);
        List<ConnectionEvent> events = listener.events().take(300).toList().blockingGet();
        assertThat(events).allMatch(ConnectionEvent.Connected.class::isInstance);
    }

    @Test
    void shouldNoticeALeak() {
        Leaks.watch();
        Leaks.found();
        for (int i = 0; i < 100; i++) {
            PooledByteBufAllocator.DEFAULT.directBuffer(16);
        }
        assertThat(Leaks.found()).as("else the check for leaks checks nothing").isNotEmpty();
    }
}
