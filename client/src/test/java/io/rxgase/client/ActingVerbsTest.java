package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.record.Recorder;
import io.rxgase.core.record.Replay;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Owner;
import io.rxgase.core.state.OwnerOnly;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.server.Backend;
import io.rxgase.server.BackendBuilder;
import io.rxgase.server.ClientEvent;
import io.rxgase.server.NoSuchClientException;
import io.rxgase.server.ReplayServer;
import io.rxgase.server.Server;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What acts when it is called, what waits to be subscribed to, and who tells of the end. */
class ActingVerbsTest {
    record Count(int n) {}

    private static final GameLogic<Count> LOGIC = GameLogic.of(Count.class)
            .on(
                    "ADD",
                    (count, event, sender) -> Next.state(new Count(count.n() + event.getInt(0)))
                            .toAll(Event.of("ADDED", sender.value())));

    private final TestScheduler time = new TestScheduler();
    private final SimulatedNetwork network = SimulatedNetwork.on(time, 1);

    private Backend<Count> backend() {
        return Backend.of(LOGIC, new Count(0))
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1);
    }

    private <S> Client<S> connect(Class<S> type, String host) {
        TestObserver<Client<S>> connecting = Client.of(type)
                .transport(network.host(host))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(500, MILLISECONDS);
        return connecting.assertComplete().values().get(0);
    }

    @Test
    void shouldSendAtOnceAndDeliverWhenSubscribedToEachTimeAnew() {
        Backend<Count> backend = backend();
        Client<Count> client = connect(Count.class, "a");

        client.send(Event.of("ADD", 1));
        Completable cold = client.deliver(Event.of("ADD", 10));
        time.advanceTimeBy(1, SECONDS);
        assertThat(backend.snapshot().state()).isEqualTo(new Count(1));
        TestObserver<Void> once = cold.test();
        TestObserver<Void> twice = cold.test();
        time.advanceTimeBy(1, SECONDS);

        once.assertComplete();
        twice.assertComplete();
        assertThat(backend.snapshot().state()).isEqualTo(new Count(21));
    }

    @Test
    void shouldCountWhatIsSentToNobodyAndFailWhatIsDelivered() {
        Backend<Count> backend = backend();
        Client<Count> client = connect(Count.class, "a");
        TestSubscriber<Event> heard = client.events("NEWS").test();

        backend.send(new ClientId(7), Event.of("NEWS"));
        backend.send(new ClientId(1), Event.of("NEWS"));
        Completable cold = backend.deliver(Audience.all(), Event.of("NEWS"));
        TestObserver<Void> lost =
                backend.deliver(new ClientId(7), Event.of("NEWS")).test();
        time.advanceTimeBy(1, SECONDS);

        assertThat(backend.reading().eventsUndelivered()).isEqualTo(1);
        lost.assertError(NoSuchClientException.class);
        heard.assertValueCount(1);
        TestObserver<Void> delivered = cold.test();
        time.advanceTimeBy(1, SECONDS);
        delivered.assertComplete();
        heard.assertValueCount(2);
    }

    @Test
    void shouldTakeEventsOfItsOwnAndDisconnectWhomItWants() {
        Backend<Count> backend = backend();
        Client<Count> client = connect(Count.class, "a");
        TestSubscriber<Event> heard = client.events("ADDED").test();
        TestSubscriber<ClientEvent> clients = backend.clients().test();

        assertThat(backend.offer(Event.of("ADD", 5))).isTrue();
        time.advanceTimeBy(1, SECONDS);
        heard.assertValue(event -> event.getLong(0) == 0);
        backend.disconnect(new ClientId(1));
        backend.disconnect(new ClientId(9), "nobody");
        TestObserver<Void> closed = client.closed().test();
        time.advanceTimeBy(2, SECONDS);

        closed.assertComplete();
        assertThat(clients.values()).last().isInstanceOf(ClientEvent.Left.class);
        backend.close();
        assertThat(backend.offer(Event.of("ADD", 5))).isFalse();
    }

    @Test
    void shouldCloseAtOnceAndTellWhenThatIsDone() {
        Backend<Count> backend = backend();
        Client<Count> client = connect(Count.class, "a");
        Client<Count> other = connect(Count.class, "b");
        TestObserver<Void> gone = client.closed().test();
        TestObserver<Void> otherGone = other.closed().test();
        TestObserver<Void> over = backend.closed().test();
        time.advanceTimeBy(1, SECONDS);
        gone.assertNotComplete();

        client.close();
        time.advanceTimeBy(2, SECONDS);
        gone.assertComplete();
        over.assertNotComplete();
        backend.close();
        time.advanceTimeBy(2, SECONDS);

        over.assertComplete();
        otherGone.assertComplete();
    }

    @Test
    void shouldLeaveABuilderAsItIs() {
        BackendBuilder<Count> plain =
                Backend.of(LOGIC, new Count(0)).scheduler(time).transport(network.host("server"));
        BackendBuilder<Count> other = plain.tickRate(10)
                .timeOrder(77)
                .options(TransportOptions.defaults().withMaxConnections(1))
                .sendRate(1)
                .onArrival("PING", (sender, event) -> Event.of("PONG"));
        assertThat(other).isNotSameAs(plain);

        Backend<Count> backend = plain.start("server", 1);
        time.advanceTimeBy(1, SECONDS);

        assertThat(backend.snapshot().timeOrder()).isEqualTo(50);
        connect(Count.class, "a");
        Client<Count> second = connect(Count.class, "b");
        TestSubscriber<Event> answer = second.events("PONG").test();
        second.send(Event.of("PING"));
        time.advanceTimeBy(1, SECONDS);
        answer.assertEmpty();
        assertThatThrownBy(() -> plain.dialects()).hasMessageContaining("name at least one");
    }

    @Test
    void shouldPublishAStepInOneCall() {
        StateModel<Count> model = StateModel.of(Count.class);
        Snapshot<Count> first = Snapshot.initial(new Count(0));
        GameStateStore<Count> store = GameStateStore.create(model, first);
        Server<Count> server = Server.listen(
                        network.host("server"),
                        InetSocketAddress.createUnresolved("server", 1),
                        Server.Settings.of(store, Inbox.create()))
                .blockingGet();
        Client<Count> client = connect(Count.class, "a");
        TestSubscriber<Event> heard = client.events().test();
        Tick tick = Tick.first(Duration.ofMillis(20));

        server.publish(LOGIC.step(first, Frame.of(tick, new Incoming(new ClientId(1), Event.of("ADD", 3)))));
        time.advanceTimeBy(1, SECONDS);

        assertThat(store.current().state()).isEqualTo(new Count(3));
        assertThat(client.store().current().state()).isEqualTo(new Count(3));
        heard.assertValueCount(1);
        TestObserver<Void> closed = server.closed().test();
        server.close("that was it");
        time.advanceTimeBy(2, SECONDS);
        closed.assertComplete();
    }

    @Test
    void shouldTellWhatAClientMeasuresAgainAndAgain() {
        backend();
        Client<Count> client = connect(Count.class, "a");
        TestSubscriber<ClientStats> readings = client.stats().test();
        TestSubscriber<ClientStats> slow = client.stats(Duration.ofMillis(10)).test(1);

        time.advanceTimeBy(3_500, MILLISECONDS);

        readings.assertValueCount(4);
        slow.assertValueCount(1);
        slow.request(1);
        assertThat(slow.values().get(1).link().packetsReceived())
                .as("the newest that it missed")
                .isGreaterThan(slow.values().get(0).link().packetsReceived());
        client.close();
        time.advanceTimeBy(2, SECONDS);
        readings.assertComplete();
        assertThatThrownBy(() -> client.stats(Duration.ZERO)).hasMessageContaining("above 0");
    }

    record Hand(@Owner long player, @OwnerOnly int card) {}

    /** Spectators have numbers, too, and so had the players. */
    @Test
    void shouldShowSpectatorsNothingThatPlayersOwned(@TempDir Path directory) {
        GameLogic<Hand> logic = GameLogic.of(Hand.class).timeStep((hand, dt) -> new Hand(1, hand.card() + 1));
        Backend<Hand> live = Backend.of(logic, new Hand(1, 42))
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1);
        Recorder<Hand> recorder = live.record(directory.resolve("game.rec"));
        Client<Hand> player = connect(Hand.class, "player");
        assertThat(player.store().current().state().card()).isGreaterThan(42);
        recorder.finish().blockingAwait();
        live.close();
        time.advanceTimeBy(2, SECONDS);

        ReplayServer<Hand> cinema = ReplayServer.start(
                Replay.of(directory.resolve("game.rec"), logic).inRealTime().on(Timebase.of(time)),
                network.host("server"),
                TransportOptions.defaults(),
                "server",
                1);
        Client<Hand> spectator = connect(Hand.class, "spectator");

        assertThat(spectator.store().current().state()).isEqualTo(new Hand(1, 0));
        TestObserver<Void> closed = cinema.closed().test();
        closed.assertNotComplete();
        cinema.close();
        time.advanceTimeBy(2, SECONDS);
        closed.assertComplete();
    }
}
