package io.rxgase.pygase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.server.Backend;
import io.rxgase.server.BackendBuilder;
import io.rxgase.testkit.UdpPorts;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.TransportException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One game, clients of both dialects, on one port or two. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoDialectsTest {
    @Test
    void shouldPlayOneGameOnOnePort() {
        try (Backend<Pond> backend = Backend.of(Pond.LOGIC, Pond.EMPTY)
                        .dialects(Dialect.RXGASE, Pygase.dialect())
                        .start("localhost", 0);
                Client<Pond> own = connect(backend.localAddress(), Dialect.RXGASE);
                Client<Pond> pygase = connect(backend.localAddress(), Pygase.dialect())) {
            playTogether(own, pygase);
        }
    }

    @SuppressWarnings("try") // the end is what this is about
    @Test
    void shouldPlayOneGameOnTwoPorts() throws IOException {
        List<InetSocketAddress> addresses;
        try (Backend<Pond> backend = Backend.of(Pond.LOGIC, Pond.EMPTY)
                .dialect(Dialect.RXGASE)
                .secondPort(UdpPorts.free(), Pygase.dialect())
                .start("localhost", UdpPorts.free())) {
            addresses = backend.server().localAddresses();
            assertThat(addresses).hasSize(2).first().isEqualTo(backend.localAddress());
            try (Client<Pond> own = connect(addresses.get(0), Dialect.RXGASE);
                    Client<Pond> pygase = connect(addresses.get(1), Pygase.dialect())) {
                playTogether(own, pygase);
                assertThat(backend.server().connected()).hasSize(2).doesNotHaveDuplicates();
            }
            backend.close();
            backend.closed().blockingAwait();
        }
        for (InetSocketAddress address : addresses) {
            new DatagramSocket(address).close();
        }
    }

    @Test
    void shouldOpenNeitherPortIfTheSecondIsTaken() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            BackendBuilder<Pond> builder =
                    Backend.of(Pond.LOGIC, Pond.EMPTY).secondPort(taken.getLocalPort(), Pygase.dialect());
            assertThatThrownBy(() -> builder.start("127.0.0.1", 0))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("in use");
        }
    }

    private static void playTogether(Client<Pond> own, Client<Pond> pygase) {
        var rippled = own.events("RIPPLE").firstOrError().cache();
        rippled.subscribe();
        pygase.deliver(Event.of(new Pond.Jump(0.5, 2))).blockingAwait();

        long mover = rippled.blockingGet().getLong(0);
        for (Client<Pond> client : List.of(own, pygase)) {
            Pond seen = client.states()
                    .filter(pond -> new Pond.Frog(0.5, 2).equals(pond.frogs().get(mover))
                            && pond.frogs().size() == 2)
                    .blockingFirst();
            assertThat(seen.frogs()).hasSize(2);
        }
    }

    private static Client<Pond> connect(InetSocketAddress address, Dialect dialect) {
        return Client.of(Pond.class).dialect(dialect).blockingConnect("localhost", address.getPort());
    }
}
