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
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import io.rxgase.testkit.SweepSize;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Records that check themselves: every part of an entity carries the tick at which it changed, and no constructor takes parts of
 * several. So a client that is given a mixture says so.
 */
class WholeRecordsSweepTest {
    /** Four have every budget, every view and every loss; twelve every budget with every view. */
    private static final int GAMES = SweepSize.of(4, 120);

    private static final int UNITS = 16;
    private static final int MILLIS = SweepSize.of(600, 1_500);
    private static final Set<String> NESTINGS = Set.of(
            "an Optional",
            "none",
            "a nullable",
            "null",
            "a sword",
            "a bow",
            "a map",
            "a list",
            "own",
            "somebody else's");

    private static void same(String what, long stamp, long other) {
        if (stamp != other) {
            throw new IllegalArgumentException(what + " is of tick " + other + ", the record around it of " + stamp);
        }
    }

    /** What is hidden is 0. */
    private static void sameOrHidden(String what, long stamp, long other) {
        if (other != 0) {
            same(what, stamp, other);
        }
    }

    sealed interface Tool {
        long stamp();
    }

    record Sword(long stamp, @OwnerOnly long edge) implements Tool {
        Sword {
            sameOrHidden("edge", stamp, edge);
        }
    }

    record Bow(long stamp, long arrows, @OwnerOnly long poison) implements Tool {
        Bow {
            same("arrows", stamp, arrows);
            sameOrHidden("poison", stamp, poison);
        }
    }

    record Bag(long stamp, @OwnerOnly long gold) {
        Bag {
            sameOrHidden("gold", stamp, gold);
        }
    }

    record Mark(long stamp, String text) {}

    record Unit(
            @Owner long owner,
            long room,
            long stamp,
            @OwnerOnly long secret,
            @Quantized(min = 0, max = 1e6, step = 1) double place,
            Optional<Bag> bag,
            @Nullable Mark mark,
            Tool tool,
            Map<String, Bag> pockets,
            List<Mark> marks) {
        Unit {
            sameOrHidden("secret", stamp, secret);
            same("place", stamp, (long) place);
            bag.ifPresent(one -> same("bag", stamp, one.stamp()));
            if (mark != null) {
                same("mark", stamp, mark.stamp());
            }
            same("tool", stamp, tool.stamp());
            pockets.values().forEach(one -> same("pocket", stamp, one.stamp()));
            marks.forEach(one -> same("marks", stamp, one.stamp()));
        }

        static Unit random(Random random, long stamp) {
            long owner = 1L + random.nextInt(3);
            return new Unit(
                    owner,
                    random.nextInt(3),
                    stamp,
                    stamp,
                    stamp,
                    random.nextBoolean() ? Optional.of(new Bag(stamp, stamp)) : Optional.empty(),
                    random.nextBoolean() ? new Mark(stamp, "m" + random.nextInt(100)) : null,
                    random.nextBoolean() ? new Sword(stamp, stamp) : new Bow(stamp, stamp, stamp),
                    random.nextBoolean() ? Map.of("a", new Bag(stamp, stamp)) : Map.of(),
                    random.nextBoolean() ? List.of(new Mark(stamp, "l")) : List.of());
        }

        /** Says how it is built. */
        void note(long client, Set<String> seen) {
            seen.add(bag.isPresent() ? "an Optional" : "none");
            seen.add(mark != null ? "a nullable" : "null");
            seen.add(tool instanceof Sword ? "a sword" : "a bow");
            seen.add(owner == client ? "own" : "somebody else's");
            if (!pockets.isEmpty()) {
                seen.add("a map");
            }
            if (!marks.isEmpty()) {
                seen.add("a list");
            }
        }

        Unit seenBy(long client) {
            if (client == owner) {
                return this;
            }
            Map<String, Bag> seen = new HashMap<>();
            pockets.forEach((name, one) -> seen.put(name, new Bag(stamp, 0)));
            return new Unit(
                    owner,
                    room,
                    stamp,
                    0,
                    place,
                    bag.map(one -> new Bag(stamp, 0)),
                    mark,
                    tool instanceof Bow ? new Bow(stamp, stamp, 0) : new Sword(stamp, 0),
                    seen,
                    marks);
        }
    }

