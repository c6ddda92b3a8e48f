package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.Owner;
import io.rxgase.core.state.OwnerOnly;
import io.rxgase.core.state.Quantized;
import io.rxgase.core.state.ServerOnly;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.server.SyncOptions;
import io.rxgase.server.View;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random games with every kind of view, with and without budgets, over networks that lose and delay, with clients that come and go:
 * in the end every client has exactly its view, and on the way none ever got anything else. Prints its seed;
 * {@code -Dseed=} plays it again, {@code -Dcases=} plays more.
 */
class ViewsSweepTest {
    private static final int CASES = Integer.getInteger("cases", 3);
    private static final int CELL = 50;
    private static final int DISTANCE = 100;

    record Unit(
            @Owner long owner,
            int room,
            @Quantized(min = 0, max = 500, step = 0.5) float x,
            @Quantized(min = 0, max = 500, step = 0.5) float y,
            String name,
            @OwnerOnly int secret,
            @ServerOnly long hidden) {}

    record Arena(StateMap<Integer, Unit> units, int tick) {
        Arena with(StateMap<Integer, Unit> others) {
            return new Arena(others, tick);
        }

        Optional<Unit> hero(ClientId client) {
            return Optional.ofNullable(units.get((int) client.value()));
        }
    }

    /** A view, and what it is to show, found in another way. */
    enum Kind {
        EVERYTHING {
            @Override
            SyncOptions<Arena> options() {
                return SyncOptions.defaults();
            }

            @Override
            boolean shows(Arena arena, ClientId client, int key, Unit unit) {
                return true;
            }
        },
        FUNCTION {
            @Override
            SyncOptions<Arena> options() {
                return SyncOptions.<Arena>defaults()
                        .withView(View.of((arena, client) ->
                                arena.with(arena.units().filtered((key, unit) -> key % 3 == client.value() % 3))));
            }

            @Override
            boolean shows(Arena arena, ClientId client, int key, Unit unit) {
                return key % 3 == client.value() % 3;
            }
        },
        SHARED {
            @Override
            SyncOptions<Arena> options() {
                return SyncOptions.<Arena>defaults()
                        .withView(View.shared(
                                (arena, client) -> (client.value() + arena.tick() / 40) % 2,
                                (arena, team) ->
                                        arena.with(arena.units().filtered((key, unit) -> unit.owner() % 2 == team))));
            }

            @Override
            boolean shows(Arena arena, ClientId client, int key, Unit unit) {
                return unit.owner() % 2 == (client.value() + arena.tick() / 40) % 2;
            }
        },
        ROOM {
            @Override
            SyncOptions<Arena> options() {
                return SyncOptions.<Arena>defaults()
                        .withView(View.room(
                                "units",
                                "room",
                                (arena, client) -> arena.hero(client).map(Unit::room)));
            }

            @Override
            boolean shows(Arena arena, ClientId client, int key, Unit unit) {
                return arena.hero(client)
                        .map(hero -> hero.room() == unit.room())
                        .orElse(false);
            }
        },
        OWNER_ONLY {
            @Override
            SyncOptions<Arena> options() {
                return SyncOptions.<Arena>defaults().withView(View.ownerOnly("units", "owner"));
            }

            @Override
            boolean shows(Arena arena, ClientId client, int key, Unit unit) {
                return unit.owner() == client.value();
            }
        },
        GRID {
            @Override
            SyncOptions<Arena> options() {
                return SyncOptions.<Arena>defaults()
                        .withView(View.grid(
                                "units",
                                "x",
                                "y",
                                CELL,
                                DISTANCE,
                                (arena, client) -> arena.hero(client).map(hero -> new View.Point(hero.x(), hero.y()))));
            }

            @Override
            boolean shows(Arena arena, ClientId client, int key, Unit unit) {
                return arena.hero(client).map(hero -> isNear(hero, unit)).orElse(false);
            }
        };

        abstract SyncOptions<Arena> options();

        abstract boolean shows(Arena arena, ClientId client, int key, Unit unit);
    }

    private static boolean isNear(Unit hero, Unit unit) {
        double left = Math.floor(half(unit.x()) / CELL) * CELL;
        double bottom = Math.floor(half(unit.y()) / CELL) * CELL;
        double nearestX = Math.min(Math.max(hero.x(), left), left + CELL);
        double nearestY = Math.min(Math.max(hero.y(), bottom), bottom + CELL);
        return Math.hypot(hero.x() - nearestX, hero.y() - nearestY) <= DISTANCE;
    }

    private static float half(float value) {
        return (float) Math.rint(Math.max(0, Math.min(500, value)) * 2) / 2f;
    }

    private static Unit seenBy(ClientId client, Unit unit) {
        return new Unit(
                unit.owner(),
                unit.room(),
                half(unit.x()),
                half(unit.y()),
                unit.name(),
                unit.owner() == client.value() ? unit.secret() : 0,
                0);
    }

    private static Unit random(Random random) {
        return new Unit(
                random.nextInt(6),
                random.nextInt(3),
                random.nextInt(5000) / 10f,
                random.nextInt(5000) / 10f,
                "unit " + random.nextInt(100),
                random.nextInt(1000),
                random.nextLong());
    }

