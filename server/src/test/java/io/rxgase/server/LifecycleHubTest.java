package io.rxgase.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.exceptions.MissingBackpressureException;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.ClientId;
import io.rxgase.testkit.SubscriberCrowd;
import io.rxgase.transport.DisconnectReason;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LifecycleHubTest {
    private final LifecycleHub hub = new LifecycleHub();

    @Test
    void shouldFirstTellALateSubscriberWhoIsThere() {
        hub.publish(joined(1));
        hub.publish(joined(2));
        hub.publish(left(1));

        TestSubscriber<ClientEvent> late = hub.events().test();
        hub.publish(joined(3));

        late.assertValues(joined(2), joined(3));
    }

    @Test
    void shouldLoseNothingForASubscriberThatIsSlow() {
        TestSubscriber<ClientEvent> slow = hub.events().test(0);
        for (int i = 1; i <= 1_000; i++) {
            hub.publish(joined(i));
        }

        slow.request(Long.MAX_VALUE);

        slow.assertValueCount(1_000);
    }

    @Test
    void shouldEndASubscriberThatIsTooFarBehindAndNobodyElse() {
        TestSubscriber<ClientEvent> stuck = hub.events().test(0);
        TestSubscriber<ClientEvent> other = hub.events().test();
        for (int i = 0; i <= LifecycleHub.MAX_BEHIND; i++) {
            hub.publish(left(1));
        }

        stuck.request(Long.MAX_VALUE);

        stuck.assertError(MissingBackpressureException.class);
        other.assertNoErrors().assertValueCount(LifecycleHub.MAX_BEHIND + 1);
    }

    @Test
    void shouldKeepTheOrderWhenASubscriberPublishes() {
        List<ClientEvent> seen = new ArrayList<>();
        var unused = hub.events().subscribe(event -> {
            seen.add(event);
            if (event.equals(joined(1))) {
                hub.publish(left(1));
            }
        });

        hub.publish(joined(1));
        hub.publish(joined(2));

        assertThat(seen).containsExactly(joined(1), left(1), joined(2));
    }

    @Test
    void shouldCompleteEverySubscriberPresentAndToCome() {
        TestSubscriber<ClientEvent> present = hub.events().test();
        hub.complete();

        present.assertComplete();
        hub.events().test().assertComplete();
    }

    @Test
    void shouldKeepTheOthersGoingWhenASubscriberThrows() {
        var unused = hub.events().subscribe(event -> {
            throw new NoClassDefFoundError("of the test");
        });
        TestSubscriber<ClientEvent> other = hub.events().test();
        for (int i = 1; i <= 6; i++) {
            hub.publish(joined(i));
        }

        other.assertValueCount(6);
        assertThat(hub.subscribers()).isEqualTo(1);
    }

    @Test
    void shouldKeepNothingOfThoseWhoLeave() {
        for (int i = 0; i < 50_000; i++) {
            hub.events().subscribe().dispose();
        }

        assertThat(hub.subscribers()).isZero();
    }

    @Test
    void shouldForgetASubscriberThatThrowsWhenItAsks() {
        for (int i = 1; i <= 3; i++) {
            hub.publish(joined(i));
        }
        TestSubscriber<ClientEvent> wrong = new TestSubscriber<>(0) {
            @Override
            public void onNext(ClientEvent event) {
                throw new NoClassDefFoundError("of the test");
            }
        };
        hub.events().subscribe(wrong);
        wrong.request(1);

        assertThat(hub.subscribers()).isZero();
    }

    /** Subscribers that come, ask, leave, throw and act within their own calls, in any order: those who only listen get everything. */
    @Test
    void shouldServeWhoListensWhateverTheOthersDo() {
        long seed = Long.getLong("seed", 20_261);
        for (int round = 0; round < 20; round++) {
            playWithACrowd(seed + round);
        }
    }

    private static void playWithACrowd(long seed) {
        LifecycleHub hub = new LifecycleHub();
        Random random = new Random(seed);
        TestSubscriber<ClientEvent> listener = hub.events().test();
        SubscriberCrowd<ClientEvent> crowd = new SubscriberCrowd<>(seed, hub.events());
        List<ClientEvent> published = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            crowd.act();
            for (int i = random.nextInt(3); i > 0; i--) {
                long id = random.nextInt(20);
                ClientEvent event = random.nextBoolean() ? joined(id) : left(id);
                published.add(event);
                hub.publish(event);
            }
        }
        crowd.leave();
        crowd.check();
        String replay = "replay with -Dseed=" + seed;
        assertThat(crowd.hasTriedEverything()).as(replay).isTrue();
        assertThat(listener.values()).as(replay).isEqualTo(published);
        assertThat(hub.subscribers()).as(replay).isEqualTo(1);
    }

    private static ClientEvent joined(long id) {
        return new ClientEvent.Joined(new ClientId(id), InetSocketAddress.createUnresolved("client", 1), "");
    }

    private static ClientEvent left(long id) {
        return new ClientEvent.Left(new ClientId(id), DisconnectReason.CLOSED_BY_PEER, "bye");
    }
}
