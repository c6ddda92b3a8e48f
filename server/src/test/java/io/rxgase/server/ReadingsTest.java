package io.rxgase.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.loop.Inbox;
import io.rxgase.core.loop.Timebase;
import io.rxgase.core.state.GameState;
import io.rxgase.core.state.GameStateStore;
import io.rxgase.core.state.HistoryLimit;
import io.rxgase.core.state.StateModel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Readings of connections that answer as over real sockets: with what was so when they were asked the time before. */
class ReadingsTest {
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("nowhere", 1);

    private final TestScheduler time = new TestScheduler();
    /** What the connection has sent, one packet each millisecond; as it was when last asked. */
    private long asked;

    private Object answer(String method) {
        return switch (method) {
            case "id" -> 1L;
            case "dialect" -> Dialect.RXGASE;
            case "remoteAddress" -> NOWHERE;
            case "hello" -> new byte[0];
            case "messages" -> Flowable.never();
            case "reading" -> {
                long before = asked;
                asked = time.now(TimeUnit.MILLISECONDS);
                yield new ConnectionStats(0, 0, 0, before, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            }
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private Listener listener() {
        Connection connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> answer(method.getName()));
        return new Listener() {
            @Override
            public InetSocketAddress localAddress() {
                return NOWHERE;
            }

            @Override
            public Flowable<ConnectionEvent> events() {
                return Flowable.concat(Flowable.just(new ConnectionEvent.Connected(connection)), Flowable.never());
            }

            @Override
            public void offerState(StateSource source) {}

            @Override
            public long datagramsDropped() {
                return 0;
            }

            @Override
            public Completable close(String detail) {
                return Completable.complete();
            }
        };
    }

    private Server<GameState> server() {
        return Server.on(
                listener(),
                Server.Settings.of(
                        GameStateStore.empty(StateModel.of(GameState.class), HistoryLimit.DEFAULT),
                        Inbox.bounded(1, 1)),
                Timebase.of(time));
    }

    private List<Long> packetsAtReadings(Duration every) {
        Server<GameState> server = server();
        time.advanceTimeBy(5, TimeUnit.SECONDS);
        TestSubscriber<ServerStats> readings = server.stats(every).test();
        time.advanceTimeBy(2 * every.toMillis() + 10, TimeUnit.MILLISECONDS);
        return readings.values().stream()
                .map(reading -> reading.clients().get(new ClientId(1)).link().packetsSent())
                .toList();
    }

    @Test
    void shouldBeOfTheMomentWhenTheyAreMade() {
        assertThat(packetsAtReadings(Duration.ofSeconds(1))).containsExactly(5_000L, 6_000L, 7_000L);
    }

    @Test
    void shouldBeOfTheMomentWhenTheyAreMadeOften() {
        assertThat(packetsAtReadings(Duration.ofMillis(10))).startsWith(5_000L, 5_010L, 5_020L);
    }

    @Test
    void shouldTellHowManyEventsWaitForTheTick() {
        assertThat(server().reading().eventsWaiting())
                .as("that the client joined, which no tick has seen")
                .isEqualTo(1);
    }
}
