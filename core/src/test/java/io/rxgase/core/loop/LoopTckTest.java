package io.rxgase.core.loop;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.state.GameState;
import io.rxgase.testkit.StreamTck;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Factory;

/** The reactive-streams TCK for ticks and for the transitions of a machine, in real time and in virtual time. */
public class LoopTckTest extends StreamTck<Object> {
    /** Which stream is verified. */
    public enum Stream {
        FIXED_TICKS,
        VARIABLE_TICKS,
        VIRTUAL_TICKS,
        TRANSITIONS,
        VIRTUAL_TRANSITIONS
    }

    private static final Duration STEP = Duration.ofMillis(1);

    private final Stream stream;
    private final Timebase live = Timebase.live();
    private final ExecutorService virtualTime = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "virtual-time");
        thread.setDaemon(true);
        return thread;
    });

    @Factory
    public static Object[] streams() {
        return Arrays.stream(Stream.values()).map(LoopTckTest::new).toArray();
    }

    LoopTckTest(Stream stream) {
        this.stream = stream;
    }

    @AfterClass
    public void endThreads() {
        live.close();
        virtualTime.shutdown();
    }

    @Override
    public Publisher<Object> createPublisher(long elements) {
        return switch (stream) {
            case FIXED_TICKS -> Ticks.fixed(STEP).on(live).cast(Object.class).take(elements);
            case VARIABLE_TICKS ->
                Ticks.variable(STEP).on(live).cast(Object.class).take(elements);
            case TRANSITIONS -> transitions(Ticks.fixed(STEP).on(live), elements);
            case VIRTUAL_TICKS ->
                virtual(scheduler ->
                        Ticks.fixed(STEP).on(scheduler).cast(Object.class).take(elements));
            case VIRTUAL_TRANSITIONS ->
                virtual(scheduler -> transitions(Ticks.fixed(STEP).on(scheduler), elements));
        };
    }

    @Override
    public Publisher<Object> createFailedPublisher() {
        GameStateMachine<GameState> stopped = machine();
        stopped.stop();
        return Ticks.fixed(STEP).on(live).compose(stopped.withInbox()).cast(Object.class);
    }

    /** A machine for each subscriber, as one machine has only one run at a time. */
    private static Flowable<Object> transitions(Flowable<Tick> ticks, long elements) {
        Flowable<Incoming> events =
                Flowable.just(new Incoming(new ClientId(1), Event.of("COUNT"))).repeat();
        return Flowable.defer(() -> ticks.compose(machine().withEvents(events)))
                .cast(Object.class)
                .take(elements);
    }

    private static GameStateMachine<GameState> machine() {
        GameLogic<GameState> logic = GameLogic.of(GameState.class)
                .on("COUNT", (state, event, sender) -> Next.state(state.with("n", state.getLong("n") + 1)));
        return GameStateMachine.of(logic, GameState.of(Map.of("n", 0)));
    }

    private interface InVirtualTime {
        Flowable<Object> on(TestScheduler scheduler);
    }

    /** Time passes, on a thread of its own, by one step for each element that is requested. */
    private Publisher<Object> virtual(InVirtualTime source) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            TestScheduler scheduler = new TestScheduler();
            // On that thread too, so that no time passes before the subscription is complete.
            virtualTime.execute(() -> source.on(scheduler).subscribe(new TimeOnDemand(subscriber, scheduler)));
        };
    }

    private final class TimeOnDemand implements Subscriber<Object>, Subscription {
        private final Subscriber<? super Object> downstream;
        private final TestScheduler scheduler;
        private volatile Subscription upstream;

        TimeOnDemand(Subscriber<? super Object> downstream, TestScheduler scheduler) {
            this.downstream = downstream;
            this.scheduler = scheduler;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            downstream.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            upstream.request(n);
            long steps = Math.min(n, 1000);
            virtualTime.execute(() -> scheduler.advanceTimeBy(steps * STEP.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public void cancel() {
            upstream.cancel();
        }

        @Override
        public void onNext(Object item) {
            downstream.onNext(item);
        }

        @Override
        public void onError(Throwable error) {
            downstream.onError(error);
        }

        @Override
        public void onComplete() {
            downstream.onComplete();
        }
    }
}
