package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TicksTest {
    private static final Duration STEP = Duration.ofMillis(20);
    private static final long STEP_NANOS = STEP.toNanos();

    private final TestScheduler scheduler = new TestScheduler();
    /** How much the clock is ahead of the scheduler's timers: a loop that is late. */
    private final AtomicLong lateNanos = new AtomicLong();

    private final Timebase lateTime =
            Timebase.of(scheduler, () -> scheduler.now(TimeUnit.NANOSECONDS) + lateNanos.get());

    @Test
    void shouldTickExactly500TimesInTenSecondsAt50Hz() {
        TestSubscriber<Tick> ticks = Ticks.fixed(STEP).on(scheduler).test();

        scheduler.advanceTimeBy(10, TimeUnit.SECONDS);

        ticks.assertValueCount(500).assertNotComplete().assertNoErrors();
        assertThat(ticks.values().get(499)).isEqualTo(new Tick(500, STEP_NANOS, 10_000_000_000L, 0));
    }

    @Test
    void shouldBeDueAtStartPlusNStepsHoweverLongTheStep() {
        long odd = 16_666_667;
        List<Long> times = new ArrayList<>();
        scheduler.advanceTimeTo(12345, TimeUnit.NANOSECONDS);
        Disposable running = Ticks.fixed(Duration.ofNanos(odd))
                .on(scheduler)
                .subscribe(tick -> times.add(scheduler.now(TimeUnit.NANOSECONDS)));

        scheduler.advanceTimeBy(1, TimeUnit.HOURS);

        running.dispose();
        assertThat(times).hasSize((int) (TimeUnit.HOURS.toNanos(1) / odd));
        for (int n = 1; n <= times.size(); n++) {
            assertThat(times.get(n - 1)).isEqualTo(12345 + n * odd);
        }
    }

    @Test
    void shouldNotDriftWhenEveryTickIsALittleLate() {
        List<Long> times = new ArrayList<>();
        Disposable running = Ticks.fixed(STEP).on(lateTime).subscribe(tick -> {
            times.add(lateTime.nanoTime() / 1_000_000);
            // Game logic that takes 7 ms.
            lateNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(7));
            scheduler.advanceTimeBy(0, TimeUnit.NANOSECONDS);
        });

        while (times.size() < 100) {
            scheduler.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        }

        running.dispose();
        assertThat(times.get(99)).isEqualTo(2000);
    }

    @Test
    void shouldCatchUpMissedStepsBackToBack() {
        TestSubscriber<Tick> ticks = Ticks.fixed(STEP).on(lateTime).test();
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        lateNanos.addAndGet(3 * STEP_NANOS);
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        assertThat(ticks.values()).extracting(Tick::number).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(ticks.values()).extracting(Tick::deltaNanos).containsOnly(STEP_NANOS);
        assertThat(ticks.values()).extracting(Tick::skipped).containsOnly(0L);
    }

    @Test
    void shouldSkipAndCountWhatIsBeyondTheCatchUpCap() {
        TestSubscriber<Tick> ticks = Ticks.fixed(STEP).catchUp(2).on(lateTime).test();
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        // The clock jumps by an hour, as after a suspension.
        lateNanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        assertThat(ticks.values()).extracting(Tick::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(ticks.values()).extracting(Tick::skipped).containsExactly(0L, 180_001L - 3, 0L, 0L);
        assertThat(ticks.values().get(3).gameTimeNanos()).isEqualTo(4 * STEP_NANOS);
    }

    @Test
    void shouldStayOnItsDeadlinesAfterCatchingUp() {
        List<Long> times = new ArrayList<>();
        Disposable running =
                Ticks.fixed(STEP).catchUp(0).on(lateTime).subscribe(tick -> times.add(lateTime.nanoTime()));
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        lateNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(33));
        scheduler.advanceTimeBy(100, TimeUnit.MILLISECONDS);

        running.dispose();
        // The timer for 40 ms fires at 73 ms on the clock; the next deadlines are multiples of the step again.
        assertThat(times.subList(2, times.size())).allMatch(time -> time % STEP_NANOS == 0);
    }

    @Test
    void shouldStandStillWhileTheClockRunsBackwards() {
        TestSubscriber<Tick> ticks = Ticks.fixed(STEP).on(lateTime).test();
        scheduler.advanceTimeBy(100, TimeUnit.MILLISECONDS);

        lateNanos.addAndGet(-TimeUnit.HOURS.toNanos(1));
        scheduler.advanceTimeBy(100, TimeUnit.MILLISECONDS);

        // What passed between the last look at the clock and the jump is lost: less than one step.
        ticks.assertValueCount(9).assertNoErrors();
        assertThat(ticks.values()).extracting(Tick::skipped).containsOnly(0L);
    }

    @Test
    void shouldSkipAndCountStepsThatNobodyRequested() {
        TestSubscriber<Tick> ticks = Ticks.fixed(STEP).on(scheduler).test(2);
        scheduler.advanceTimeBy(200, TimeUnit.MILLISECONDS);
        ticks.assertValueCount(2);

        ticks.request(2);
        ticks.assertValueCount(2);
        scheduler.advanceTimeBy(40, TimeUnit.MILLISECONDS);

        assertThat(ticks.values()).extracting(Tick::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(ticks.values()).extracting(Tick::skipped).containsExactly(0L, 0L, 8L, 0L);
        assertThat(ticks.values().get(3).gameTimeNanos()).isEqualTo(4 * STEP_NANOS);
        ticks.assertNoErrors();
    }

    @Test
    void shouldGiveOutTheTimeThatReallyPassedIfVariable() {
        TestSubscriber<Tick> ticks = Ticks.variable(STEP).on(lateTime).test();
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        lateNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);
        scheduler.advanceTimeBy(10, TimeUnit.MILLISECONDS);

        assertThat(ticks.values())
                .containsExactly(
                        new Tick(1, 20_000_000, 20_000_000, 0),
                        new Tick(2, 70_000_000, 90_000_000, 2),
                        new Tick(3, 10_000_000, 100_000_000, 0));
        assertThat(ticks.values().get(1).dt()).isEqualTo(0.07);
    }

    @Test
    void shouldCapAVariableTick() {
        TestSubscriber<Tick> ticks =
                Ticks.variable(STEP).catchUp(2).on(lateTime).test();
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        lateNanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        assertThat(ticks.values().get(1)).isEqualTo(new Tick(2, 3 * STEP_NANOS, 4 * STEP_NANOS, 500));
    }

    @Test
    void shouldLetOtherTasksOfTheThreadRunWhileItCatchesUp() {
        List<String> order = new ArrayList<>();
        Scheduler.Worker other = scheduler.createWorker();
        Disposable running = Ticks.fixed(STEP).on(lateTime).subscribe(tick -> {
            order.add("tick");
            if (tick.number() == 1) {
                lateNanos.addAndGet(2 * STEP_NANOS);
                other.schedule(() -> order.add("other"), 0, TimeUnit.NANOSECONDS);
            }
        });

        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        running.dispose();
        other.dispose();
        assertThat(order).containsExactly("tick", "other", "tick", "tick");
    }

    @Test
    void shouldNotTickAfterCancellation() {
        TestSubscriber<Tick> ticks = Ticks.fixed(STEP).on(scheduler).take(3).test();

        scheduler.advanceTimeBy(1, TimeUnit.SECONDS);

        ticks.assertResult(
                new Tick(1, STEP_NANOS, STEP_NANOS, 0),
                new Tick(2, STEP_NANOS, 2 * STEP_NANOS, 0),
                new Tick(3, STEP_NANOS, 3 * STEP_NANOS, 0));
    }

    @Test
    void shouldGiveEachSubscriberAClockOfItsOwn() {
        var ticks = Ticks.fixed(STEP).on(scheduler);
        TestSubscriber<Tick> first = ticks.test();
        scheduler.advanceTimeBy(30, TimeUnit.MILLISECONDS);
        TestSubscriber<Tick> second = ticks.test();
        scheduler.advanceTimeBy(20, TimeUnit.MILLISECONDS);

        first.assertValueCount(2);
        second.assertValueCount(1);
        assertThat(second.values().get(0).number()).isEqualTo(1);
    }

    @Test
    void shouldTickInRealTimeOnAThreadOfItsOwn() {
        try (Timebase live = Timebase.live()) {
            List<Tick> ticks = Ticks.fixed(Duration.ofMillis(1))
                    .on(live)
                    .doOnNext(
                            tick -> assertThat(Thread.currentThread().getName()).startsWith("rxgase-loop"))
                    .take(20)
                    .toList()
                    .blockingGet();

            assertThat(ticks).extracting(Tick::number).startsWith(1L, 2L, 3L).endsWith(20L);
        }
    }

    @Test
    @Timeout(60)
    void shouldLetGameLogicThatIsAtWorkFinishWhenItIsCancelled() {
        CompletableSubject working = CompletableSubject.create();
        CompletableSubject cancelled = CompletableSubject.create();
        SingleSubject<Boolean> interrupted = SingleSubject.create();
        try (Timebase live = Timebase.live()) {
            Disposable running = Ticks.fixed(Duration.ofMillis(1)).on(live).subscribe(tick -> {
                working.onComplete();
                cancelled.blockingAwait();
                interrupted.onSuccess(Thread.currentThread().isInterrupted());
            });
            working.blockingAwait();
            running.dispose();
            cancelled.onComplete();

            assertThat(interrupted.blockingGet()).isFalse();
        }
    }

    @Test
    @Timeout(60)
    void shouldFallSilentWhenItsThreadEnds() {
        List<Throwable> undeliverable = new CopyOnWriteArrayList<>();
        RxJavaPlugins.setErrorHandler(undeliverable::add);
        try {
            Timebase live = Timebase.live();
            TestSubscriber<Tick> ticks =
                    Ticks.fixed(Duration.ofMillis(1)).on(live).test();
            while (ticks.values().size() < 3) {
                ticks.awaitCount(3);
            }
            live.close();
            TestSubscriber<Tick> late =
                    Ticks.fixed(Duration.ofMillis(1)).on(live).test();

            ticks.assertNoErrors().assertNotComplete();
            late.assertEmpty();
            assertThat(undeliverable).isEmpty();
        } finally {
            RxJavaPlugins.setErrorHandler(null);
        }
    }

    @Test
    void shouldFailWhenItsSchedulerTakesNothingAnyMore() {
        RxJavaPlugins.setErrorHandler(rejected -> {});
        try {
            Scheduler ended = RxJavaPlugins.createSingleScheduler(Thread::new);
            ended.shutdown();

            Ticks.fixed(Duration.ofMillis(20)).on(ended).test().assertError(RejectedExecutionException.class);
        } finally {
            RxJavaPlugins.setErrorHandler(null);
        }
    }

    @Test
    void shouldRefuseWhatIsNoStep() {
        assertThatThrownBy(() -> Ticks.fixed(Duration.ZERO)).hasMessageContaining("such as Duration.ofMillis(20)");
        assertThatThrownBy(() -> Ticks.variable(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ticks.fixed(STEP).catchUp(-1)).hasMessageContaining("catchUp must be 0");
        assertThatThrownBy(() -> new Tick(0, 1, 1, 0)).hasMessageContaining("number of at least 1");
    }

    @Test
    void shouldFollowOneAnotherWithoutAClock() {
        Tick third = Tick.first(STEP).next().next();

        assertThat(third).isEqualTo(new Tick(3, STEP_NANOS, 3 * STEP_NANOS, 0));
        assertThat(third.gameTime()).isEqualTo(0.06);
    }
}
