package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.state.Default;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.Owner;
import io.rxgase.core.state.OwnerOnly;
import io.rxgase.core.state.Quantized;
import io.rxgase.core.state.ServerOnly;
import io.rxgase.core.state.StateMap;
import io.rxgase.core.state.StateModel;
import io.rxgase.server.Backend;
import io.rxgase.server.BackendBuilder;
import io.rxgase.sync.SyncOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What clients get of the server's state, and how often. */
class StateSyncTest {
    private final TestScheduler time = new TestScheduler();
    private final SimulatedNetwork network = SimulatedNetwork.on(time, 1).with(NetworkConditions.LAN);

    record Soldier(
            @Owner long client,
            @Quantized(min = 0, max = 100, step = 0.5) float x,
            @OwnerOnly int ammunition,
            @OwnerOnly @Default("none") String orders,
            @OwnerOnly Map<String, Integer> bag,
            @ServerOnly long seed) {}

    record Field(
            StateMap<Integer, Soldier> soldiers,
            int tick,
            @ServerOnly Optional<String> plan) {}

    /** The same as an older build knows it. */
    record OldSoldier(long client, float x) {}

    record OldField(Map<Integer, OldSoldier> soldiers) {}

    private static final Field START = new Field(
            StateMap.<Integer, Soldier>empty()
                    .with(1, new Soldier(1, 10.3f, 30, "hold", Map.of("rope", 1), 77))
                    .with(2, new Soldier(2, 20.2f, 40, "run", Map.of(), 78)),
            0,
            Optional.of("surprise"));

    private static final GameLogic<Field> LOGIC = GameLogic.of(Field.class)
            .timeStep((field, dt) -> new Field(field.soldiers(), field.tick() + 1, field.plan()))
            .on(
                    "GIVE",
                    (field, event, sender) -> Next.state(new Field(
                            field.soldiers()
                                    .updated(
                                            event.getInt(0),
                                            s -> new Soldier(
                                                    event.getInt(1),
                                                    s.x(),
                                                    s.ammunition(),
                                                    s.orders(),
                                                    s.bag(),
                                                    s.seed())),
                            field.tick(),
                            field.plan())));

    private Backend<Field> backend(SyncOptions<Field> options) {
        return start(Backend.of(LOGIC, START).sync(options));
    }

    private <S> Backend<S> start(BackendBuilder<S> builder) {
        return builder.scheduler(time).transport(network.host("server")).start("server", 1);
    }

    private <S> Client<S> connect(Class<S> type, String host) {
        TestObserver<Client<S>> connecting = Client.of(type)
                .transport(network.host(host))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(1, SECONDS);
        return connecting.assertComplete().values().get(0);
    }

    private static Soldier soldier(Client<Field> client, int id) {
        return client.store().current().state().soldiers().get(id);
    }

    @Test
    void shouldShowWhatIsOwnerOnlyToItsOwnerAndWhatIsServerOnlyToNobody() {
        backend(SyncOptions.defaults());
        Client<Field> first = connect(Field.class, "a");
        Client<Field> second = connect(Field.class, "b");

        assertThat(soldier(first, 1)).isEqualTo(new Soldier(1, 10.5f, 30, "hold", Map.of("rope", 1), 0));
        assertThat(soldier(first, 2)).isEqualTo(new Soldier(2, 20.0f, 0, "none", Map.of(), 0));
        assertThat(soldier(second, 1)).isEqualTo(new Soldier(1, 10.5f, 0, "none", Map.of(), 0));
        assertThat(soldier(second, 2)).isEqualTo(new Soldier(2, 20.0f, 40, "run", Map.of(), 0));
        assertThat(first.store().current().state().plan()).isEmpty();
    }

