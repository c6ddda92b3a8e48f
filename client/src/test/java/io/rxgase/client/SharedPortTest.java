package io.rxgase.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.rxgase.client.Pond.Frog;
import io.rxgase.client.Pond.Jump;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.Event;
import io.rxgase.server.Backend;
import io.rxgase.testkit.Prerequisite;
import io.rxgase.transport.netty.NettyTransport;
import io.rxgase.transport.netty.NettyTransport.Io;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A game whose port has a socket on each of several event loops, over real UDP on the loopback interface. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedPortTest {
    private static final int LOOPS = 3;

    /** The system spreads clients by their ports: that so many leave a loop out happens to nobody. */
    private static final int MOST_CLIENTS = 200;

    private final NettyTransport players = NettyTransport.create();
    private final List<Client<Pond>> clients = new ArrayList<>();

    @AfterEach
    void close() {
        players.close().blockingAwait();
    }

    @Test
    void shouldServeStatesAndEventsToClientsOnAllLoops() {
        Prerequisite.need(
                Io.best() == Io.EPOLL,
                "epoll, for several sockets with one port",
                "run it on Linux, on x86-64 or AArch64");
        NettyTransport several = NettyTransport.create(Io.EPOLL, LOOPS);
        try (Backend<Pond> backend = Backend.of(Pond.LOGIC, Pond.EMPTY)
                .onArrival(
                        "WHERE",
                        (sender, event) ->
                                Event.of("HERE", Thread.currentThread().getName()))
                .transport(several)
                .start("localhost", 0)) {
            Set<String> loops = new HashSet<>();
            while (loops.size() < LOOPS && clients.size() < MOST_CLIENTS) {
                Client<Pond> client = connect(backend);
                clients.add(client);
                loops.add(loopOf(client));
            }
            assertThat(loops).hasSize(LOOPS);

            // States: what each does comes to all.
            Map<Long, Frog> frogs = new HashMap<>();
            for (int i = 0; i < clients.size(); i++) {
                frogs.put(i + 1L, new Frog(i, 2 * i));
            }
            List<Single<List<Long>>> ripples =
                    clients.stream().map(this::ripples).toList();
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).deliver(Event.of(new Jump(i, 2 * i))).blockingAwait();
            }
            for (Client<Pond> client : clients) {
                assertThat(client.states()
                                .filter(pond -> pond.frogs().equals(frogs))
                                .blockingFirst()
                                .frogs())
                        .isEqualTo(frogs);
            }

            // Events: from handlers to all but one, and to an audience.
            for (int i = 0; i < clients.size(); i++) {
                assertThat(ripples.get(i).blockingGet())
                        .hasSize(clients.size() - 1)
                        .doesNotContain(i + 1L);
            }
            List<Single<Event>> horns = clients.stream()
                    .map(client -> started(client.events("HORN").firstOrError()))
                    .toList();
            backend.deliver(Audience.all(), Event.of("HORN")).blockingAwait();
            horns.forEach(horn -> assertThat(horn.blockingGet().type()).isEqualTo("HORN"));

            clients.forEach(Client::close);
            Completable.merge(clients.stream().map(Client::closed).toList()).blockingAwait();
        } finally {
            several.close().blockingAwait();
        }
    }

    private Client<Pond> connect(Backend<Pond> backend) {
        return Client.of(Pond.class)
                .transport(players)
                .blockingConnect("localhost", backend.localAddress().getPort());
    }

    /** The thread of the server on which a client's events arrive. */
    private static String loopOf(Client<Pond> client) {
        Single<Event> here = started(client.events("HERE").firstOrError());
        client.deliver(Event.of("WHERE")).blockingAwait();
        return here.blockingGet().getString(0);
    }

    private Single<List<Long>> ripples(Client<Pond> client) {
        return started(client.events("RIPPLE")
                .map(ripple -> ripple.getLong(0))
                .take(clients.size() - 1)
                .toList());
    }

    /** It goes on from now, whoever asks for the outcome later. */
    private static <T> Single<T> started(Single<T> outcome) {
        Single<T> cached = outcome.cache();
        var unused = cached.subscribe();
        return cached;
    }
}
