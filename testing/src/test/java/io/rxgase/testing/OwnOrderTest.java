package io.rxgase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.server.Backend;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a client has of maps that have ideas of their own, and of states that nest too deep. */
class OwnOrderTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    record Scores(Map<String, Integer> byName, @Nullable Link chain) {}

    record Link(@Nullable Link next) {
        static Link chain(int length) {
            Link chain = new Link(null);
            for (int i = 1; i < length; i++) {
                chain = new Link(chain);
            }
            return chain;
        }
    }

    private static final Scores START = new Scores(Map.of("Ann", 1), null);

    private static Map<String, Integer> ignoringCase(Map<String, Integer> map) {
        TreeMap<String, Integer> ignoring = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ignoring.putAll(map);
        return ignoring;
    }

    private static GameLogic<Scores> logic(UnaryOperator<Map<String, Integer>> kind) {
        return GameLogic.of(Scores.class)
                .on("RENAME", (state, event, sender) -> {
                    Map<String, Integer> scores = new HashMap<>(state.byName());
                    scores.remove(event.getString(0));
                    scores.put(event.getString(1), 2);
                    return Next.state(new Scores(kind.apply(scores), state.chain()));
                })
                .on(
                        "CHAIN",
                        (state, event, sender) -> Next.state(new Scores(state.byName(), Link.chain(event.getInt(0)))));
    }

    @Test
    void shouldShowOneEntryAfterARenamingThatDiffersInCaseOnly() {
        List<UnaryOperator<Map<String, Integer>>> kinds = List.of(
                TreeMap::new, LinkedHashMap::new, Map::copyOf, map -> Collections.unmodifiableMap(ignoringCase(map)));
        for (UnaryOperator<Map<String, Integer>> kind : kinds) {
            try (VirtualWorld world = VirtualWorld.of(1)) {
                world.start(logic(kind), new Scores(kind.apply(START.byName()), null));
                Client<Scores> client = world.join(Scores.class, "Ann");
                world.within(
                        SECOND,
                        "Ann is there",
                        List.of(client),
                        state -> state.byName().containsKey("Ann"));

                client.send(Event.of("RENAME", "Ann", "ANN"));

                world.within(
                        SECOND,
                        "she is renamed",
                        List.of(client),
                        state -> state.byName().equals(Map.of("ANN", 2)));
            }
        }
    }

    @Test
    void shouldRefuseToStartWithAMapThatHasAnOrderOfItsOwnOrAStateThatNestsTooDeep() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            assertThatThrownBy(() -> world.start(logic(TreeMap::new), new Scores(ignoringCase(Map.of()), null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("byName is a TreeMap with an order of its own");
            assertThatThrownBy(() -> world.start(logic(TreeMap::new), new Scores(Map.of(), Link.chain(64))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is nested deeper than 60 levels");
        }
    }

    @Test
    void shouldUndoAHandlerThatMakesSuchAStateAndGoOn() {
        try (VirtualWorld world = VirtualWorld.of(1).toleratingGameFaults()) {
            Backend<Scores> backend = world.start(logic(OwnOrderTest::ignoringCase), START);
            Client<Scores> client = world.join(Scores.class, "Ann");

            client.send(Event.of("RENAME", "Ann", "ANN"));
            client.send(Event.of("CHAIN", 64));
            world.advanceTimeBy(SECOND);
            assertThat(backend.snapshot().state()).isEqualTo(START);
            assertThat(backend.machine().reading().handlerFaults()).isEqualTo(2);

            client.send(Event.of("CHAIN", 59));
            world.within(SECOND, "the chain is there", List.of(client), state -> state.chain() != null);
            assertThat(client.store().current().state()).isEqualTo(new Scores(Map.of("Ann", 1), Link.chain(59)));
        }
    }
}
