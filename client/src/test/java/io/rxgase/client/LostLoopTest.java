package io.rxgase.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.util.internal.ThreadExecutorMap;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.core.event.Event;
import io.rxgase.server.Backend;
import io.rxgase.server.ClientEvent;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.netty.NettyTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backend on several event loops of the real transport, one of which is shut down behind its back. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostLoopTest {
    private static final int MANY = 64;

    private final List<Client<Pond>> clients = new ArrayList<>();

    private static String loop(Client<Pond> client) {
        return client.events("LOOP")
                .mergeWith(client.deliver(Event.of("WHERE")))
                .map(event -> event.getString(0))
                .blockingFirst();
    }

    @Test
    void shouldEndTheBackendAndTellEverybodyWhenOneOfItsLoopsDies() {
        Assumptions.assumeTrue(
                NettyTransport.Io.best() == NettyTransport.Io.EPOLL, "only with epoll a port has several loops");
        NettyTransport transport = NettyTransport.create(NettyTransport.Io.EPOLL, 2);
        NettyTransport theirs = NettyTransport.create();
        try (Backend<Pond> backend = Backend.of(Pond.LOGIC, Pond.EMPTY)
                .transport(transport)
                .onArrival(
                        "WHERE",
                        (sender, event) ->
                                Event.of("LOOP", Thread.currentThread().getName()))
                .onArrival("KILL", (sender, event) -> {
                    EventLoop loop = (EventLoop) ThreadExecutorMap.currentExecutor();
                    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                    return null;
                })
                .start("localhost", 0)) {
            TestObserver<Void> closed = backend.closed().test();
            TestSubscriber<ClientEvent> life = backend.clients().test();
            Client<Pond> first = join(theirs, backend);
            String doomed = loop(first);
            // The system spreads clients over the loops by their ports.
            Client<Pond> other = first;
            for (int i = 0; i < MANY && loop(other).equals(doomed); i++) {
                other = join(theirs, backend);
            }
            assertThat(loop(other)).isNotEqualTo(doomed);
            TestSubscriber<ConnectionEvent> told = other.lifecycle().test();

            first.send(Event.of("KILL"));

            closed.awaitDone(60, TimeUnit.SECONDS);
            closed.assertError(error -> error instanceof TransportException failure
                    && failure.reason() == DisconnectReason.TRANSPORT_FAILED);
            life.awaitDone(60, TimeUnit.SECONDS).assertComplete();
            assertThat(life.values())
                    .filteredOn(ClientEvent.Left.class::isInstance)
                    .hasSize(clients.size());
            assertThat(told.awaitDone(60, TimeUnit.SECONDS).values())
                    .last()
                    .isInstanceOfSatisfying(ConnectionEvent.Disconnected.class, end -> {
                        assertThat(end.reason()).isEqualTo(DisconnectReason.PEER_SHUTDOWN);
                        assertThat(end.detail()).contains("lost a part of its port");
                    });
        } finally {
            theirs.close().onErrorComplete().blockingAwait();
            transport.close().onErrorComplete().blockingAwait();
        }
    }

    private Client<Pond> join(NettyTransport theirs, Backend<Pond> backend) {
        Client<Pond> client = Client.of(Pond.class)
                .transport(theirs)
                .blockingConnect("localhost", backend.localAddress().getPort());
        clients.add(client);
        return client;
    }
}
