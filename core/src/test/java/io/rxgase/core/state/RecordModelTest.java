package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Point;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordModelTest {
    private record Player(String name, double x, double y) {}

    private record Chase(
            Map<Integer, Player> players, @Nullable Integer chaserId, boolean protection, double countdown) {}

    private final StateModel<Chase> model = StateModel.of(Chase.class);
    private final Chase chase =
            new Chase(Map.of(1, new Player("Ada", 1.0, 2.0), 2, new Player("Bob", 3.0, 4.0)), null, false, 5.0);

    private static <S> StateMismatchException mismatch(StateModel<S> model, Map<?, ?> attributes) {
        StateMismatchException[] thrown = new StateMismatchException[1];
        assertThatThrownBy(() -> model.fromAttributes(Attributes.of(attributes)))
                .isInstanceOfSatisfying(StateMismatchException.class, e -> thrown[0] = e);
        return thrown[0];
    }

    @Test
    void shouldSendOnlyChangedComponents() {
        Map<Integer, Player> players = new TreeMap<>(chase.players());
        players.put(1, new Player("Ada", 1.5, 2.0));
        players.remove(2);
        Chase later = new Chase(players, 1, false, 5.0);

        assertThat(model.changes(chase, later))
                .isEqualTo(Changes.of(Map.of("players", Map.of(1, Map.of("x", 1.5), 2, Change.DELETE), "chaserId", 1)));
    }

    @Test
    void shouldWriteRecordsAsAttributes() {
        assertThat(model.toAttributes(chase))
                .isEqualTo(Attributes.of(Map.of(
                                "players",
                                Map.of(
                                        1,
                                        Map.of("name", "Ada", "x", 1.0, "y", 2.0),
                                        2,
                                        Map.of("name", "Bob", "x", 3.0, "y", 4.0)),
                                "protection",
                                false,
                                "countdown",
                                5.0))
                        .with("chaserId", null));
    }

    @Test
    void shouldCacheModels() {
        assertThat(StateModel.of(Chase.class)).isSameAs(model);
        assertThat(StateModel.of(GameState.class)).isSameAs(StateModel.of(GameState.class));
    }

    @Test
    void shouldReadRecordsThatAreLocalAndHaveNoComponents() {
        record Nothing() {}
        record Game(Nothing nothing, List<Nothing> more) {}
        StateModel<Game> games = StateModel.of(Game.class);
        Game game = new Game(new Nothing(), List.of(new Nothing()));
        assertThat(games.fromAttributes(games.toAttributes(game))).isEqualTo(game);
        assertThat(games.changes(game, new Game(new Nothing(), List.of(new Nothing()))))
                .isEqualTo(Changes.NONE);
    }

    @Test
    void shouldCompareByteArraysByContent() {
        @SuppressWarnings("ArrayRecordComponent") // states may have byte arrays all the same
        record Picture(byte[] pixels) {}
        StateModel<Picture> pictures = StateModel.of(Picture.class);
        Picture picture = new Picture(new byte[] {1, 2});
        assertThat(pictures.changes(picture, new Picture(new byte[] {1, 2}))).isEqualTo(Changes.NONE);
        assertThat(pictures.changes(picture, new Picture(new byte[] {1, 3})))
                .isEqualTo(Changes.of(Map.of("pixels", Bytes.of((byte) 1, (byte) 3))));
        assertThat(pictures.fromAttributes(pictures.toAttributes(picture)).pixels())
                .containsExactly(1, 2);
    }

    // ---- Types that no state can hold.

    @Test
    void shouldRefuseWhatIsNoRecord() {
        assertThatThrownBy(() -> StateModel.of(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "java.lang.String is no record and not GameState: declare the state as a record");
    }

    sealed interface Twin permits Here.Leaf, There.Leaf {}

    static final class Here {
        record Leaf() implements Twin {}
    }

    static final class There {
        record Leaf() implements Twin {}
    }

    sealed interface Mixed permits Mood {}

    enum Mood implements Mixed {
        GOOD
    }

    @Test
    void shouldNameTheComponentThatNoStateCanHold() {
        record WithPoint(Map<Integer, List<Point>> spots) {}
        record WithCollection(Collection<String> names) {}
        record WithRaw(@SuppressWarnings("rawtypes") List names) {}
        record WithMapOfDoubles(Map<Double, String> names) {}
        record WithSetOfRecords(Set<Player> players) {}
        record WithOptionalOptional(Optional<Optional<String>> name) {}
        record WithTwins(Twin twin) {}
        record WithEnumInSealed(Mixed mixed) {}
        @SuppressWarnings("ArrayRecordComponent") // that is the point
        record WithArray(int[] numbers) {}

        assertUnfit(WithPoint.class, "WithPoint.spots.*[] is of type Point, which cannot be part of a state: use a ");
        assertUnfit(WithCollection.class, "WithCollection.names is of type Collection<String>");
        assertUnfit(WithRaw.class, "WithRaw.names is of type List, which cannot be part of a state: give its type arg");
        assertUnfit(WithMapOfDoubles.class, "WithMapOfDoubles.names is of type Double");
        assertUnfit(WithSetOfRecords.class, "WithSetOfRecords.players is of type Player");
        assertUnfit(WithOptionalOptional.class, "WithOptionalOptional.name is of type Optional<String>");
        assertUnfit(WithTwins.class, "WithTwins.twin(Leaf) is of type Twin");
        assertUnfit(WithEnumInSealed.class, "WithEnumInSealed.mixed(Mood) is of type Mood");
        assertUnfit(WithArray.class, "WithArray.numbers is of type int[]");
    }

    private static void assertUnfit(Class<?> type, String message) {
        assertThatThrownBy(() -> StateModel.of(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldRefuseADefaultThatDoesNotFit() {
        record BadNumber(@Default("many") int count) {}
        record BadEnum(@Default("BAD") Mood mood) {}
        record BadTruth(@Default("yes") boolean night) {}
        record BadPlace(@Default("[]") List<String> names) {}
        assertUnfit(BadNumber.class, "BadNumber.count: @Default(\"many\") is no int from -2147483648 to 2147483647");
        assertUnfit(BadEnum.class, "BadEnum.mood: @Default(\"BAD\") is no one of GOOD");
        assertUnfit(BadTruth.class, "BadTruth.night: @Default(\"yes\") is no boolean");
        assertUnfit(BadPlace.class, "BadPlace.names: @Default(\"[]\") is no list (@Default is for primitives, boxes,");
    }

    // ---- Builds that differ.

    @Test
    void shouldTakeComponentsInAnyOrder() {
        record Reordered(
                double countdown,
                boolean protection,
                Map<Integer, Player> players,
                @Nullable Integer chaserId) {}
        assertThat(StateModel.of(Reordered.class).fromAttributes(model.toAttributes(chase)))
                .isEqualTo(new Reordered(5.0, false, chase.players(), null));
    }

    @Test
    void shouldIgnoreAndReportWhatThisBuildDoesNotKnow() {
        record Older(boolean protection) {}
        StateModel<Older> older = StateModel.of(Older.class);

        Older state = older.fromAttributes(model.toAttributes(chase));
        Older next = older.changed(state, Changes.of(Map.of("countdown", 4.0, "protection", true)));
        Older same = older.changed(next, Changes.of(Map.of("countdown", 3.0)));

        assertThat(next).isEqualTo(new Older(true));
        assertThat(same).isSameAs(next);
        assertThat(older.ignoredAttributes())
                .isEqualTo(Map.of("Older.players", 1L, "Older.chaserId", 1L, "Older.countdown", 3L));
        assertThat(StateModel.of(GameState.class).ignoredAttributes()).isEmpty();
    }

    @Test
    void shouldKeepNoMoreNamesOfIgnoredAttributesThanTheBound() {
        record Flooded(int known) {}
        StateModel<Flooded> flooded = StateModel.of(Flooded.class);
        Attributes.Builder flood = Attributes.builder().put("known", 1);
        for (int i = 0; i < 1_000; i++) {
            flood.put("x".repeat(i), i);
        }
        assertThat(flooded.fromAttributes(flood.build())).isEqualTo(new Flooded(1));
        Map<String, Long> ignored = flooded.ignoredAttributes();
        assertThat(ignored).hasSize(IgnoredAttributes.MOST_NAMES + 1).containsKey(IgnoredAttributes.THE_REST);
        assertThat(ignored.values().stream().mapToLong(n -> n).sum()).isEqualTo(1_000);
        assertThat(ignored.keySet()).allSatisfy(name -> assertThat(name).hasSizeLessThan(80));
    }

    @Test
    void shouldFillInWhatTheOtherSideDoesNotSend() {
        record Newer(
                @Default("100") int armor,
                @Default("true") boolean alive,
                @Default("GOOD") Mood mood,
                @Default("nobody") String title,
                @Default("x") char sign,
                @Default("1.5") float speed,
                @Default("-7") Long score,
                Optional<String> team,
                List<String> items,
                Set<Integer> seen,
                Map<String, Player> friends,
                StateMap<String, Player> foes,
                Attributes extra,
                Integer box,
                @Nullable Player rival,
                @Nullable List<String> notes) {}
        assertThat(StateModel.of(Newer.class).fromAttributes(Attributes.EMPTY))
                .isEqualTo(new Newer(
                        100,
                        true,
                        Mood.GOOD,
                        "nobody",
                        'x',
                        1.5f,
                        -7L,
                        Optional.empty(),
                        List.of(),
                        Set.of(),
                        Map.of(),
                        StateMap.empty(),
                        Attributes.EMPTY,
                        null,
                        null,
                        null));
    }

    @Test
    void shouldNameBothSidesWhenSomethingIsMissing() {
        StateMismatchException e =
                mismatch(model, Map.of("players", Map.of(7, Map.of("name", "Ada", "x", 1.0)), "countdown", 1.0));
        assertThat(e)
                .hasMessage("double players.7.y: no such attribute; there are name, x on the other side, and"
                        + " Player(String name, double x, double y) on this side has no default for it: add @Default, or"
                        + " make it Optional");
        assertThat(e.path()).isEqualTo("players.7.y");
    }

    @Test
    void shouldTakeADeletedComponentForAMissingOne() {
        record Armored(String name, @Default("100") int armor) {}
        StateModel<Armored> armored = StateModel.of(Armored.class);
        Armored hurt = new Armored("Ada", 3);
        assertThat(armored.changed(hurt, Changes.of(Map.of("armor", Change.DELETE))))
                .isEqualTo(new Armored("Ada", 100));
        assertThatThrownBy(() -> armored.changed(hurt, Changes.of(Map.of("name", Change.DELETE))))
                .isInstanceOf(StateMismatchException.class)
                .hasMessageContaining("string name: no such attribute; there is armor on the other side");
    }

    // ---- Values that do not fit.

    sealed interface Shape permits Circle, Box {}

    record Circle(double radius) implements Shape {}

    record Box(double width) implements Shape {}

    record Scene(@Nullable Shape shape, List<Byte> bytes, Mood mood, Set<Mood> moods, Map<Mood, Integer> counts) {}

    @Test
    void shouldNameThePathTheExpectedTypeAndTheFoundOne() {
        StateModel<Scene> scenes = StateModel.of(Scene.class);
        Map<String, Object> good =
                Map.of("shape", Map.of("@type", "Box", "width", 1), "bytes", List.of(1), "mood", "GOOD");
        assertThat(scenes.fromAttributes(Attributes.of(good)).shape()).isEqualTo(new Box(1.0));

        assertMismatch(
                scenes, good, "bytes", List.of(1, 200), "bytes[1]: expected int from -128 to 127, found int 200");
        assertMismatch(scenes, good, "bytes", 5, "bytes: expected list, found int");
        assertMismatch(scenes, good, "mood", "BAD", "mood: expected one of GOOD, found string BAD");
        assertMismatch(
                scenes, good, "moods", List.of("GOOD", "BAD"), "moods[1]: expected one of GOOD, found string BAD");
        assertMismatch(scenes, good, "counts", Map.of("GOOD", "x"), "counts.GOOD: expected int from ");
        assertMismatch(scenes, good, "counts", Map.of(1, 1), "counts.1: expected one of GOOD, found int 1");
        assertMismatch(
                scenes,
                good,
                "shape",
                Map.of("@type", "Cone"),
                "shape: expected map of a Shape (@type one of Box, Circle), found @type Cone");
        assertMismatch(
                scenes,
                good,
                "shape",
                Map.of("width", 1),
                "shape: expected map of a Shape (@type one of Box, Circle), found no @type");
        assertMismatch(
                scenes, good, "shape", Map.of("@type", "Box", "width", "1"), "shape.width: expected double, found s");
        assertThat(mismatch(model, Map.of("players", Map.of(), "protection", 1, "countdown", 1.0)))
                .hasMessage("protection: expected boolean, found int 1");
        Attributes withNull = model.toAttributes(chase).with("countdown", null);
        assertThatThrownBy(() -> model.fromAttributes(withNull)).hasMessage("countdown: expected double, found null");
    }

    private static void assertMismatch(
            StateModel<Scene> scenes, Map<String, Object> good, String name, Object value, String message) {
        Map<String, Object> bad = new TreeMap<>(good);
        bad.put(name, value);
        assertThat(mismatch(scenes, bad)).hasMessageStartingWith(message);
        Scene scene = scenes.fromAttributes(Attributes.of(good));
        assertThatThrownBy(() -> scenes.changed(scene, Changes.of(Map.of(name, new Change.Set(value)))))
                .isInstanceOf(StateMismatchException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldReportWhatAConstructorRefuses() {
        record Health(int hp) {
            Health {
                if (hp < 0) {
                    throw new IllegalArgumentException("hp is negative");
                }
            }
        }
        record Game(Map<String, Health> healths) {}
        StateModel<Game> games = StateModel.of(Game.class);
        Game game = new Game(Map.of("Ada", new Health(3)));
        assertThatThrownBy(() -> games.changed(game, Changes.of(Map.of("healths", Map.of("Ada", Map.of("hp", -1))))))
                .isInstanceOf(StateMismatchException.class)
                .hasMessage(
                        "healths.Ada: expected values for Health, found what its constructor refuses: hp is negative")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldUseTheSetterlessStateOnAfterARefusedUpdate() {
        Snapshot<Chase> held = Snapshot.initial(chase);
        GameStateUpdate bad = GameStateUpdate.of(0, 1, Map.of("countdown", "soon"));
        assertThatThrownBy(() -> model.apply(held, bad)).isInstanceOf(StateMismatchException.class);
        assertThat(model.apply(held, GameStateUpdate.of(0, 1, Map.of("countdown", 4)))
                        .state()
                        .countdown())
                .isEqualTo(4.0);
    }

    // ---- Polymorphism and sharing.

    @Test
    void shouldReplaceARecordOfAnotherTypeAndChangeOneOfTheSame() {
        StateModel<Scene> scenes = StateModel.of(Scene.class);
        Scene circle = new Scene(new Circle(1.0), List.of(), Mood.GOOD, Set.of(), Map.of());
        Scene larger = new Scene(new Circle(2.0), List.of(), Mood.GOOD, Set.of(), Map.of());
        Scene box = new Scene(new Box(1.0), List.of(), Mood.GOOD, Set.of(), Map.of());
        assertThat(scenes.changes(circle, larger)).isEqualTo(Changes.of(Map.of("shape", Map.of("radius", 2.0))));
        assertThat(scenes.changes(circle, box))
                .isEqualTo(Changes.of(Map.of("shape", new Change.Set(Map.of("@type", "Box", "width", 1.0)))));
    }

    @Test
    void shouldNotLookIntoWhatIsShared() {
        record Watched(int value) {
            static int reads;

            @Override
            @SuppressWarnings({"UnusedMethod", "EffectivelyPrivate"}) // called by the model; accessors are public
            public int value() {
                reads++;
                return value;
            }
        }
        record Game(StateMap<Integer, Watched> table, List<Watched> list, long tick) {}
        StateMap<Integer, Watched> table = StateMap.empty();
        List<Watched> list = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            table = table.with(i, new Watched(i));
            list.add(new Watched(i));
        }
        Game before = new Game(table, list, 1);
        Game after = new Game(table.with(7, new Watched(-7)), list, 2);
        StateModel<Game> games = StateModel.of(Game.class);
        Watched.reads = 0;
        assertThat(games.changes(before, after))
                .isEqualTo(Changes.of(Map.of("table", Map.of(7, Map.of("value", -7)), "tick", 2)));
        assertThat(Watched.reads).isLessThanOrEqualTo(3);
    }
}
