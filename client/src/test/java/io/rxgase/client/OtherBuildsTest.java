package io.rxgase.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.EventCodec;
import io.rxgase.core.internal.codec.SchemaCodec;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.Default;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.core.state.StateMismatchException;
import io.rxgase.core.state.StateModel;
import io.rxgase.core.state.StateSchema;
import io.rxgase.server.Backend;
import io.rxgase.transport.Admission;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Clients and backends of different builds. */
class OtherBuildsTest {
    private static final int UNITS = 20;

    private final TestScheduler time = new TestScheduler();
    private final SimulatedNetwork network = SimulatedNetwork.on(time, 1).with(NetworkConditions.LAN);

    enum Color {
        RED,
        BLUE,
        PURPLE
    }

    enum OldColor {
        RED,
        BLUE
    }

    record Unit(Color color, double x) {}

    record OldUnit(OldColor color, double x) {}

    record Field(int tick, StateMap<Long, Unit> units) {
        Field next(boolean purple) {
            StateMap<Long, Unit> all = units;
            for (long key = 0; key < UNITS; key++) {
                boolean other = purple && key == 7 && tick >= 50;
                all = all.with(key, new Unit(other ? Color.PURPLE : Color.RED, tick + key / 100.0));
            }
            return new Field(tick + 1, all);
        }
    }

    record OldField(int tick, StateMap<Long, OldUnit> units) {}

    private <S> Backend<S> start(GameLogic<S> logic, S first) {
        return Backend.of(logic, first)
                .scheduler(time)
                .transport(network.host("server"))
                .start("server", 1);
    }

    private <S> TestObserver<Client<S>> connect(Class<S> type) {
        TestObserver<Client<S>> connecting = Client.of(type)
                .transport(network.host("client" + type.getSimpleName()))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(400, MILLISECONDS);
        return connecting;
    }

    @Test
    void shouldGoOnWithTheRestForTheSameBytesWhenOneUnitHasAConstantThatAnOlderClientLacks() {
        assertThat(bytesOfAGame(true)).isLessThan(bytesOfAGame(false) * 11 / 10);
    }

    private static long bytesOfAGame(boolean purple) {
        OtherBuildsTest world = new OtherBuildsTest();
        GameLogic<Field> logic = GameLogic.of(Field.class).timeStep((field, dt) -> field.next(purple));
        try (Backend<Field> backend = world.start(logic, new Field(0, StateMap.empty()))) {
            Client<OldField> client = world.connect(OldField.class).values().get(0);
            List<OldField> shown = new ArrayList<>();
            var unused = client.states().subscribe(shown::add);
            world.time.advanceTimeBy(6_800, MILLISECONDS);

            OldField last = shown.get(shown.size() - 1);
            assertThat(last.tick()).isGreaterThan(340);
            assertThat(shown).hasSizeGreaterThan(330);
            assertThat(last.units()).hasSize(UNITS);
            OldUnit seventh = Objects.requireNonNull(last.units().get(7L));
            assertThat(seventh).isEqualTo(new OldUnit(OldColor.RED, last.tick() - 1 + 0.07));
            ClientStats stats = client.reading();
            assertThat(stats.misfits()).isEqualTo(purple ? 1 : 0);
            Snapshot<OldField> shownLast = client.store().current();
            assertThat(shownLast.misfits()).isEqualTo(purple ? 1 : 0);
            assertThat(shownLast.isWhole()).isTrue();
            assertThat(stats.resyncs() + stats.divergences() + stats.statesMalformed())
                    .isZero();
            assertThat(backend.server().connected()).hasSize(1);
            return stats.link().bytesReceived();
        }
    }

    record Wide(long score, String name, Map<String, Long> wins) {}

    record Narrow(int score, String name, Map<String, Long> wins) {}

    record NoText(long score, int name, Map<String, Long> wins) {}

    record More(long score, String name, Map<String, Long> wins, int lives) {}

    record NarrowInside(long score, String name, Map<String, Short> wins) {}

    record Nothing(@Default("1") int altitude, Optional<String> pilot) {}

    record Evolved(double score, @Default("3") int lives, Optional<String> name) {}

