package io.rxgase.core.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.state.Snapshot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How game authors test a game. The documentation quotes these tests. */
class GameTestExamplesTest {
    record Race(double position, double speed) {}

    record Push(double by) {}

    private final GameLogic<Race> rules = GameLogic.of(Race.class)
            .timeStep((race, dt) -> new Race(race.position() + race.speed() * dt, race.speed()))
            .on(
                    Push.class,
                    (race, push, sender) -> Next.state(new Race(race.position(), race.speed() + push.by()))
                            .reply(Event.of("FASTER", push.by())));

    @Test
    void shouldRunFasterWhenPushed() {
        ClientId alice = new ClientId(1);
        Snapshot<Race> before = Snapshot.initial(new Race(0, 1));
        Frame frame = Frame.of(Tick.first(Duration.ofSeconds(1)), new Incoming(alice, new Push(0.5)));

        Transition<Race> after = rules.step(before, frame);

        assertThat(after.state()).isEqualTo(new Race(1, 1.5));
        assertThat(after.outgoing()).containsExactly(new Outgoing(Audience.one(alice), Event.of("FASTER", 0.5)));
    }

    @Test
    void shouldRunForTenSecondsInVirtualTime() {
        TestScheduler time = new TestScheduler();
        GameStateMachine<Race> machine = GameStateMachine.of(rules, new Race(0, 1));
        Flowable<Incoming> events =
                Flowable.timer(5, SECONDS, time).map(now -> new Incoming(new ClientId(1), new Push(1)));

        TestSubscriber<Transition<Race>> game = Ticks.fixed(Duration.ofMillis(20))
                .on(time)
                .compose(machine.withEvents(events))
                .test();
        time.advanceTimeBy(10, SECONDS);

        game.assertValueCount(500).assertNoErrors();
        assertThat(machine.snapshot().state().position()).isCloseTo(15, within(0.05));
    }
}
