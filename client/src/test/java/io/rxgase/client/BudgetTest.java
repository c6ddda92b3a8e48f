package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.sync.SyncOptions;
import io.rxgase.sync.View;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A client that can't get all that changes. */
class BudgetTest {
    private static final int ENTITIES = 200;

    /** {@code tick} is when it last changed; every entity changes at each tick. */
    record Unit(int tick, String noise) {}

    record Swarm(int tick, StateMap<Integer, Unit> units) {}

    private final TestScheduler time = new TestScheduler();
    private final SimulatedNetwork network = SimulatedNetwork.on(time, 1).with(NetworkConditions.WIFI.withLoss(0.05));

    private static Swarm swarm(int tick) {
        StateMap<Integer, Unit> units = StateMap.empty();
        for (int id = 0; id < ENTITIES; id++) {
            units = units.with(id, new Unit(tick, "n" + (tick * 7919 + id * 31) % 1000));
        }
        return new Swarm(tick, units);
    }

    private Backend<Swarm> start(SyncOptions<Swarm> options) {
        return Backend.of(GameLogic.of(Swarm.class).timeStep((state, dt) -> swarm(state.tick() + 1)), swarm(0))
                .sync(options)
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1);
    }

    private Client<Swarm> connect() {
        TestObserver<Client<Swarm>> connecting = Client.of(Swarm.class)
                .transport(network.host("client"))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(1, SECONDS);
        return connecting.assertComplete().values().get(0);
    }

    @Test
    void shouldKeepToItsBudgetAndGiveEveryEntityItsTurn() {
        start(SyncOptions.<Swarm>defaults().withBudget(10_000));
        Client<Swarm> client = connect();
        time.advanceTimeBy(3, SECONDS);
        long before = client.reading().link().bytesReceived();
        Map<Integer, Integer> worst = new HashMap<>();
        var unused = client.states()
                .subscribe(state ->
                        state.units().forEach((id, unit) -> worst.merge(id, state.tick() - unit.tick(), Math::max)));

        time.advanceTimeBy(10, SECONDS);

        assertThat(client.reading().link().bytesReceived() - before)
                .isLessThan(115_000)
                .isGreaterThan(50_000);
        assertThat(worst).hasSize(ENTITIES);
        assertThat(worst.values()).allMatch(age -> age < 150);
        assertThat(client.reading().divergences()).isZero();
    }

    @Test
    void shouldNeverSendAnOlderVersionOfAnEntityAfterANewerOne() {
        start(SyncOptions.<Swarm>defaults().withBudget(8_000));
        Client<Swarm> client = connect();
        Map<Integer, Integer> newest = new HashMap<>();
        int[] back = new int[1];
        var unused = client.states()
                .subscribe(state -> state.units().forEach((id, unit) -> {
                    back[0] += newest.getOrDefault(id, 0) > unit.tick() ? 1 : 0;
                    newest.put(id, unit.tick());
                }));

        time.advanceTimeBy(10, SECONDS);

        assertThat(back[0]).isZero();
    }

    @Test
    void shouldSendWhatMattersMoreOften() {
        start(SyncOptions.<Swarm>defaults()
                .withBudget(6_000)
                .withPriority((state, entity, client) -> entity.key().equals(7L) ? 20 : 1));
        Client<Swarm> client = connect();
        Map<Integer, Integer> changes = new HashMap<>();
        Map<Integer, Unit> last = new HashMap<>();
        var unused = client.states()
                .subscribe(state -> state.units().forEach((id, unit) -> {
                    if (!unit.equals(last.put(id, unit))) {
                        changes.merge(id, 1, Integer::sum);
                    }
                }));

        time.advanceTimeBy(20, SECONDS);

        int favourite = changes.remove(7);
        assertThat(changes).hasSize(ENTITIES - 1);
        double mean = changes.values().stream().mapToInt(n -> n).average().orElseThrow();
        assertThat((double) favourite).isGreaterThan(3 * mean);
    }

    @Test
    void shouldCatchUpWhileTheGameIsPaused() {
        Backend<Swarm> backend = start(SyncOptions.<Swarm>defaults().withBudget(2_000));
        Client<Swarm> client = connect();
        time.advanceTimeBy(500, MILLISECONDS);

        backend.machine().pause();
        time.advanceTimeBy(10, SECONDS);

        assertThat(client.store().current().state())
                .isEqualTo(backend.snapshot().state());
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        SyncOptions<Swarm> one = SyncOptions.<Swarm>defaults().withView(View.of((state, client) -> state));

        assertThatThrownBy(() -> SyncOptions.defaults().withBudget(10)).hasMessageContaining("at least 500");
        assertThatThrownBy(() -> one.withView(View.ownerOnly("units", "owner")))
                .hasMessageContaining("there is a view already");
        assertThatThrownBy(() -> View.grid("units", "x", "y", 0, 1, (state, client) -> Optional.empty()))
                .hasMessageContaining("out of range");
        assertThat(List.of(one.views())).hasSize(1);
    }
}
