package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.testkit.JavadocExamples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples in the javadoc of this package, and the little world in which they run. */
class LoopExamplesTest {
    private static final Logger log = LoggerFactory.getLogger(LoopExamplesTest.class);

    record Position(double x, double y) {}

    record Chase(StateMap<Long, Position> players, long chaser, double countdown) {
        Chase withPosition(ClientId player, double x, double y) {
            return new Chase(players.with(player.value(), new Position(x, y)), chaser, countdown);
        }

        Chase without(ClientId player) {
            return new Chase(players.without(player.value()), chaser, countdown);
        }

        Chase withCountdown(double seconds) {
            return new Chase(players, chaser, seconds);
        }

        Chase withChaser(long player) {
            return new Chase(players, player, 5);
        }

        Chase withChaser(long player, long gameTimeNanos) {
            return new Chase(players, player, gameTimeNanos / 1e9 + 5);
        }

        boolean isChaser(ClientId client) {
            return chaser == client.value();
        }
    }

    record Move(double x, double y) {}

    record Tag(long player) {}

    record Tagged(long player) {}

    record Countdown(double seconds) {}

    record Lobby(StateMap<Long, String> names) {
        Lobby with(long client, String name) {
            return new Lobby(names.with(client, name));
        }
    }

    private interface View {
        void render(Chase state);
    }

    private interface Server {
        void send(Audience to, Event event);
    }

    private final TestScheduler scheduler = new TestScheduler();
    private final TestScheduler testScheduler = scheduler;
    private final TestScheduler ui = scheduler;
    private final Timebase timebase = Timebase.of(scheduler);
    private final Flowable<Tick> ticks = Ticks.fixed(Duration.ofMillis(20)).on(timebase);
    private final ClientId client = new ClientId(1);
    private final Chase start = new Chase(StateMap.empty(), 1, 0);
    private final GameLogic<Chase> logic = GameLogic.of(Chase.class).on("MOVE", (state, event, sender) -> {
        return Next.state(state.withPosition(sender, event.getDouble(0), event.getDouble(1)))
                .reply(Event.of("MOVED"));
    });
    private final GameStateMachine<Chase> machine = GameStateMachine.of(logic, start);
    private final List<Chase> rendered = new ArrayList<>();
    private final View view = rendered::add;
    private final List<Event> sent = new ArrayList<>();
    private final Server server = (to, event) -> sent.add(event);

    private void send(List<Outgoing> outgoing) {
        outgoing.forEach(each -> sent.add(each.event()));
    }

    private void move() {
        machine.inbox().offer(new Incoming(client, Event.of("MOVE", 1.0, 2.0)));
    }

    @Test
    void shouldCompileEveryExample() {
        JavadocExamples.assertCompiled(
                Path.of("src/main/java/io/rxgase/core/loop"),
                Path.of("src/test/java/io/rxgase/core/loop/LoopExamplesTest.java"));
    }

    @Test
    void timebase() {
        TestScheduler scheduler = new TestScheduler();
        Timebase virtual = Timebase.of(scheduler);

        try (Timebase live = Timebase.live()) {
            Ticks.fixed(Duration.ofMillis(20)).on(live).take(3).blockingSubscribe();
        }

        scheduler.advanceTimeBy(1, TimeUnit.SECONDS);
        assertThat(virtual.nanoTime()).isEqualTo(1_000_000_000L);
    }

    @Test
    void tick() {
        Tick first = Tick.first(Duration.ofMillis(20));
        Tick second = first.next();

        assertThat(second.number()).isEqualTo(2);
    }

