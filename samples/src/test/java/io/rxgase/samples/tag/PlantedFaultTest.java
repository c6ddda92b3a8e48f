package io.rxgase.samples.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.client.Client;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.record.Difference;
import io.rxgase.core.record.Divergence;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.core.record.Replay;
import io.rxgase.server.Backend;
import io.rxgase.testing.Scenario;
import io.rxgase.testing.VirtualWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the game with faults that make it another game each time: the check of a recording finds them. */
class PlantedFaultTest {
    private static final Event RESTART = Event.of("RESTART");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("tag.rec");
    }

    private static GameLogic<Chase> tag() {
        return GameLogic.of(Chase.class)
                .timeStep(Chase::step)
                .on(
                        TagGame.JOIN,
                        (chase, event, sender) -> Next.state(chase.join(sender.value(), event.getString(0)))
                                .reply(Event.of(TagGame.PLAYER_CREATED, sender.value())));
    }

    /** In the right half of the field, a player's place depends on the clock of the machine. */
    private static GameLogic<Chase> tagByTheClock() {
        return tag().on(Move.class, (chase, move, sender) -> {
            double x = move.newPosition().get(0);
            double error = x < Field.WIDTH / 2 ? 0 : System.nanoTime() % 1_000_000 / 1e6;
            return Next.state(
                    chase.move(move.playerId(), x - error, move.newPosition().get(1)));
        });
    }

    /** A restart lines the players up in the order of a hash set, whose elements have no hash code of their own. */
    private static GameLogic<Chase> tagInHashOrder() {
        final class Candidate {
            private final long id;

            Candidate(long id) {
                this.id = id;
            }
        }
        return tag().on("RESTART", (chase, event, sender) -> {
            Set<Candidate> candidates = new HashSet<>();
            chase.players().keySet().forEach(id -> candidates.add(new Candidate(id)));
            Chase lined = chase;
            double x = 0;
            for (Candidate candidate : candidates) {
                x += 50;
                lined = lined.move(candidate.id, x, 100);
            }
            return Next.state(lined);
        });
    }

    private Divergence verify(GameLogic<Chase> logic, boolean bots) {
        try (VirtualWorld world = VirtualWorld.of(Scenario.of(5).withClients(8))) {
            Backend<Chase> backend = world.start(logic, Chase.EMPTY);
            backend.record(file, RecordingOptions.defaults().withWriter(Schedulers.trampoline()));
            List<Client<Chase>> clients = world.join(Chase.class);
            if (bots) {
                BotPlayers.play(world, clients);
            } else {
                clients.forEach(client -> client.send(TagGame.join("Somebody")));
                world.advanceTimeBy(Duration.ofSeconds(3));
                clients.get(0).send(RESTART);
            }
            world.advanceTimeBy(Duration.ofSeconds(10));
        }
        return Replay.of(file, logic).verify().divergence().orElseThrow();
    }

    @Test
    void shouldFindAHandlerThatReadsTheClock() {
        Divergence found = verify(tagByTheClock(), true);

        Frame culprit = frame(found.tick());
        assertThat(found.kind()).isEqualTo(Divergence.Kind.CHANGES);
        assertThat(found.differences()).isNotEmpty().allSatisfy(difference -> {
            assertThat(difference.path()).matches("players\\.\\d\\.position");
            long player = Long.parseLong(difference.path().replaceAll("\\D", ""));
            assertThat(culprit.events())
                    .anyMatch(incoming -> incoming.sender().equals(new ClientId(player))
                            && (Double) incoming.event().getList("new_position").get(0) >= Field.WIDTH / 2);
        });
        // It is the first tick with such a move.
        assertThat(Replay.of(file, tagByTheClock())
                        .transitions()
                        .filter(transition -> transition.frame().events().stream()
                                .anyMatch(incoming -> incoming.event().type().equals("MOVE")
                                        && (Double) incoming.event()
                                                        .getList("new_position")
                                                        .get(0)
                                                >= Field.WIDTH / 2))
                        .blockingFirst()
                        .frame()
                        .tick()
                        .number())
                .isEqualTo(found.tick());
    }

    @Test
    void shouldFindAHandlerThatDependsOnTheOrderOfAHashSet() {
        Divergence found = verify(tagInHashOrder(), false);

        assertThat(frame(found.tick()).events())
                .anyMatch(incoming -> incoming.event().type().equals("RESTART"));
        assertThat(found.differences())
                .isNotEmpty()
                .extracting(Difference::path)
                .allMatch(path -> path.matches("players\\.\\d\\.position"));
    }

    private Frame frame(long tick) {
        return Replay.of(file, tagInHashOrder())
                .transitions()
                .filter(transition -> transition.frame().tick().number() == tick)
                .blockingFirst()
                .frame();
    }
}
