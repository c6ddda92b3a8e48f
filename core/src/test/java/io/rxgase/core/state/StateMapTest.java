package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.testkit.Sweep;
import io.rxgase.testkit.SweepSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StateMapTest {
    @Test
    void shouldBehaveAsATreeMapThatIsCopiedForEveryChange() {
        Sweep.of("StateMap against TreeMap", SweepSize.of(2_000, 5_000), random -> {
            StateMap<Integer, Integer> map = StateMap.empty();
            TreeMap<Integer, Integer> expected = new TreeMap<>();
            for (int i = random.nextInt(80); i > 0; i--) {
                StateMap<Integer, Integer> before = map;
                Map<Integer, Integer> copy = new TreeMap<>(expected);
                int key = random.nextInt(30);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        map = map.without(key);
                        expected.remove(key);
                    }
                    case 1 -> {
                        map = map.updated(key, value -> value + 1);
                        expected.computeIfPresent(key, (k, value) -> value + 1);
                    }
                    case 2 -> {
                        map = map.mapped((k, value) -> k % 5 == key % 5 ? value + k : value);
                        expected.replaceAll((k, value) -> k % 5 == key % 5 ? value + k : value);
                    }
                    case 3 -> {
                        map = map.filtered((k, value) -> k % 7 != key % 7);
                        expected.keySet().removeIf(k -> k % 7 == key % 7);
                    }
                    default -> {
                        int value = random.nextInt();
                        map = map.with(key, value);
                        expected.put(key, value);
                    }
                }
                assertThat(before).isEqualTo(copy);
            }
            assertThat(map).isEqualTo(expected).hasSameHashCodeAs(expected).hasToString(expected.toString());
            assertThat(expected).isEqualTo(map);
            assertThat(map.keySet()).containsExactlyElementsOf(expected.keySet());
            assertThat(StateMap.copyOf(new HashMap<>(expected))).isEqualTo(map);
        });
    }

    @Test
    void shouldReportExactlyTheDifferencesOfAnyTwoVersions() {
        Sweep.of("differences of two versions of a map", SweepSize.of(1_200, 4_000), random -> {
            List<StateMap<Integer, Integer>> versions = new ArrayList<>();
            StateMap<Integer, Integer> first = StateMap.empty();
            for (int i = random.nextInt(60); i > 0; i--) {
                first = first.with(random.nextInt(100), 0);
            }
            versions.add(first);
            for (int i = random.nextInt(1, 60); i > 0; i--) {
                // Versions branch, too: a game that tries out several futures does that.
                StateMap<Integer, Integer> base = versions.get(Math.max(0, versions.size() - random.nextInt(1, 4)));
                for (int j = random.nextInt(3); j >= 0; j--) {
                    int key = random.nextInt(100);
                    base = random.nextInt(4) == 0 ? base.without(key) : base.with(key, random.nextInt());
                }
                versions.add(base);
            }
            for (int i = 0; i < 10; i++) {
                StateMap<Integer, Integer> from = versions.get(random.nextInt(versions.size()));
                StateMap<Integer, Integer> to = versions.get(random.nextInt(versions.size()));
                assertThat(differences(from, to)).isEqualTo(expectedDifferences(from, to));
                assertThat(to.changesSince(from).stream().map(StateMapTest::shown))
                        .isEqualTo(expectedDifferences(from, to));
            }
        });
    }

    private static String shown(EntityChange<Integer, Integer> change) {
        if (change instanceof EntityChange.Changed<Integer, Integer> changed) {
            return changed.key() + ": " + changed.before() + " -> " + changed.after();
        }
        return change instanceof EntityChange.Added<Integer, Integer> added
                ? added.key() + ": added " + added.value()
                : change.key() + ": removed";
    }

    private static List<String> differences(StateMap<Integer, Integer> from, StateMap<Integer, Integer> to) {
        List<String> heard = new ArrayList<>();
        MapDifference.compare(from, to, new MapDifference<>() {
            @Override
            public void changed(Integer key, Integer before, Integer after) {
                if (!before.equals(after)) { // a journal may report a value that is equal and another object
                    heard.add(key + ": " + before + " -> " + after);
                }
            }

            @Override
            public void added(Integer key, Integer after) {
                heard.add(key + ": added " + after);
            }

            @Override
            public void removed(Integer key) {
                heard.add(key + ": removed");
            }
        });
        return heard;
    }

    private static List<String> expectedDifferences(Map<Integer, Integer> from, Map<Integer, Integer> to) {
        TreeMap<Integer, String> expected = new TreeMap<>();
        from.forEach((key, before) -> {
            if (!to.containsKey(key)) {
                expected.put(key, key + ": removed");
            } else if (!to.get(key).equals(before)) {
                expected.put(key, key + ": " + before + " -> " + to.get(key));
            }
        });
        to.forEach((key, after) -> {
            if (!from.containsKey(key)) {
                expected.put(key, key + ": added " + after);
            }
        });
        return new ArrayList<>(expected.values());
    }

    @Test
    void shouldLookOnlyAtChangedKeysOfRelatedMaps() {
        StateMap<Counted, Integer> before = StateMap.empty();
        for (int i = 0; i < 10_000; i++) {
            before = before.with(new Counted(i), i);
        }
        StateMap<Counted, Integer> after = before;
        for (int i = 0; i < 20; i++) {
            after = after.with(new Counted(i * 500), -1);
        }
        Counted.comparisons = 0;
        List<Counted> changed = new ArrayList<>();
        MapDifference.compare(before, after, new MapDifference<>() {
            @Override
            public void changed(Counted key, Integer was, Integer is) {
                changed.add(key);
            }

            @Override
            public void added(Counted key, Integer is) {}

            @Override
            public void removed(Counted key) {}
        });
        assertThat(changed).hasSize(20);
        // 20 keys, sorted and looked up in two trees of some 14 levels.
        assertThat(Counted.comparisons).isLessThan(20 * (5 + 2 * 16));
    }

    /** A key that counts how often keys are compared. */
    private record Counted(int number) implements Comparable<Counted> {
        static int comparisons;

        @Override
        public int compareTo(Counted other) {
            comparisons++;
            return Integer.compare(number, other.number);
        }
    }

    @Test
    void shouldRememberAtLeastHalfAsManyChangesAsItHasEntries() {
        List<StateMap<Integer, Integer>> versions = new ArrayList<>();
        StateMap<Integer, Integer> map = StateMap.empty();
        for (int i = 0; i < 100; i++) {
            map = map.with(i, 0);
        }
        for (int i = 0; i < 300; i++) {
            versions.add(map);
            map = map.with(i % 100, i + 1);
            if (i >= 49) {
                assertThat(Journal.keysBetween(versions.get(i - 49).journal(), map.journal(), 100))
                        .as("keys of the last 50 changes, after %s", i)
                        .hasSize(50);
            }
        }
    }

    @Test
    void shouldForgetChangesThatAreMoreThanTheMapHasEntries() {
        StateMap<Integer, Integer> map = StateMap.empty();
        for (int i = 0; i < 100; i++) {
            map = map.with(i, 0);
        }
        StateMap<Integer, Integer> early = map;
        for (int i = 0; i < 1_000; i++) {
            map = map.with(i % 100, i);
        }
        assertThat(Journal.keysBetween(early.journal(), map.journal(), Integer.MAX_VALUE))
                .as("the way back is cut")
                .isNull();
        assertThat(differences(early, map)).hasSize(100);
    }

    @Test
    void shouldIterateInKeyOrderWhateverThePast() {
        StateMap<TimeUnit, Integer> map = StateMap.<TimeUnit, Integer>empty()
                .with(TimeUnit.DAYS, 1)
                .with(TimeUnit.NANOSECONDS, 2)
                .with(TimeUnit.HOURS, 3);
        assertThat(map.keySet()).containsExactly(TimeUnit.NANOSECONDS, TimeUnit.HOURS, TimeUnit.DAYS);
    }

    @Test
    void shouldReturnItselfWhenNothingChanges() {
        StateMap<String, String> map = StateMap.copyOf(Map.of("a", "1", "b", "2"));
        assertThat(map.with("a", map.get("a"))).isSameAs(map);
        assertThat(map.without("c")).isSameAs(map);
        assertThat(map.updated("c", value -> "never")).isSameAs(map);
        assertThat(map.mapped((key, value) -> value)).isSameAs(map);
        assertThat(map.filtered((key, value) -> true)).isSameAs(map);
        assertThat(StateMap.copyOf(map)).isSameAs(map);
    }

    @Test
    void shouldMakeOfManyChangesAtOnceWhatTheyMakeOneByOne() {
        Sweep.of("an edit against single changes", 2_000, random -> {
            StateMap<Integer, Integer> before = StateMap.empty();
            for (int i = random.nextInt(80); i > 0; i--) {
                before = before.with(random.nextInt(100), 0);
            }
            StateMap<Integer, Integer> start = before;
            List<StateMap<Integer, Integer>> oneByOne = new ArrayList<>(List.of(start));
            StateMap<Integer, Integer> edited = start.edit(edit -> {
                for (int i = random.nextInt(30); i > 0; i--) {
                    StateMap<Integer, Integer> single = oneByOne.get(0);
                    int key = random.nextInt(100);
                    int value = random.nextInt();
                    assertThat(edit.get(key)).isEqualTo(single.get(key));
                    switch (random.nextInt(4)) {
                        case 0 -> {
                            edit.remove(key);
                            single = single.without(key);
                        }
                        case 1 -> {
                            edit.update(key, was -> was + value);
                            single = single.updated(key, was -> was + value);
                        }
                        case 2 -> {
                            edit.putAll(Map.of(key, value));
                            single = single.with(key, value);
                        }
                        default -> {
                            edit.put(key, value);
                            single = single.with(key, value);
                        }
                    }
                    oneByOne.set(0, single);
                    assertThat(edit.size()).isEqualTo(single.size());
                    assertThat(edit.containsKey(key)).isEqualTo(single.containsKey(key));
                }
            });
            assertThat(edited).isEqualTo(oneByOne.get(0)).hasSameHashCodeAs(oneByOne.get(0));
            assertThat(edited.keySet())
                    .containsExactlyElementsOf(oneByOne.get(0).keySet());
            assertThat(differences(start, edited)).isEqualTo(expectedDifferences(start, edited));
            assertThat(differences(edited, start)).isEqualTo(expectedDifferences(edited, start));
            StateMap<Integer, Integer> later = edited.with(7, 7).edit(edit -> edit.remove(8));
            assertThat(differences(start, later)).isEqualTo(expectedDifferences(start, later));
        });
    }

    @Test
    void shouldLookOnlyAtTheKeysOfAnEdit() {
        StateMap<Counted, Integer> before = StateMap.<Counted, Integer>empty().edit(edit -> {
            for (int i = 0; i < 10_000; i++) {
                edit.put(new Counted(i), i);
            }
        });
        StateMap<Counted, Integer> after = before.edit(edit -> {
            for (int i = 0; i < 20; i++) {
                edit.put(new Counted(i * 500), -1);
            }
        });
        assertThat(Journal.keysBetween(before.journal(), after.journal(), 1_000))
                .hasSize(20);
        assertThat(after).hasSize(10_000).containsEntry(new Counted(9_500), -1);
    }

    @Test
    void shouldForgetTheJournalOfAnEditThatIsTooLong() {
        StateMap<Integer, Integer> before = StateMap.<Integer, Integer>empty().edit(edit -> {
            for (int i = 0; i < 100; i++) {
                edit.put(i, 0);
            }
        });
        StateMap<Integer, Integer> after = before.edit(edit -> {
            for (int i = 0; i < 1_000; i++) {
                edit.put(i % 100, i);
            }
        });
        assertThat(Journal.keysBetween(before.journal(), after.journal(), Integer.MAX_VALUE))
                .as("the way back is cut")
                .isNull();
        assertThat(differences(before, after)).hasSize(100);
    }

    @Test
    void shouldRefuseAnEditThatIsMisusedAndSayWhatToDo() throws Exception {
        StateMap<String, String> map = StateMap.copyOf(Map.of("a", "1"));
        List<StateMapEdit<String, String>> kept = new ArrayList<>();
        assertThat(map.edit(kept::add)).isSameAs(map);
        StateMapEdit<String, String> ended = kept.get(0);
        assertThatThrownBy(() -> ended.put("b", "2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended")
                .hasMessageContaining("call edit() on the map that it returned");
        assertThatThrownBy(() -> ended.get("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> map.edit(edit -> edit.update("a", was -> {
                    edit.put("a", "3");
                    return was + "!";
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside update()");
        assertThatThrownBy(() -> map.edit(edit -> edit.remove(nothing())))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("leave that entry out");
        assertThatThrownBy(() -> map.edit(edit -> edit.put(nothing(), "2")))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("leave that entry out");
        assertThatThrownBy(() -> map.with(nothing(), "2")).hasMessageContaining("leave that entry out");
        List<Throwable> elsewhere = new ArrayList<>();
        map.edit(edit -> {
            Thread other = new Thread(() -> edit.put("b", "2"));
            other.setUncaughtExceptionHandler((thread, error) -> elsewhere.add(error));
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(elsewhere)
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("belongs to the thread"));
        assertThat(map).isEqualTo(Map.of("a", "1"));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // a caller's mistake
    private static <T> T nothing() {
        return null;
    }

    @Test
    void shouldChangeNothingWhenAnEditThrows() {
        StateMap<String, String> map = StateMap.copyOf(Map.of("a", "1"));
        assertThatThrownBy(() -> map.edit(edit -> {
                    edit.put("b", "2");
                    throw new IllegalArgumentException("enough");
                }))
                .hasMessage("enough");
        assertThat(map).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void shouldSayHowToChangeIt() {
        Map<String, String> map = StateMap.copyOf(Map.of("a", "1"));
        assertThatThrownBy(() -> map.put("a", "2"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("use with(key, value)");
        assertThatThrownBy(() -> map.entrySet().iterator().remove()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.putAll(Map.of())).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    }
}