    record Team(long stamp, Mark banner) {
        Team {
            same("banner", stamp, banner.stamp());
        }
    }

    /** A record of records looks like a table in the attributes, and is none. */
    record Match(Team red, Team blue) {
        Match {
            same("blue", red.stamp(), blue.stamp());
        }

        static Match at(long stamp) {
            Team team = new Team(stamp, new Mark(stamp, "t"));
            return new Match(team, team);
        }
    }

    record Field(long tick, Match match, StateMap<Long, Unit> units, Map<String, Long> scores) {
        Field {
            same("match", tick, match.red().stamp());
            scores.values().forEach(score -> same("score", tick, score));
        }

        Field next(Random random) {
            long now = tick + 1;
            StateMap<Long, Unit> all = units;
            for (int i = 0; i < UNITS; i++) {
                long key = random.nextInt(2 * UNITS);
                all = random.nextInt(4) == 0 ? all.without(key) : all.with(key, Unit.random(random, now));
            }
            return new Field(now, Match.at(now), all, Map.of("red", now));
        }
    }

    private static Optional<Unit> shown(Field field, int view, long client, long key) {
        return Optional.ofNullable(field.units().get(key))
                .filter(unit -> view == 0 || unit.room() == client % 3)
                .map(unit -> unit.seenBy(client));
    }

    private static SyncOptions<Field> options(int view) {
        return switch (view) {
            case 0 -> SyncOptions.defaults();
            case 1 ->
                SyncOptions.<Field>defaults()
                        .withView(View.room("units", "room", (field, client) -> Optional.of(client.value() % 3)));
            default ->
                SyncOptions.<Field>defaults()
                        .withView(View.of((field, client) -> new Field(
                                field.tick(),
                                field.match(),
                                field.units().filtered((key, unit) -> unit.room() == client.value() % 3),
                                field.scores())));
        };
    }

    @Test
    void shouldNeverGiveARecordPartsOfSeveralVersions() {
        Long given = Long.getLong("seed");
        long first = given == null ? 1 : given;
        int games = given == null ? GAMES : 1;
        int whole = 0;
        int mixed = 0;
        Set<String> seen = new TreeSet<>();
        System.out.println(
                "sweep: whole records, " + games + " games, seeds from " + first + "; replay one with -Dseed=" + first);
        for (long seed = first; seed < first + games; seed++) {
            int[] counts = play(seed, seen);
            whole += counts[0];
            mixed += counts[1];
        }
        assertThat(whole).isPositive();
        if (given == null) { // one game alone need not have everything
            assertThat(mixed).isPositive();
            assertThat(seen).containsExactlyInAnyOrderElementsOf(NESTINGS);
        }
    }

