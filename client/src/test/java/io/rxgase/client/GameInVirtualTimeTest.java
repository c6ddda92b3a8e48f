package io.rxgase.client;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Pond.Frog;
import io.rxgase.client.Pond.Jump;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.EntityChange;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.server.Backend;
import io.rxgase.server.ClientEvent;
import io.rxgase.transport.Admission;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A backend and its clients on a simulated network, all in virtual time. */
class GameInVirtualTimeTest {
    private static final int PORT = 8080;

    private final TestScheduler time = new TestScheduler();

    @Test
    void shouldStepExactly500TimesInTenSecondsAt50Hz() {
        Backend<Pond> backend = backend(network(1));

        time.advanceTimeBy(10, SECONDS);

        assertThat(backend.machine().tickNumber()).isEqualTo(500);
        assertThat(backend.machine().gameTimeNanos()).isEqualTo(SECONDS.toNanos(10));
    }

    @Test
    void shouldShowEveryClientTheStateOfTheServerInSpiteOfLoss() {
        SimulatedNetwork network = network(2).with(NetworkConditions.LAN.withLoss(0.2));
        Backend<Pond> backend = backend(network);
        List<Client<Pond>> clients = List.of(connect(network, "a"), connect(network, "b"), connect(network, "c"));
        for (int i = 0; i < 40; i++) {
            clients.get(i % 3).send(Event.of(new Jump(i, -i)));
            time.advanceTimeBy(50, MILLISECONDS);
        }

        backend.machine().pause();
        time.advanceTimeBy(2, SECONDS);

        for (Client<Pond> client : clients) {
            assertThat(client.store().current()).isEqualTo(backend.snapshot());
        }
        assertThat(backend.snapshot().state().frogs()).containsEntry(1L, new Frog(39, -39));
    }

    @Test
    void shouldGiveTheSameTraceForTheSameSeed() {
        assertThat(traceOf(7)).isEqualTo(traceOf(7)).isNotEqualTo(traceOf(8));
    }

    private long traceOf(long seed) {
        TestScheduler clock = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(clock, seed).with(NetworkConditions.CELLULAR.withLoss(0.1));
        Backend<Pond> backend = Backend.of(Pond.LOGIC, Pond.EMPTY)
                .scheduler(clock)
                .transport(network.host("server"))
                .start("server", PORT);
        TestObserver<Client<Pond>> connecting = Client.of(Pond.class)
                .transport(network.host("a"))
                .connect("server", PORT)
                .test();
        clock.advanceTimeBy(2, SECONDS);
        Client<Pond> client = connecting.assertComplete().values().get(0);
        for (int i = 0; i < 20; i++) {
            client.send(Event.of(new Jump(i, i)));
            clock.advanceTimeBy(100, MILLISECONDS);
        }
        backend.close();
        clock.advanceTimeBy(5, SECONDS);
        return network.traceHash();
    }

