package io.rxgase.server;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.Snapshot;
import io.rxgase.core.state.StateModel;
import io.rxgase.testkit.StreamTck;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.testng.annotations.Test;

/** The stream of {@link Server#stats(Duration)}. */
@Test
public class StatsTckTest extends StreamTck<ServerStats> {
    private final Server<GameState> server;

    public StatsTckTest() {
        StateModel<GameState> model = StateModel.of(GameState.class);
        server = Server.listen(
                        SimulatedNetwork.on(new TestScheduler(), 1).host("server"),
                        InetSocketAddress.createUnresolved("server", 1),
                        Server.Settings.of(
                                GameStateStore.create(model, Snapshot.initial(GameState.of(Map.of()))), Inbox.create()))
                .blockingGet();
    }

    @Override
    public long maxElementsFromPublisher() {
        return 1000;
    }

    @Override
    public Publisher<ServerStats> createPublisher(long elements) {
        return server.stats(Duration.ofMillis(1)).take(elements);
    }

    @Override
    public @Nullable Publisher<ServerStats> createFailedPublisher() {
        return null; // stats() never fails
    }
}
