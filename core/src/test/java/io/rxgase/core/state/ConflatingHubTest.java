package io.rxgase.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.SubscriberCrowd;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConflatingHubTest {
    private static final int STEPS = 400;

    /** Subscribers that come, ask, leave, throw and act within their own calls, in any order: those who only listen get everything. */
    @Test
    void shouldServeWhoListensWhateverTheOthersDo() {
        long seed = Long.getLong("seed", 20_262);
        for (int round = 0; round < 20; round++) {
            playWithACrowd(seed + round);
        }
    }

    private static void playWithACrowd(long seed) {
        ConflatingHub<Integer> hub = new ConflatingHub<>();
        TestSubscriber<Integer> listener =
                hub.<Integer>stream((seen, newest) -> newest).test();
        TestSubscriber<Integer> slow =
                hub.<Integer>stream((seen, newest) -> newest).test(1);
        SubscriberCrowd<Integer> crowd = new SubscriberCrowd<>(seed, hub.<Integer>stream((seen, newest) -> newest));
        for (int step = 0; step < STEPS; step++) {
            crowd.act();
            hub.set(step);
        }
        crowd.leave();
        slow.request(10);
        crowd.check();
        String replay = "replay with -Dseed=" + seed;
        assertThat(crowd.hasTriedEverything()).as(replay).isTrue();
        assertThat(listener.values())
                .as(replay)
                .isEqualTo(IntStream.range(0, STEPS).boxed().toList());
        assertThat(slow.values()).as(replay).containsExactly(0, STEPS - 1);
        assertThat(hub.subscribers()).as(replay).isEqualTo(2);
        assertThat(hub.failedSubscribers()).as(replay).isEqualTo(crowd.thrown());
    }
}
