package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStatus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GameStateMachineTest {
    private static final ClientId ALICE = new ClientId(1);

    private final TestScheduler scheduler = new TestScheduler();
    private final Flowable<Tick> ticks = Ticks.fixed(Duration.ofMillis(20)).on(scheduler);
    private final GameLogic<GameState> logic = GameLogic.of(GameState.class)
            .timeStep((walk, dt) -> walk.with("x", walk.getDouble("x") + walk.getDouble("speed") * dt))
            .on(
                    "SPEED",
                    (walk, event, sender) ->
                            Next.state(walk.with("speed", event.getDouble(0))).reply(Event.of("OK")));

    private final GameStateMachine<GameState> machine =
            GameStateMachine.of(logic, GameState.of(Map.of("x", 0, "speed", 1)));

    @Test
    void shouldRunTenSecondsAt50HzAs500Steps() {
        TestSubscriber<Transition<GameState>> game =
                ticks.compose(machine.withInbox()).test();

        scheduler.advanceTimeBy(5, TimeUnit.SECONDS);
        machine.inbox().offer(new Incoming(ALICE, Event.of("SPEED", 2)));
        scheduler.advanceTimeBy(5, TimeUnit.SECONDS);

        game.assertValueCount(500).assertNoErrors();
        assertThat(machine.snapshot().timeOrder()).isEqualTo(500);
        assertThat(machine.gameTimeNanos()).isEqualTo(10_000_000_000L);
        assertThat(machine.snapshot().state().getDouble("x")).isBetween(14.9, 15.1);
        assertThat(machine.tickNumber()).isEqualTo(500);
    }

    @Test
    void shouldStandStillWhilePaused() {
        TestSubscriber<Transition<GameState>> game =
                ticks.compose(machine.withInbox()).test();
        scheduler.advanceTimeBy(1, TimeUnit.SECONDS);

        machine.pause();
        machine.inbox().offer(new Incoming(ALICE, Event.of("SPEED", 2)));
        scheduler.advanceTimeBy(1, TimeUnit.SECONDS);

        game.assertValueCount(100);
        assertThat(machine.snapshot().status()).isEqualTo(GameStatus.PAUSED);
        assertThat(machine.snapshot().timeOrder()).isEqualTo(51);
        assertThat(machine.gameTimeNanos()).isEqualTo(1_000_000_000L);
        assertThat(machine.inbox().size()).isEqualTo(1);

        machine.resume();
        scheduler.advanceTimeBy(1, TimeUnit.SECONDS);

        assertThat(machine.snapshot().status()).isEqualTo(GameStatus.ACTIVE);
        assertThat(machine.gameTimeNanos()).isEqualTo(2_000_000_000L);
        assertThat(machine.inbox().size()).isZero();
    }
}