    @Test
    void ticks() {
        Disposable game = Ticks.fixed(Duration.ofMillis(20))
                .on(timebase)
                .compose(machine.withInbox())
                .subscribe(transition -> send(transition.outgoing()));

        Flowable<Tick> measured = Ticks.variable(Duration.ofMillis(20)).on(timebase);

        var ticks = measured.test();
        move();
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);
        game.dispose();
        ticks.assertValueCount(1);
        assertThat(sent).containsExactly(Event.of("MOVED"));
    }

    @Test
    void loopWatchdog() {
        Ticks ticks = Ticks.fixed(Duration.ofMillis(20));
        Disposable watching = LoopWatchdog.reportAfter(Duration.ofSeconds(2))
                .endAfter(Duration.ofMinutes(1))
                .watch(machine, ticks, Timebase.of(Schedulers.computation()), hang -> log.error("Given up", hang));

        watching.dispose();
        assertThat(watching.isDisposed()).isTrue();
    }

    @Test
    void loopHangException() {
        Consumer<LoopHangException> givenUp = hang -> log.error("The game hung: {}", hang.getMessage(), hang);

        givenUp.accept(new LoopHangException("for the test", new StackTraceElement[0]));
    }

    @Test
    void timeStep() {
        TimeStep<Countdown> step = (state, dt) -> new Countdown(Math.max(0, state.seconds() - dt));

        assertThat(step.apply(new Countdown(1), 0.25)).isEqualTo(new Countdown(0.75));
    }

    @Test
    void eventHandler() {
        EventHandler<Chase, Move> handler =
                (state, move, sender) -> Next.state(state.withPosition(sender, move.x(), move.y()));

        assertThat(handler.handle(start, new Move(1, 2), client).stateOr(start).players())
                .containsEntry(1L, new Position(1, 2));
    }

    @Test
    void eventHandlerInTick() {
        EventHandler.InTick<Chase, Tag> handler =
                (state, tag, sender, tick) -> Next.state(state.withChaser(tag.player(), tick.gameTimeNanos()));

        Tick tick = Tick.first(Duration.ofSeconds(1));
        assertThat(handler.handle(start, new Tag(2), client, tick)
                        .stateOr(start)
                        .countdown())
                .isEqualTo(6);
    }

    Next<Chase> tag(Chase state, Tag tag, ClientId sender) {
        if (!state.isChaser(sender)) {
            return Next.unchanged();
        }
        return Next.state(state.withChaser(tag.player()))
                .toAll(new Tagged(tag.player())) // a record
                .reply(Event.of("SCORE", 1)); // or a type and arguments
    }

    @Test
    void next() {
        assertThat(tag(start, new Tag(2), client).stateOr(start).chaser()).isEqualTo(2);
        assertThat(tag(start, new Tag(2), new ClientId(2)).stateOr(start)).isSameAs(start);
    }

    @Test
    void gameLogic() {
        Tick tick = Tick.first(Duration.ofMillis(20));
        Incoming move = new Incoming(client, Event.of("MOVE").with("x", 1).with("y", 2));

        GameLogic<Chase> logic = GameLogic.of(Chase.class)
                .timeStep((state, dt) -> state.withCountdown(Math.max(0, state.countdown() - dt)))
                .on(
                        "MOVE",
                        (state, event, sender) ->
                                Next.state(state.withPosition(sender, event.getDouble("x"), event.getDouble("y"))))
                .on(
                        Tag.class,
                        (state, tag, sender) ->
                                Next.state(state.withChaser(tag.player())).toAll(Event.of(tag)))
                .onLeft((state, client) -> Next.state(state.without(client)));

        Transition<Chase> transition = logic.step(Snapshot.initial(start), Frame.of(tick, move));

        assertThat(transition.state().players()).containsEntry(1L, new Position(1, 2));
    }

    @Test
    void gameLogicWithARequirement() {
        GameLogic<Chase> limited = logic.require((before, after) -> {
            if (after.players().size() > 8) {
                throw new IllegalArgumentException("8 players are enough");
            }
        });

        assertThat(limited.model()).isSameAs(logic.model());
    }

    @Test
    void frame() {
        Snapshot<Chase> before = Snapshot.initial(start);

        Tick tick = Tick.first(Duration.ofMillis(20));
        Frame frame = Frame.of(tick, new Incoming(new ClientId(1), Event.of("MOVE", 1.0, 2.0)));
        Transition<Chase> transition = logic.step(before, frame);

        assertThat(transition.faults()).isEmpty();
    }

    @Test
    void transition() {
        Disposable game = ticks.compose(machine.withInbox()).subscribe(transition -> {
            view.render(transition.state());
            transition.outgoing().forEach(out -> server.send(out.to(), out.event()));
            transition.faults().forEach(fault -> log.debug("{}", fault));
        });

        move();
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);
        game.dispose();
        assertThat(rendered).hasSize(1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void handlerFault() {
        Frame frame = Frame.of(Tick.first(Duration.ofMillis(20)), new Incoming(client, Event.of("MOVE", "north")));
        Transition<Chase> transition = logic.step(Snapshot.initial(start), frame);

        assertThat(transition.faults())
                .extracting(HandlerFault::kind)
                .containsExactly(HandlerFault.Kind.WRONG_ARGUMENTS);
    }

    @Test
    void inbox() {
        Event event = Event.of("MOVE", 1.0, 2.0);
        Flowable<Event> reliableEvents = Flowable.just(event);

        Inbox inbox = Inbox.create();
        boolean taken = inbox.offer(new Incoming(client, event));
        Disposable attached = inbox.attach(client, reliableEvents);
        List<Incoming> events = inbox.drain(1000);

        assertThat(taken).isTrue();
        assertThat(attached.isDisposed()).isTrue();
        assertThat(events).hasSize(2);
    }

    @Test
    void gameStateMachine() {
        GameStateMachine<Chase> machine = GameStateMachine.of(logic, start);

        Disposable game = Ticks.fixed(Duration.ofMillis(20))
                .on(timebase)
                .compose(machine.withInbox())
                .subscribe(transition -> send(transition.outgoing()));

        machine.inbox().offer(new Incoming(client, Event.of("MOVE", 1.0, 2.0)));
        Disposable shown = machine.store().states().observeOn(ui, false, 1).subscribe(view::render);

        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);
        game.dispose();
        shown.dispose();
        assertThat(sent).hasSize(1);
        assertThat(rendered).isNotEmpty();
    }

    @Test
    void replay() {
        Flowable<Frame> frames = Flowable.just(Frame.of(Tick.first(Duration.ofMillis(20))));

        GameStateMachine<Chase> replay = GameStateMachine.of(logic, start);
        Disposable shown =
                frames.compose(replay.withFrames()).map(Transition::state).subscribe(view::render);

        assertThat(shown.isDisposed()).isTrue();
        assertThat(rendered).containsExactly(start);
    }

    private Single<String> findTitle(String name) {
        return Single.just(name + " the Great");
    }

    @Test
    void async() {
        GameLogic<Lobby> logic = GameLogic.of(Lobby.class)
                .on(
                        "LOGIN",
                        (state, event, sender) -> Next.state(state)
                                .toBackend(Event.of("FIND_PLAYER", sender.value(), event.getString("name"))))
                .on(
                        "PLAYER_FOUND",
                        (state, event, sender) -> Next.state(state.with(event.getLong(0), event.getString(1))));
        GameStateMachine<Lobby> machine = GameStateMachine.of(logic, new Lobby(StateMap.empty()));

        machine.async(
                "FIND_PLAYER",
                request -> findTitle(request.getString(1))
                        .map(title -> Event.of("PLAYER_FOUND", request.getLong(0), title)));

        machine.inbox().offer(new Incoming(client, Event.of("LOGIN").with("name", "Ada")));
        var game = ticks.compose(machine.withInbox()).take(2).test();
        scheduler.advanceTimeBy(40, TimeUnit.MILLISECONDS);
        game.assertComplete();
        assertThat(machine.snapshot().state().names()).containsEntry(1L, "Ada the Great");
    }

    @Test
    void builder() {
        GameStateStore<Chase> store = GameStateStore.create(logic.model(), Snapshot.initial(start));

        GameStateMachine<Chase> machine = GameStateMachine.builder(logic, store)
                .inbox(Inbox.bounded(64, 10_000))
                .timebase(Timebase.of(testScheduler))
                .build();

        assertThat(machine.store()).isSameAs(store);
    }

    @Test
    void refusalLog() {
        Event event = Event.of("MOVED");
        RefusalLog unheard = new RefusalLog(log, "events that nobody listens to", "subscribe to events()");

        unheard.add("of type " + event.type());

        assertThat(unheard.count()).isOne();
    }

    @Test
    void loopStats() {
        LoopStats stats = machine.reading();
        double slow = (double) stats.slowTicks() / stats.ticks();

        assertThat(slow).isNaN();
    }
}
