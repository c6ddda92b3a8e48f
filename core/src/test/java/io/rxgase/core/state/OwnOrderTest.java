package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.testkit.Sweep;
import java.text.Collator;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table of docs/STATE.md: which maps and sets stay as they are, are put into natural order, or are refused. */
class OwnOrderTest {
    private static final Comparator<String> IGNORING_CASE = String.CASE_INSENSITIVE_ORDER;

    /** As BigDecimal does: what it calls equal by comparison is not by equals. */
    private static final Comparator<String> BY_LENGTH = Comparator.comparingInt(String::length);

    record Scores(Map<String, Integer> byName) {}

    record Names(Set<String> names) {}

    record Numbers(Map<Integer, String> byNumber) {}

    record Team(Map<TimeUnit, Set<TimeUnit>> shifts, Optional<Map<String, Integer>> bonus, List<Set<Integer>> groups) {}

    record Member(String name, Set<String> tags) {}

    record Club(StateMap<Integer, Member> members, int revision) {}

    private final StateModel<Scores> model = StateModel.of(Scores.class);
    private final StateModel<Names> sets = StateModel.of(Names.class);
    private final StateModel<Club> clubs = StateModel.of(Club.class);

    private static <M extends Map<String, Integer>> M filled(M map) {
        map.put("Zoe", 1);
        map.put("Ann", 2);
        map.put("bob", 3);
        return map;
    }

    private static <C extends Collection<String>> C filled(C set) {
        set.addAll(List.of("Zoe", "Ann", "bob"));
        return set;
    }

    // ---- What is refused.

