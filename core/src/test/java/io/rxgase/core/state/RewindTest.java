package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.testkit.SweepSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rewinding a store, as lag compensation does: against a list of all that was ever pushed. {@code -Dseed=} replays one. */
class RewindTest {
    private static final int VERSIONS = 300;

    record Arena(StateMap<Long, Ship> ships, int round) {}

    record Ship(double x, double y, int hp) {}

    static LongStream seeds() {
        Long only = Long.getLong("seed");
        return only != null ? LongStream.of(only) : LongStream.range(0, SweepSize.of(30, 100));
    }

    private final StateModel<Arena> model = StateModel.of(Arena.class);

    /** Steps of 0 to 39 ms: some versions share a game time, of which the later one counts. */
    private static Snapshot<Arena> next(Snapshot<Arena> before, Random random) {
        StateMap<Long, Ship> ships = before.state().ships();
        for (int i = 0; i < 3; i++) {
            long id = random.nextInt(20);
            Ship moved = new Ship(random.nextDouble(), random.nextDouble(), random.nextInt(100));
            ships = random.nextInt(10) == 0 ? ships.without(id) : ships.with(id, moved);
        }
        long gameTimeNanos = before.gameTimeNanos() + random.nextInt(40) * 1_000_000L;
        Arena arena = new Arena(ships, before.state().round() + random.nextInt(2));
        return new Snapshot<>(before.timeOrder() + 1 + random.nextInt(2), GameStatus.ACTIVE, gameTimeNanos, arena);
    }

    private static Optional<Snapshot<Arena>> newestAt(List<Snapshot<Arena>> all, long gameTimeNanos) {
        return all.stream()
                .filter(version -> version.gameTimeNanos() <= gameTimeNanos)
                .reduce((earlier, later) -> later);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheStateOfAnyMomentInTheWindowAndNothingBeforeIt(long seed) {
        Random random = new Random(seed);
        int window = 1 + random.nextInt(80);
        Snapshot<Arena> newest = Snapshot.initial(new Arena(StateMap.empty(), 0));
        GameStateStore<Arena> store = GameStateStore.create(model, newest, new HistoryLimit(window, Long.MAX_VALUE));
        List<Snapshot<Arena>> all = new ArrayList<>(List.of(newest));
        for (int i = 0; i < VERSIONS; i++) {
            newest = next(newest, random);
            store.push(newest);
            all.add(newest);
            List<Snapshot<Arena>> kept = all.subList(Math.max(0, all.size() - window), all.size());

            long moment = newest.gameTimeNanos() - random.nextInt(2_000) * 1_000_000L + random.nextInt(2);
            assertThat(store.at(moment)).isEqualTo(newestAt(kept, moment));
            assertThat(store.at(newest.gameTimeNanos() + 1_000_000_000L)).hasValue(newest);
            assertThat(store.at(kept.get(0).gameTimeNanos() - 1)).isEmpty();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldRewindToTheSameStateThatTheServerHadWhereDeltasLedThere(long seed) {
        Random random = new Random(seed);
        HistoryLimit limit = new HistoryLimit(1 + random.nextInt(40), Long.MAX_VALUE);
        GameStateStore<Arena> server = GameStateStore.create(
                model,
                Snapshot.initial(new Arena(StateMap.empty(), 0)),
                new HistoryLimit(2 * VERSIONS, Long.MAX_VALUE));
        GameStateStore<Arena> client = GameStateStore.empty(model, limit);
        for (int i = 0; i < VERSIONS; i++) {
            server.push(next(server.current(), random));
            if (random.nextInt(3) == 0) {
                receive(server, client, random);
            }
            if (!client.isEmpty()) {
                long moment = client.current().gameTimeNanos() - random.nextInt(500) * 1_000_000L;
                client.at(moment).ifPresent(rewound -> {
                    assertThat(rewound)
                            .isEqualTo(server.version(rewound.timeOrder()).orElseThrow());
                    assertThat(rewound.gameTimeNanos()).isLessThanOrEqualTo(moment);
                });
            }
        }
    }

    /** As over a network: the difference from what the server knows the client to hold; or the whole, to start anew. */
    private void receive(GameStateStore<Arena> server, GameStateStore<Arena> client, Random random) {
        if (client.isEmpty() || random.nextInt(20) == 0) {
            client.reset(model.apply(null, model.whole(server.current())));
            return;
        }
        long moment = client.current().gameTimeNanos() - random.nextInt(200) * 1_000_000L;
        Snapshot<Arena> held = client.at(moment).orElseGet(client::current);
        GameStateUpdate update = server.updateSince(held.timeOrder()).orElseThrow();
        if (update.timeOrder() > client.current().timeOrder()) {
            assertThat(client.push(update)).isTrue();
        }
    }
}
