package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.GameStateUpdate;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.server.Backend;
import io.rxgase.server.ClientEvent;
import io.rxgase.testkit.SubscriberCrowd;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Subscribers that come, ask, leave, throw and act within their own calls, in any order, at every stream of a backend and a client at once:
 * those who only listen miss nothing. {@code -Dcases=} plays more.
 */
class StreamsCrowdTest {
    private static final int STEPS = 400;

    record Clock(int tick) {}

    record Beat(int number) {}

    private final TestScheduler time = new TestScheduler();
    private final SimulatedNetwork network = SimulatedNetwork.on(time, 1);
    private final Backend<Clock> backend = Backend.of(
                    GameLogic.of(Clock.class).timeStep((clock, dt) -> new Clock(clock.tick() + 1)), new Clock(0))
            .scheduler(time)
            .transport(network.host("server"))
            .start("server", 1);
    private final Client<Clock> client = connect("client");

    private Client<Clock> connect(String host) {
        TestObserver<Client<Clock>> connecting = Client.of(Clock.class)
                .transport(network.host(host))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(200, MILLISECONDS);
        return connecting.assertComplete().values().get(0);
    }

    private List<Flowable<?>> streams() {
        return List.of(
                backend.clients(),
                backend.states(),
                backend.updates(),
                backend.store().snapshots(),
                backend.stats(Duration.ofMillis(50)),
                client.states(),
                client.snapshots(),
                client.updates(),
                client.events(),
                client.events(Event.typeOf(Beat.class)),
                client.events(Beat.class),
                client.lifecycle(),
                client.stats(Duration.ofMillis(50)));
    }

    @Test
    void shouldServeWhoListensWhateverTheOthersDo() {
        long first = Long.getLong("seed", 20_267);
        for (long seed = first; seed < first + Integer.getInteger("cases", 1); seed++) {
            new StreamsCrowdTest().play(seed);
        }
    }

    private void play(long seed) {
        TestSubscriber<Event> events = client.events().test();
        TestSubscriber<Beat> beats = client.events(Beat.class).test();
        TestSubscriber<Clock> states = client.states().test();
        TestSubscriber<GameStateUpdate> updates = client.updates().test();
        TestSubscriber<ClientEvent> clients = backend.clients().test();
        TestSubscriber<Clock> game = backend.states().test();
        TestSubscriber<?> stats = backend.stats(Duration.ofMillis(50)).test();
        TestSubscriber<ConnectionEvent> lifecycle = client.lifecycle().test();
        List<SubscriberCrowd<Object>> crowds = new ArrayList<>();
        for (Flowable<?> stream : streams()) {
            crowds.add(new SubscriberCrowd<>(seed + crowds.size(), stream));
        }

        for (int step = 0; step < STEPS; step++) {
            crowds.forEach(SubscriberCrowd::act);
            backend.send(Audience.all(), Event.of(new Beat(step)));
            if (step % 4 == 0) {
                Client<Clock> guest = connectAtOnce("guest" + step);
                guest.close();
            }
            time.advanceTimeBy(20, MILLISECONDS);
        }
        crowds.forEach(SubscriberCrowd::leave);
        time.advanceTimeBy(3, SECONDS);

        String replay = "replay with -Dseed=" + seed;
        crowds.forEach(SubscriberCrowd::check);
        assertThat(beats.values())
                .as(replay)
                .isEqualTo(IntStream.range(0, STEPS).mapToObj(Beat::new).toList());
        assertThat(events.values()).as(replay).hasSize(STEPS);
        assertThat(game.values()).as(replay).hasSizeGreaterThan(STEPS);
        assertThat(clients.values()).as(replay).hasSize(1 + 2 * STEPS / 4);
        assertThat(stats.values()).as(replay).hasSizeGreaterThan(STEPS * 20 / 50);
        assertThat(states.values().get(states.values().size() - 1).tick())
                .as(replay)
                .isGreaterThan(STEPS + 100);
        StateModel<Clock> model = StateModel.of(Clock.class);
        Snapshot<Clock> merged = null;
        for (GameStateUpdate update : updates.values()) {
            merged = model.apply(merged, update);
        }
        assertThat(merged).as(replay).isEqualTo(client.store().current());
        client.close();
        time.advanceTimeBy(5, SECONDS);
        lifecycle.assertComplete();
        events.assertComplete();
        states.assertComplete();
        backend.close();
        time.advanceTimeBy(5, SECONDS);
        clients.assertComplete();
        stats.assertComplete();
        game.assertComplete();
    }

    private Client<Clock> connectAtOnce(String host) {
        TestObserver<Client<Clock>> connecting = Client.of(Clock.class)
                .transport(network.host(host))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(20, MILLISECONDS);
        return connecting.assertComplete().values().get(0);
    }
}
