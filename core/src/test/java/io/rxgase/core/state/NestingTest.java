package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.internal.codec.ValueCodec;
import io.rxgase.core.loop.Frame;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.GameStateMachine;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Tick;
import io.rxgase.core.loop.Transition;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What nests deeper than a reader takes is refused where it is made. */
class NestingTest {
    record Chain(int length, @Nullable Chain next) {
        static Chain of(int length) {
            Chain chain = new Chain(1, null);
            for (int i = 2; i <= length; i++) {
                chain = new Chain(i, chain);
            }
            return chain;
        }
    }

    record Tree(List<Tree> branches) {}

    record Bag(Map<String, Bag> inside, Optional<Bag> beside) {}

    sealed interface Part permits Leaf, Pair {}

    record Leaf(int of) implements Part {}

    record Pair(Part left, Part right) implements Part {}

    record Whole(Part part) {}

    record Loose(int tick, Attributes anything) {}

    record Ten<T>(List<List<List<List<List<List<List<List<List<T>>>>>>>>> in) {}

    record Grow<T>(Optional<Grow<List<T>>> next) {}

    record Growing(Grow<String> first) {}

    private static Attributes nested(int levels) {
        Attributes nested = Attributes.EMPTY.with("end", 1);
        for (int i = 1; i < levels; i++) {
            nested = Attributes.EMPTY.with("in", nested);
        }
        return nested;
    }

    private static <S> void assertRefused(S state, Class<S> type, String where) {
        assertThatThrownBy(() -> StateModel.of(type).admitted(null, state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the value at " + where)
                .hasMessageContaining("is nested deeper than 60 levels")
                .hasMessageContaining("by their keys");
        assertThatThrownBy(() -> GameStateMachine.of(GameLogic.of(type), state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is nested deeper than 60 levels");
    }

    private static <S> void assertTaken(S state, Class<S> type) {
        StateModel<S> model = StateModel.of(type);
        assertThat(model.admitted(null, state)).isSameAs(state);
        Attributes attributes = model.toAttributes(state);
        assertThat(ValueCodec.decode(ValueCodec.encode(attributes))
                        .orElseThrow()
                        .orElseThrow())
                .isEqualTo(attributes);
    }

    @Test
    void shouldRefuseRecordsThatNestTooDeep() {
        assertTaken(Chain.of(60), Chain.class);
        assertRefused(Chain.of(61), Chain.class, "next.next.");
        assertRefused(Chain.of(100_000), Chain.class, "next.next.");
        Tree tree = new Tree(List.of());
        Bag bag = new Bag(Map.of(), Optional.empty());
        Bag optional = bag;
        Part part = new Leaf(1);
        for (int i = 0; i < 29; i++) {
            tree = new Tree(List.of(tree));
            bag = new Bag(Map.of("b", bag), Optional.empty());
            part = new Pair(new Leaf(i), part);
        }
        for (int i = 0; i < 58; i++) {
            optional = new Bag(Map.of(), Optional.of(optional));
        }
        assertTaken(tree, Tree.class);
        assertTaken(bag, Bag.class);
        assertTaken(optional, Bag.class);
        assertTaken(new Whole(part), Whole.class);
        assertRefused(new Tree(List.of(tree)), Tree.class, "branches[0].branches[0].");
        assertRefused(new Bag(Map.of("b", bag), Optional.empty()), Bag.class, "inside.b.inside.b.");
        assertRefused(new Bag(Map.of(), Optional.of(optional)), Bag.class, "beside.beside.");
        for (int i = 0; i < 40; i++) {
            part = new Pair(new Leaf(i), part);
        }
        assertRefused(new Whole(part), Whole.class, "part.right.right.");
    }

    @Test
    void shouldRefuseAttributesThatNestTooDeep() {
        assertTaken(new Loose(1, nested(59)), Loose.class);
        assertRefused(new Loose(1, nested(60)), Loose.class, "anything");
        assertThat(StateModel.of(GameState.class)
                        .admitted(null, GameState.of(nested(60)))
                        .attributes())
                .isEqualTo(nested(60));
        assertThatThrownBy(() -> StateModel.of(GameState.class).admitted(null, GameState.of(nested(61))))
                .isInstanceOf(IllegalArgumentException.class);
        GameState before = GameState.of(nested(50));
        assertThatThrownBy(() -> StateModel.of(GameState.class).admitted(before, before.withAt(nested(20), path(45))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(StateModel.of(GameState.class).admitted(before, before.withAt(nested(15), path(45))))
                .isNotNull();
    }

    private static Object[] path(int length) {
        Object[] path = new Object[length];
        Arrays.fill(path, "in");
        return path;
    }

    @Test
    void shouldRefuseATypeThatNestsTooDeepBeforeThereIsAState() {
        record Fits(Ten<Ten<Ten<Ten<Ten<List<Integer>>>>>> in) {}
        record Deep(Ten<Ten<Ten<Ten<Ten<Ten<Integer>>>>>> in) {}
        assertThat(StateModel.of(Fits.class)).isNotNull();
        assertThatThrownBy(() -> StateModel.of(Deep.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Deep nests 61 levels")
                .hasMessageContaining("by their keys");
    }

    @Test
    void shouldRefuseAGenericTypeThatGrowsWithoutEnd() {
        assertThatThrownBy(() -> StateModel.of(Growing.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ever larger type arguments");
    }

    @Test
    void shouldUndoAHandlerWhoseStateNestsTooDeep() {
        GameLogic<Chain> logic = GameLogic.of(Chain.class)
                .on(
                        "GROW",
                        (state, event, sender) ->
                                Next.state(Chain.of(event.getInt(0))).toAll(Event.of("GROWN")));
        Snapshot<Chain> start = Snapshot.initial(Chain.of(3));
        Transition<Chain> made = logic.step(
                start,
                Frame.of(Tick.first(Duration.ofMillis(20)), new Incoming(new ClientId(1), Event.of("GROW", 64))));
        assertThat(made.state()).isEqualTo(Chain.of(3));
        assertThat(made.outgoing()).isEmpty();
        assertThat(made.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.error()).hasMessageContaining("is nested deeper than 60 levels"));
    }

    @Test
    void shouldRefuseAnEventThatNestsTooDeep() {
        assertThat(Event.of(Chain.of(60)).as(Chain.class)).isEqualTo(Chain.of(60));
        assertThatThrownBy(() -> Event.of(Chain.of(61)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is nested deeper than 60 levels");
    }
}