    @Test
    void shouldKeepPicturesComingWhereSomethingIsOwnerOnlyInAnOptionalRecordAndTheBudgetIsSmall() {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, 1).with(NetworkConditions.LAN);
        Random random = new Random(1);
        Field start = new Field(0, Match.at(0), StateMap.empty(), Map.of());
        GameLogic<Field> logic = GameLogic.of(Field.class).timeStep((field, dt) -> {
            StateMap<Long, Unit> units = StateMap.empty();
            for (long key = 0; key < 80; key++) {
                units = units.with(key, Unit.random(random, field.tick() + 1));
            }
            return new Field(field.tick() + 1, Match.at(field.tick() + 1), units, Map.of());
        });
        try (Backend<Field> backend = Backend.of(logic, start)
                .sync(SyncOptions.<Field>defaults().withBudget(3_000))
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1)) {
            TestObserver<Client<Field>> connecting = Client.of(Field.class)
                    .transport(network.host("host"))
                    .connect("server", 1)
                    .test();
            time.advanceTimeBy(200, MILLISECONDS);
            Client<Field> client = connecting.assertComplete().values().get(0);
            List<Long> versions = new ArrayList<>();
            var unused = client.snapshots().subscribe(snapshot -> versions.add(snapshot.timeOrder()));
            for (int second = 0; second < SweepSize.of(2, 25); second++) {
                int before = versions.size();
                time.advanceTimeBy(1_000, MILLISECONDS);
                assertThat(versions.size() - before).as("pictures in a second").isGreaterThan(3);
            }
            assertThat(client.reading().statesMalformed()).isZero();
            assertThat(client.reading().misfits()).isZero();
            assertThat(client.snapshots().blockingFirst().isWhole()).isFalse();
            assertThat(backend.server().connected()).hasSize(1);
        }
    }

    /** Returns how many pictures were whole, and how many were not. */
    private static int[] play(long seed, Set<String> nestings) {
        String replay = "seed " + seed + ", replay with -Dseed=" + seed;
        Random random = new Random(seed);
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, seed);
        NetworkConditions bad =
                NetworkConditions.WIFI.withLoss(List.of(0.0, 0.1, 0.3).get((int) (seed / 2 % 3)));
        int budget = List.of(0, 3_000, 6_000, 12_000).get((int) (seed % 4));
        int view = (int) (seed % 3);
        List<Field> past = new ArrayList<>();
        Field start = new Field(0, Match.at(0), StateMap.empty(), Map.of());
        past.add(start);
        GameLogic<Field> logic = GameLogic.of(Field.class).timeStep((field, dt) -> {
            Field next = field.next(random);
            past.add(next);
            return next;
        });
        int[] counts = new int[2];
        try (Backend<Field> backend = Backend.of(logic, start)
                .sync(options(view).withBudget(budget))
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1)) {
            for (long id = 1; id <= 2; id++) {
                network.with(NetworkConditions.LAN);
                TestObserver<Client<Field>> connecting = Client.of(Field.class)
                        .transport(network.host("host" + id))
                        .connect("server", 1)
                        .test();
                time.advanceTimeBy(200, MILLISECONDS);
                Client<Field> client = connecting.assertComplete().values().get(0);
                network.with(bad);
                assertThat(backend.server().connection(new ClientId(id))).isPresent();
                long me = id;
                int[] seen = new int[1];
                var unused = client.snapshots().subscribe(snapshot -> {
                    seen[0]++;
                    counts[snapshot.isWhole() ? 0 : 1]++;
                    check(snapshot, past, view, me);
                    snapshot.state().units().values().forEach(unit -> unit.note(me, nestings));
                });
                time.advanceTimeBy(MILLIS, MILLISECONDS);
                ClientStats stats = client.reading();
                assertThat(stats.misfits()).as(replay).isZero();
                assertThat(stats.statesMalformed()).as(replay).isZero();
                assertThat(stats.divergences()).as(replay).isZero();
                assertThat(seen[0]).as(replay).isGreaterThan(3);
            }
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(replay, failure);
        }
        return counts;
    }

    /** Each entity is as it was at some version of those that the snapshot names, all of them if it is whole. */
    private static void check(Snapshot<Field> snapshot, List<Field> past, int view, long client) {
        Field field = snapshot.state();
        int newest = (int) snapshot.timeOrder();
        assertThat(field.tick()).isEqualTo(newest);
        for (long key = 0; key < 2 * UNITS; key++) {
            Optional<Unit> held = Optional.ofNullable(field.units().get(key));
            boolean found = snapshot.oldestTimeOrder() == 0 && !snapshot.isWhole() && held.isEmpty();
            for (int i = newest; i >= snapshot.oldestTimeOrder() && !found; i--) {
                found = shown(past.get(i), view, client, key).equals(held);
            }
            assertThat(found)
                    .as("entity %s of %s to %s", key, snapshot.oldestTimeOrder(), newest)
                    .isTrue();
        }
    }
}
