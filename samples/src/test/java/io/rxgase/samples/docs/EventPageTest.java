package io.rxgase.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.HandlerFault;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Transition;
import io.rxgase.core.state.Snapshot;
import io.rxgase.server.Backend;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.SendOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The code of docs/EVENTS.md and docs/DELIVERY.md. */
@SuppressWarnings("CheckReturnValue")
class EventPageTest {
    record Move(int playerId, double x, double y) {}

    record Lobby(int players, String leader, double x) {}

    private static final GameLogic<Lobby> RULES = GameLogic.of(Lobby.class)
            .onJoined((lobby, client) -> Next.state(new Lobby(lobby.players() + 1, lobby.leader(), lobby.x())))
            .onLeft((lobby, client) -> Next.state(new Lobby(lobby.players() - 1, lobby.leader(), lobby.x())))
            .on(Move.class, (lobby, move, sender) -> Next.state(new Lobby(lobby.players(), lobby.leader(), move.x())))
            .on(
                    "SHOUT",
                    (lobby, event, sender) -> Next.state(lobby)
                            .reply(Event.of("HEARD"))
                            .toAllBut(
                                    sender,
                                    Event.of("SHOUTED", event.getString(0)).with("by", sender.value())))
            .on(
                    "LEAD",
                    (lobby, event, sender) -> Next.state(lobby).toBackend(Event.of("FIND_PLAYER", event.getLong("id"))))
            .on(
                    "PLAYER_FOUND",
                    (lobby, event, sender) ->
                            Next.state(new Lobby(lobby.players(), event.getString("name"), lobby.x())))
            .onUnknown((lobby, event, sender) -> Next.state(lobby).reply(Event.of("UNKNOWN", event.type())));

    private static final Lobby START = new Lobby(0, "", 0);

    private static Single<String> lookUp(long id) {
        return Single.just("Ada" + id);
    }

    @Test
    void shouldReportWrongArgumentsAndGoOn() {
        Incoming wrong = new Incoming(new ClientId(1), Event.of("SHOUT", 42));

        Transition<Lobby> after =
                RULES.step(Snapshot.initial(START), Frame.of(Tick.first(Duration.ofMillis(20)), wrong));

        assertThat(after.state()).isEqualTo(START);
        assertThat(after.faults()).extracting(HandlerFault::kind).containsExactly(HandlerFault.Kind.WRONG_ARGUMENTS);
        assertThat(after.faults().get(0).error()).hasMessageContaining("SHOUT");
    }

    @Test
    void shouldTravelBothWays() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Lobby> backend = world.start(RULES, START);
            backend.machine()
                    .async(
                            "FIND_PLAYER",
                            request -> lookUp(request.getLong(0))
                                    .map(name -> Event.of("PLAYER_FOUND").with("name", name)));
            Client<Lobby> client = world.join(Lobby.class, "Ann");
            Client<Lobby> other = world.join(Lobby.class, "Bob");
            TestSubscriber<Event> heard = other.events("SHOUTED").test();
            CountDownLatch arrived = new CountDownLatch(1);

            client.send(Event.of("SHOUT", "hello"));
            client.send(new Move(1, 2.5, 0));
            client.send(Event.of("LEAD").with("id", 7));
            TestSubscriber<Event> unknown = client.events("UNKNOWN").test();
            client.send(Event.of("DANCE"));

            Disposable shout =
                    client.deliver(Event.of("SHOUT", "still there?")).subscribe(arrived::countDown, error -> {});
            client.send(new Move(1, 3, 0), Delivery.UNRELIABLE_SEQUENCED);
            client.send(Event.of("SHOUT", "now or never"), SendOptions.DEFAULT.withDeadline(Duration.ofMillis(250)));
            Flowable<Event> steps = Flowable.range(1, 1000).map(i -> Event.of(new Move(1, i, 0)));
            client.sendAll(steps).subscribe();

            world.within(
                    Duration.ofSeconds(20),
                    "all arrived",
                    () -> backend.snapshot().state().x() == 1000);
            assertThat(arrived.getCount()).isZero();
            assertThat(shout.isDisposed()).isTrue();
            heard.assertValueCount(3);
            unknown.assertValueCount(1);
            assertThat(backend.snapshot().state().leader()).isEqualTo("Ada7");
        }
    }

    @Test
    void shouldDrawTheNewestAndWriteDownEverything() {
        try (VirtualWorld world = VirtualWorld.of(2)) {
            Backend<Lobby> backend = world.start(RULES, START);
            Client<Lobby> client = world.join(Lobby.class, "Ann");
            TestScheduler ui = new TestScheduler();
            List<Lobby> view = new ArrayList<>();
            List<Event> book = new ArrayList<>();

            Disposable drawn = client.statesOn(ui).subscribe(view::add);
            Disposable written =
                    client.events("SHOUTED").observeOn(ui, false, 8).subscribe(book::add);

            Flowable<Event> chatter = Flowable.range(1, 1000).map(i -> Event.of("SHOUTED", i));
            for (Event event : chatter.blockingIterable()) {
                backend.send(new ClientId(1), event);
            }
            world.advanceTimeBy(Duration.ofSeconds(1));
            ui.triggerActions();
            assertThat(view).hasSizeLessThan(5);
            for (int i = 0; i < 200; i++) {
                world.advanceTimeBy(Duration.ofMillis(100));
                ui.triggerActions();
            }
            assertThat(book).hasSize(1000);
            drawn.dispose();
            written.dispose();
        }
    }
}
