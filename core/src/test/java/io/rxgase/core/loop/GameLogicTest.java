package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStatus;
import io.rxgase.core.state.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GameLogicTest {
    /** What was called, in order. */
    record Log(String calls) {
        Log with(Object call) {
            return new Log(calls + call + ";");
        }
    }

    record Say(String text) {}

    private static final ClientId ALICE = new ClientId(1);
    private static final ClientId BOB = new ClientId(2);
    private static final Tick TICK = Tick.first(Duration.ofMillis(20));
    private static final Snapshot<Log> START = Snapshot.initial(new Log(""));

    private final GameLogic<Log> logic = GameLogic.of(Log.class)
            .timeStep((log, dt) -> log.with(dt))
            .on("A", (log, event, sender) -> Next.state(log.with("A" + sender.value())))
            .on("THROW", (log, event, sender) -> {
                throw new IllegalStateException("broken");
            });

    private Transition<Log> step(Incoming... events) {
        return logic.step(START, Frame.of(TICK, events));
    }

    private static Incoming from(ClientId sender, String type, Object... arguments) {
        return new Incoming(sender, Event.of(type, arguments));
    }

    @Test
    void shouldSendRecordsWhereverEventsAreSent() {
        Say hi = new Say("hi");
        GameLogic<Log> talking = GameLogic.of(Log.class)
                .on(
                        Say.class,
                        (log, said, sender) -> Next.state(log)
                                .reply(hi)
                                .send(BOB, hi)
                                .toAll(hi)
                                .toAllBut(BOB, hi)
                                .toGroup(List.of(BOB), hi)
                                .toBackend(hi));

        Transition<Log> transition = talking.step(START, Frame.of(TICK, new Incoming(ALICE, hi)));

        assertThat(transition.outgoing())
                .containsExactly(
                        new Outgoing(Audience.one(ALICE), hi),
                        new Outgoing(Audience.one(BOB), hi),
                        new Outgoing(Audience.all(), hi),
                        new Outgoing(Audience.allBut(BOB), hi),
                        new Outgoing(Audience.group(List.of(BOB)), hi),
                        new Outgoing(Audience.one(ClientId.BACKEND), hi));
        assertThatThrownBy(() -> Next.state(START).reply(new Incoming(ALICE, hi)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no event type");
    }

    @Test
    void shouldPassTimeFirstAndThenHandleEventsInOrder() {
        Transition<Log> transition = step(from(BOB, "A"), from(ALICE, "A"), from(BOB, "A"));

        assertThat(transition.state().calls()).isEqualTo("0.02;A2;A1;A2;");
        assertThat(transition.snapshot())
                .isEqualTo(new Snapshot<>(1, GameStatus.ACTIVE, 20_000_000, transition.state()));
        assertThat(transition.outgoing()).isEmpty();
        assertThat(transition.faults()).isEmpty();
    }

    @Test
    void shouldSendInTheOrderOfTheCalls() {
        Event one = Event.of("1");
        Event two = Event.of("2");
        GameLogic<Log> sending = GameLogic.of(Log.class)
                .onTick((log, tick) -> Next.state(log).toAll(Event.of("TICK", tick.number())))
                .on(
                        "A",
                        (log, event, sender) -> Next.state(log)
                                .reply(one)
                                .send(BOB, two)
                                .toAllBut(sender, one)
                                .toGroup(List.of(BOB, ALICE), two)
                                .toBackend(one))
                .on("B", (log, event, sender) -> Next.<Log>unchanged().toAll(two));

        assertThat(sending.step(START, Frame.of(TICK, from(ALICE, "A"), from(ALICE, "B")))
                        .outgoing())
                .containsExactly(
                        new Outgoing(Audience.all(), Event.of("TICK", 1)),
                        new Outgoing(Audience.one(ALICE), one),
                        new Outgoing(Audience.one(BOB), two),
                        new Outgoing(Audience.allBut(ALICE), one),
                        new Outgoing(Audience.group(List.of(ALICE, BOB)), two),
                        new Outgoing(Audience.one(ClientId.BACKEND), one),
                        new Outgoing(Audience.all(), two));
    }

    @Test
    void shouldLeaveTheStateAsItWasAndGoOnIfAHandlerThrows() {
        Transition<Log> transition = step(from(ALICE, "A"), from(BOB, "THROW"), from(ALICE, "A"));

        assertThat(transition.state().calls()).isEqualTo("0.02;A1;A1;");
        assertThat(transition.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(HandlerFault.Kind.HANDLER);
            assertThat(fault.incoming()).isEqualTo(from(BOB, "THROW"));
            assertThat(fault.error()).hasMessage("broken");
            assertThat(fault).hasToString("HANDLER in THROW of client 2: java.lang.IllegalStateException: broken");
        });
    }

    @Test
    void shouldHandleEventsEvenIfTheTimeStepThrows() {
        GameLogic<Log> broken = GameLogic.of(Log.class)
                .timeStep((log, dt) -> {
                    throw new ArithmeticException("by zero");
                })
                .on("A", (log, event, sender) -> Next.state(log.with("A")));

        Transition<Log> transition = broken.step(START, Frame.of(TICK, from(ALICE, "A")));

        assertThat(transition.state().calls()).isEqualTo("A;");
        assertThat(transition.faults())
                .singleElement()
                .hasToString("TIME_STEP in time step: java.lang.ArithmeticException: by zero");
    }

    @Test
    void shouldReportWhatReturnsNull() {
        GameLogic<Log> broken = GameLogic.of(Log.class)
                .timeStep((log, dt) -> null)
                .on("A", (log, event, sender) -> null)
                .on("B", (log, event, sender) -> Next.state(null));

        Transition<Log> transition = broken.step(START, Frame.of(TICK, from(ALICE, "A"), from(ALICE, "B")));

        assertThat(transition.state()).isEqualTo(START.state());
        assertThat(transition.faults())
                .extracting(HandlerFault::kind)
                .containsExactly(HandlerFault.Kind.TIME_STEP, HandlerFault.Kind.HANDLER, HandlerFault.Kind.HANDLER);
        assertThat(transition.faults())
                .allSatisfy(fault -> assertThat(fault.error()).hasMessageContaining("return Next.unchanged()"));
    }

    @Test
    void shouldSurviveErrorsOfGameCode() {
        GameLogic<Log> broken = GameLogic.of(Log.class)
                .on("ASSERT", (log, event, sender) -> {
                    throw new AssertionError("never");
                })
                .on("RECURSE", (log, event, sender) -> recurse(log))
                .on("LINK", (log, event, sender) -> {
                    throw new NoClassDefFoundError("gone");
                });

        Transition<Log> transition =
                broken.step(START, Frame.of(TICK, from(ALICE, "ASSERT"), from(ALICE, "RECURSE"), from(ALICE, "LINK")));

        assertThat(transition.state()).isEqualTo(START.state());
        assertThat(transition.faults())
                .extracting(fault -> (Object) fault.error().getClass())
                .containsExactly(AssertionError.class, StackOverflowError.class, NoClassDefFoundError.class);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static Next<Log> recurse(Log log) {
        return recurse(log.with("deeper").calls().isEmpty() ? log : START.state());
    }

    @Test
    void shouldNotGoOnWithoutMemory() {
        GameLogic<Log> broken = GameLogic.of(Log.class).on("A", (log, event, sender) -> {
            throw new OutOfMemoryError("for a test");
        });

        assertThatThrownBy(() -> broken.step(START, Frame.of(TICK, from(ALICE, "A"))))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void shouldSendNothingForACallThatFails() {
        GameLogic<Log> broken = GameLogic.of(Log.class)
                .onTick((log, tick) ->
                        Next.state(log.with("x")).toAll(Event.of("1")).reply(Event.of("2")));

        Transition<Log> transition = broken.step(START, Frame.of(TICK));

        assertThat(transition.outgoing()).isEmpty();
        assertThat(transition.state()).isEqualTo(START.state());
        assertThat(transition.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.error())
                        .hasMessage(
                                "reply in a time step: there is no sender; use send(client, event) or toAll(event)"));
    }

    @Test
    void shouldRefuseAStateThatDoesNotMeetARequirement() {
        GameLogic<Log> strict = logic.on(
                        "LONG",
                        (log, event, sender) ->
                                Next.state(log.with("x".repeat(100))).reply(Event.of("DONE")))
                .require((before, after) -> {
                    if (after.calls().length() > 20) {
                        throw new IllegalArgumentException("too long");
                    }
                });

        Transition<Log> transition =
                strict.step(START, Frame.of(TICK, from(ALICE, "A"), from(ALICE, "LONG"), from(BOB, "A")));

        assertThat(transition.state().calls()).isEqualTo("0.02;A1;A2;");
        assertThat(transition.outgoing()).isEmpty();
        assertThat(transition.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(HandlerFault.Kind.HANDLER);
            assertThat(fault.error()).hasMessage("too long");
        });
    }

    @Test
    void shouldReportAnEventThatNobodyHandles() {
        Transition<Log> transition = step(from(ALICE, "NEVER_HEARD_OF"));

        assertThat(transition.faults())
                .containsExactly(
                        new HandlerFault(HandlerFault.Kind.UNKNOWN_EVENT, from(ALICE, "NEVER_HEARD_OF"), null));
    }

    @Test
    void shouldLeaveUnknownEventsToTheHandlerForThem() {
        GameLogic<Log> curious = logic.onUnknown((log, event, sender) -> Next.state(log.with(event.type())));

        Transition<Log> transition =
                curious.step(START, Frame.of(TICK, from(ALICE, "NEW"), from(ALICE, "A"), from(ALICE, Event.LEFT)));

        assertThat(transition.state().calls()).isEqualTo("0.02;NEW;A1;");
        assertThat(transition.faults()).isEmpty();
    }

    @Test
    void shouldReportWrongArgumentsAsTheSendersMistake() {
        GameLogic<Log> typed = GameLogic.of(Log.class)
                .on("COUNT", (log, event, sender) -> Next.state(log.with(event.getInt("count"))))
                .on(Say.class, (log, say, sender) -> Next.state(log.with(say.text())));

        Transition<Log> transition = typed.step(
                START, Frame.of(TICK, from(ALICE, "COUNT", 1), from(ALICE, "Say", 2), from(ALICE, "Say", "hi")));

        assertThat(transition.state().calls()).isEqualTo("hi;");
        assertThat(transition.faults()).extracting(HandlerFault::kind).containsOnly(HandlerFault.Kind.WRONG_ARGUMENTS);
        assertThat(transition.faults())
                .extracting(fault -> fault.error().getMessage())
                .satisfiesExactly(
                        count -> assertThat(count).startsWith("COUNT: argument count: expected int, found nothing"),
                        say -> assertThat(say).startsWith("Say: argument text: expected string, found int"));
    }

    @Test
    void shouldTellHandlersTheTick() {
        GameLogic<Log> timed = GameLogic.of(Log.class)
                .on("A", (log, event, sender, tick) -> Next.state(log.with(tick.number())))
                .on(Say.class, (log, say, sender, tick) -> Next.state(log.with(tick.gameTimeNanos())));

        Frame frame = Frame.of(TICK.next(), from(ALICE, "A"), new Incoming(ALICE, Event.of(new Say("hi"))));

        assertThat(timed.step(START, frame).state().calls()).isEqualTo("2;40000000;");
    }

    @Test
    void shouldTellOfClientsThatComeAndGo() {
        GameLogic<Log> greeting = GameLogic.of(Log.class)
                .onJoined((log, client) -> Next.state(log.with("hello " + client)))
                .onLeft((log, client) -> Next.state(log.with("bye " + client)));
        Frame frame = Frame.of(TICK, from(ALICE, Event.JOINED), from(ALICE, Event.LEFT));

        assertThat(greeting.step(START, frame).state().calls()).isEqualTo("hello client 1;bye client 1;");
        assertThat(GameLogic.of(Log.class).step(START, frame).faults()).isEmpty();
    }

    @Test
    void shouldNotPassTimeInAPausedFrame() {
        Frame pause = new Frame(new Tick(1, 0, 0, 0), GameStatus.PAUSED, List.of());

        Transition<Log> first = logic.step(START, pause);
        Transition<Log> second = logic.step(first.snapshot(), pause);

        assertThat(first.snapshot()).isEqualTo(new Snapshot<>(1, GameStatus.PAUSED, 0, START.state()));
        assertThat(second.snapshot()).isSameAs(first.snapshot());
    }

    @Test
    void shouldHandleTheEventsOfAPausedFrame() {
        Frame pause = new Frame(new Tick(1, 0, 0, 0), GameStatus.PAUSED, List.of(from(ALICE, "A")));

        assertThat(logic.step(START, pause).snapshot())
                .isEqualTo(new Snapshot<>(1, GameStatus.PAUSED, 0, new Log("A1;")));
    }

    @Test
    void shouldStampADynamicStateWithItsPlaceInTime() {
        GameLogic<GameState> dynamic = GameLogic.of(GameState.class).timeStep((state, dt) -> state.with("x", dt));
        Snapshot<GameState> start = new Snapshot<>(41, GameStatus.ACTIVE, 0, GameState.of(Map.of("x", 0)));

        Snapshot<GameState> active = dynamic.step(start, Frame.of(TICK)).snapshot();
        Snapshot<GameState> paused = dynamic.step(active, new Frame(TICK.next(), GameStatus.PAUSED, List.of()))
                .snapshot();

        assertThat(active.state().timeOrder()).isEqualTo(42);
        assertThat(active.state().isPaused()).isFalse();
        assertThat(paused.state().timeOrder()).isEqualTo(43);
        assertThat(paused.state().status()).isEqualTo(GameStatus.PAUSED);
    }

    @Test
    void shouldRefuseASecondRuleForTheSameThing() {
        assertThatThrownBy(() -> logic.timeStep((log, dt) -> log)).hasMessageContaining("a time step already");
        assertThatThrownBy(() -> logic.on("A", (log, event, sender) -> Next.unchanged()))
                .hasMessageStartingWith("A has a handler already");
        GameLogic<Log> curious = logic.onUnknown((log, event, sender) -> Next.unchanged());
        assertThatThrownBy(() -> curious.onUnknown((log, event, sender) -> Next.unchanged()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldStayAsItIsWhenARuleIsAdded() {
        GameLogic<Log> empty = GameLogic.of(Log.class);
        GameLogic<Log> unused = empty.on("A", (log, event, sender) -> Next.state(log.with("A")));

        assertThat(unused).isNotSameAs(empty);
        assertThat(empty.step(START, Frame.of(TICK, from(ALICE, "A"))).faults()).hasSize(1);
    }

    @Test
    void shouldGiveEqualTransitionsForEqualInputs() {
        Incoming[] events = {from(ALICE, "A"), from(BOB, "THROW"), from(BOB, "NEW")};

        assertThat(step(events)).isEqualTo(step(events)).hasSameHashCodeAs(step(events));
        assertThat(step(events)).isNotEqualTo(step(from(ALICE, "A"), from(ALICE, "THROW"), from(BOB, "NEW")));
    }

    @Test
    void shouldRefuseATypeThatIsNoState() {
        assertThatThrownBy(() -> GameLogic.of(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("String");
    }
}