    private static final Wide WIDE = new Wide(1L << 40, "Ada", Map.of("a", 1L));

    private void assertRefused(Class<?> type, String... texts) {
        try (Backend<Wide> backend = start(GameLogic.of(Wide.class), WIDE)) {
            TestObserver<? extends Client<?>> connecting = connect(type);
            connecting.assertError(StateMismatchException.class);
            connecting.assertError(error -> {
                assertThat(error).hasMessageContaining("Wide").hasMessageContaining(type.getSimpleName());
                assertThat(error.getMessage()).contains(texts);
                return true;
            });
            assertThat(backend.server().connected()).isEmpty();
        }
    }

    @Test
    void shouldFailToConnectWithALongOverAnInt() {
        assertRefused(Narrow.class, "score: expected int from", "found long");
    }

    @Test
    void shouldFailToConnectWithAStringOverAnInt() {
        assertRefused(NoText.class, "name: expected int from", "found string");
    }

    @Test
    void shouldFailToConnectWithAComponentThatIsMissingAndHasNoDefault() {
        assertRefused(More.class, "lives", "add @Default");
    }

    @Test
    void shouldFailToConnectWhenTheValuesOfAMapCanNeverFit() {
        assertRefused(NarrowInside.class, "wins.*: expected int from -32768 to 32767, found long");
    }

    @Test
    void shouldFailToConnectToAnotherGameEvenIfEverythingHasADefault() {
        assertRefused(Nothing.class, "altitude", "score");
    }

    @Test
    void shouldConnectWithUnknownComponentsAndThoseThatHaveADefault() {
        try (Backend<Wide> backend = start(GameLogic.of(Wide.class), WIDE)) {
            Client<Evolved> client = connect(Evolved.class).values().get(0);
            assertThat(client.store().current().state()).isEqualTo(new Evolved(1L << 40, 3, Optional.of("Ada")));
            assertThat(connect(GameState.class)
                            .values()
                            .get(0)
                            .store()
                            .current()
                            .state()
                            .getLong("score"))
                    .isEqualTo(1L << 40);
            assertThat(backend.server().connected()).hasSize(2);
        }
    }

    /** So many different names that the schema does not fit into a welcome. */
    record Large(
            int quaternionOfTheTurret,
            int fuelLeftInTheWingTanks,
            long kilometresSinceTheLastService,
            String nameOfTheChiefMechanic,
            int zenithDistanceOfBetelgeuse,
            double hygrometerReadingAtDawn,
            String passwordOfTheHarbourMaster,
            int yardsOfCableOnTheDrum,
            long jubileeYearOfTheDynasty,
            int voltageAcrossTheGap,
            String exlibrisOfTheCaptain,
            double gravityOnTheThirdMoon,
            int brickworkLayersToGo,
            long unixTimeOfTheBigBang,
            String dialectSpokenUpriver,
            int mosquitoesPerCubicFoot,
            double flywheelMomentOfInertia,
            int opalsInTheTreasury,
            String wordOnTheSignpost,
            int crumbsUnderTheTable,
            double saltinessOfTheSoup,
            long pixelsOnTheFlag,
            int knotsInTheRigging,
            String rhymeForOrange,
            int eggsBeforeBreakfast,
            double lumensOfTheLighthouse,
            int throngAtTheGate,
            long acresOfBarley,
            String vowelOfTheMonth,
            int ducksInARow) {}

    record LargeOther(long ducksInARow, boolean acresOfBarley) {}

    record LargeFitting(long ducksInARow, String rhymeForOrange) {}

    private static Large large() {
        return new Large(
                0, 0, 0, "", 0, 0, "", 0, 0, 0, "", 0, 0, 0, "", 0, 0, 0, "", 0, 0, 0, 0, "none", 0, 0, 0, 0, "", 5);
    }