    /** Were it not refused, this test would hang. */
    @Test
    void shouldRefuseToWaitOnTheLoopForWhatThatLoopHasToBring() {
        SimulatedNetwork network = network(3);
        Backend<Pond> backend = backend(network);
        Client<Pond> client = connect(network, "a");
        List<Throwable> refused = new ArrayList<>();
        List<Pond> known = new ArrayList<>();
        var unused = client.events("SPLASH").subscribe(splash -> {
            List<Callable<?>> blocking = List.of(
                    () -> client.events().blockingFirst(),
                    () -> client.events(Jump.class).blockingFirst(),
                    () -> client.events("SPLASH").blockingIterable().iterator().next(),
                    () -> client.lifecycle().blockingLast(),
                    () -> {
                        client.close();
                        return client.closed().blockingAwait(1, HOURS);
                    });
            blocking.forEach(call -> refused.add(catchThrowable(call::call)));
            known.add(client.states().blockingFirst());
        });

        client.send(Event.of(new Jump(1, 2)));
        time.advanceTimeBy(2, SECONDS);

        assertThat(refused)
                .hasSize(5)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("would wait for itself"));
        assertThat(known).as("a state that is there already").hasSize(1);
        assertThat(backend.server().connected()).isEmpty();
    }

    @Test
    void shouldCarryEventsBothWaysAndAcknowledgeThem() {
        SimulatedNetwork network = network(3).with(NetworkConditions.WIFI.withLoss(0.1));
        Backend<Pond> backend = backend(network);
        Client<Pond> jumper = connect(network, "a");
        Client<Pond> other = connect(network, "b");
        TestSubscriber<Event> splashes = jumper.events("SPLASH").test();
        TestSubscriber<Event> ripples = other.events("RIPPLE").test();

        TestObserver<Void> acknowledged =
                jumper.deliver(Event.of(new Jump(1, 2))).test();
        TestObserver<Void> direct =
                backend.deliver(new ClientId(2), Event.of("RIPPLE", 99)).test();
        time.advanceTimeBy(2, SECONDS);

        acknowledged.assertComplete();
        direct.assertComplete();
        splashes.assertValue(Event.of("SPLASH", 1L));
        assertThat(ripples.values()).containsExactlyInAnyOrder(Event.of("RIPPLE", 1L), Event.of("RIPPLE", 99));
    }

    record Ripple(int frog) {
        Ripple {
            if (frog < 0) {
                throw new IllegalArgumentException("no frog has a number below 0");
            }
        }
    }

    @Test
    void shouldSkipAndCountEventsFromWhichTheRecordCanNotBeMade() {
        SimulatedNetwork network = network(5);
        Backend<Pond> backend = backend(network);
        Client<Pond> client = connect(network, "a");
        TestSubscriber<Ripple> ripples = client.events(Ripple.class).test();
        TestSubscriber<Ripple> others = client.events(Ripple.class).test(1);

        for (Object frog : List.of(1, "two", 3, -4, "five", 6)) {
            backend.send(new ClientId(1), Event.of("Ripple", frog));
        }
        others.request(10);
        time.advanceTimeBy(1, SECONDS);

        ripples.assertValues(new Ripple(1), new Ripple(3), new Ripple(6)).assertNotComplete();
        others.assertValues(new Ripple(1), new Ripple(3), new Ripple(6)).assertNotComplete();
        assertThat(client.reading().eventsMisfit()).isEqualTo(2 * 3);
        assertThat(client.reading().eventsMalformed()).isZero();
    }

    @Test
    void shouldTellOfTheEntitiesOfATable() {
        SimulatedNetwork network = network(7);
        backend(network);
        Client<Pond> client = connect(network, "a");
        TestSubscriber<EntityChange<Long, Frog>> frogs =
                client.entities(Pond::frogs).test();

        client.send(new Jump(7, 8));
        time.advanceTimeBy(1, SECONDS);
        Client<Pond> other = connect(network, "b");
        time.advanceTimeBy(1, SECONDS);
        other.close();
        time.advanceTimeBy(1, SECONDS);

        frogs.assertValues(
                new EntityChange.Added<>(1L, new Frog(0, 0)),
                new EntityChange.Changed<>(1L, new Frog(0, 0), new Frog(7, 8)),
                new EntityChange.Added<>(2L, new Frog(0, 0)),
                new EntityChange.Removed<>(2L, new Frog(0, 0)));
        client.close();
        time.advanceTimeBy(1, SECONDS);
        frogs.assertComplete();
    }

    @Test
    void shouldShowTheNewestStateToAThreadThatHasNoTime() {
        SimulatedNetwork network = network(8);
        backend(network);
        Client<Pond> client = connect(network, "a");
        TestScheduler window = new TestScheduler();
        List<Runnable> tasks = new ArrayList<>();
        TestSubscriber<Pond> drawn = client.statesOn(window).test();
        TestSubscriber<Pond> executed = client.statesOn(tasks::add).test();
        for (int i = 0; i < 10; i++) {
            time.advanceTimeBy(1, SECONDS);
            Pond newest = client.store().current().state();
            window.triggerActions();
            while (!tasks.isEmpty()) {
                tasks.remove(0).run();
            }

            assertThat(drawn.values()).hasSize(i + 1).last().isSameAs(newest);
            assertThat(executed.values()).hasSize(i + 1).last().isSameAs(newest);
        }
    }

    @Test
    void shouldSendARecordAsAnEvent() {
        SimulatedNetwork network = network(6);
        Backend<Pond> backend = backend(network);
        Client<Pond> client = connect(network, "a");

        client.send(new Jump(7, 8));
        time.advanceTimeBy(1, SECONDS);

        assertThat(backend.machine().snapshot().state().frogs()).containsEntry(1L, new Frog(7, 8));
        Throwable refused =
                catchThrowable(() -> client.send(new ClientEvent.Joined(new ClientId(1), client.remoteAddress(), "a")));
        assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("is no event type");
    }

    @Test
    void shouldTellOfClientsThatComeAndGoAndWhy() {
        SimulatedNetwork network = network(4);
        Backend<Pond> backend = backend(network);
        Client<Pond> leaving = connect(network, "a");
        Client<Pond> vanishing = connect(network, "b");
        TestSubscriber<ClientEvent> clients = backend.clients().test();
        clients.assertValueCount(2);

        leaving.close();
        time.advanceTimeBy(1, SECONDS);
        network.partition("b", "server");
        time.advanceTimeBy(10, SECONDS);

        ClientEvent.Left left = (ClientEvent.Left) clients.values().get(2);
        assertThat(left.client()).isEqualTo(new ClientId(1));
        assertThat(left.reason()).isEqualTo(DisconnectReason.CLOSED_BY_PEER);
        ClientEvent.Left lost = (ClientEvent.Left) clients.values().get(3);
        assertThat(lost.client()).isEqualTo(new ClientId(2));
        assertThat(lost.reason()).isEqualTo(DisconnectReason.TIMED_OUT);
        assertThat(endOf(vanishing)).isEqualTo(DisconnectReason.TIMED_OUT);
        assertThat(backend.snapshot().state().frogs()).isEmpty();
        assertThat(backend.server().connected()).isEmpty();
    }

    @Test
    void shouldTellClientsThatTheBackendShutsDownAndLetThemConnectAgain() {
        SimulatedNetwork network = network(5);
        Backend<Pond> first = backend(network);
        Client<Pond> client = connect(network, "a");
        TestSubscriber<Pond> states = client.states().test();

        first.close();
        TestObserver<Void> down = first.closed().test();
        time.advanceTimeBy(3, SECONDS);

        down.assertComplete();
        states.assertComplete();
        assertThat(endOf(client)).isEqualTo(DisconnectReason.PEER_SHUTDOWN);
        backend(network);
        Client<Pond> again = connect(network, "a");
        assertThat(again.store().current().state().frogs()).hasSize(1);
    }

    @Test
    void shouldRefuseWithTheReasonOfTheAdmission() {
        SimulatedNetwork network = network(6);
        Admission admission = (address, hello) ->
                hello.length > 0 ? Admission.Decision.admit() : Admission.Decision.refuse("tell us your name");
        Backend.of(Pond.LOGIC, Pond.EMPTY)
                .scheduler(time)
                .transport(network.host("server"))
                .options(TransportOptions.defaults().withAdmission(admission))
                .start("server", PORT);

        TestObserver<Client<Pond>> nameless = Client.of(Pond.class)
                .transport(network.host("a"))
                .connect("server", PORT)
                .test();
        TestObserver<Client<Pond>> named = Client.of(Pond.class)
                .transport(network.host("b"))
                .hello("Kermit")
                .connect("server", PORT)
                .test();
        time.advanceTimeBy(3, SECONDS);

        nameless.assertError(error -> error instanceof TransportException refused
                && refused.reason() == DisconnectReason.REFUSED
                && String.valueOf(refused.getMessage()).contains("tell us your name"));
        named.assertComplete();
    }

    @Test
    void shouldGoOnAfterUnknownEventsWrongArgumentsAndFailingHandlers() {
        SimulatedNetwork network = network(7);
        Backend<Pond> backend = backend(network);
        Client<Pond> client = connect(network, "a");

        client.send(Event.of("CROAK"));
        client.send(Event.of("Jump").with("x", "far").with("y", 1.0));
        client.send(Event.of("HURL"));
        client.send(Event.of(new Jump(3, 4)));
        time.advanceTimeBy(1, SECONDS);

        assertThat(backend.snapshot().state().frogs()).containsValue(new Frog(3, 4));
        assertThat(backend.machine().reading().unknownEvents()).isEqualTo(1);
        assertThat(backend.machine().reading().wrongArguments()).isEqualTo(1);
        assertThat(backend.machine().reading().handlerFaults()).isEqualTo(1);
    }

    @Test
    void shouldSlowThePublisherDownToThePaceOfTheRemoteConsumer() {
        SimulatedNetwork network = network(8);
        Backend<Pond> backend = backend(network);
        Client<Pond> client = connect(network, "a");
        List<Long> asked = new ArrayList<>();
        Flowable<Event> source =
                Flowable.rangeLong(0, 100_000).doOnNext(asked::add).map(i -> Event.of(new Jump(i, 0)));
        backend.machine().pause();

        client.sendAll(source).subscribe();
        time.advanceTimeBy(10, SECONDS);
        int stalledAt = asked.size();
        time.advanceTimeBy(10, SECONDS);

        assertThat(stalledAt).isLessThan(2_000);
        assertThat(asked).hasSize(stalledAt);
        backend.machine().resume();
        time.advanceTimeBy(2, SECONDS);
        assertThat(asked).hasSizeGreaterThan(stalledAt + 100);
    }

    @Test
    void shouldNotLetAClientThatDoesNotListenHoldTheServerUp() {
        SimulatedNetwork network = network(9);
        Backend<Pond> backend = backend(network);
        Client<Pond> deaf = connect(network, "a");
        Client<Pond> jumper = connect(network, "b");

        for (int i = 0; i < 600; i++) {
            jumper.send(Event.of(new Jump(i, 0)));
            time.advanceTimeBy(20, MILLISECONDS);
        }

        assertThat(backend.reading().eventsUndelivered()).isZero();
        assertThat(deaf.reading().eventsUnobserved()).isGreaterThan(400);
    }

    @Test
    void shouldPlayTheSameGameWithADynamicState() {
        SimulatedNetwork network = network(10).with(NetworkConditions.WIFI);
        GameLogic<GameState> logic = GameLogic.of(GameState.class)
                .timeStep((state, dt) -> state.with("seconds", state.getDouble("seconds") + dt));
        Backend<GameState> backend = Backend.of(logic, GameState.of(Map.of("frogs", Map.of(), "seconds", 0.0)))
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", PORT);
        TestObserver<Client<GameState>> connecting = Client.of(GameState.class)
                .transport(network.host("a"))
                .connect("server", PORT)
                .test();
        time.advanceTimeBy(2, SECONDS);
        Client<GameState> client = connecting.assertComplete().values().get(0);
        backend.machine().pause();
        time.advanceTimeBy(1, SECONDS);

        GameState seen = client.store().current().state();
        assertThat(seen).isEqualTo(backend.snapshot().state());
        assertThat(seen.isPaused()).isTrue();
        assertThat(seen.getDouble("seconds")).isBetween(1.9, 2.1);
    }

    @Test
    void shouldShowUpdatesThatLeadFromStateToState() {
        SimulatedNetwork network = network(11);
        backend(network);
        Client<Pond> client = connect(network, "a");

        TestSubscriber<GameStateUpdate> updates = client.updates().test();
        time.advanceTimeBy(1, SECONDS);

        assertThat(updates.values().get(0).isWhole()).isTrue();
        assertThat(updates.values()).hasSizeGreaterThan(40);
        long version = updates.values().get(0).timeOrder();
        for (GameStateUpdate update :
                updates.values().subList(1, updates.values().size())) {
            assertThat(update.base()).isEqualTo(version);
            version = update.timeOrder();
        }
    }

    @Test
    void shouldGiveUpConnectingWhenNobodyAnswers() {
        SimulatedNetwork network = network(12);
        backend(network);
        network.host("a");
        network.partition("a", "server");
        TestObserver<Client<Pond>> connecting = Client.of(Pond.class)
                .transport(network.host("a"))
                .options(TransportOptions.defaults().withConnectTimeout(Duration.ofSeconds(3)))
                .connect("server", PORT)
                .test();

        time.advanceTimeBy(4, SECONDS);

        connecting.assertError(error ->
                error instanceof TransportException failure && failure.reason() == DisconnectReason.CONNECT_TIMED_OUT);
    }

    private DisconnectReason endOf(Client<Pond> client) {
        TestSubscriber<ConnectionEvent> lifecycle = client.lifecycle().test();
        time.advanceTimeBy(1, MILLISECONDS);
        lifecycle.assertComplete();
        return ((ConnectionEvent.Disconnected) lifecycle.values().get(0)).reason();
    }

    private SimulatedNetwork network(long seed) {
        return SimulatedNetwork.on(time, seed);
    }

    record Ping(int number) {}

    record Pong(int number) {}

    @Test
    void shouldTakeRecordsWhereverABackendTakesEvents() {
        SimulatedNetwork network = network(9);
        Backend<Pond> backend = Backend.of(Pond.LOGIC, Pond.EMPTY)
                .onArrival(Ping.class, (sender, ping) -> ping.number() < 0 ? null : new Pong(ping.number() + 1))
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", PORT);
        Client<Pond> client = connect(network, "a");
        TestSubscriber<Pong> pongs = client.events(Pong.class).test();
        ClientId one = new ClientId(1);

        client.send(new Ping(41));
        client.send(new Ping(-1));
        client.send(Event.of("Ping", "x"));
        time.advanceTimeBy(1, SECONDS);
        backend.send(one, new Pong(1));
        backend.send(Audience.all(), new Pong(2));
        TestObserver<Void> delivered = backend.deliver(one, new Pong(3))
                .andThen(backend.deliver(Audience.all(), new Pong(4)))
                .test();
        time.advanceTimeBy(1, SECONDS);

        pongs.assertValues(new Pong(42), new Pong(1), new Pong(2), new Pong(3), new Pong(4));
        delivered.assertComplete();
        assertThat(backend.reading().eventsRefused()).isEqualTo(1);
        assertThat(backend.offer(new Jump(3, 4))).isTrue();
        Throwable refused = catchThrowable(() -> backend.send(one, one));
        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ClientId is no event type");
    }

    @Test
    void shouldAnswerOnArrivalWithoutWaitingForATickAndWithoutTheGame() {
        SimulatedNetwork network = network(3);
        Backend<Pond> backend = Backend.of(Pond.LOGIC, Pond.EMPTY)
                .onArrival("CLOCK", (sender, event) -> Event.of("CLOCK", event.getInt(0) + 1, sender.value()))
                .onArrival("BROKEN", (sender, event) -> {
                    throw new IllegalStateException("a handler that fails");
                })
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", PORT);
        Client<Pond> client = connect(network, "a");
        TestSubscriber<Event> events = client.events().test();
        backend.machine().pause();
        time.advanceTimeBy(1, SECONDS);

        client.send(Event.of("BROKEN"));
        client.send(Event.of("CLOCK", 41));
        time.advanceTimeBy(1, SECONDS);

        events.assertValue(Event.of("CLOCK", 42, 1L));
        assertThat(backend.reading().eventsRefused()).isEqualTo(1);
        assertThat(backend.machine().inbox().size()).isZero();
    }

    private Backend<Pond> backend(SimulatedNetwork network) {
        return Backend.of(Pond.LOGIC, Pond.EMPTY)
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", PORT);
    }

    private Client<Pond> connect(SimulatedNetwork network, String host) {
        TestObserver<Client<Pond>> connecting = Client.of(Pond.class)
                .transport(network.host(host))
                .connect("server", PORT)
                .test();
        while (connecting.values().isEmpty()) {
            connecting.assertNoErrors();
            time.advanceTimeBy(10, MILLISECONDS);
        }
        Client<Pond> client = connecting.values().get(0);
        time.advanceTimeBy(1, SECONDS);
        assertThat(client.store().isEmpty()).isFalse();
        return client;
    }
}
