package io.rxgase.sync.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.ClientId;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.HistoryLimit;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.core.state.StateModel;
import io.rxgase.sync.SyncOptions;
import io.rxgase.transport.StateSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one client with a budget is sent when something on its way was lost. */
class BudgetedFeedTest {
    private static final int UNITS = 100;
    private static final int LAST = UNITS - 1;

    record Unit(String name) {}

    record Swarm(StateMap<Integer, Unit> units) {}

    private final List<StateSource> offered = new ArrayList<>();
    private final StateModel<Swarm> model = StateModel.of(Swarm.class);
    private long nanos;
    private long timeOrder;
    private Swarm swarm = new Swarm(StateMap.empty());

    /** The last unit matters least: of what does not fit it waits. */
    private final StateFan<Swarm> fan = new StateFan<>(
            GameStateStore.empty(model, HistoryLimit.DEFAULT),
            SyncOptions.<Swarm>defaults()
                    .withBudget(20_000)
                    .withPriority((state, entity, client) -> entity.key().equals((long) LAST) ? 0.001 : 1),
            null,
            () -> nanos,
            offered::add,
            ClientId::new);

    private void change(UnaryOperator<StateMap<Integer, Unit>> step) {
        nanos += TimeUnit.MILLISECONDS.toNanos(20);
        swarm = new Swarm(step.apply(swarm.units()));
        fan.publish(new Snapshot<>(++timeOrder, GameStatus.ACTIVE, nanos, swarm));
    }

    private static UnaryOperator<StateMap<Integer, Unit>> all(String name) {
        return units -> {
            StateMap<Integer, Unit> changed = units;
            for (int id = 0; id < UNITS; id++) {
                changed = changed.with(id, new Unit(name + id));
            }
            return changed;
        };
    }

    private StateSource.@Nullable Frame frame(long held, long base) {
        return offered.get(offered.size() - 1).frame(new Holding(held), base);
    }

    private record Holding(long heldVersion) implements StateSource.Receiver {
        @Override
        public long connectionId() {
            return 1;
        }

        @Override
        public long bytesPerSecond() {
            return 1_000_000;
        }
    }

    @Test
    void shouldNotSendAnEntityAsItWasWhenALostStateWasSent() {
        change(all("a"));
        assertThat(frame(StateSource.NONE, StateSource.NONE)).isNotNull();
        change(units -> units.with(LAST, new Unit("once")));
        assertThat(frame(1, 1)).isNotNull();
        change(all("a long name, of which a hundred and fifty are far more than there are bytes for: ".repeat(3)));
        StateSource.Frame part = Objects.requireNonNull(frame(1, 2));
        assertThat(part.version()).isEqualTo(3);

        // The second and the third are lost. What the third was made of has the last unit as of the second.
        assertThat(frame(1, 1)).isNull();
        assertThat(Objects.requireNonNull(frame(1, 2)).bytes())
                .as("to the same base")
                .isEqualTo(part.bytes());

        fan.catchUp();
        assertThat(frame(1, 1)).as("what is under way has its time").isNull();
        nanos += TimeUnit.SECONDS.toNanos(1);
        fan.catchUp();
        StateSource.Frame again = Objects.requireNonNull(frame(1, 1));
        assertThat(again.baseVersion()).isEqualTo(1);
        assertThat(again.version()).isGreaterThan(3);
    }
}