    @Test
    void shouldHandWhatIsOwnerOnlyToANewOwner() {
        backend(SyncOptions.defaults());
        Client<Field> first = connect(Field.class, "a");
        Client<Field> second = connect(Field.class, "b");

        first.send(io.rxgase.core.event.Event.of("GIVE", 1, 2));
        time.advanceTimeBy(1, SECONDS);

        assertThat(soldier(first, 1)).isEqualTo(new Soldier(2, 10.5f, 0, "none", Map.of(), 0));
        assertThat(soldier(second, 1)).isEqualTo(new Soldier(2, 10.5f, 30, "hold", Map.of("rope", 1), 0));
    }

    @Test
    void shouldBeUnderstoodByAnotherBuildAndByAClientWithoutTypes() {
        backend(SyncOptions.<Field>defaults().withSumInterval(1));
        Client<OldField> old = connect(OldField.class, "a");
        Client<GameState> untyped = connect(GameState.class, "b");
        time.advanceTimeBy(1, SECONDS);

        assertThat(old.store().current().state().soldiers())
                .isEqualTo(Map.of(1, new OldSoldier(1, 10.5f), 2, new OldSoldier(2, 20f)));
        assertThat(untyped.store()
                        .current()
                        .state()
                        .getMap("soldiers")
                        .getMap(1)
                        .get("x"))
                .isEqualTo(10.5f);
        assertThat(old.reading().divergences() + old.reading().resyncs()).isZero();
        assertThat(untyped.reading().divergences() + untyped.reading().resyncs())
                .isZero();
    }

    @Test
    void shouldSendAtARateOfItsOwnAndSlowerToWhoAsksForLess() {
        Backend<Field> backend = backend(SyncOptions.<Field>defaults().withSendRate(20));
        Client<Field> usual = connect(Field.class, "a");
        Client<Field> slow = connect(Field.class, "b");
        slow.requestRate(4);
        time.advanceTimeBy(1, SECONDS);
        TestSubscriber<Field> usualStates = usual.states().test();
        TestSubscriber<Field> slowStates = slow.states().test();

        time.advanceTimeBy(5, SECONDS);

        assertThat(usualStates.values().size()).isCloseTo(100, within(2));
        assertThat(slowStates.values().size()).isCloseTo(20, within(2));
        backend.machine().pause();
        time.advanceTimeBy(500, MILLISECONDS);
        assertThat(slow.store().current().timeOrder())
                .isEqualTo(backend.snapshot().timeOrder());
        assertThat(slow.reading().resyncs()).isZero();
    }

    @Test
    void shouldRefuseRatesOutOfRangeAtOnce() {
        backend(SyncOptions.defaults());
        Client<Field> client = connect(Field.class, "a");

        assertThatThrownBy(() -> client.requestRate(0.05)).hasMessageContaining("use 0.1 to 1000");
        assertThatThrownBy(() -> SyncOptions.defaults().withSendRate(Double.NaN))
                .hasMessageContaining("out of range");
    }

    @Test
    void shouldSendTheWholeStateToWhoHoldsOneOlderThanTheHistory() {
        Backend<Field> backend =
                backend(SyncOptions.<Field>defaults().withHistory(10).withSumInterval(1));
        Client<Field> client = connect(Field.class, "a");
        network.partition("a", "server");
        time.advanceTimeBy(1, SECONDS);
        network.heal();
        time.advanceTimeBy(1, SECONDS);
        backend.machine().pause();
        time.advanceTimeBy(1, SECONDS);

        assertThat(client.store().current().timeOrder())
                .isEqualTo(backend.snapshot().timeOrder());
        assertThat(client.reading().divergences()).isZero();
    }

    record Lonely(@OwnerOnly int secret) {}

    record Hidden(@ServerOnly String name) {}

    record Coarse(@Quantized(min = 0, max = 1e9, step = 0.1) float x) {}

    @Test
    void shouldRefuseAnnotationsThatMakeNoSense() {
        assertThatThrownBy(() -> StateModel.of(Lonely.class)).hasMessageContaining("mark a component");
        assertThatThrownBy(() -> StateModel.of(Hidden.class)).hasMessageContaining("give it a @Default");
        assertThatThrownBy(() -> Backend.of(new Coarse(1)).start("localhost", 0))
                .hasMessageContaining("needs min < max");
    }
}