    private static Unit moved(Unit unit, Random random) {
        return new Unit(
                random.nextInt(30) == 0 ? random.nextInt(6) : unit.owner(),
                random.nextInt(30) == 0 ? random.nextInt(3) : unit.room(),
                unit.x() + random.nextFloat() * 30 - 15,
                unit.y() + random.nextFloat() * 30 - 15,
                unit.name(),
                random.nextInt(5) == 0 ? random.nextInt(1000) : unit.secret(),
                unit.hidden());
    }

    private static Arena step(Arena arena, long seed) {
        int tick = arena.tick() + 1;
        Random random = new Random(seed * 31 + tick);
        StateMap<Integer, Unit> units = arena.units();
        for (int i = random.nextInt(12); i > 0; i--) {
            int key = random.nextInt(60);
            units = switch (random.nextInt(12)) {
                case 0 -> units.without(key);
                case 1 -> units.with(key, random(random));
                default -> units.updated(key, unit -> moved(unit, random));
            };
        }
        return new Arena(units, tick);
    }

    /** A client, and all that it ever was to see. */
    private record Player(ClientId id, Client<Arena> client, List<Unit> received) {}

    @ParameterizedTest
    @EnumSource
    void shouldShowEachClientItsViewAndNothingElse(Kind kind) {
        long first = Long.getLong("seed", new Random().nextLong());
        for (int i = 0; i < CASES; i++) {
            long seed = first + i;
            try {
                play(kind, seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(kind + " fails: replay it with -Dseed=" + seed, e);
            }
        }
    }

    private static void play(Kind kind, long seed) {
        Random random = new Random(seed);
        TestScheduler time = new TestScheduler();
        NetworkConditions bad = NetworkConditions.WIFI.withLoss(random.nextInt(4) * 0.08);
        SimulatedNetwork network = SimulatedNetwork.on(time, seed);
        StateMap<Integer, Unit> units = StateMap.empty();
        for (int key = 0; key < 50; key++) {
            units = units.with(key, random(random));
        }
        SyncOptions<Arena> options = kind.options()
                .withBudget(random.nextBoolean() ? 0 : 1_000 + random.nextInt(20_000))
                .withSendRate(random.nextInt(3) == 0 ? 20 : 0)
                .withHistory(random.nextBoolean() ? 128 : 2 + random.nextInt(30))
                .withSumInterval(1 + random.nextInt(20));
        GameLogic<Arena> logic = GameLogic.of(Arena.class).timeStep((arena, dt) -> step(arena, seed));
        try (Backend<Arena> backend = Backend.of(logic, new Arena(units, 0))
                .sync(options)
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1)) {
            Map<Long, Set<Unit>> allowed = new HashMap<>();
            IntStream.rangeClosed(1, 6).forEach(id -> allowed.put((long) id, new HashSet<>()));
            var unused = backend.states()
                    .subscribe(arena ->
                            allowed.forEach((id, seen) -> arena.units().forEach((key, unit) -> {
                                if (kind.shows(arena, new ClientId(id), key, unit)) {
                                    seen.add(seenBy(new ClientId(id), unit));
                                }
                            })));
            List<Player> players = new ArrayList<>();
            for (int id = 1; id <= 6; id++) {
                players.add(join(network.with(NetworkConditions.LAN), time, id));
                network.with(bad);
                time.advanceTimeBy(random.nextInt(600), MILLISECONDS);
                if (random.nextInt(5) == 0) {
                    players.remove(random.nextInt(players.size())).client().close();
                }
                if (random.nextInt(3) == 0) {
                    network.partition("host" + id, "server");
                    time.advanceTimeBy(random.nextInt(900), MILLISECONDS);
                    network.heal();
                }
            }
            network.with(NetworkConditions.LAN);
            backend.machine().pause();
            time.advanceTimeBy(20_000, MILLISECONDS);

            Arena last = backend.store().current().state();
            for (Player player : players) {
                StateMap<Integer, Unit> expected = last.units()
                        .filtered((key, unit) -> kind.shows(last, player.id(), key, unit))
                        .mapped((key, unit) -> seenBy(player.id(), unit));
                assertThat(player.client().store().current().state().units())
                        .as("what %s holds with %s", player.id(), options.budget())
                        .isEqualTo(expected);
                assertThat(player.client().stats().divergences()).isZero();
                assertThat(player.client().stats().statesMalformed()).isZero();
                boolean isWhole = options.budget() == 0;
                Set<Unit> never = shared(player.received(), isWhole);
                never.removeAll(shared(allowed.get(player.id().value()), isWhole));
                assertThat(never).as("what %s was not to see", player.id()).isEmpty();
            }
        }
    }

    /** With a budget the shared part of an entity may be older than its owner's part. */
    private static Set<Unit> shared(Collection<Unit> units, boolean withOwn) {
        return units.stream()
                .map(unit ->
                        withOwn ? unit : new Unit(unit.owner(), unit.room(), unit.x(), unit.y(), unit.name(), 0, 0))
                .collect(Collectors.toSet());
    }

    private static Player join(SimulatedNetwork network, TestScheduler time, int id) {
        TestObserver<Client<Arena>> connecting = Client.of(Arena.class)
                .transport(network.host("host" + id))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(200, MILLISECONDS);
        Client<Arena> client = connecting.assertComplete().values().get(0);
        List<Unit> received = new ArrayList<>();
        var unused =
                client.states().subscribe(arena -> received.addAll(arena.units().values()));
        return new Player(new ClientId(id), client, received);
    }
}
