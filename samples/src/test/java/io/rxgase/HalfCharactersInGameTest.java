package io.rxgase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.record.Recorder;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.core.record.Replay;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.discovery.Announcement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that is cut through a character costs the handler that cuts it, or the one entry of the build that cuts it, and no more. */
class HalfCharactersInGameTest {
    record Player(String name) {}

    record Room(int step, StateMap<Long, Player> players) {
        Room with(long id, String name) {
            return new Room(step, players.with(id, new Player(name)));
        }
    }

    /** The same as a client of another build has it. */
    record ShortPlayer(String name) {
        ShortPlayer {
            name = name.substring(0, Math.min(4, name.length()));
        }
    }

    record ShortRoom(int step, StateMap<Long, ShortPlayer> players) {}

    private static final GameLogic<Room> LOGIC = GameLogic.of(Room.class)
            .timeStep((room, dt) -> new Room(room.step + 1, room.players))
            .on("CALL_ME", (room, event, sender) -> Next.state(room.with(sender.value(), event.getString(0))))
            .on(
                    "CUT",
                    (room, event, sender) -> Next.state(
                            room.with(sender.value(), event.getString(0).substring(0, 5))));

    @TempDir
    Path directory;

    @Test
    void shouldCostTheHandlerThatCutsANameAndBeReportedOnce() {
        Path file = directory.resolve("room.rec");
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(5).toleratingGameFaults()) {
            Backend<Room> backend = world.start(LOGIC, new Room(0, StateMap.empty()));
            Recorder<Room> recorder = backend.record(file, RecordingOptions.defaults());
            Client<Room> alice = world.join(Client.of(Room.class), "alice");
            Client<Room> bob = world.join(Client.of(Room.class), "bob");
            for (int i = 0; i < 5; i++) {
                alice.send(Event.of("CUT", "Zoe \ud83d\ude00"));
            }
            bob.send(Event.of("CALL_ME", "Bob \ud83d\ude00"));
            world.advanceTimeBy(Duration.ofSeconds(1));

            for (Client<Room> client : List.of(alice, bob)) {
                assertThat(client.store().current().state().players().values())
                        .containsExactly(new Player("Bob \ud83d\ude00"));
                assertThat(client.store().current().state().step()).isGreaterThan(40);
            }
            assertThat(backend.machine().reading().handlerFaults()).isEqualTo(5);
            assertThat(log.lines()).singleElement().asString().contains("Event CUT of client 1 failed");
            recorder.finish().blockingAwait();
            assertThat(Replay.of(file, LOGIC).verify().divergence()).isEmpty();
        }
    }

    @Test
    void shouldCostTheEntryOfAClientWhoseRecordCutsItself() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(5)) {
            Backend<Room> backend = world.start(LOGIC, new Room(0, StateMap.empty()));
            Client<ShortRoom> alice = world.join(Client.of(ShortRoom.class), "alice");
            Client<Room> bob = world.join(Client.of(Room.class), "bob");
            alice.send(Event.of("CALL_ME", "Zoe\ud83d\ude00"));
            bob.send(Event.of("CALL_ME", "Robert"));
            world.advanceTimeBy(Duration.ofSeconds(1));

            assertThat(backend.snapshot().state().players()).hasSize(2);
            assertThat(bob.store().current().state().players()).hasSize(2);
            assertThat(alice.store().current().state().players().values()).containsExactly(new ShortPlayer("Robe"));
            assertThat(alice.store().current().state().step()).isGreaterThan(40);
            assertThat(log.lines("half of a character")).hasSize(1);
        }
    }

    @Test
    void shouldCostTheStateThatAViewMakesAndBeReportedOnce() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(5).toleratingGameFaults()) {
            Backend<Room> backend = world.start(Backend.of(LOGIC, new Room(0, StateMap.empty()))
                    .view((room, client) -> room.step % 10 == 5 ? room.with(7, "Zo\ud83d") : room));
            Client<Room> alice = world.join(Client.of(Room.class), "alice");
            world.advanceTimeBy(Duration.ofSeconds(1));

            assertThat(alice.store().current().state().players()).isEmpty();
            assertThat(alice.store().current().state().step())
                    .isGreaterThan(backend.snapshot().state().step() - 5);
            assertThat(log.lines("can't be sent").size()).isBetween(1, 2);
            assertThat(backend.closed().test().values()).isEmpty();
            backend.closed().test().assertNotComplete().assertNoErrors();
        }
    }

    @Test
    void shouldRefuseNamesOfClientsAndGames() {
        assertThatThrownBy(() -> Client.of(Room.class).hello("Zo\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hello: the value has half of a character");
        assertThatThrownBy(() -> Announcement.of("test.room", "Zo\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name has half of a character");
    }
}
