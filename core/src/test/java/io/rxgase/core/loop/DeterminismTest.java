package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateMap;
import io.rxgase.testkit.SweepSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random games over many seeds: the same input gives the same transitions. Replay one with {@code -Dseed=}. */
class DeterminismTest {
    private static final Duration STEP = Duration.ofMillis(20);
    private static final int CLIENTS = 5;

    record Field(StateMap<Long, Double> positions, double clock, long draws) {}

    record Push(double by) {}

    private final GameLogic<Field> logic = GameLogic.of(Field.class)
            .timeStep((field, dt) -> new Field(field.positions(), field.clock() + dt, field.draws()))
            .on(Push.class, (field, push, sender) -> {
                if (push.by() > 0.95) {
                    throw new IllegalStateException("too hard: " + push.by());
                }
                double before = field.positions().getOrDefault(sender.value(), 0.0);
                // Neither commutative nor associative, so that any other order gives another state.
                double after = (before + push.by()) * (1 + field.clock()) / 3;
                return Next.state(
                                new Field(field.positions().with(sender.value(), after), field.clock(), field.draws()))
                        .toAllBut(sender, Event.of("PUSHED", sender.value(), after));
            })
            .on("DRAW", (field, event, sender) -> Next.state(field).toBackend(event))
            .on(
                    "DRAWN",
                    (field, event, sender) -> Next.state(
                            new Field(field.positions(), field.clock(), field.draws() * 31 + event.getInt(0))))
            .onLeft((field, client) ->
                    Next.state(new Field(field.positions().without(client.value()), field.clock(), field.draws())));

    static LongStream seeds() {
        Long only = Long.getLong("seed");
        return only != null ? LongStream.of(only) : LongStream.range(0, SweepSize.of(20, 100));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheSameTransitionsForTheSameInput(long seed) {
        List<Transition<Field>> first = play(seed);
        List<Transition<Field>> second = play(seed);

        assertThat(first).hasSize(200).isEqualTo(second);
        assertThat(first).anyMatch(each -> !each.frame().events().isEmpty());
        assertThat(first).anyMatch(each -> !each.faults().isEmpty());
        assertThat(first).anyMatch(each -> each.snapshot().isPaused());
        assertThat(first.get(199).state().draws()).isNotZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReplayFromTheFramesAlone(long seed) {
        List<Transition<Field>> played = play(seed);

        List<Transition<Field>> stepped = new ArrayList<>();
        Snapshot<Field> state = Snapshot.initial(start());
        for (Transition<Field> each : played) {
            stepped.add(logic.step(state, each.frame()));
            state = stepped.get(stepped.size() - 1).snapshot();
        }
        List<Transition<Field>> replayed = Flowable.fromIterable(played)
                .map(Transition::frame)
                .compose(GameStateMachine.of(logic, start()).withFrames())
                .toList()
                .blockingGet();

        assertThat(stepped).isEqualTo(played);
        assertThat(replayed).isEqualTo(played);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepItsDeadlinesWhateverTheClockDoes(long seed) {
        Random random = new Random(seed);
        TestScheduler scheduler = new TestScheduler();
        AtomicLong lateNanos = new AtomicLong();
        Timebase jittery = Timebase.of(scheduler, () -> scheduler.now(TimeUnit.NANOSECONDS) + lateNanos.get());
        AtomicLong slots = new AtomicLong();
        TestSubscriber<Tick> ticks = Ticks.fixed(STEP)
                .catchUp(random.nextInt(4))
                .on(jittery)
                .doOnNext(tick -> {
                    slots.addAndGet(1 + tick.skipped());
                    assertThat(jittery.nanoTime()).isGreaterThanOrEqualTo(slots.get() * STEP.toNanos());
                })
                .test(0);
        for (int i = 0; i < 200; i++) {
            lateNanos.addAndGet(random.nextInt(10) == 0 ? random.nextInt(500_000_000) : random.nextInt(2_000_000));
            if (random.nextBoolean()) {
                ticks.request(random.nextInt(5) + 1);
            }
            scheduler.advanceTimeBy(random.nextInt(40_000_000), TimeUnit.NANOSECONDS);
        }
        ticks.request(Long.MAX_VALUE);
        scheduler.advanceTimeBy(1, TimeUnit.SECONDS);

        ticks.assertNoErrors();
        assertThat(slots.get()).isEqualTo(jittery.nanoTime() / STEP.toNanos());
        for (int n = 1; n <= ticks.values().size(); n++) {
            Tick tick = ticks.values().get(n - 1);
            assertThat(tick.number()).isEqualTo(n);
            assertThat(tick.gameTimeNanos()).isEqualTo(n * STEP.toNanos());
        }
    }

    private static Field start() {
        return new Field(StateMap.empty(), 0, 1);
    }

    /** Four seconds with clients that push, flood, fall silent and leave, while the game is paused now and then. */
    private List<Transition<Field>> play(long seed) {
        Random random = new Random(seed);
        TestScheduler scheduler = new TestScheduler();
        GameStateMachine<Field> machine = GameStateMachine.of(logic, start());
        machine.async(
                "DRAW",
                request -> Single.timer(request.getInt(0), TimeUnit.MILLISECONDS, scheduler)
                        .map(done -> Event.of("DRAWN", request.getInt(0))));
        TestSubscriber<Transition<Field>> game =
                Ticks.fixed(STEP).on(scheduler).compose(machine.withInbox()).test();
        for (int client = 1; client <= CLIENTS; client++) {
            ClientId sender = new ClientId(client);
            long period = 1L + random.nextInt(60);
            long count = 1L + random.nextInt(200);
            Random own = new Random(random.nextLong());
            var attached = machine.inbox()
                    .attach(
                            sender,
                            Flowable.interval(period, TimeUnit.MILLISECONDS, scheduler)
                                    .onBackpressureBuffer()
                                    .take(count)
                                    .map(n -> Event.of(new Push(own.nextDouble())))
                                    .concatWith(Flowable.just(Event.of(Event.LEFT))));
            assertThat(attached.isDisposed()).isFalse();
        }
        for (int i = 0; i < 200; i++) {
            act(random, machine);
            scheduler.advanceTimeBy(STEP.toMillis(), TimeUnit.MILLISECONDS);
        }
        return game.assertNoErrors().values();
    }

    private static void act(Random random, GameStateMachine<Field> machine) {
        switch (random.nextInt(12)) {
            case 0 -> machine.pause();
            case 1, 2, 3 -> machine.resume();
            case 4 -> machine.inbox().offer(Incoming.fromBackend(Event.of("DRAW", random.nextInt(100))));
            case 5 -> {
                ClientId flooder = new ClientId(1 + random.nextInt(CLIENTS));
                for (int n = 0; n < 300; n++) {
                    machine.inbox().offer(new Incoming(flooder, Event.of("Push", random.nextDouble())));
                }
            }
            default ->
                machine.inbox()
                        .offer(new Incoming(
                                new ClientId(9), Event.of(random.nextBoolean() ? "Push" : "NONSENSE", "x")));
        }
    }
}
