package io.rxgase.samples.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.loop.Timebase;
import io.rxgase.server.Backend;
import io.rxgase.server.ClientEvent;
import io.rxgase.transport.ConnectionEvent.Disconnected;
import io.rxgase.transport.DisconnectReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plays over real UDP on loopback. Waits for what must happen, never for time to pass. */
@Timeout(120)
class TagOverUdpTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int PLAYERS = 4;
    private static final long PATIENCE_SECONDS = 60;

    private final Backend<Chase> backend =
            Backend.of(TagGame.logic(), Chase.EMPTY).start(LOOPBACK, 0);
    private final Timebase timebase = Timebase.live();
    private final CompositeDisposable games = new CompositeDisposable();
    private final List<Client<Chase>> clients = new ArrayList<>();

    @AfterEach
    void end() {
        games.dispose();
        clients.forEach(Client::close);
        timebase.close();
        backend.close();
        assertThat(backend.closed().blockingAwait(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
    }

    private Client<Chase> connect() {
        Client<Chase> client = Client.of(Chase.class)
                .blockingConnect(LOOPBACK, backend.localAddress().getPort());
        clients.add(client);
        return client;
    }

    private Client<Chase> play(String name) {
        Client<Chase> client = connect();
        Pilot bot = Pilot.bot(new SplittableRandom(clients.size()));
        games.add(Avatar.join(client, name)
                .flatMapCompletable(avatar ->
                        avatar.play(bot, Ticks.fixed(Duration.ofMillis(20)).on(timebase)))
                // Some games end before everybody has heard that they are in.
                .onErrorComplete(NoSuchElementException.class::isInstance)
                .subscribe());
        return client;
    }

    private static void await(Flowable<?> happening) {
        TestSubscriber<Object> awaited = happening.take(1).cast(Object.class).test();
        awaited.awaitDone(PATIENCE_SECONDS, TimeUnit.SECONDS).assertValueCount(1);
    }

    @Test
    void shouldShowEveryPlayerMovingToEveryClient() {
        for (int i = 0; i < PLAYERS; i++) {
            play("Bot " + i);
        }
        List<TestSubscriber<Chase>> seen = new ArrayList<>();
        for (Client<Chase> client : clients) {
            Flowable<Chase> full =
                    client.states().filter(chase -> chase.players().size() == PLAYERS);
            seen.add(full.take(1)
                    .concatMap(first -> full.skip(50).takeUntil((Chase chase) -> haveAllMoved(first, chase)))
                    .test());
        }
        for (TestSubscriber<Chase> each : seen) {
            each.awaitDone(PATIENCE_SECONDS, TimeUnit.SECONDS).assertComplete();
            Chase last = each.values().get(each.values().size() - 1);
            assertThat(last.chaserId()).isIn(last.players().keySet());
        }
    }

    private static boolean haveAllMoved(Chase first, Chase now) {
        return first.players().keySet().stream()
                .noneMatch(id -> now.players()
                        .get(id)
                        .at()
                        .equals(first.players().get(id).at()));
    }

    @Test
    void shouldTakeAPlayerOutWhenItsClientLeaves() {
        play("Stays");
        Client<Chase> leaver = play("Leaves");
        await(clients.get(0).states().filter(chase -> chase.players().size() == 2));
        TestSubscriber<ClientEvent.Left> left =
                backend.clients().ofType(ClientEvent.Left.class).take(1).test();

        leaver.close();

        left.awaitDone(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .assertValue(event -> event.reason() == DisconnectReason.CLOSED_BY_PEER);
        await(clients.get(0).states().filter(chase -> chase.players().size() == 1));
    }

    @Test
    void shouldTellTheClientsWhenTheBackendStops() {
        Client<Chase> client = play("Alice");
        await(client.states().filter(chase -> !chase.players().isEmpty()));
        TestSubscriber<Disconnected> ended =
                client.lifecycle().ofType(Disconnected.class).test();

        backend.close();

        ended.awaitDone(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .assertValue(event -> event.reason() == DisconnectReason.PEER_SHUTDOWN);
    }

    @Test
    void shouldLetNobodyMoveAnotherPlayerNorLeaveTheField() {
        Client<Chase> alice = connect();
        Client<Chase> mallory = connect();
        long id = Avatar.join(alice, "Alice").blockingGet().id();
        long other = Avatar.join(mallory, "Mallory").blockingGet().id();
        Point entered = Field.entry(id);

        mallory.send(TagGame.move(id, new Point(1, 1)));
        mallory.send(Event.of("MOVE").with("player_id", other).with("new_position", List.of(Double.NaN, 1)));
        mallory.send(TagGame.move(other, new Point(-1e9, 50)));

        // Mallory may know that she is in before Alice does.
        await(alice.states()
                .filter(chase -> chase.players().keySet().containsAll(List.of(id, other)))
                .filter(chase -> chase.players().get(other).at().equals(new Point(0, 50)))
                .filter(chase -> chase.players().get(id).at().equals(entered)));
    }
}
