package io.rxgase.samples.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.core.record.Replay;
import io.rxgase.core.record.Verification;
import io.rxgase.core.state.Snapshot;
import io.rxgase.server.Backend;
import io.rxgase.server.ReplayServer;
import io.rxgase.testing.Conditions;
import io.rxgase.testing.SimulatedGame;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.emulation.NetworkConditions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests that docs/TESTING.md shows, of the game of tag. */
class TagTestingGuideTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    @Test
    void shouldShowTheNewChaserToEveryoneWithinTwoSeconds() {
        try (VirtualWorld world = VirtualWorld.of(42).with(NetworkConditions.CELLULAR)) {
            world.start(TagGame.logic(), Chase.EMPTY);
            Client<Chase> alice = world.join(Chase.class, "Alice");
            Client<Chase> bob = world.join(Chase.class, "Bob");
            TestSubscriber<Event> tags = alice.events(TagGame.TAGGED).test();

            alice.send(TagGame.join("Alice"));
            world.within(
                    TWO_SECONDS, "Alice chases", List.of(alice, bob), chase -> Objects.equals(chase.chaserId(), 1L));
            bob.send(TagGame.join("Bob"));
            bob.send(TagGame.move(2, new Point(320, 200)));
            alice.send(TagGame.move(1, new Point(325, 200)));

            world.within(TWO_SECONDS, "Bob chases", List.of(alice, bob), chase -> Objects.equals(chase.chaserId(), 2L));
            tags.assertValueCount(1);
        }
    }

    @Test
    void shouldShowAFrozenClientTheGameAsItIsWhenItComesBack() {
        try (VirtualWorld world = VirtualWorld.of(7)) {
            Backend<Chase> backend = world.start(TagGame.logic(), Chase.EMPTY);
            List<Client<Chase>> clients = world.join(Chase.class);
            Disposable bots = BotPlayers.play(world, clients);
            world.advanceTimeBy(Duration.ofSeconds(5));

            world.freeze(clients.get(0));
            world.with(NetworkConditions.SATELLITE).advanceTimeBy(TWO_SECONDS);
            world.thaw(clients.get(0));
            world.cutOff(clients.get(1));
            world.with(NetworkConditions.WIFI).advanceTimeBy(TWO_SECONDS);
            world.reconnect(clients.get(1));
            bots.dispose();
            world.advanceTimeBy(TWO_SECONDS);
            backend.machine().pause();

            world.within(
                    TWO_SECONDS,
                    "everyone sees the end",
                    clients,
                    chase -> chase.equals(backend.snapshot().state()));
        }
    }

    @SimulatedGame(
            seeds = 8,
            conditions = {Conditions.WIFI, Conditions.CELLULAR, Conditions.AWFUL},
            clients = 4,
            seconds = 8,
            faults = 3)
    void shouldShowTheSameGameToEveryoneWhateverTheNetworkDoes(VirtualWorld world) {
        Backend<Chase> backend = world.start(TagGame.logic(), Chase.EMPTY);
        List<Client<Chase>> clients = world.join(Chase.class);
        Disposable bots = BotPlayers.play(world, clients);

        world.play();

        world.calm();
        world.within(
                Duration.ofSeconds(10),
                "all play",
                () -> backend.snapshot().state().players().size() == clients.size());
        bots.dispose();
        world.advanceTimeBy(TWO_SECONDS);
        backend.machine().pause();
        world.within(
                Duration.ofSeconds(5),
                "everyone sees the same",
                clients,
                chase -> chase.equals(backend.snapshot().state()));
    }

    @Test
    void shouldReplayARecordedGame(@TempDir Path directory) {
        Path file = directory.resolve("tag.rec");
        Chase last;
        try (VirtualWorld world = VirtualWorld.of(11).with(NetworkConditions.WIFI)) {
            Backend<Chase> backend = world.start(TagGame.logic(), Chase.EMPTY);
            backend.record(file, RecordingOptions.defaults().withWriter(Schedulers.trampoline()));
            BotPlayers.play(world, world.join(Chase.class));
            world.advanceTimeBy(Duration.ofSeconds(60));
            last = backend.snapshot().state();
        }

        Replay<Chase> replay = Replay.of(file, TagGame.logic());

        assertThat(replay.states().blockingLast()).isEqualTo(last);
        assertThat(replay.verify().divergence()).isEmpty();

        // One step for each request: the debugger of a game.
        TestSubscriber<Snapshot<Chase>> steps =
                replay.from(Duration.ofSeconds(30)).snapshots().test(1);
        assertThat(steps.values().get(0).gameTimeNanos()).isEqualTo(30_000_000_000L);
        steps.requestMore(1).assertValueCount(2);
    }

    @Test
    void shouldShowARecordedGameToSpectators(@TempDir Path directory) {
        Path file = directory.resolve("tag.rec");
        Chase last = playAndRecord(file);
        try (VirtualWorld cinema = VirtualWorld.of(13).with(NetworkConditions.CELLULAR)) {
            Replay<Chase> replay = Replay.of(file, TagGame.logic());
            try (ReplayServer<Chase> server = cinema.show(replay.inRealTime().on(Timebase.of(cinema.scheduler())))) {
                Client<Chase> spectator = cinema.join(Chase.class, "spectator");
                TestSubscriber<Chase> seen = spectator.states().test();

                cinema.advanceTimeBy(replay.info().duration());

                server.finished().test().assertComplete();
                cinema.within(TWO_SECONDS, "the end is seen", List.of(spectator), last::equals);
                assertThat(seen.values()).hasSizeGreaterThan(100);
            }
        }
    }

    private static Chase playAndRecord(Path file) {
        try (VirtualWorld world = VirtualWorld.of(12).with(NetworkConditions.LAN)) {
            Backend<Chase> backend = world.start(TagGame.logic(), Chase.EMPTY);
            backend.record(file, RecordingOptions.defaults().withWriter(Schedulers.trampoline()));
            BotPlayers.play(world, world.join(Chase.class));
            world.advanceTimeBy(Duration.ofSeconds(10));
            return backend.snapshot().state();
        }
    }

    /** Not in the guide: what the whole is worth. */
    @Test
    void shouldVerifyAGameOfEightBots(@TempDir Path directory) {
        Path file = directory.resolve("bots.rec");
        try (VirtualWorld world = VirtualWorld.of(12).with(NetworkConditions.LAN)) {
            Backend<Chase> backend = world.start(TagGame.logic(), Chase.EMPTY);
            backend.record(file, RecordingOptions.defaults().withWriter(Schedulers.trampoline()));
            for (int i = 0; i < 4; i++) {
                BotPlayers.play(world, world.join(Chase.class));
            }
            world.advanceTimeBy(Duration.ofSeconds(20));
        }

        Verification verification = Replay.of(file, TagGame.logic()).verify();

        assertThat(verification.divergence()).isEmpty();
        assertThat(verification.frames()).isGreaterThanOrEqualTo(1000);
    }
}
