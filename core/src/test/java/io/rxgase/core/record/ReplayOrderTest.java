package io.rxgase.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.HandlerFault;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Transition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A game that goes by the order of its maps and sets replays from the middle as it was, whatever kinds they are made as. */
class ReplayOrderTest {
    private static final List<String> POOL =
            List.of("Zoe", "ann", "Ann", "ANN", "Bob", "bob", "Eve", "\ud83d\ude00", "\uff5e");

    private static final RecordingOptions OFTEN =
            Recorded.INLINE.withStateEvery(Duration.ofMillis(500)).withCheckEvery(Duration.ofMillis(100));

    @TempDir
    Path directory;

    /** Remembers in what order it has walked over them. */
    record Hall(Map<String, Set<String>> friends, Set<Integer> seats, long walked) {}

    /** Makes copies of its own. */
    record Copying(Map<String, Integer> scores, Set<String> names, long walked) {
        Copying {
            scores = Map.copyOf(scores);
            names = Collections.unmodifiableSet(new HashSet<>(names));
        }
    }

    private static long walk(long before, Map<?, ?> map, Collection<?> set) {
        long walked = before;
        for (Object key : map.keySet()) {
            walked = 31 * walked + key.hashCode();
        }
        for (Object element : set) {
            walked = 31 * walked + element.hashCode();
        }
        return walked;
    }

    private static GameLogic<Hall> hall(
            UnaryOperator<Map<String, Set<String>>> maps,
            UnaryOperator<Set<String>> names,
            UnaryOperator<Set<Integer>> seats) {
        return GameLogic.of(Hall.class)
                .timeStep((state, dt) ->
                        new Hall(state.friends(), state.seats(), walk(state.walked(), state.friends(), state.seats())))
                .on("MEET", (state, event, sender) -> {
                    String name = event.getString(0);
                    Map<String, Set<String>> friends = new LinkedHashMap<>(state.friends());
                    Set<String> of = new LinkedHashSet<>(friends.getOrDefault(name, Set.of()));
                    Set<Integer> sitting = new LinkedHashSet<>(state.seats());
                    if (!of.remove(event.getString(1))) {
                        of.add(event.getString(1));
                    }
                    sitting.add(event.getInt(2));
                    sitting.remove(event.getInt(3));
                    friends.remove(name);
                    friends.put(name, names.apply(of));
                    return Next.state(new Hall(
                            maps.apply(friends),
                            seats.apply(sitting),
                            walk(state.walked(), Map.of(), friends.get(name))));
                });
    }

    private static List<Frame> meetings(long seed) {
        Random random = new Random(seed);
        List<Frame> frames = new ArrayList<>();
        Tick tick = Tick.first(Recorded.STEP);
        for (int i = 0; i < 200; i++) {
            Event meet = Event.of(
                    "MEET",
                    POOL.get(random.nextInt(POOL.size())),
                    POOL.get(random.nextInt(POOL.size())),
                    random.nextInt(-50, 50) * 1_000_003,
                    random.nextInt(-50, 50) * 1_000_003);
            frames.add(random.nextBoolean() ? Frame.of(tick, new Incoming(new ClientId(1), meet)) : Frame.of(tick));
            tick = tick.next();
        }
        return frames;
    }

    private static <K, V> Map<K, V> filled(Map<K, V> empty, Map<K, V> map) {
        empty.putAll(map);
        return empty;
    }

    @Test
    void shouldReplayFromTheMiddleWhateverKindOfMapsAndSetsAHandlerMakes() {
        List<UnaryOperator<Map<String, Set<String>>>> maps = List.of(
                LinkedHashMap::new,
                HashMap::new,
                TreeMap::new,
                Map::copyOf,
                ConcurrentHashMap::new,
                ConcurrentSkipListMap::new,
                Collections::unmodifiableMap,
                map -> Collections.unmodifiableMap(
                        filled(new TreeMap<String, Set<String>>(String.CASE_INSENSITIVE_ORDER), map)),
                map -> Collections.unmodifiableMap(
                        filled(new TreeMap<String, Set<String>>(Comparator.reverseOrder()), map)));
        List<UnaryOperator<Set<String>>> names =
                List.of(LinkedHashSet::new, HashSet::new, TreeSet::new, Set::copyOf, Collections::unmodifiableSet);
        List<UnaryOperator<Set<Integer>>> seats =
                List.of(LinkedHashSet::new, HashSet::new, TreeSet::new, Set::copyOf, Collections::unmodifiableSet);
        for (int i = 0; i < maps.size(); i++) {
            GameLogic<Hall> logic = hall(maps.get(i), names.get(i % 5), seats.get((i + 2) % 5));
            Hall start = new Hall(
                    filled(new LinkedHashMap<>(), Map.of("Zoe", Set.of("Eve"), "Ann", Set.of())), Set.of(7, 3), 0);
            assertReplays("hall " + i, logic, start);
        }
    }

    @Test
    void shouldReplayFromTheMiddleWhereARecordMakesCopiesOfItsOwn() {
        GameLogic<Copying> logic = GameLogic.of(Copying.class)
                .timeStep((state, dt) ->
                        new Copying(state.scores(), state.names(), walk(state.walked(), state.scores(), state.names())))
                .on("MEET", (state, event, sender) -> {
                    Map<String, Integer> scores = new LinkedHashMap<>(state.scores());
                    Set<String> named = new LinkedHashSet<>(state.names());
                    scores.merge(event.getString(0), 1, Integer::sum);
                    scores.remove(event.getString(1));
                    named.add(event.getString(1));
                    named.remove(event.getString(0));
                    return Next.state(new Copying(scores, named, state.walked()));
                });
        assertReplays("copying", logic, new Copying(Map.of(), Set.of(), 0));
    }

    private <S> void assertReplays(String name, GameLogic<S> logic, S start) {
        Path file = directory.resolve(name);
        List<Transition<S>> run = Recorded.record(file, logic, start, meetings(name.hashCode()), OFTEN);
        assertThat(run).as(name).allSatisfy(each -> assertThat(each.faults()).isEmpty());
        Replay<S> replay = Replay.of(file, logic);
        assertThat(replay.verify()).as(name).hasToString("identical over 200 frames");
        for (int millis = 300; millis < 4_000; millis += 700) {
            Replay<S> middle = replay.from(Duration.ofMillis(millis));
            assertThat(middle.verify().divergence())
                    .as("%s from %s ms", name, millis)
                    .isEmpty();
            assertThat(middle.states().blockingLast())
                    .as("%s from %s ms", name, millis)
                    .isEqualTo(run.get(run.size() - 1).state());
        }
    }

    @Test
    void shouldReplayARefusedStateAsRefused() {
        GameLogic<Hall> logic = hall(
                map -> map.size() % 3 == 0 ? filled(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), map) : map,
                LinkedHashSet::new,
                HashSet::new);
        Path file = directory.resolve("refused");
        List<Transition<Hall>> run = Recorded.record(file, logic, new Hall(Map.of(), Set.of(), 0), meetings(5), OFTEN);
        assertThat(run.stream().flatMap(each -> each.faults().stream()))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.kind()).isEqualTo(HandlerFault.Kind.HANDLER));
        Replay<Hall> replay = Replay.of(file, logic);
        assertThat(replay.verify().divergence()).isEmpty();
        assertThat(replay.from(Duration.ofMillis(1_100)).verify().divergence()).isEmpty();
    }
}
