package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.server.Backend;
import io.rxgase.sync.SyncOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random games with every kind of view, with and without budgets, over networks that lose and delay, with clients that come and go:
 * in the end every client has exactly its view, and no frame that was made for one, lost or not, ever said anything else. Prints its seed;
 * {@code -Dseed=} plays it again, {@code -Dcases=} plays more.
 */
class ViewsSweepTest {
    private static final int CASES = Integer.getInteger("cases", 2);
    private static final int JOINS = 6;
    private static final int TICK_RATE = 50;

    /** After so many clients have joined a game that begins without loss, their links have time to be found clean. */
    private static final int CLEAN_AFTER = 3;

    /** More than 128 states arrive meanwhile, after which differences start from what was sent last. */
    private static final int CLEAN_MILLIS = 3_200;

    private record Player(ClientId id, Client<Arena> client) {
        String host() {
            return "host" + id.value();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowEachClientItsViewAndNothingElse(ArenaView view) {
        long first = Long.getLong("seed", new Random().nextLong());
        for (int i = 0; i < CASES; i++) {
            long seed = first + i;
            try {
                new Game(view, seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(view + " fails: replay it with -Dcases=1 -Dseed=" + seed, e);
            }
        }
    }

    private static final class Game {
        private final ArenaView view;
        private final Random random;
        private final TestScheduler time = new TestScheduler();
        private final SimulatedNetwork network;
        private final NetworkConditions bad;
        private final boolean beginsClean;
        private final SyncOptions<Arena> options;
        private final GameLogic<Arena> logic;
        private final Arena start;
        private final ViewCheck check;
        private final SentFrames frames;
        private final List<Player> players = new ArrayList<>();

        Game(ArenaView view, long seed) {
            this.view = view;
            random = new Random(seed);
            network = SimulatedNetwork.on(time, seed);
            List<NetworkConditions> links =
                    List.of(NetworkConditions.WIFI, NetworkConditions.CELLULAR, NetworkConditions.AWFUL);
            bad = links.get(random.nextInt(links.size())).withLoss(random.nextInt(4) * 0.08);
            beginsClean = seed % 2 == 0;
            start = Arena.random(random);
            options = view.options()
                    .withBudget(random.nextBoolean() ? 0 : 1_000 + random.nextInt(20_000))
                    .withPriority((arena, entity, client) -> entity.key().hashCode() % 3)
                    .withSendRate(random.nextInt(3) == 0 ? 10 + random.nextInt(2 * TICK_RATE) : 0)
                    .withHistory(random.nextBoolean() ? 128 : 1 + random.nextInt(30))
                    .withSumInterval(1 + random.nextInt(20));
            logic = GameLogic.of(Arena.class).timeStep((arena, dt) -> arena.next(seed));
            check = new ViewCheck(view, start, seed, options.budget() == 0);
            frames = new SentFrames(network.host("server"), check);
        }

        void play() {
            try (Backend<Arena> backend = Backend.of(logic, start)
                    .sync(options)
                    .tickRate(beginsClean ? TICK_RATE : TICK_RATE / 2 + random.nextInt(TICK_RATE))
                    .scheduler(time)
                    .transport(frames)
                    .start("server", 1)) {
                for (int id = 1; id <= JOINS; id++) {
                    join(backend, id);
                    if (beginsClean && id <= CLEAN_AFTER) {
                        playWithoutLoss(id);
                    } else {
                        playBadly();
                    }
                }
                network.with(NetworkConditions.LAN);
                backend.machine().pause();
                pass(20_000);
                checkEnd(backend.snapshot().state());
            }
        }

        private void join(Backend<Arena> backend, int id) {
            network.with(NetworkConditions.LAN);
            TestObserver<Client<Arena>> connecting = Client.of(Arena.class)
                    .transport(network.host("host" + id))
                    .connect("server", 1)
                    .test();
            pass(200);
            Client<Arena> client = connecting.assertComplete().values().get(0);
            Player player = new Player(new ClientId(id), client);
            players.add(player);
            long connection =
                    backend.server().connection(player.id()).orElseThrow().id();
            assertThat(check.clientOf(connection)).isEqualTo(player.id());
        }

        private void playWithoutLoss(int id) {
            pass(random.nextInt(300));
            if (id == CLEAN_AFTER) {
                pass(CLEAN_MILLIS);
                isolate(anyPlayer(), 60 + random.nextInt(400));
                network.with(bad);
                pass(random.nextInt(600));
            }
        }

        private void playBadly() {
            network.with(bad);
            if (random.nextInt(4) == 0) {
                anyPlayer().client().requestRate(random.nextInt(30));
            }
            pass(random.nextInt(600));
            if (random.nextInt(4) == 0) {
                leave(anyPlayer());
            }
            if (random.nextInt(3) == 0 && !players.isEmpty()) {
                isolate(anyPlayer(), random.nextInt(900));
            }
        }

        private Player anyPlayer() {
            return players.get(random.nextInt(players.size()));
        }

        private void leave(Player player) {
            players.remove(player);
            if (random.nextBoolean()) {
                player.client().close();
            } else {
                network.kill(player.host());
            }
        }

        private void isolate(Player player, int millis) {
            network.partition(player.host(), "server");
            pass(millis);
            network.heal();
        }

        private void pass(int millis) {
            time.advanceTimeBy(millis, MILLISECONDS);
        }

        private void checkEnd(Arena last) {
            for (Player player : players) {
                assertThat(player.client().store().current().state())
                        .as("what %s holds with a budget of %s", player.id(), options.budget())
                        .isEqualTo(view.seenBy(player.id(), last));
                ClientStats stats = player.client().reading();
                assertThat(stats.divergences()).isZero();
                assertThat(stats.statesMalformed()).isZero();
            }
            assertThat(frames.failures())
                    .as("frames that say what they may not")
                    .isEmpty();
            if (beginsClean && options.budget() == 0 && options.sendRate() == 0 && options.history() > 8) {
                assertThat(frames.ahead())
                        .as("differences against what was sent last")
                        .isPositive();
                assertThat(frames.takenBack())
                        .as("differences against what was held before, since that was lost")
                        .isPositive();
            }
        }
    }
}
