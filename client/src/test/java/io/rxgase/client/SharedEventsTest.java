package io.rxgase.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.testkit.SubscriberCrowd;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SharedEventsTest {
    private static final int WAITING = 127;

    private final Guard guard = new Guard(LoggerFactory.getLogger(SharedEventsTest.class));
    private final UnicastProcessor<Integer> source = UnicastProcessor.create();
    private final SharedEvents<Integer> hub = new SharedEvents<>(guard, "a subscriber of the test", WAITING);
    private int sent;

    SharedEventsTest() {
        source.subscribe(hub);
    }

    @Test
    void shouldGoOnWhenASlowSubscriberLeaves() {
        TestSubscriber<Integer> slow = hub.test(3);
        TestSubscriber<Integer> other = hub.test();
        send(500);
        slow.assertValueCount(3);
        other.assertValueCount(3);

        slow.cancel();

        other.assertValueCount(500);
    }

    @Test
    void shouldKeepSoManyForTheFirstSubscriberAndCountTheRest() {
        send(1000);

        TestSubscriber<Integer> first = hub.test();

        first.assertValueCount(WAITING).assertValueAt(0, 0).assertValueAt(WAITING - 1, WAITING - 1);
        assertThat(hub.unobserved()).isEqualTo(1000 - WAITING);
        send(1);
        first.assertValueCount(WAITING + 1);
    }

    @Test
    void shouldDropAndCountWhatNobodyListensToAnyMore() {
        hub.test().cancel();
        send(1000);

        assertThat(hub.unobserved()).isEqualTo(1000);
        hub.test().assertEmpty();
    }

    @Test
    void shouldCompleteAfterWhatWaits() {
        TestSubscriber<Integer> slow = hub.test(0);
        send(2);
        source.onComplete();
        slow.assertNotComplete();

        slow.request(2);

        slow.assertValues(0, 1).assertComplete();
        hub.test().assertComplete();
    }

    @Test
    void shouldGoOnWhenASubscriberThrows() {
        TestSubscriber<Integer> other = hub.test();
        TestSubscriber<Integer> wrong = hub.test(1);
        wrong.assertNoErrors();
        hub.subscribe(new TestSubscriber<>() {
            @Override
            public void onNext(Integer value) {
                throw new StackOverflowError("of the test");
            }
        });
        send(2);
        wrong.cancel();

        other.assertValueCount(2);
        assertThat(guard.count()).isEqualTo(1);
    }

    /** Subscribers that come, ask, leave, throw and act within their own calls, in any order: those who only listen get everything. */
    @Test
    void shouldServeWhoListensWhateverTheOthersDo() {
        long seed = Long.getLong("seed", 20_260);
        for (int round = 0; round < 20; round++) {
            new SharedEventsTest().playWithACrowd(seed + round);
        }
    }

    private void playWithACrowd(long seed) {
        Random random = new Random(seed);
        TestSubscriber<Integer> listener = hub.test();
        SubscriberCrowd<Integer> crowd = new SubscriberCrowd<>(seed, hub);
        for (int step = 0; step < 400; step++) {
            crowd.act();
            send(random.nextInt(8));
        }
        crowd.leave();
        crowd.check();
        String replay = "replay with -Dseed=" + seed;
        assertThat(crowd.hasTriedEverything()).as(replay).isTrue();
        assertThat(listener.values()).as(replay).hasSize(sent).isSorted();
        listener.cancel();
        send(10);
        assertThat(hub.unobserved()).as(replay).isEqualTo(10);
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            source.onNext(sent++);
        }
    }
}
