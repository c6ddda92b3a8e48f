package io.rxgase.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.core.event.Event;
import io.rxgase.server.Backend;
import io.rxgase.transport.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One game, one port, clients of both dialects. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoDialectsTest {
    @Test
    void shouldPlayOneGameInBothDialects() {
        try (Backend<Pond> backend = Backend.of(Pond.LOGIC, Pond.EMPTY)
                        .dialects(Dialect.RXGASE, Dialect.PYGASE)
                        .start("localhost", 0);
                Client<Pond> own = connect(backend, Dialect.RXGASE);
                Client<Pond> pygase = connect(backend, Dialect.PYGASE)) {
            var rippled = own.events("RIPPLE").firstOrError().cache();
            rippled.subscribe();
            pygase.send(Event.of(new Pond.Jump(0.5, 2))).blockingAwait();

            long mover = rippled.blockingGet().getLong(0);
            for (Client<Pond> client : List.of(own, pygase)) {
                Pond seen = client.states()
                        .filter(pond ->
                                new Pond.Frog(0.5, 2).equals(pond.frogs().get(mover)))
                        .blockingFirst();
                assertThat(seen.frogs()).hasSize(2);
            }
        }
    }

    private static Client<Pond> connect(Backend<Pond> backend, Dialect dialect) {
        return Client.of(Pond.class)
                .dialect(dialect)
                .blockingConnect("localhost", backend.localAddress().getPort());
    }
}
