package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.event.Outgoing;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AsyncRequestsTest {
    private static final ClientId ALICE = new ClientId(1);

    private final TestScheduler scheduler = new TestScheduler();
    private final GameLogic<GameState> logic = GameLogic.of(GameState.class)
            .on(
                    "LOGIN",
                    (state, event, sender) ->
                            Next.state(state).toBackend(Event.of("FIND", sender.value(), event.getString(0))))
            .on(
                    "FOUND",
                    (state, event, sender) ->
                            Next.state(state.with(event.getString(0), event.getString(1) + " from " + sender)));
    private final GameStateMachine<GameState> machine = GameStateMachine.of(logic, GameState.of(Map.of()));
    private final TestSubscriber<Transition<GameState>> game = Ticks.fixed(Duration.ofMillis(20))
            .on(scheduler)
            .compose(machine.withInbox())
            .test();

    private void logIn(String name) {
        machine.inbox().offer(new Incoming(ALICE, Event.of("LOGIN", name)));
    }

    private void advance(long millis) {
        scheduler.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    }

    @Test
    void shouldBringTheAnswerInAsAnEventOnALaterTick() {
        machine.async(
                "FIND",
                request -> Single.timer(50, TimeUnit.MILLISECONDS, scheduler)
                        .map(done -> Event.of("FOUND", request.getString(1), "a knight")));
        logIn("ada");

        advance(20);
        assertThat(machine.snapshot().state().keys()).isEmpty();
        advance(60);

        assertThat(machine.snapshot().state().getString("ada")).isEqualTo("a knight from backend");
        assertThat(game.values())
                .filteredOn(each -> !each.frame().events().isEmpty())
                .extracting(each -> each.frame().tick().number())
                .containsExactly(1L, 4L);
    }

    @Test
    void shouldReplayWithoutTheFunction() {
        machine.async("FIND", request -> Single.just(Event.of("FOUND", request.getString(1), "a knight")));
        logIn("ada");
        advance(100);

        Snapshot<GameState> replayed = Snapshot.initial(GameState.of(Map.of()));
        for (Transition<GameState> recorded : game.values()) {
            Transition<GameState> again = logic.step(replayed, recorded.frame());
            assertThat(again).isEqualTo(recorded);
            replayed = again.snapshot();
        }
        assertThat(replayed).isEqualTo(machine.snapshot());
    }

    @Test
    void shouldShowARequestAmongTheOutgoingEventsWhetherItIsAnsweredOrNot() {
        logIn("ada");
        advance(40);

        assertThat(game.values().get(0).outgoing())
                .containsExactly(new Outgoing(Audience.one(ClientId.BACKEND), Event.of("FIND", 1, "ada")));
        assertThat(machine.reading().failedRequests()).isZero();
    }

    @Test
    void shouldCountRequestsThatFailAndGoOn() {
        machine.async("FIND", request -> {
            if (request.getString(1).equals("throw")) {
                throw new IllegalStateException("on purpose");
            }
            return request.getString(1).equals("fail")
                    ? Single.error(new IllegalStateException("on purpose"))
                    : Single.just(Event.of("FOUND", request.getString(1), "a knight"));
        });
        logIn("throw");
        logIn("fail");
        logIn("ada");
        advance(100);

        game.assertNoErrors();
        assertThat(machine.reading().failedRequests()).isEqualTo(2);
        assertThat(machine.snapshot().state().keys()).containsExactly("ada");
    }

    @Test
    void shouldBoundWhatRunsAndWhatWaits() {
        List<SingleSubject<Event>> running = new ArrayList<>();
        machine.async("FIND", request -> {
            SingleSubject<Event> answer = SingleSubject.create();
            running.add(answer);
            return answer;
        });
        int total = AsyncRequests.MAX_RUNNING + AsyncRequests.MAX_WAITING + 10;
        for (int i = 0; i < total; i++) {
            logIn("player " + i);
            if (i % 100 == 0) {
                advance(20);
            }
        }
        advance(20);

        assertThat(running).hasSize(AsyncRequests.MAX_RUNNING);
        assertThat(machine.reading().droppedRequests()).isEqualTo(10);

        running.get(0).onSuccess(Event.of("FOUND", "ada", "a knight"));
        advance(20);
        assertThat(running).hasSize(AsyncRequests.MAX_RUNNING + 1);
    }

    @Test
    void shouldLoseNoAnswerWhenTheInboxIsFull() {
        machine.async("FIND", request -> Single.just(Event.of("FOUND", request.getString(1), "a knight")));
        for (int i = 0; i < 1000; i++) {
            logIn("player " + i);
            if (i % 200 == 199) {
                advance(20);
            }
        }
        advance(1000);

        assertThat(machine.snapshot().state().keys()).hasSize(1000);
    }

    @Test
    void shouldRefuseASecondFunctionForATypeOfRequest() {
        machine.async("FIND", request -> Single.never());

        assertThatThrownBy(() -> machine.async("FIND", request -> Single.never()))
                .hasMessage("requests of type FIND have a function already");
    }

    /** RxJava's schedulers throw at their thread what they take for fatal, so that such a request never ends by itself. */
    @Test
    void shouldEndARequestThatNeverAnswersAndKeepItsPlaceForOthers() {
        List<SingleSubject<Event>> silent = new ArrayList<>();
        GameStateMachine<GameState> bounded = GameStateMachine.builder(
                        logic, GameStateStore.create(logic.model(), Snapshot.initial(GameState.of(Map.of()))))
                .timebase(Timebase.of(scheduler))
                .asyncTimeout(Duration.ofSeconds(2))
                .build();
        bounded.async("FIND", request -> {
            SingleSubject<Event> answer = SingleSubject.create();
            if (request.getString(1).equals("ada")) {
                answer.onSuccess(Event.of("FOUND", "ada", "a knight"));
            } else {
                silent.add(answer);
            }
            return answer;
        });
        TestSubscriber<Transition<GameState>> run = Ticks.fixed(Duration.ofMillis(20))
                .on(scheduler)
                .compose(bounded.withInbox())
                .test();
        for (int i = 0; i < AsyncRequests.MAX_RUNNING; i++) {
            bounded.inbox().offer(new Incoming(ALICE, Event.of("LOGIN", "player " + i)));
        }
        bounded.inbox().offer(new Incoming(ALICE, Event.of("LOGIN", "ada")));

        advance(1_990);
        assertThat(bounded.reading().failedRequests()).isZero();
        assertThat(bounded.snapshot().state().keys()).isEmpty();
        advance(100);

        assertThat(bounded.reading().failedRequests()).isEqualTo(AsyncRequests.MAX_RUNNING);
        assertThat(silent).hasSize(AsyncRequests.MAX_RUNNING).noneMatch(SingleSubject::hasObservers);
        assertThat(bounded.snapshot().state().keys()).containsExactly("ada");
        advance(5_000);
        assertThat(bounded.reading().failedRequests()).isEqualTo(AsyncRequests.MAX_RUNNING);
        run.assertNoErrors().assertNotComplete();
    }

    @Test
    void shouldGoOnWhenTheCancellationOfARequestThrows() {
        GameStateMachine<GameState> bounded = GameStateMachine.builder(
                        logic, GameStateStore.create(logic.model(), Snapshot.initial(GameState.of(Map.of()))))
                .timebase(Timebase.of(scheduler))
                .asyncTimeout(Duration.ofSeconds(2))
                .build();
        bounded.async(
                "FIND",
                request -> Single.create(answer -> answer.setDisposable(Disposable.fromRunnable(() -> {
                    throw new NoClassDefFoundError("of the test");
                }))));
        TestSubscriber<Transition<GameState>> run = Ticks.fixed(Duration.ofMillis(20))
                .on(scheduler)
                .compose(bounded.withInbox())
                .test();
        bounded.inbox().offer(new Incoming(ALICE, Event.of("LOGIN", "ada")));
        advance(3_000);

        assertThat(bounded.reading().failedRequests()).isEqualTo(1);
        run.assertNoErrors().assertValueCount(150);
    }

    @Test
    void shouldCancelWhatRunsWhenTheGameStops() {
        SingleSubject<Event> answer = SingleSubject.create();
        machine.async("FIND", request -> answer);
        logIn("ada");
        advance(20);
        assertThat(answer.hasObservers()).isTrue();

        machine.stop();
        advance(20);

        assertThat(answer.hasObservers()).isFalse();
        game.assertComplete();
    }
}
