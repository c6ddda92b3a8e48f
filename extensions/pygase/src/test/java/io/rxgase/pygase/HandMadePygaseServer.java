package io.rxgase.pygase;

import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.state.GameState;
import io.rxgase.testkit.pygase.UdpWirePeer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;

/** What tests have that let clients talk over real UDP to a hand-made PyGaSe server, which dies of what PyGaSe's dies of. */
abstract class HandMadePygaseServer {
    final UdpWirePeer server = UdpWirePeer.server();

    @AfterEach
    void end() {
        server.close();
    }

    /** Has the server show an update with that time order. */
    final void show(int timeOrder, Map<String, ?> attributes) {
        Map<String, Object> update = new HashMap<>(attributes);
        update.put("time_order", (long) timeOrder);
        server.peer().show(update);
    }

    final Client<GameState> connect() {
        return connect(GameState.class);
    }

    final <S> Client<S> connect(Class<S> type) {
        TestObserver<Client<S>> connecting = Client.of(type)
                .dialect(Pygase.dialect())
                .connect("127.0.0.1", server.port())
                .test();
        server.pumpUntil(() -> !connecting.values().isEmpty());
        return connecting.values().get(0);
    }

    /** The first state of a client for which that holds. */
    final <S> S await(Client<S> client, Predicate<S> condition) {
        TestSubscriber<S> states =
                client.states().filter(condition::test).take(1).test();
        server.pumpUntil(() -> !states.values().isEmpty());
        return states.values().get(0);
    }
}
