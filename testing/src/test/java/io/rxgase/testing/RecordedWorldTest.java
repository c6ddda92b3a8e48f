package io.rxgase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.record.Recorder;
import io.rxgase.core.record.RecordingException;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.core.record.Replay;
import io.rxgase.server.Backend;
import io.rxgase.server.ReplayServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backend records, and how spectators see it. */
class RecordedWorldTest {
    @TempDir
    Path directory;

    /** Three clients come, switch for some seconds, and leave; returns the states of the backend. */
    private List<Lighthouse> play(Path file) {
        Scenario scenario = Scenario.of(3).with(Conditions.AWFUL).withClients(3);
        try (VirtualWorld world = VirtualWorld.of(scenario)) {
            Backend<Lighthouse> backend = world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            backend.record(file, RecordingOptions.defaults().withWriter(Schedulers.trampoline()));
            TestSubscriber<Lighthouse> states = backend.states().test();
            List<Client<Lighthouse>> clients = world.join(Lighthouse.class);
            for (int second = 0; second < 20; second++) {
                Client<Lighthouse> one = clients.get(world.random().nextInt(clients.size()));
                one.send(Lighthouse.SWITCH);
                world.advanceTimeBy(Duration.ofSeconds(1));
            }
            clients.forEach(Client::close);
            world.within(
                    Duration.ofSeconds(60),
                    "they left",
                    () -> backend.server().connected().isEmpty());
            world.advanceTimeBy(Duration.ofSeconds(1));
            backend.close();
            world.advanceTimeBy(Duration.ofSeconds(1));
            return states.values();
        }
    }

    @Test
    void shouldReplayTheGameOfABackendWithAllWhoCameAndLeft() {
        Path file = directory.resolve("game.rec");
        List<Lighthouse> states = play(file);

        Replay<Lighthouse> replay = Replay.of(file, Lighthouse.LOGIC);

        assertThat(replay.info().finished()).isTrue();
        assertThat(replay.states().toList().blockingGet()).isEqualTo(states);
        assertThat(replay.verify().divergence()).isEmpty();
        assertThat(replay.transitions()
                        .concatMap(transition ->
                                Flowable.fromIterable(transition.frame().events()))
                        .map(Incoming::event)
                        .map(Event::type)
                        .distinct()
                        .toList()
                        .blockingGet())
                .containsExactlyInAnyOrder(Event.JOINED, "SWITCH", Event.LEFT);
    }

    @Test
    void shouldRecordFromTheMiddleOfAGameAndIntoSeveralFiles() {
        Path early = directory.resolve("early.rec");
        Path late = directory.resolve("late.rec");
        RecordingOptions options = RecordingOptions.defaults().withWriter(Schedulers.trampoline());
        try (VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Lighthouse> backend = world.start(Lighthouse.LOGIC, Lighthouse.DARK);
            Client<Lighthouse> ann = world.join(Lighthouse.class, "Ann");
            ann.send(Lighthouse.SWITCH);
            world.advanceTimeBy(Duration.ofSeconds(1));

            Recorder<Lighthouse> first = backend.record(early, options);
            world.advanceTimeBy(Duration.ofSeconds(2));
            backend.record(late, options);
            ann.send(Lighthouse.SWITCH);
            world.advanceTimeBy(Duration.ofSeconds(2));
            first.finish().test().assertComplete();
            world.advanceTimeBy(Duration.ofSeconds(2));
            Lighthouse last = backend.snapshot().state();
            backend.close();

            assertThat(Replay.of(early, Lighthouse.LOGIC).info().frames()).isEqualTo(200);
            assertThat(Replay.of(late, Lighthouse.LOGIC).info().frames()).isEqualTo(200);
            assertThat(Replay.of(late, Lighthouse.LOGIC).info().finished()).isTrue();
            assertThat(Replay.of(late, Lighthouse.LOGIC).states().blockingLast())
                    .isEqualTo(last);
            assertThat(Replay.of(late, Lighthouse.LOGIC).verify().divergence()).isEmpty();
            assertThatThrownBy(() -> backend.record(directory.resolve("too late.rec")))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldShowARecordingToSpectatorsAsIfItWereLive() {
        Path file = directory.resolve("game.rec");
        List<Lighthouse> states = play(file);
        try (VirtualWorld cinema = VirtualWorld.of(4)) {
            Replay<Lighthouse> replay =
                    Replay.of(file, Lighthouse.LOGIC).inRealTime().on(Timebase.of(cinema.scheduler()));
            try (ReplayServer<Lighthouse> server = cinema.show(replay)) {
                Client<Lighthouse> early = cinema.join(Lighthouse.class, "early");
                TestSubscriber<Event> heard = early.events("SWITCHED").test();
                cinema.advanceTimeBy(Duration.ofSeconds(10));
                Client<Lighthouse> late = cinema.join(Lighthouse.class, "late");
                // What spectators say is nobody's business.
                late.send(Lighthouse.SWITCH);
                TestObserver<Void> finished = server.finished().test();
                cinema.advanceTimeBy(replay.info().duration());
                finished.assertComplete();

                Lighthouse last = states.get(states.size() - 1);
                cinema.within(Duration.ofSeconds(1), "both see the end", List.of(early, late), last::equals);
                int switches = last.switched().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
                assertThat(heard.values()).hasSize(switches);
                assertThat(server.server().connected()).hasSize(2);
            }
        }
    }

    record Foghorn(int blasts, boolean loud) {}

    record OtherLamp(String light, boolean burning) {}

    @Test
    void shouldTellASpectatorWhoseStateTypeCanNeverFitWhenItConnects() {
        Path file = directory.resolve("game.rec");
        play(file);
        try (VirtualWorld cinema = VirtualWorld.of(5)) {
            Replay<Lighthouse> replay =
                    Replay.of(file, Lighthouse.LOGIC).inRealTime().on(Timebase.of(cinema.scheduler()));
            try (ReplayServer<Lighthouse> server = cinema.show(replay)) {
                assertThatThrownBy(() -> cinema.join(OtherLamp.class, "other"))
                        .hasStackTraceContaining("StateMismatchException")
                        .hasStackTraceContaining("light: expected string, found boolean");
                assertThatThrownBy(() -> cinema.join(Foghorn.class, "foghorn"))
                        .hasStackTraceContaining("Lighthouse")
                        .hasStackTraceContaining("Foghorn");
                Client<Lighthouse> fitting = cinema.join(Lighthouse.class, "fitting");
                cinema.advanceTimeBy(Duration.ofSeconds(1));
                assertThat(fitting.store().isEmpty()).isFalse();
                assertThat(server.server().connected()).hasSize(1);
            }
        }
    }

    @Test
    void shouldNotShowTheRecordingOfAnotherGame() {
        Path file = directory.resolve("game.rec");
        play(file);
        GameLogic<Foghorn> other = GameLogic.of(Foghorn.class);
        assertThatThrownBy(() -> Replay.of(file, other))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("Lighthouse");
    }
}
