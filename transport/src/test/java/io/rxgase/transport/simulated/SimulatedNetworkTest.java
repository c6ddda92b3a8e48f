package io.rxgase.transport.simulated;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.StartedThreads;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedNetworkTest {
    private static final TransportOptions OPTIONS = TransportOptions.defaults();
    private static final NetworkConditions FIFTY =
            NetworkConditions.PERFECT.withDelay(Duration.ofMillis(50), Duration.ZERO);

    private TestScheduler scheduler;
    private SimulatedNetwork network;
    private Listener listener;
    private Connection atServer;
    private Connection atClient;

    @BeforeEach
    void makeNetwork() {
        scheduler = new TestScheduler();
        network = SimulatedNetwork.on(scheduler, 42);
    }

    private static InetSocketAddress at(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }

    private Listener listen(String host, InetSocketAddress address) {
        return network.host(host).listen(address, OPTIONS).blockingGet();
    }

    private TestObserver<Connection> connect(String host, InetSocketAddress address) {
        return network.host(host).connect(address, new byte[0], OPTIONS).test();
    }

    private void advance(long millis) {
        scheduler.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    }

    /** A client that is connected to a server. */
    private void connectPair() {
        listener = listen("server", at("server", 8080));
        TestSubscriber<ConnectionEvent> events = listener.events().test();
        TestObserver<Connection> outcome = connect("client", at("server", 8080));
        advance(2000);
        atClient = outcome.assertComplete().values().get(0);
        atServer = events.values().get(0).connection();
    }

    private List<String> received() {
        List<String> texts = new ArrayList<>();
        atServer.messages(Channel.ORDERED)
                .map(bytes -> new String(bytes, UTF_8))
                .subscribe(new TestSubscriber<String>() {
                    @Override
                    public void onNext(String text) {
                        texts.add(text);
                    }
                });
        return texts;
    }

    private static boolean ended(TestSubscriber<ConnectionEvent> events) {
        return events.values().stream().anyMatch(ConnectionEvent.Disconnected.class::isInstance);
    }

    // ---- exactness

    /** A busy second on a bad network, all chance from the seed. */
    private static long traceOf(long seed) {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork net = SimulatedNetwork.on(time, seed).with(NetworkConditions.AWFUL);
        Listener server = net.host("server").listen(at("localhost", 1), OPTIONS).blockingGet();
        server.events()
                .ofType(ConnectionEvent.Connected.class)
                .flatMapCompletable(event -> event.connection()
                        .send(Channel.ORDERED, event.connection().messages(Channel.UNORDERED)))
                .onErrorComplete()
                .subscribe(new TestObserver<>());
        for (int i = 0; i < 3; i++) {
            net.host("client " + i)
                    .connect(at("server", 1), new byte[0], OPTIONS)
                    .flatMapCompletable(connection -> connection.send(
                            Channel.UNORDERED,
                            Flowable.interval(10, TimeUnit.MILLISECONDS, time)
                                    .onBackpressureBuffer()
                                    .take(200)
                                    .map(n -> new byte[(int) (n % 50)])))
                    .onErrorComplete()
                    .subscribe(new TestObserver<>());
        }
        time.advanceTimeBy(5, TimeUnit.SECONDS);
        assertThat(net.reading().sent()).isGreaterThan(300);
        return net.traceHash();
    }

    @Test
    void shouldRunAlikeWithTheSameSeed() {
        assertThat(traceOf(1)).isEqualTo(traceOf(1));
        assertThat(traceOf(1)).isNotEqualTo(traceOf(2));
    }

    @Test
    void shouldRunAlikeHoweverTimeIsCut() {
        long whole = traceOf(7, 3000);
        long cut = traceOf(7, 1, 1, 500, 13, 2485);
        assertThat(cut).isEqualTo(whole);
    }

    private static long traceOf(long seed, long... steps) {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork net = SimulatedNetwork.on(time, seed).with(NetworkConditions.WIFI);
        net.host("server").listen(at("localhost", 1), OPTIONS).subscribe(new TestObserver<>());
        net.host("client").connect(at("server", 1), new byte[0], OPTIONS).subscribe(new TestObserver<>());
        for (long step : steps) {
            time.advanceTimeBy(step, TimeUnit.MILLISECONDS);
        }
        return net.traceHash();
    }

    @Test
    void shouldDeliverAtTheExactTime() {
        network.with(FIFTY);
        connectPair();
        List<String> received = received();
        atClient.send(Channel.ORDERED, "now".getBytes(UTF_8));

        advance(49);
        assertThat(received).isEmpty();
        advance(1);
        assertThat(received).containsExactly("now");
    }

    @Test
    void shouldStartNoThread() {
        assertThat(StartedThreads.during(this::connectPair)).isZero();
        assertThat(StartedThreads.during(() -> new Thread(() -> {}).start()))
                .as("else nothing is counted")
                .isEqualTo(1);
    }

    @Test
    void shouldRunOnAnOrdinarySchedulerToo() {
        SimulatedNetwork live = SimulatedNetwork.on(Schedulers.single(), 1).with(NetworkConditions.LAN);
        Listener server =
                live.host("server").listen(at("localhost", 5), OPTIONS).blockingGet();
        Connection client = live.host("client")
                .connect(at("localhost", 5), new byte[0], OPTIONS)
                .blockingGet();
        client.send(Channel.ORDERED, new byte[1]).blockingAwait();
        client.close("done").blockingAwait();
        server.close("done").blockingAwait();
        assertThat(live.reading().sent()).isPositive();
    }

    // ---- names

    @Test
    void shouldLeadLocalhostToTheOnlyHostThatListens() {
        listen("server", at("localhost", 8080));
        TestObserver<Connection> outcome = connect("client", at("localhost", 8080));
        advance(1000);
        outcome.assertComplete();
        assertThat(outcome.values().get(0).remoteAddress().getHostString()).isEqualTo("server");
    }

    @Test
    void shouldPreferTheHostItselfForLocalhost() {
        listen("server", at("localhost", 8080));
        listen("client", at("localhost", 8080));
        TestObserver<Connection> outcome = connect("client", at("127.0.0.1", 8080));
        TestObserver<Connection> resolved = connect("client", new InetSocketAddress(8080));
        advance(1000);
        resolved.assertComplete();
        assertThat(resolved.values().get(0).remoteAddress().getHostString()).isEqualTo("client");
        outcome.assertError(TransportException.class);
    }

    @Test
    void shouldNameTheHostsWhenLocalhostCouldBeSeveral() {
        listen("red", at("localhost", 8080));
        listen("blue", at("localhost", 8080));
        connect("client", at("localhost", 8080))
                .assertError(error -> error instanceof TransportException
                        && error.getMessage().contains("red")
                        && error.getMessage().contains("blue"));
    }

    @Test
    void shouldFindAHostByItsAddress() {
        Listener server = listen("server", at("server", 8080));
        TestObserver<Connection> byAddress =
                connect("client", new InetSocketAddress(server.localAddress().getAddress(), 8080));
        TestObserver<Connection> byText = connect("client", at("10.0.0.1", 8080));
        advance(1000);
        byAddress.assertComplete();
        byText.assertComplete();
    }

    @Test
    void shouldRefuseToListenOnAForeignAddress() {
        network.host("other");
        network.host("server")
                .listen(at("other", 8080), OPTIONS)
                .test()
                .assertError(error -> error.getMessage().contains("no address of host \"server\""));
    }

    @Test
    void shouldRefuseNamesThatNobodyHas() {
        assertThatThrownBy(() -> network.partition("server", "client"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host(\"server\")");
        assertThatThrownBy(() -> network.host("localhost")).isInstanceOf(IllegalArgumentException.class);
    }

    // ---- faults

    @Test
    void shouldCutAndHeal() {
        connectPair();
        List<String> received = received();
        TestSubscriber<ConnectionEvent> events = atClient.events().test();
        network.partition("server", "client");
        atClient.send(Channel.ORDERED, "in the tunnel".getBytes(UTF_8));
        advance(2000);
        assertThat(received).isEmpty();
        assertThat(network.undeliverable()).isPositive();

        network.heal();
        advance(2000);
        assertThat(received).containsExactly("in the tunnel");
        assertThat(ended(events)).isFalse();
    }

    @Test
    void shouldLoseWhatIsUnderWayWhenCut() {
        network.with(FIFTY);
        connectPair();
        List<String> received = received();
        atClient.send(Channel.UNRELIABLE, "under way".getBytes(UTF_8));
        advance(10);
        long lost = network.undeliverable();
        network.partition("server", "client");
        advance(100);
        assertThat(network.undeliverable()).isGreaterThan(lost);
        assertThat(received).isEmpty();
    }

    @Test
    void shouldSpoilOneDirectionOnly() {
        connectPair();
        network.with("client", "server", NetworkConditions.PERFECT.withLoss(1));
        long lostUp = network.reading("client", "server").lost();
        long lostDown = network.reading("server", "client").lost();
        advance(3000);
        assertThat(network.reading("client", "server").lost()).isGreaterThan(lostUp);
        assertThat(network.reading("server", "client").lost()).isEqualTo(lostDown);
    }

    @Test
    void shouldChangeConditionsHalfWay() {
        connectPair();
        List<String> received = received();
        network.with(FIFTY);
        atClient.send(Channel.ORDERED, "slow".getBytes(UTF_8));
        advance(49);
        assertThat(received).isEmpty();
        advance(10);
        assertThat(received).containsExactly("slow");
    }

    @Test
    void shouldGoOnAfterTheClientsAddressChanged() {
        connectPair();
        List<String> received = received();
        TestSubscriber<ConnectionEvent> events = listener.events().test();
        InetSocketAddress before = atServer.remoteAddress();

        network.changeAddress("client");
        for (int i = 0; i < 20; i++) {
            atClient.send(Channel.ORDERED, ("message " + i).getBytes(UTF_8));
            advance(100);
        }

        assertThat(received).hasSize(20).doesNotHaveDuplicates();
        assertThat(atServer.remoteAddress()).isNotEqualTo(before);
        assertThat(events.values()).anyMatch(ConnectionEvent.Migrated.class::isInstance);
        assertThat(ended(events)).isFalse();
    }

    @Test
    void shouldGoOnAfterAShortPause() {
        connectPair();
        List<String> received = received();
        network.pause("server");
        atClient.send(Channel.ORDERED, "knock".getBytes(UTF_8));
        advance(2000);
        assertThat(received).isEmpty();

        network.resume("server");
        advance(0);
        assertThat(received).containsExactly("knock");
        advance(1000);
        TestSubscriber<ConnectionEvent> events = atClient.events().test();
        advance(0);
        assertThat(ended(events)).isFalse();
    }

    @Test
    void shouldTimeOutDuringALongPauseOnBothSides() {
        connectPair();
        TestSubscriber<ConnectionEvent> client = atClient.events().test();
        TestSubscriber<ConnectionEvent> server = atServer.events().test();
        network.pause("client");
        advance(20_000);
        assertThat(ended(server)).isTrue();
        assertThat(ended(client)).as("who is paused notices nothing").isFalse();

        network.resume("client");
        advance(20_000);
        assertThat(ended(client)).isTrue();
    }

    @Test
    void shouldLeaveEverybodyInTheDarkWhenKilled() {
        connectPair();
        TestSubscriber<ConnectionEvent> server = atServer.events().test();
        TestSubscriber<ConnectionEvent> client = atClient.events().test();
        network.kill("client");
        advance(20_000);
        assertThat(((ConnectionEvent.Disconnected)
                                server.values().get(server.values().size() - 1))
                        .reason())
                .isEqualTo(DisconnectReason.TIMED_OUT);
        assertThat(ended(client)).isFalse();

        TestObserver<Connection> restarted = connect("client", at("server", 8080));
        advance(1000);
        restarted.assertComplete();
    }

    @Test
    void shouldLetAKilledServerComeBackOnItsPort() {
        connectPair();
        TestSubscriber<ConnectionEvent> client = atClient.events().test();
        network.kill("server");
        listener = listen("server", at("server", 8080));
        TestObserver<Connection> again = connect("client", at("server", 8080));
        advance(20_000);
        again.assertComplete();
        assertThat(ended(client)).isTrue();
    }

    // ---- demand

    @Test
    void shouldShowThePublisherTheConsumersRateForAnHourInBoundedMemory() {
        network.with(FIFTY);
        connectPair();
        AtomicLong asked = new AtomicLong();
        TestSubscriber<byte[]> consumer = atServer.messages(Channel.ORDERED).test(0);
        atClient.send(
                        Channel.ORDERED,
                        Flowable.range(0, 1_000_000).map(i -> new byte[50]).doOnNext(bytes -> asked.incrementAndGet()))
                .subscribe(new TestObserver<>());
        advance(5000);
        long window = asked.get();

        for (int second = 1; second <= 3600; second++) {
            consumer.request(1);
            advance(1000);
            assertThat(asked.get()).isEqualTo(window + second);
            assertThat(atClient.reading().queuedBytes()).isLessThan(OPTIONS.maxQueuedBytes());
            assertThat(atServer.reading().queuedBytes()).isLessThan(OPTIONS.maxQueuedBytes());
        }
        consumer.assertValueCount(3600);
    }

    // ---- every preset

    static List<NetworkConditions> presets() {
        return List.of(
                NetworkConditions.PERFECT,
                NetworkConditions.LAN,
                NetworkConditions.WIFI,
                NetworkConditions.CELLULAR,
                NetworkConditions.SATELLITE,
                NetworkConditions.AWFUL,
                NetworkConditions.AWFUL.withCorruption(0.05));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void shouldDeliverReliablyOnEveryPreset(NetworkConditions preset) {
        connectPair();
        network.with(preset);
        List<String> received = received();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sent.add("message " + i);
            atClient.send(Channel.ORDERED, sent.get(i).getBytes(UTF_8));
            advance(20);
        }
        advance(30_000);
        assertThat(received).isEqualTo(sent);
    }
}
