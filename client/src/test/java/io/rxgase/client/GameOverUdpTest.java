package io.rxgase.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.client.Pond.Frog;
import io.rxgase.client.Pond.Jump;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.server.Backend;
import io.rxgase.server.ClientEvent;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backend and its clients over real UDP on the loopback interface. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GameOverUdpTest {
    private static final String HOST = "localhost";

    @Test
    void shouldSynchronizeStatesAndExchangeEvents() {
        try (Backend<Pond> backend = backend();
                Client<Pond> client = connect(backend)) {
            var splash = client.events("SPLASH").firstOrError().cache();
            splash.subscribe();

            client.deliver(Event.of(new Jump(1, 2))).blockingAwait();

            assertThat(splash.blockingGet()).isEqualTo(Event.of("SPLASH", 1L));
            Pond seen = client.states()
                    .filter(pond -> pond.frogs().containsValue(new Frog(1, 2)))
                    .blockingFirst();
            assertThat(seen.frogs()).isEqualTo(Map.of(1L, new Frog(1, 2)));
        }
    }

    @SuppressWarnings("try") // the end is what this is about
    @Test
    void shouldTellBothSidesWhenAClientLeaves() {
        try (Backend<Pond> backend = backend();
                Client<Pond> client = connect(backend)) {
            var left = backend.clients()
                    .ofType(ClientEvent.Left.class)
                    .firstOrError()
                    .cache();
            left.subscribe();

            client.close();
            client.closed().blockingAwait();

            assertThat(left.blockingGet().client()).isEqualTo(new ClientId(1));
            assertThat(left.blockingGet().reason()).isEqualTo(DisconnectReason.CLOSED_BY_PEER);
            assertThat(client.states().lastElement().blockingGet()).isNotNull();
        }
    }

    @SuppressWarnings("try") // the end is what this is about
    @Test
    void shouldTellClientsWhenTheBackendShutsDown() {
        try (Backend<Pond> backend = backend();
                Client<Pond> client = connect(backend)) {
            backend.close();
            backend.closed().blockingAwait();

            client.states().ignoreElements().blockingAwait();
            assertThat(client.lifecycle().blockingLast().toString()).contains("PEER_SHUTDOWN");
        }
    }

    @Test
    void shouldGoOnUnderAHailOfRandomDatagrams() throws Exception {
        long seed = Long.getLong("seed", System.identityHashCode(this));
        Random random = new Random(seed);
        try (Backend<Pond> backend = backend();
                Client<Pond> client = connect(backend);
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2_000; i++) {
                byte[] bytes = new byte[random.nextInt(1_400)];
                random.nextBytes(bytes);
                socket.send(new DatagramPacket(bytes, bytes.length, backend.localAddress()));
            }

            client.deliver(Event.of(new Jump(5, 6))).blockingAwait();

            assertThat(backend.reading().datagramsDropped())
                    .as("replay with -Dseed=%d", seed)
                    .isPositive();
            assertThat(backend.server().connected()).containsExactly(new ClientId(1));
        }
    }

    @Test
    void shouldSayWhatToDoWhenThePortIsInUse() {
        try (Backend<Pond> backend = backend()) {
            int port = backend.localAddress().getPort();

            assertThatThrownBy(() -> Backend.of(Pond.LOGIC, Pond.EMPTY).start(HOST, port))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining(String.valueOf(port))
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void shouldSayThatAHostDoesNotResolve() {
        assertThatThrownBy(() -> Client.of(Pond.class).blockingConnect("no-such-host.invalid", 8080))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void shouldRefuseAStateThatIsNoRecord() {
        assertThatThrownBy(() -> Backend.of("a text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("String");
        assertThatThrownBy(() -> Client.of(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("String");
    }

    @Test
    void shouldRefuseEventTypesThatBelongToTheServer() {
        try (Backend<Pond> backend = backend();
                Client<Pond> client = connect(backend)) {
            assertThatThrownBy(() -> client.send(Event.of(Event.LEFT)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reserved");
        }
    }

    @Test
    void shouldLetAClientConnectAgain() {
        try (Backend<Pond> backend = backend()) {
            Client<Pond> first = connect(backend);
            first.close();
            first.closed().blockingAwait();

            try (Client<Pond> again = connect(backend)) {
                Pond seen = again.states()
                        .filter(pond -> pond.frogs().containsKey(2L))
                        .blockingFirst();
                assertThat(seen.frogs()).containsOnlyKeys(2L);
            }
        }
    }

    private static Backend<Pond> backend() {
        return Backend.of(Pond.LOGIC, Pond.EMPTY).start(HOST, 0);
    }

    private static Client<Pond> connect(Backend<Pond> backend) {
        return Client.of(Pond.class)
                .blockingConnect(HOST, backend.localAddress().getPort());
    }
}