    @Test
    void shouldRefuseAMapOrSetWithAComparatorAndSayWhatToDo() {
        Map<String, Integer> shy = Collections.unmodifiableSortedMap(filled(new TreeMap<>(IGNORING_CASE)));
        List<Map<String, Integer>> maps = List.of(
                filled(new TreeMap<>(IGNORING_CASE)),
                filled(new TreeMap<>(BY_LENGTH)),
                filled(new TreeMap<>(Comparator.<String>reverseOrder())),
                filled(new TreeMap<>(Collator.getInstance(Locale.ROOT)::compare)),
                filled(new ConcurrentSkipListMap<>(IGNORING_CASE)),
                new TreeMap<>(IGNORING_CASE),
                shy);
        for (Map<String, Integer> map : maps) {
            assertThatThrownBy(() -> model.admitted(null, new Scores(map)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "the value at byName is a " + map.getClass().getSimpleName())
                    .hasMessageContaining("use a StateMap, or a map without a comparator")
                    .hasMessageContaining("toLowerCase");
        }
        for (Set<String> set : List.of(
                filled(new TreeSet<>(IGNORING_CASE)),
                filled(new TreeSet<>(Comparator.<String>reverseOrder())),
                filled(new ConcurrentSkipListSet<>(BY_LENGTH)),
                new TreeMap<String, Integer>(IGNORING_CASE).navigableKeySet())) {
            assertThatThrownBy(() -> sets.admitted(null, new Names(set)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the value at names is a ")
                    .hasMessageContaining("use a set without a comparator");
        }
    }

    @Test
    void shouldNeverCallAComparatorThatItRefuses() {
        Comparator<String> failing = (a, b) -> {
            throw new AssertionError("called with " + a + " and " + b);
        };
        assertThatThrownBy(() -> model.admitted(null, new Scores(new TreeMap<>(failing))))
                .isInstanceOf(IllegalArgumentException.class);
        Map<String, Integer> before = new TreeMap<>(Map.of("Ann", 1));
        assertThat(model.changes(new Scores(before), new Scores(new TreeMap<>(failing))))
                .isEqualTo(Changes.of(Map.of("byName", Map.of("Ann", Change.DELETE))));
    }

    @Test
    void shouldRefuseAMapThatComparesByIdentity() {
        assertThatThrownBy(() -> model.admitted(null, new Scores(filled(new IdentityHashMap<>()))))
                .hasMessageContaining("IdentityHashMap")
                .hasMessageContaining("use a StateMap or a HashMap");
        Set<String> twins = Collections.newSetFromMap(new IdentityHashMap<>());
        twins.add(copyOfAnn());
        twins.add(copyOfAnn());
        assertThatThrownBy(() -> sets.admitted(null, new Names(twins)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an element twice");
        IdentityHashMap<String, Integer> two = new IdentityHashMap<>();
        two.put(copyOfAnn(), 1);
        two.put(copyOfAnn(), 2);
        assertThatThrownBy(() -> model.toAttributes(new Scores(two))).hasMessageContaining("a key twice");
    }

    @SuppressWarnings("StringOperationCanBeSimplified") // another object
    private static String copyOfAnn() {
        return String.copyValueOf(new char[] {'A', 'n', 'n'});
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // that is the point
    void shouldRefuseKeysOfAnotherTypeThatARawMapLetsIn() {
        StateModel<Numbers> numbers = StateModel.of(Numbers.class);
        Map raw = new HashMap();
        raw.put(1, "int");
        raw.put(1L, "long");
        assertThatThrownBy(() -> numbers.admitted(null, new Numbers(raw)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a key twice");
        raw.remove(1);
        assertThat(numbers.admitted(null, new Numbers(raw)).byNumber()).containsEntry(1, "long");
        raw.put("1", "text");
        assertThatThrownBy(() -> numbers.admitted(null, new Numbers(raw)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has the key 1, a java.lang.String");
    }

    @Test
    void shouldRefuseNullAndHalvesOfCharactersAsKeys() {
        Map<@Nullable String, Integer> withNull = new HashMap<>();
        withNull.put(null, 1);
        assertThatThrownBy(() -> model.admitted(null, new Scores(withNull))).hasMessageContaining("a null key");
        assertThatThrownBy(() -> model.admitted(null, new Scores(Map.of("\ud800", 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half of a character");
        assertThatThrownBy(() -> sets.admitted(null, new Names(new HashSet<>(Arrays.asList("a", null)))))
                .hasMessageContaining("contains null");
    }

    @Test
    void shouldRefuseByTypeWhatNoKeyCanBe() {
        record ByDouble(Map<Double, String> map) {}
        record ByFloat(Map<Float, String> map) {}
        record ByChar(Map<Character, String> map) {}
        record ByTruth(Map<Boolean, String> map) {}
        record ByRecord(Map<Member, String> map) {}
        record OfBytes(Set<byte[]> set) {}
        record OfDoubles(Set<Double> set) {}
        record Sorted(TreeMap<String, String> map) {}
        for (Class<?> type : List.of(
                ByDouble.class,
                ByFloat.class,
                ByChar.class,
                ByTruth.class,
                ByRecord.class,
                OfBytes.class,
                OfDoubles.class,
                Sorted.class)) {
            assertThatThrownBy(() -> StateModel.of(type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be part of a state");
        }
    }

    // ---- What stays as it is, and what is put into natural order.

    @Test
    void shouldKeepWhatIsInNaturalOrder() {
        for (Map<String, Integer> map : List.of(
                filled(new TreeMap<>()),
                filled(new TreeMap<>(Comparator.<String>naturalOrder())),
                filled(new ConcurrentSkipListMap<>()),
                Map.<String, Integer>of(),
                Map.of("Ann", 1),
                StateMap.copyOf(filled(new HashMap<>())))) {
            Scores scores = new Scores(map);
            assertThat(model.admitted(null, scores)).isSameAs(scores);
        }
        StateModel<Team> teams = StateModel.of(Team.class);
        Team team = new Team(
                new EnumMap<>(Map.of(TimeUnit.DAYS, EnumSet.of(TimeUnit.SECONDS, TimeUnit.HOURS))),
                Optional.empty(),
                List.of(Set.of(), new TreeSet<>(Set.of(3, 1))));
        assertThat(teams.admitted(null, team)).isSameAs(team);
    }

    @Test
    void shouldPutTheOthersIntoNaturalOrder() {
        for (Map<String, Integer> map : List.of(
                filled(new LinkedHashMap<>()),
                new LinkedHashMap<>(filled(new TreeMap<>())),
                Collections.unmodifiableMap(filled(new TreeMap<>(IGNORING_CASE))),
                Collections.synchronizedMap(filled(new HashMap<>())),
                Map.copyOf(filled(new TreeMap<>())),
                filled(new ConcurrentHashMap<>()),
                filled(new HashMap<>()))) {
            Scores admitted = model.admitted(null, new Scores(map));
            assertThat(admitted.byName().keySet()).containsExactly("Ann", "Zoe", "bob");
            assertThat(admitted.byName().get("zoe")).isNull();
            assertThat(admitted).isEqualTo(model.fromAttributes(model.toAttributes(new Scores(map))));
        }
        for (Set<String> set : List.of(
                filled(new LinkedHashSet<>()),
                Set.copyOf(filled(new HashSet<>())),
                filled(new CopyOnWriteArraySet<>()),
                filled(ConcurrentHashMap.newKeySet()),
                filled(new LinkedHashMap<>()).keySet(),
                Collections.unmodifiableSet(filled(new TreeSet<>(IGNORING_CASE))))) {
            Set<String> admitted = sets.admitted(null, new Names(set)).names();
            assertThat(admitted)
                    .containsExactly("Ann", "Zoe", "bob")
                    .contains("Ann")
                    .doesNotContain("ann");
            assertThat(admitted).isEqualTo(Set.of("Ann", "Zoe", "bob")).hasSameHashCodeAs(Set.of("Ann", "Zoe", "bob"));
            assertThatThrownBy(() -> admitted.add("Eve")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> admitted.remove("Ann")).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void shouldOrderWhatIsDeepInside() {
        StateModel<Team> teams = StateModel.of(Team.class);
        Team team = new Team(
                filledShifts(),
                Optional.of(filled(new LinkedHashMap<>())),
                List.of(new LinkedHashSet<>(List.of(2, 1))));
        Team admitted = teams.admitted(null, team);
        assertThat(admitted).isEqualTo(team);
        assertThat(admitted.shifts().keySet()).containsExactly(TimeUnit.SECONDS, TimeUnit.DAYS);
        assertThat(admitted.shifts().get(TimeUnit.DAYS)).containsExactly(TimeUnit.NANOSECONDS, TimeUnit.HOURS);
        assertThat(admitted.bonus().orElseThrow().keySet()).containsExactly("Ann", "Zoe", "bob");
        assertThat(admitted.groups().get(0)).containsExactly(1, 2);
        assertThat(teams.admitted(team, admitted)).isSameAs(admitted);
        assertThat(teams.fromAttributes(teams.toAttributes(admitted)).shifts().get(TimeUnit.DAYS))
                .containsExactly(TimeUnit.NANOSECONDS, TimeUnit.HOURS);

        assertThatThrownBy(() -> teams.admitted(
                        admitted,
                        new Team(Map.of(), Optional.of(filled(new TreeMap<>(IGNORING_CASE))), admitted.groups())))
                .hasMessageStartingWith("the value at bonus is a TreeMap");
        assertThatThrownBy(() -> teams.admitted(
                        admitted,
                        new Team(Map.of(), Optional.empty(), List.of(new TreeSet<>(Comparator.reverseOrder())))))
                .hasMessageStartingWith("the value at groups[0] is a TreeSet");
    }

    private static Map<TimeUnit, Set<TimeUnit>> filledShifts() {
        Map<TimeUnit, Set<TimeUnit>> shifts = new LinkedHashMap<>();
        shifts.put(TimeUnit.DAYS, new LinkedHashSet<>(List.of(TimeUnit.HOURS, TimeUnit.NANOSECONDS)));
        shifts.put(TimeUnit.SECONDS, Set.of());
        return shifts;
    }

    @Test
    void shouldLookOnlyAtWhatChanged() {
        Club before = clubs.admitted(
                null,
                new Club(
                        StateMap.<Integer, Member>empty().edit(edit -> {
                            for (int i = 0; i < 1_000; i++) {
                                edit.put(i, new Member("member " + i, Set.of()));
                            }
                        }),
                        0));
        Watched watched = new Watched();
        Club between = new Club(before.members().with(7, new Member("Ann", watched)), 1);
        Club admitted = clubs.admitted(before, between);
        assertThat(watched.walks).isPositive();
        assertThat(admitted.members().get(7).tags()).isEqualTo(Set.of("a"));
        int walks = watched.walks;
        Club later = new Club(admitted.members().with(8, new Member("Bob", Set.of())), 2);
        assertThat(clubs.admitted(admitted, later)).isSameAs(later);
        assertThat(watched.walks).isEqualTo(walks);
        assertThat(later.members().get(9)).isSameAs(before.members().get(9));
    }

    /** A set that counts how often it is walked over. */
    private static final class Watched extends AbstractSet<String> {
        int walks;

        @Override
        public Iterator<String> iterator() {
            walks++;
            return List.of("a").iterator();
        }

        @Override
        public int size() {
            return 1;
        }
    }

    // ---- The difference of any two, admitted or not, is what their keys on the wire differ in.

    @Test
    void shouldSendTheDifferenceOfKeysAndNotOfComparators() {
        TreeMap<String, Integer> before = new TreeMap<>(IGNORING_CASE);
        before.put("Ann", 1);
        TreeMap<String, Integer> after = new TreeMap<>(IGNORING_CASE);
        after.put("ANN", 2);
        assertThat(model.changes(new Scores(before), new Scores(after)))
                .isEqualTo(Changes.of(Map.of("byName", Map.of("Ann", Change.DELETE, "ANN", 2))));
        assertThat(sets.changes(new Names(before.keySet()), new Names(after.keySet())))
                .isEqualTo(Changes.of(Map.of("names", List.of("ANN"))));
    }

    @Test
    void shouldFindTheDifferenceOfAnyTwoKindsOfMapsAndSets() {
        List<Function<Map<String, Integer>, Map<String, Integer>>> kinds = List.of(
                TreeMap::new,
                HashMap::new,
                LinkedHashMap::new,
                StateMap::copyOf,
                Map::copyOf,
                Collections::unmodifiableMap,
                map -> copy(new TreeMap<>(IGNORING_CASE), map),
                map -> copy(new TreeMap<>(BY_LENGTH), map),
                map -> copy(new ConcurrentSkipListMap<>(Comparator.reverseOrder()), map),
                map -> Collections.unmodifiableMap(copy(new TreeMap<>(IGNORING_CASE), map)),
                map -> copy(new IdentityHashMap<>(), map));
        Sweep.of("differences of maps of any kind", 3_000, random -> {
            Scores from = new Scores(kinds.get(random.nextInt(kinds.size())).apply(some(random)));
            Scores to = new Scores(kinds.get(random.nextInt(kinds.size())).apply(some(random)));
            Scores held = model.fromAttributes(model.toAttributes(from));
            assertThat(model.toAttributes(model.changed(held, model.changes(from, to))))
                    .isEqualTo(model.toAttributes(to));
            Names names = new Names(from.byName().keySet());
            Names others = new Names(to.byName().keySet());
            Names namesHeld = sets.fromAttributes(sets.toAttributes(names));
            assertThat(sets.toAttributes(sets.changed(namesHeld, sets.changes(names, others))))
                    .isEqualTo(sets.toAttributes(others));
        });
    }

    private static Map<String, Integer> copy(Map<String, Integer> empty, Map<String, Integer> map) {
        empty.putAll(map);
        return empty;
    }

    private static Map<String, Integer> some(RandomGenerator random) {
        Map<String, Integer> map = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            map.put(List.of("Ann", "ann", "ANN", "Bob", "bob", "Zoe").get(random.nextInt(6)), random.nextInt(3));
        }
        return map;
    }

    @Test
    void shouldKeepKeysOfDynamicStatesApartAsTheWireDoes() {
        TreeMap<String, Integer> ignoring = new TreeMap<>(IGNORING_CASE);
        ignoring.put("Ann", 1);
        GameState state = GameState.of(ignoring);
        assertThat(state.has("ann")).isFalse();
        assertThat(state.with("ANN", 2).keys()).containsExactly("ANN", "Ann");
        GameState zeros = GameState.empty()
                .with(0.0, 1)
                .with(-0.0, 2)
                .with(Double.NaN, 3)
                .with(-Double.NaN, 4)
                .with(0, 5);
        assertThat(zeros.attributes().size()).isEqualTo(4);
        assertThat(zeros.keys()).containsExactly(0L, -0.0, 0.0, Double.NaN);
        assertThatThrownBy(() -> GameState.of(new HashMap<Object, Object>(Map.of(1, 1, 1L, 2))))
                .hasMessageContaining("two keys that mean the same");
        List<Object> order =
                new ArrayList<>(GameState.of(filled(new LinkedHashMap<>())).keys());
        assertThat(order).containsExactly("Ann", "Zoe", "bob");
    }
}
