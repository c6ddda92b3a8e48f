package io.rxgase.samples.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.state.GameState;
import io.rxgase.server.Backend;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same game with a dynamic state; its clients and those of the records understand each other. */
@Timeout(60)
class DynamicTagTest {
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void shouldTagOverUdpWithADynamicState() {
        try (Backend<GameState> backend =
                        Backend.of(DynamicTag.logic(), DynamicTag.START).start(LOOPBACK, 0);
                Client<GameState> alice = Client.of(GameState.class).blockingConnect(LOOPBACK, port(backend));
                Client<GameState> bob = Client.of(GameState.class).blockingConnect(LOOPBACK, port(backend))) {
            long chaser = join(alice);
            long other = join(bob);
            bob.deliver(move(other, 300, 200)).blockingAwait();

            TestSubscriber<GameState> tagged = bob.states()
                    .filter(state -> state.at("chaser_id").equals(other))
                    .take(1)
                    .test();
            alice.send(move(chaser, 300, 200 + Field.REACH));

            GameState state = tagged.awaitDone(60, TimeUnit.SECONDS)
                    .assertValueCount(1)
                    .values()
                    .get(0);
            assertThat(state.getBoolean("protection")).isTrue();
            assertThat(state.getDouble("countdown")).isBetween(4.0, 5.0);
            assertThat(state.at("players", chaser, "name")).isEqualTo("P");
        }
    }

    @Test
    void shouldShowADynamicStateToAClientOfRecords() {
        try (Backend<GameState> backend =
                        Backend.of(DynamicTag.logic(), DynamicTag.START).start(LOOPBACK, 0);
                Client<Chase> client = Client.of(Chase.class).blockingConnect(LOOPBACK, port(backend))) {
            long id = Avatar.join(client, "Alice").blockingGet().id();
            TestSubscriber<Chase> seen = client.states()
                    .filter(chase -> chase.players().containsKey(id))
                    .take(1)
                    .test();
            Chase chase = seen.awaitDone(60, TimeUnit.SECONDS)
                    .assertValueCount(1)
                    .values()
                    .get(0);
            assertThat(chase.chaserId()).isEqualTo(id);
            assertThat(chase.players().get(id).name()).isEqualTo("Alice");
        }
    }

    private static int port(Backend<?> backend) {
        return backend.localAddress().getPort();
    }

    private static long join(Client<GameState> client) {
        TestSubscriber<Long> created = client.events("PLAYER_CREATED")
                .map(event -> event.getLong(0))
                .take(1)
                .test();
        client.send(Event.of("JOIN", "P"));
        return created.awaitDone(60, TimeUnit.SECONDS)
                .assertValueCount(1)
                .values()
                .get(0);
    }

    private static Event move(long id, double x, double y) {
        return Event.of("MOVE").with("player_id", id).with("new_position", List.of(x, y));
    }
}
