package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.state.GameState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock of the watchdog is turned while a handler is at work, which to the watchdog is a handler that hangs. */
class LoopWatchdogTest {
    private static final Duration STEP = Duration.ofMillis(20);

    private final TestScheduler watchman = new TestScheduler();
    private final RecordingLogger log = new RecordingLogger();
    private final List<LoopHangException> ended = new ArrayList<>();
    private final PublishProcessor<Tick> ticks = PublishProcessor.create();
    private Duration working = Duration.ZERO;
    private final GameStateMachine<GameState> machine = GameStateMachine.of(
            GameLogic.of(GameState.class).on("MOVE", (state, event, sender) -> {
                pass(working);
                return Next.state(state.with("moved", true));
            }),
            GameState.of(Map.of()));
    private final TestSubscriber<Transition<GameState>> game =
            ticks.compose(machine.withInbox()).test();
    private Tick tick = Tick.first(STEP);

    @AfterEach
    void stop() {
        game.cancel();
    }

    @Test
    void shouldSayOnceWhichHandlerHasBeenRunningForHowLong() {
        watch(LoopWatchdog.reportAfter(Duration.ofSeconds(2)));
        working = Duration.ofSeconds(9);
        move();

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN The game loop hangs: the handler of MOVE of ")
                .contains("has been going on for 2.", "in io.rxgase.core.loop.LoopWatchdogTest");
        game.assertValueCount(1);
    }

    @Test
    void shouldSayItAgainAtTheNextHang() {
        watch(LoopWatchdog.reportAfter(Duration.ofSeconds(2)));
        working = Duration.ofSeconds(4);
        move();
        move();

        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void shouldKeepQuietWhileTicksComeAndGo() {
        watch(LoopWatchdog.reportAfter(Duration.ofSeconds(2)));
        working = Duration.ofMillis(1500);
        for (int i = 0; i < 10; i++) {
            move();
            pass(Duration.ofSeconds(1));
        }

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldSayThatNoTickComesAnyMore() {
        watch(LoopWatchdog.reportAfter(Duration.ofSeconds(2)));
        move();
        pass(Duration.ofSeconds(10));

        assertThat(log.lines()).singleElement().asString().contains("waiting for the next tick");
    }

    @Test
    void shouldEndAGameThatDoesNotComeBack() {
        TestSubscriber<GameState> states = machine.store().states().test();
        watch(LoopWatchdog.reportAfter(Duration.ofSeconds(2)).endAfter(Duration.ofSeconds(30)));
        working = Duration.ofSeconds(60);
        move();

        assertThat(ended)
                .singleElement()
                .satisfies(hang -> assertThat(hang)
                        .hasMessageStartingWith("the handler of MOVE of ")
                        .hasMessageContaining("has been going on for 3"));
        assertThat(ended.get(0).getStackTrace()).isNotEmpty();
        states.assertComplete();
        assertThat(machine.snapshot().state().keys()).isEmpty();
    }

    private void watch(LoopWatchdog watchdog) {
        var unused = watchdog.watch(machine, Ticks.fixed(STEP), Timebase.of(watchman), ended::add, log);
    }

    private void pass(Duration duration) {
        watchman.advanceTimeBy(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void move() {
        machine.inbox().offer(new Incoming(new ClientId(1), Event.of("MOVE")));
        ticks.onNext(tick);
        tick = tick.next();
    }
}
