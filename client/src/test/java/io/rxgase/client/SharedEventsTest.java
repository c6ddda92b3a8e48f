package io.rxgase.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.guard.Guard;
import java.util.ArrayList;
import java.util.List;
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
        for (int round = 0; round < 40; round++) {
            new Crowd(seed + round).play();
        }
    }

    /** One seeded run. */
    private static final class Crowd {
        private final long seed;
        private final Random random;
        private final SharedEventsTest test = new SharedEventsTest();
        private final List<TestSubscriber<Integer>> present = new ArrayList<>();

        Crowd(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void play() {
            TestSubscriber<Integer> listener = test.hub.test();
            for (int step = 0; step < 400; step++) {
                act();
            }
            List.copyOf(present).forEach(TestSubscriber::cancel);
            listener.assertNoErrors();
            assertThat(listener.values())
                    .as("seed %s: replay with -Dseed=%s", seed, seed)
                    .hasSize(test.sent)
                    .isSorted();
            listener.cancel();
            test.send(10);
            assertThat(test.hub.unobserved()).as("seed %s", seed).isEqualTo(10);
        }

        private void act() {
            switch (random.nextInt(6)) {
                case 0 -> present.add(come(random.nextInt(5)));
                case 1 -> some().request(1 + random.nextInt(20));
                case 2 -> {
                    TestSubscriber<Integer> leaving = some();
                    leaving.cancel();
                    present.remove(leaving);
                }
                default -> test.send(1 + random.nextInt(8));
            }
        }

        private TestSubscriber<Integer> some() {
            return present.isEmpty() ? new TestSubscriber<>(1) : present.get(random.nextInt(present.size()));
        }

        private TestSubscriber<Integer> come(int manner) {
            TestSubscriber<Integer> newcomer = new TestSubscriber<>(random.nextInt(4)) {
                @Override
                public void onNext(Integer value) {
                    super.onNext(value);
                    switch (manner) {
                        case 0 -> throw new NoClassDefFoundError("of the test");
                        case 1 -> request(2);
                        case 2 -> cancel();
                        case 3 -> test.hub.test(1).cancel();
                        default -> {}
                    }
                }
            };
            test.hub.subscribe(newcomer);
            return newcomer;
        }
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            source.onNext(sent++);
        }
    }
}
