package io.rxgase.sync.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.state.Attributes;
import io.rxgase.core.state.Changes;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.HistoryLimit;
import io.rxgase.core.state.StateModel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.StateSource;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client whose state is not what the server thinks. */
class DivergenceTest {
    private final List<Object> held = new ArrayList<>();
    private final Connection connection = (Connection) Proxy.newProxyInstance(
            DivergenceTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("nanoTime")) {
                    return 0L;
                }
                held.add(arguments[0]);
                return null;
            });
    private final GameStateStore<GameState> store =
            GameStateStore.empty(StateModel.of(GameState.class), HistoryLimit.DEFAULT);
    private final StateFlow<GameState> flow =
            new VersionedStateFlow<>(StateModel.of(GameState.class), store, connection);

    private static Attributes state(int x) {
        return Attributes.of(Map.of("x", x, "y", 1));
    }

    private static SyncFrame.Held holds(long version, Attributes state) {
        return new SyncFrame.Held(version, version * 20, state, Attributes.EMPTY);
    }

    /** What a server sends that believes the client to hold a state, which it may not. */
    private static StateSource.Frame frame(long base, Attributes before, long version, Attributes after) {
        SyncFrame.Held next = holds(version, after);
        byte[] bytes = SyncFrameWriter.begin(
                        base < 0 ? null : holds(base, before),
                        version,
                        GameStatus.ACTIVE,
                        next.gameTimeNanos(),
                        next.sum(),
                        false)
                .changes(before, Changes.between(before, after))
                .end()
                .toArray();
        return new StateSource.Frame(base, version, ByteBuffer.wrap(bytes));
    }

    @Test
    void shouldAskForTheWholeStateWhenAChecksumDoesNotFit() {
        flow.accept(frame(-1, Attributes.EMPTY, 1, state(5)));
        flow.accept(frame(1, state(7), 2, state(8)));
        flow.accept(frame(1, state(7), 3, state(9)));

        assertThat(flow.divergences()).isEqualTo(1);
        assertThat(flow.resyncs()).isEqualTo(1);
        assertThat(held).containsExactly(1L, StateSource.NONE, StateSource.NONE);
        assertThat(store.current().state().getInt("x")).isEqualTo(5);

        flow.accept(frame(-1, Attributes.EMPTY, 4, state(9)));

        assertThat(store.current().state().getInt("x")).isEqualTo(9);
        assertThat(held).endsWith(4L);
    }

    @Test
    void shouldAskForTheWholeStateWhenADifferenceIsToWhatItDoesNotHold() {
        flow.accept(frame(3, state(1), 4, state(2)));
        flow.accept(frame(4, state(2), 5, state(3)));

        assertThat(flow.resyncs()).isEqualTo(1);
        assertThat(flow.divergences()).isZero();
        assertThat(held).containsOnly(StateSource.NONE);
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void shouldKeepWhatItHeldBeforeAWholeStateForDifferencesThatAreUnderWay() {
        flow.accept(frame(-1, Attributes.EMPTY, 1, state(1)));
        flow.accept(frame(-1, Attributes.EMPTY, 2, state(2)));
        flow.accept(frame(1, state(1), 3, state(3)));

        assertThat(flow.resyncs()).isZero();
        assertThat(store.current().state().getInt("x")).isEqualTo(3);
    }

    @Test
    void shouldTakeAWholeStateThatIsOlderThanWhatItHas() {
        flow.accept(frame(-1, Attributes.EMPTY, 9, state(5)));
        flow.accept(frame(-1, Attributes.EMPTY, 2, state(6)));

        assertThat(store.current().timeOrder()).isEqualTo(2);
        assertThat(store.current().state().getInt("x")).isEqualTo(6);
    }
}
