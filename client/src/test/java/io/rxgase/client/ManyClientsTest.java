package io.rxgase.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.GameState;
import io.rxgase.server.Backend;
import io.rxgase.transport.TransportOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many threads clients need, over real UDP on the loopback interface. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyClientsTest {
    private static final int CLIENTS = 500;

    @Test
    void shouldServeFiveHundredClientsWithAHandfulOfThreads() {
        TransportOptions patient = TransportOptions.defaults()
                .withConnectTimeout(Duration.ofSeconds(60))
                .withMaxConnections(2 * CLIENTS);
        try (Backend<GameState> backend = Backend.of(GameLogic.of(GameState.class), GameState.empty())
                .options(patient)
                .start("localhost", 0)) {
            int port = backend.localAddress().getPort();
            List<Client<GameState>> clients = Flowable.range(0, CLIENTS)
                    .flatMapSingle(
                            i -> Client.of(GameState.class).options(patient).connect("localhost", port), false, 32)
                    .toList()
                    .blockingGet();

            assertThat(clients).hasSize(CLIENTS);
            assertThat(ioThreads()).isBetween(1L, 5L);
            clients.forEach(Client::close);
            Flowable.fromIterable(clients)
                    .flatMapCompletable(client -> client.lifecycle().ignoreElements())
                    .blockingAwait();
        }
    }

    /** Those of the clients: names that only they have. */
    private static long ioThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("rxgase-"))
                .filter(thread -> thread.getName().contains("shared-io"))
                .count();
    }
}