    @Test
    void shouldAskForASchemaThatDoesNotFitIntoTheWelcome() {
        StateSchema schema = StateSchema.of(StateModel.of(Large.class)).orElseThrow();
        assertThat(SchemaCodec.greeting(schema, Admission.Decision.MAX_GREETING_BYTES))
                .hasSize(9);
        try (Backend<Large> backend = start(GameLogic.of(Large.class), large())) {
            connect(LargeOther.class)
                    .assertError(error -> error instanceof StateMismatchException
                            && error.getMessage().contains("acresOfBarley: expected boolean, found long"));
            Client<LargeFitting> client = connect(LargeFitting.class).values().get(0);
            assertThat(client.store().current().state()).isEqualTo(new LargeFitting(5, "none"));
            assertThat(client.reading().eventsUnobserved()).isZero();
            assertThat(backend.reading().eventsRefused()).isZero();
        }
    }

    @Test
    void shouldReadASchemaBackAndNeverThrowAtAHostileOne() {
        StateSchema schema = StateSchema.of(StateModel.of(Field.class)).orElseThrow();
        byte[] greeting = SchemaCodec.greeting(schema, 512);
        assertThat(SchemaCodec.readGreeting(greeting).orElseThrow().schema()).contains(schema);
        for (int i = 0; i < greeting.length; i++) {
            byte[] damaged = greeting.clone();
            damaged[i] ^= (byte) 0x55;
            assertThat(SchemaCodec.readGreeting(damaged)).isNotNull();
            assertThat(SchemaCodec.readGreeting(Arrays.copyOf(greeting, i))).isNotNull();
        }
    }

    /** A server that says that its states are other ones, and not which; whoever connects is in the list. */
    private List<Connection> startWithoutGame() {
        byte[] greeting =
                SchemaCodec.greeting(StateSchema.of(StateModel.of(Wide.class)).orElseThrow(), 9);
        List<Connection> connected = new ArrayList<>();
        Listener listener = network.host("server")
                .listen(
                        InetSocketAddress.createUnresolved("server", 1),
                        TransportOptions.defaults()
                                .withAdmission((address, hello) ->
                                        Admission.Decision.admit().withGreeting(greeting)))
                .blockingGet();
        var unused = listener.events().ofType(ConnectionEvent.Connected.class).subscribe(event -> {
            connected.add(event.connection());
        });
        return connected;
    }

    private void assertEnds(Connection connection) {
        TestSubscriber<ConnectionEvent> events = connection.events().test();
        time.advanceTimeBy(1_000, MILLISECONDS);
        events.assertComplete();
    }

    @Test
    void shouldNotWaitForEverForAServerThatDoesNotSayWhatItsStatesAreMadeOf() {
        List<Connection> connected = startWithoutGame();
        TestObserver<Client<Evolved>> connecting = Client.of(Evolved.class)
                .transport(network.host("client"))
                .options(TransportOptions.defaults().withConnectTimeout(Duration.ofSeconds(2)))
                .connect("server", 1)
                .test();

        time.advanceTimeBy(1_900, MILLISECONDS);
        connecting.assertNotComplete().assertNoErrors();
        assertThat(connected).hasSize(1);
        time.advanceTimeBy(300, MILLISECONDS);

        connecting.assertError(error -> error instanceof TransportException failure
                && failure.reason() == DisconnectReason.CONNECT_TIMED_OUT
                && failure.getMessage().contains("within 2000 ms what its states are made of")
                && failure.getMessage().contains("withConnectTimeout"));
        assertEnds(connected.get(0));
    }

    @Test
    void shouldFailToConnectIfTheServerAnswersWithSomethingElseThanASchema() {
        List<Connection> connected = startWithoutGame();
        TestObserver<Client<Evolved>> connecting = Client.of(Evolved.class)
                .transport(network.host("client"))
                .connect("server", 1)
                .test();
        time.advanceTimeBy(200, MILLISECONDS);
        for (int i = 0; i < 2; i++) {
            var unused = connected.get(0).send(Channel.ORDERED, EventCodec.encode(Event.of(Event.SCHEMA, "what " + i)));
        }
        time.advanceTimeBy(200, MILLISECONDS);

        connecting.assertError(error -> error instanceof TransportException failure
                && failure.reason() == DisconnectReason.PROTOCOL_VIOLATION
                && failure.getMessage().contains("can't be read"));
        assertEnds(connected.get(0));
    }
}
