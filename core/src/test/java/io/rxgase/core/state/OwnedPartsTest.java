package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.testkit.Sweep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose what is owner-only is: nobody's in doubt. */
class OwnedPartsTest {
    /** Names that clients may choose, as keys. */
    private static final List<String> NAMES = List.of("Ada", "@owner", "owner", "@type", "\ud800owner", "\ud800", "");

    record Card(String suit, @ServerOnly int marked) {}

    sealed interface Tool permits Rope, Lamp {}

    record Rope(int length) implements Tool {}

    record Lamp(double oil) implements Tool {}

    record Chest(
            @Owner @Nullable Long owner,
            int size,
            @OwnerOnly int content) {}

    record Player(
            @Owner @Nullable Long client,
            @OwnerOnly Optional<Card> card,
            @OwnerOnly List<Card> hand,
            @OwnerOnly Map<String, Long> notes,
            @OwnerOnly Optional<Tool> tool,
            Optional<Chest> chest,
            Map<String, Chest> chests) {}

    record World(Map<String, Player> players) {}

    private static final SyncModel<World> MODEL = SyncModel.of(StateModel.of(World.class));

    private static Map<Long, Attributes> divided(World world) {
        return SyncModel.byOwner(MODEL.owned(world));
    }

    private static World world(Player player) {
        return new World(Map.of("a", player));
    }

    private static Attributes at(Attributes tree, Object... path) {
        Attributes inside = tree;
        for (Object key : path) {
            inside = inside.getMap(key);
        }
        return inside;
    }

    @Test
    void shouldGiveAnOwnerTheWholeOfARecordButWhatIsServerOnly() {
        Player player = new Player(
                7L,
                Optional.of(new Card("hearts", 1)),
                List.of(new Card("spades", 2)),
                Map.of(),
                Optional.of(new Rope(3)),
                Optional.empty(),
                Map.of());

        Map<Long, Attributes> divided = divided(world(player));

        assertThat(divided).containsOnlyKeys(7L);
        Attributes own = at(divided.get(7L), "players", "a");
        assertThat(own.getMap("card")).isEqualTo(Attributes.of(Map.of("suit", "hearts")));
        assertThat(own.get("hand")).isEqualTo(List.of(Attributes.of(Map.of("suit", "spades"))));
        assertThat(own.getMap("tool")).isEqualTo(Attributes.of(Map.of("@type", "Rope", "length", 3)));
        assertThat(own.getMap("notes").isEmpty()).isTrue();
    }

    @Test
    void shouldGiveNobodyWhatIsNobodysInsideOfSomebodysOwn() {
        Player player = new Player(
                7L,
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.of(new Chest(null, 1, 99)),
                Map.of("x", new Chest(8L, 2, 98)));

        Map<Long, Attributes> divided = divided(world(player));

        assertThat(divided).containsOnlyKeys(7L, 8L);
        assertThat(at(divided.get(7L), "players", "a").has("chest")).isFalse();
        assertThat(at(divided.get(7L), "players", "a").has("chests")).isFalse();
        assertThat(at(divided.get(8L), "players", "a", "chests", "x").getInt("content"))
                .isEqualTo(98);
    }

    @Test
    void shouldNeverTakeAKeyThatAClientChoseForAnOwner() {
        Sweep.of("what is owned goes to its owner", 200, random -> {
            Map<String, Player> players = new HashMap<>();
            Map<String, Map<String, Long>> notes = new HashMap<>();
            for (String name : NAMES.subList(0, 4)) {
                long owner = 1L + random.nextInt(3);
                Map<String, Long> some = notes(random);
                notes.put(name, some);
                players.put(name, player(random, owner, some));
            }
            World world = new World(players);

            Map<Long, Attributes> divided = divided(world);

            assertThat(divided.keySet()).isSubsetOf(1L, 2L, 3L);
            players.forEach((name, player) -> {
                for (long client = 1; client <= 3; client++) {
                    Attributes own = divided.getOrDefault(client, Attributes.EMPTY);
                    Object notesOf = own.has("players") && own.getMap("players").has(name)
                            ? own.getMap("players").getMap(name).asMap().get("notes")
                            : null;
                    boolean isOwner = player.client() != null && player.client() == client;
                    assertThat(notesOf).isEqualTo(isOwner ? Attributes.of(notes.get(name)) : null);
                }
            });
        });
    }

    private static Map<String, Long> notes(RandomGenerator random) {
        Map<String, Long> notes = new HashMap<>();
        for (String name : NAMES.subList(0, 4)) {
            if (random.nextBoolean()) {
                notes.put(name, (long) random.nextInt(4));
            }
        }
        return notes;
    }

    private static Player player(RandomGenerator random, @Nullable Long owner, Map<String, Long> notes) {
        Map<String, Chest> chests = new HashMap<>();
        for (String name : NAMES.subList(0, 4)) {
            Long other = random.nextBoolean() ? null : (Long) (1L + random.nextInt(3));
            chests.put(name, new Chest(other, 1, 1));
        }
        return new Player(owner, Optional.empty(), List.of(), notes, Optional.empty(), Optional.empty(), chests);
    }

    sealed interface Thing permits Loose, Shut {}

    record Loose(@OwnerOnly int secret) implements Thing {}

    record Shut(List<Chest> inside) implements Thing {}

    record LooseThings(Map<Integer, Thing> things) {}

    sealed interface Box permits Open {}

    record Open(@Owner long owner, List<Chest> inside) implements Box {}

    record Boxes(Map<Integer, Box> boxes) {}

    record Safe(@Owner long owner, @OwnerOnly Map<Integer, Chest> inside) {}

    record Safes(Map<Integer, Safe> safes) {}

    @Test
    void shouldRefuseTypesOfWhichNobodyKnowsWhoSeesThem() {
        assertThatThrownBy(() -> StateModel.of(LooseThings.class))
                .hasMessageContaining("LooseThings.things.*(Loose).secret is @OwnerOnly, but nothing says whose");
        assertThatThrownBy(() -> StateModel.of(Boxes.class))
                .hasMessageContaining("Boxes.boxes.*(Open).inside is a list with something @OwnerOnly inside");
        assertThatThrownBy(() -> StateModel.of(Safes.class))
                .hasMessageContaining(
                        "Safes.safes.*.inside is @OwnerOnly and holds something that is @OwnerOnly itself");
    }
}
