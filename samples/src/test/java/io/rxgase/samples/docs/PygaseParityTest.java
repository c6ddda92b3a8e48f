package io.rxgase.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.client.Client;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.pygase.Pygase;
import io.rxgase.server.Backend;
import io.rxgase.server.BackendBuilder;
import io.rxgase.server.ClientEvent;
import io.rxgase.server.Server;
import io.rxgase.testkit.pygase.UdpWirePeer;
import io.rxgase.testkit.pygase.WireEvent;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.NetworkAddresses;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.netty.NettyTransport;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Each row of the table in docs/PYGASE.md: a test of the row's name, in which the row's code stands. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PygaseParityTest {
    private static final StateModel<GameState> MODEL = StateModel.of(GameState.class);
    private static final Duration STEP = Duration.ofMillis(20);

    private final GameState initial = GameState.of(Map.of("hp", 100, "ticks", 0));
    private final Event event = Event.of("HIT", 10);

    private BackendBuilder<GameState> game() {
        GameLogic<GameState> rules = GameLogic.of(GameState.class)
                .timeStep((state, dt) -> state.with("ticks", state.getInt("ticks") + 1))
                .on(
                        "HIT",
                        (state, hit, sender) -> Next.state(state.with("hp", state.getInt("hp") - hit.getInt(0)))
                                .reply(Event.of("FEEDBACK", "Hit!")));
        return Backend.of(rules, initial);
    }

    private static Client<GameState> connect(Backend<?> backend) {
        return connect(backend, Dialect.RXGASE);
    }

    private static Client<GameState> connect(Backend<?> backend, Dialect dialect) {
        int port = backend.localAddress().getPort();
        return Client.of(GameState.class).dialect(dialect).blockingConnect("localhost", port);
    }

    private static Snapshot<GameState> snapshot(long timeOrder, GameState state) {
        return new Snapshot<>(timeOrder, GameStatus.ACTIVE, timeOrder * STEP.toNanos(), state);
    }

    // ---- GameState

    @Test
    void gameState() {
        GameState state = GameState.of(Map.of("hp", 100, "players", Map.of(0, "Ada")));
        assertThat(state.getInt("hp")).isEqualTo(100);
        assertThat(state.at("players", 0)).isEqualTo("Ada");
    }

    @Test
    void gameStateTimeOrder() {
        GameState state = MODEL.stamped(initial, 7, GameStatus.ACTIVE);
        assertThat(state.timeOrder()).isEqualTo(7);
    }

    @Test
    void gameStateGameStatus() {
        GameState state = MODEL.stamped(initial, 7, GameStatus.PAUSED);
        assertThat(state.status()).isEqualTo(GameStatus.PAUSED);
    }

    @Test
    void gameStateIsPaused() {
        GameState state = MODEL.stamped(initial, 7, GameStatus.PAUSED);
        assertThat(state.isPaused()).isTrue();
    }

    // ---- GameStateUpdate

    @Test
    void gameStateUpdate() {
        GameStateUpdate update = GameStateUpdate.of(6, 7, Map.of("hp", 90));
        Snapshot<GameState> next = MODEL.apply(snapshot(6, initial), update);
        assertThat(next.state().getInt("hp")).isEqualTo(90);
        assertThat(next.state().getInt("ticks")).isZero();
    }

    @Test
    void gameStateUpdatePlus() {
        GameStateUpdate first = GameStateUpdate.of(6, 7, Map.of("hp", 90, "ticks", 1));
        GameStateUpdate second = GameStateUpdate.of(7, 8, Map.of("ticks", 2));
        GameStateUpdate both = first.merge(second);
        assertThat(both).isEqualTo(GameStateUpdate.of(6, 8, Map.of("hp", 90, "ticks", 2)));
    }

    @Test
    void toDelete() {
        GameStateUpdate update = GameStateUpdate.of(6, 7, Map.of("hp", GameStateUpdate.TO_DELETE));
        assertThat(MODEL.apply(snapshot(6, initial), update).state().has("hp")).isFalse();
    }

    // ---- GameStateStore

    @Test
    void getUpdateCache() {
        GameStateStore<GameState> store = GameStateStore.create(MODEL, snapshot(0, initial));
        store.push(snapshot(1, initial.with("hp", 90)));
        Optional<GameStateUpdate> update = store.updateSince(0);
        assertThat(update.orElseThrow().changes().asMap()).containsOnlyKeys("hp");
    }

    @Test
    void getGameState() {
        GameStateStore<GameState> store = GameStateStore.create(MODEL, snapshot(0, initial));
        GameState state = store.current().state();
        assertThat(state).isEqualTo(initial);
    }

    @Test
    void pushUpdate() {
        GameStateStore<GameState> store = GameStateStore.create(MODEL, snapshot(0, initial));
        boolean applied = store.push(GameStateUpdate.of(0, 1, Map.of("hp", 90)));
        assertThat(applied).isTrue();
        assertThat(store.current().state().getInt("hp")).isEqualTo(90);
    }

    // ---- GameStateMachine

    @Test
    void gameTime() {
        GameStateMachine<GameState> machine = GameStateMachine.of(GameLogic.of(GameState.class), initial);
        TestScheduler time = new TestScheduler();
        var unused = Ticks.fixed(STEP).on(time).compose(machine.withInbox()).subscribe();
        time.advanceTimeBy(10, TimeUnit.SECONDS);
        double seconds = machine.gameTimeNanos() / 1e9;
        assertThat(seconds).isEqualTo(10.0);
    }

    @Test
    void machineRegisterEventHandler() {
        GameLogic<GameState> logic = GameLogic.of(GameState.class)
                .on("HIT", (state, hit, sender) -> Next.state(state.with("hp", state.getInt("hp") - hit.getInt(0))));
        GameStateMachine<GameState> machine = GameStateMachine.of(logic, initial);
        assertThat(machine.inbox().offer(new Incoming(ClientId.BACKEND, event))).isTrue();
        TestScheduler time = new TestScheduler();
        var unused = Ticks.fixed(STEP).on(time).compose(machine.withInbox()).subscribe();
        time.advanceTimeBy(STEP.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(machine.snapshot().state().getInt("hp")).isEqualTo(90);
    }

    @Test
    void handlerDt() {
        GameLogic<GameState> logic = GameLogic.of(GameState.class)
                .on("HIT", (state, hit, sender, tick) -> Next.state(state.with("dt", tick.dt())));
        GameStateMachine<GameState> machine = GameStateMachine.of(logic, initial);
        assertThat(machine.inbox().offer(new Incoming(ClientId.BACKEND, event))).isTrue();
        TestScheduler time = new TestScheduler();
        var unused = Ticks.fixed(STEP).on(time).compose(machine.withInbox()).subscribe();
        time.advanceTimeBy(STEP.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(machine.snapshot().state().getDouble("dt")).isEqualTo(0.02);
    }

    @Test
    void handlerClientAddress() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            ClientId sender = backend.clients().blockingFirst().client();
            InetSocketAddress address =
                    backend.server().connection(sender).orElseThrow().remoteAddress();
            assertThat(address.getPort()).isPositive();
            assertThat(client.reading()).isNotNull();
        }
    }

    @Test
    void startPaused() {
        try (Backend<GameState> backend = game().start("localhost", 0)) {
            backend.machine().pause();
            assertThat(backend.store().snapshots().filter(Snapshot::isPaused).blockingFirst())
                    .isNotNull();
            backend.machine().resume();
            assertThat(backend.store()
                            .snapshots()
                            .filter(now -> !now.isPaused())
                            .blockingFirst())
                    .isNotNull();
        }
    }

    @Test
    void runGameLoop() {
        GameStateMachine<GameState> machine = GameStateMachine.of(GameLogic.of(GameState.class), initial);
        try (Timebase time = Timebase.live()) {
            Flowable<?> loop = Ticks.fixed(Duration.ofMillis(2)).on(time).compose(machine.withInbox());
            loop.take(10).blockingSubscribe();
        }
        assertThat(machine.tickNumber()).isEqualTo(10);
    }

    @Test
    void runGameLoopInThread() throws InterruptedException {
        GameStateMachine<GameState> machine = GameStateMachine.of(GameLogic.of(GameState.class), initial);
        CountDownLatch ten = new CountDownLatch(10);
        try (Timebase time = Timebase.live()) {
            var loop = Ticks.fixed(Duration.ofMillis(2))
                    .on(time)
                    .compose(machine.withInbox())
                    .subscribe(t -> ten.countDown());
            assertThat(ten.await(20, TimeUnit.SECONDS)).isTrue();
            loop.dispose();
        }
    }

    @Test
    void stopAndResume() {
        GameStateMachine<GameState> machine = GameStateMachine.of(GameLogic.of(GameState.class), initial);
        TestScheduler time = new TestScheduler();
        var loop = Ticks.fixed(STEP).on(time).compose(machine.withInbox()).test();
        machine.pause();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        assertThat(machine.gameTimeNanos()).isZero();
        assertThat(machine.snapshot().isPaused()).isTrue();
        machine.resume();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        assertThat(machine.gameTimeNanos()).isEqualTo(1_000_000_000L);
        machine.stop();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        loop.assertComplete();
        GameStateMachine<GameState> again =
                GameStateMachine.of(machine.logic(), machine.snapshot().state());
        var unused = Ticks.fixed(STEP).on(time).compose(again.withInbox()).subscribe();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        assertThat(again.tickNumber()).isEqualTo(50);
    }

    @Test
    void timeStep() {
        GameLogic<GameState> logic = GameLogic.of(GameState.class)
                .timeStep((state, dt) -> state.with("seconds", state.getDouble("seconds") + dt));
        GameStateMachine<GameState> machine = GameStateMachine.of(logic, initial.with("seconds", 0.0));
        TestScheduler time = new TestScheduler();
        var unused = Ticks.fixed(STEP).on(time).compose(machine.withInbox()).subscribe();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        assertThat(machine.snapshot().state().getDouble("seconds")).isBetween(0.999, 1.001);
    }

    // ---- Server

    @Test
    void connections() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            ClientId who = backend.clients().blockingFirst().client();
            List<ClientId> connected = backend.server().connected();
            assertThat(connected).containsExactly(who);
            assertThat(backend.server().connection(who)).isPresent();
            assertThat(client.remoteAddress().getPort())
                    .isEqualTo(backend.localAddress().getPort());
        }
    }

    @Test
    void hostClient() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            ClientId who = backend.clients().blockingFirst().client();
            Optional<ClientId> host = backend.server().hostClient();
            assertThat(host).contains(who);
            assertThat(client.reading()).isNotNull();
        }
    }

    @Test
    void hostnameAndPort() {
        try (Backend<GameState> backend = game().start("localhost", 0)) {
            InetSocketAddress address = backend.server().localAddress();
            assertThat(address.getPort()).isPositive();
            assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void serverRun() {
        GameStateStore<GameState> store = GameStateStore.create(MODEL, snapshot(0, initial));
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        NettyTransport transport = NettyTransport.create();
        Inbox inbox = Inbox.create();
        Server<GameState> server = Server.listen(transport, local, Server.Settings.of(store, inbox))
                .blockingGet();
        try (Client<GameState> client = Client.of(GameState.class)
                .blockingConnect("localhost", server.localAddress().getPort())) {
            assertThat(client.states().blockingFirst().attributes()).isEqualTo(initial.attributes());
        }
        server.close("that was it");
        server.closed().andThen(transport.close()).blockingAwait();
    }

    @Test
    void serverShutdownAndRestart() {
        Backend<GameState> before = game().dialect(Pygase.dialect()).start("127.0.0.1", 0);
        InetSocketAddress address = before.localAddress();
        try (UdpWirePeer python = UdpWirePeer.clientOf(address)) {
            python.pumpUntil(() -> python.peer().state().attributes().containsKey("hp"));
            before.close();
            before.closed().blockingAwait();
            Snapshot<GameState> last = before.store().current();
            try (Backend<GameState> after = Backend.of(last.state().with("hp", 70))
                    .timeOrder(last.timeOrder())
                    .dialect(Pygase.dialect())
                    .start("127.0.0.1", address.getPort())) {
                // The same client, without connecting again.
                python.pumpUntil(() -> Long.valueOf(70)
                        .equals(python.peer().state().attributes().get("hp")));
                assertThat(after.server().connected()).hasSize(1);
            }
        }
    }

    @Test
    void serverDispatchEventToOne() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            ClientId who = backend.clients().blockingFirst().client();
            var got = client.events("NEWS").firstOrError().cache();
            var unused = got.subscribe();
            CountDownLatch acked = new CountDownLatch(1);
            backend.server()
                    .deliver(who, Event.of("NEWS"), SendOptions.DEFAULT.withMaxResends(3))
                    .blockingSubscribe(acked::countDown, error -> {});
            assertThat(acked.getCount()).isZero();
            assertThat(got.blockingGet()).isEqualTo(Event.of("NEWS"));
        }
    }

    @Test
    void serverDispatchEventToAll() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> one = connect(backend);
                Client<GameState> other = connect(backend)) {
            assertThat(backend.clients()
                            .ofType(ClientEvent.Joined.class)
                            .take(2)
                            .blockingLast())
                    .isNotNull();
            var got = Flowable.merge(one.events("NEWS"), other.events("NEWS"))
                    .take(2)
                    .toList()
                    .cache();
            var unused = got.subscribe();
            CountDownLatch acked = new CountDownLatch(1);
            backend.server()
                    .deliver(Audience.all(), Event.of("NEWS"), SendOptions.DEFAULT.withMaxResends(3))
                    .blockingSubscribe(acked::countDown, error -> {});
            assertThat(acked.getCount()).isZero();
            assertThat(got.blockingGet()).hasSize(2);
        }
    }

    @Test
    void serverDispatchEventToEach() throws InterruptedException {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> one = connect(backend);
                Client<GameState> other = connect(backend)) {
            assertThat(backend.clients()
                            .ofType(ClientEvent.Joined.class)
                            .take(2)
                            .blockingLast())
                    .isNotNull();
            CountDownLatch acked = new CountDownLatch(2);
            for (ClientId who : backend.server().connected()) {
                var unused = backend.server()
                        .deliver(who, Event.of("NEWS"), SendOptions.DEFAULT.withMaxResends(3))
                        .subscribe(acked::countDown, error -> {});
            }
            assertThat(acked.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(one.remoteAddress()).isEqualTo(other.remoteAddress());
        }
    }

    @Test
    void serverRegisterEventHandler() {
        BackendBuilder<GameState> builder = game().onArrival("PING", (sender, ping) -> Event.of("PONG", ping.get(0)));
        try (Backend<GameState> backend = builder.start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            var pong = client.events("PONG").firstOrError().cache();
            var unused = pong.subscribe();
            client.deliver(Event.of("PING", 7)).blockingAwait();
            assertThat(pong.blockingGet()).isEqualTo(Event.of("PONG", 7));
        }
    }

    // ---- Backend

    @Test
    void backend() {
        GameLogic<GameState> rules = GameLogic.of(GameState.class)
                .timeStep((state, dt) -> state.with("ticks", state.getInt("ticks") + 1))
                .on("HIT", (state, hit, sender) -> Next.state(state.with("hp", state.getInt("hp") - hit.getInt(0))));
        try (Backend<GameState> backend = Backend.of(rules, initial).start("localhost", 0)) {
            assertThat(backend.states()
                            .filter(state -> state.getInt("ticks") > 2)
                            .blockingFirst())
                    .isNotNull();
        }
    }

    @Test
    void backendRun() {
        Backend<GameState> backend = game().start("localhost", 0);
        var unused = backend.states()
                .filter(state -> state.getInt("ticks") > 2)
                .firstElement()
                .subscribe(s -> backend.close());
        backend.closed().blockingAwait();
        assertThat(backend.snapshot().timeOrder()).isGreaterThan(2);
    }

    @Test
    void backendShutdown() {
        Backend<GameState> backend = game().start("localhost", 0);
        backend.close();
        backend.closed().blockingAwait();
        assertThat(backend.closed().blockingAwait(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stopWithTimeout() {
        Backend<GameState> backend = game().start("localhost", 0);
        backend.close();
        boolean stopped = backend.closed().blockingAwait(20, TimeUnit.SECONDS);
        assertThat(stopped).isTrue();
    }

    @Test
    void backendParts() {
        try (Backend<GameState> backend = game().start("localhost", 0)) {
            GameStateStore<GameState> store = backend.store();
            GameStateMachine<GameState> machine = backend.machine();
            Server<GameState> server = backend.server();
            assertThat(machine.store()).isSameAs(store);
            assertThat(server.localAddress()).isEqualTo(backend.localAddress());
        }
    }

    // ---- Client

    @Test
    void clientConnect() {
        try (Backend<GameState> backend = game().start("localhost", 0)) {
            int port = backend.localAddress().getPort();
            Client<GameState> client = Client.of(GameState.class).blockingConnect("localhost", port);
            assertThat(client.states().blockingFirst().getInt("hp")).isEqualTo(100);
            client.close();
        }
    }

    @Test
    void clientConnectInThread() throws InterruptedException {
        try (Backend<GameState> backend = game().start("localhost", 0)) {
            int port = backend.localAddress().getPort();
            CountDownLatch connected = new CountDownLatch(1);
            var unused =
                    Client.of(GameState.class).connect("localhost", port).subscribe(client -> connected.countDown());
            assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void clientDisconnect() {
        try (Backend<GameState> backend = game().start("localhost", 0)) {
            Client<GameState> client = connect(backend);
            client.close();
            client.closed().blockingAwait();
            assertThat(client.lifecycle().blockingLast()).isInstanceOf(ConnectionEvent.Disconnected.class);
        }
    }

    @Test
    void clientDisconnectShutdownServer() {
        TransportOptions options = TransportOptions.defaults().withHostShutdown(true);
        Backend<GameState> backend = game().options(options).start("localhost", 0);
        Client<GameState> client = connect(backend);
        client.shutdownServer();
        client.closed().blockingAwait();
        assertThat(backend.closed().blockingAwait(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void accessGameState() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            // Right after connecting, when nothing has arrived yet.
            GameState state = client.firstSnapshot().blockingGet().state();
            assertThat(state.getInt("hp")).isEqualTo(100);
            assertThat(client.store().current().state().getInt("hp")).isEqualTo(100);
        }
    }

    @Test
    void waitUntil() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            GameState state = client.states()
                    .filter(s -> s.getInt("ticks") > 3)
                    .firstOrError()
                    .timeout(20, TimeUnit.SECONDS)
                    .blockingGet();
            assertThat(state.getInt("ticks")).isGreaterThan(3);
            // PyGaSe raises a TimeoutError; a blocking call of RxJava wraps the checked exception.
            assertThatThrownBy(() -> client.states()
                            .filter(s -> s.getInt("hp") < 0)
                            .firstOrError()
                            .timeout(10, TimeUnit.MILLISECONDS)
                            .blockingGet())
                    .isInstanceOf(RuntimeException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void tryTo() {
        GameLogic<GameState> late = GameLogic.of(GameState.class).timeStep((state, dt) -> {
            GameState next = state.with("n", state.getInt("n") + 1);
            return next.getInt("n") < 5 ? next : next.with("boss", Map.of("hp", 9));
        });
        try (Backend<GameState> backend =
                        Backend.of(late, GameState.of(Map.of("n", 0))).start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            int hp = client.tryTo(s -> s.getMap("boss").getInt("hp"))
                    .timeout(20, TimeUnit.SECONDS)
                    .blockingGet();
            assertThat(hp).isEqualTo(9);
            assertThatThrownBy(() -> client.tryTo(s -> s.getInt("nothing"))
                            .timeout(10, TimeUnit.MILLISECONDS)
                            .blockingGet())
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void clientDispatchEvent() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            CountDownLatch acked = new CountDownLatch(1);
            client.deliver(event, SendOptions.DEFAULT.withMaxResends(3))
                    .blockingSubscribe(acked::countDown, error -> {});
            assertThat(acked.getCount()).isZero();
        }
    }

    @Test
    void clientRegisterEventHandler() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            CountDownLatch heard = new CountDownLatch(1);
            var unused = client.events("FEEDBACK").subscribe(feedback -> heard.countDown());
            client.deliver(event).blockingAwait();
            assertThat(client.states().filter(state -> state.getInt("hp") == 90).blockingFirst())
                    .isNotNull();
            assertThat(heard)
                    .satisfies(latch ->
                            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue());
        }
    }

    // ---- Connection, and the network

    @Test
    void latency() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            client.deliver(event).blockingAwait();
            double seconds = client.reading().link().rttNanos() / 1e9;
            assertThat(seconds).isBetween(0.0, 1.0);
        }
    }

    @Test
    void status() {
        try (Backend<GameState> backend = game().start("localhost", 0);
                Client<GameState> client = connect(backend)) {
            ConnectionEvent latest = client.lifecycle().blockingFirst();
            assertThat(latest).isNotInstanceOf(ConnectionEvent.Disconnected.class);
        }
    }

    @Test
    void quality() {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, 1);
        Backend<GameState> backend =
                game().scheduler(time).transport(network.host("server")).start("server", 1);
        TestObserver<Client<GameState>> connecting = Client.of(GameState.class)
                .transport(network.host("client"))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        Client<GameState> client = connecting.values().get(0);
        var qualities =
                client.lifecycle().ofType(ConnectionEvent.QualityChanged.class).test();
        var unused = network.with(NetworkConditions.LAN.withDelay(Duration.ofMillis(600), Duration.ZERO));
        for (int i = 0; i < 100; i++) {
            client.send(event);
            time.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        }
        assertThat(qualities.values()).isNotEmpty();
        backend.close();
    }

    @Test
    void getAvailableIpAddresses() {
        List<InetAddress> addresses = NetworkAddresses.available();
        assertThat(addresses).isNotEmpty();
    }

    // ---- The table

    @TestFactory
    Stream<DynamicTest> everyRowShouldBeTestedByTheMethodThatItNames() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        Path root = Files.exists(folder.resolve("README.md")) ? folder : folder.getParent();
        String source = Files.readString(
                        root.resolve("samples/src/test/java/io/rxgase/samples/docs/PygaseParityTest.java"))
                .replaceAll("\\s+", "");
        List<String[]> rows = Files.readAllLines(root.resolve("docs/PYGASE.md")).stream()
                .map(line -> line.split(" \\| "))
                .filter(cells -> cells.length == 3 && cells[2].matches("`\\w+` \\|"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(35);
        return rows.stream()
                .map(cells -> DynamicTest.dynamicTest(cells[0], () -> {
                    String code = cells[1].substring(1, cells[1].length() - 1).replaceAll("\\s+", "");
                    String name = cells[2].substring(1, cells[2].indexOf('`', 1));
                    int method = source.indexOf("void" + name + "(");
                    assertThat(method).as("a test called %s", name).isPositive();
                    int end = source.indexOf("@Test", method);
                    assertThat(source.substring(method, end < 0 ? source.length() : end))
                            .contains(code);
                }));
    }

    @Test
    void movingOver() {
        Backend<GameState> first = game().dialect(Pygase.dialect()).start("127.0.0.1", 0);
        Client<GameState> then = connect(first, Pygase.dialect());
        Backend<GameState> both =
                game().dialects(Dialect.RXGASE, Pygase.dialect()).start("127.0.0.1", 0);
        try (first;
                then;
                both;
                Client<GameState> last = connect(both)) {
            assertThat(then.states().blockingFirst().getInt("hp")).isEqualTo(100);
            assertThat(last.states().blockingFirst().getInt("hp")).isEqualTo(100);
        }
    }

    @Test
    void pythonPlaysAlong() {
        try (Backend<GameState> backend =
                        game().dialects(Dialect.RXGASE, Pygase.dialect()).start("127.0.0.1", 0);
                UdpWirePeer python = UdpWirePeer.clientOf(backend.localAddress())) {
            python.peer().send(WireEvent.of("HIT", 10L));
            python.pumpUntil(() -> python.peer().received().contains(WireEvent.of("FEEDBACK", "Hit!")));
        }
    }
}
