package io.rxgase.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.exceptions.MissingBackpressureException;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.ClientId;
import io.rxgase.transport.DisconnectReason;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
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

    private static ClientEvent joined(long id) {
        return new ClientEvent.Joined(new ClientId(id), InetSocketAddress.createUnresolved("client", 1), "");
    }

    private static ClientEvent left(long id) {
        return new ClientEvent.Left(new ClientId(id), DisconnectReason.CLOSED_BY_PEER, "bye");
    }
}
