package io.rxgase.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.SweepSize;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.emulation.LinkStats;
import io.rxgase.transport.emulation.NetworkConditions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConditionedRelayTest {
    private static final TransportOptions OPTIONS = TransportOptions.defaults();

    private final NettyTransport transport = NettyTransport.create();
    private Listener listener;
    private ConditionedRelay relay;

    @BeforeEach
    void open() {
        listener = transport
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), OPTIONS)
                .blockingGet();
        listener.events()
                .ofType(ConnectionEvent.Connected.class)
                .flatMap(event -> event.connection().messages(Channel.UNORDERED))
                .subscribe(new TestSubscriber<>());
        relay = ConditionedRelay.open(listener.localAddress(), NetworkConditions.PERFECT, 1)
                .blockingGet();
    }

    @AfterEach
    void close() {
        transport.close().blockingAwait();
        relay.close();
    }

    /** Returns when they are in force. */
    private void conditions(NetworkConditions conditions) {
        relay.conditions(conditions);
        // The relay's loop does one thing after the other.
        relay.statsToTarget().ignoreElement().blockingAwait();
    }

    private Connection connect() {
        return transport.connect(relay.localAddress(), new byte[0], OPTIONS).blockingGet();
    }

    @Test
    void shouldLookLikeOneClientEachToTheTarget() {
        connect();
        connect();
        List<Integer> ports = listener.events()
                .ofType(ConnectionEvent.Connected.class)
                .map(event -> event.connection().remoteAddress().getPort())
                .take(2)
                .toList()
                .blockingGet();
        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void shouldLoseWhatItIsToldToLose() {
        Connection connection = connect();
        conditions(NetworkConditions.PERFECT.withLoss(0.3));
        connection
                .send(
                        Channel.UNORDERED,
                        Flowable.range(0, SweepSize.of(600, 3_000)).map(i -> new byte[500]))
                .blockingAwait();

        LinkStats up = relay.statsToTarget().blockingGet();
        LinkStats down = relay.statsToClients().blockingGet();
        assertThat(up.lost()).isBetween(up.sent() / 6, up.sent() / 2);
        assertThat(down.sent()).isPositive();
    }

    @Test
    void shouldDelay() {
        Connection connection = connect();
        conditions(NetworkConditions.PERFECT.withDelay(Duration.ofMillis(30), Duration.ZERO));
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            connection.send(Channel.ORDERED, new byte[1]).blockingAwait();
            // There and back; how much later it comes is up to the machine.
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2 * 29_000_000L);
        }
        for (int polls = 0; connection.reading().rttNanos() < 1_000_000; polls++) {
            assertThat(polls).as("polls").isLessThan(30_000);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void shouldTreatTheDirectionsApart() {
        Connection connection = connect();
        relay.conditions(NetworkConditions.PERFECT, NetworkConditions.PERFECT.withLoss(0.2));
        connection
                .send(Channel.UNORDERED, Flowable.range(0, 1000).map(i -> new byte[500]))
                .blockingAwait();
        assertThat(relay.statsToTarget().blockingGet().lost()).isZero();
        assertThat(relay.statsToClients().blockingGet().lost()).isPositive();
    }

    @Test
    void shouldRefuseAnUnresolvedTarget() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("localhost", 1);
        assertThatThrownBy(() -> ConditionedRelay.open(unresolved, NetworkConditions.PERFECT, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unresolved");
    }
}
