package io.rxgase.pygase.internal.protocol;

import static io.rxgase.pygase.internal.protocol.VirtualLine.CLIENT;
import static io.rxgase.pygase.internal.protocol.VirtualLine.OTHER;
import static io.rxgase.pygase.internal.protocol.VirtualLine.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.pygase.Pygase;
import io.rxgase.testkit.PygaseVectors;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.Endpoint;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointEvent.Connected;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import io.rxgase.transport.internal.protocol.SharedEndpoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedPortTest {
    private static final TransportOptions BOTH =
            TransportOptions.defaults().withDialects(Set.of(Dialect.RXGASE, Pygase.dialect()));
    private static final TransportOptions PYGASE = TransportOptions.defaults().withDialects(Set.of(Pygase.dialect()));
    private static final byte[] SHUTDOWN = text("text-shutdown");
    private static final byte[] SHUT_ME_DOWN = text("text-shut-me-down");

    private final VirtualLine line = new VirtualLine();

    private static byte[] text(String name) {
        return PygaseVectors.ofKind("text").stream()
                .filter(vector -> vector.name().equals(name))
                .findFirst()
                .orElseThrow()
                .bytes();
    }

    private EndpointMachine server(TransportOptions options) {
        EndpointMachine machine =
                SharedEndpoint.of(EndpointConfig.of(options, new Random(1), line.handles::incrementAndGet)
                        .listening());
        return line.add(SERVER, machine);
    }

    private EndpointMachine client(TransportOptions options) {
        return SharedEndpoint.of(EndpointConfig.of(options, new Random(2), line.handles::incrementAndGet));
    }

    @Test
    void shouldSpeakBothDialectsOnOnePort() {
        EndpointMachine server = server(BOTH);
        EndpointMachine own = line.add(CLIENT, client(TransportOptions.defaults()));
        EndpointMachine pygase = line.add(OTHER, client(PYGASE));
        long ownConnection = own.connect(line.nowNanos, SERVER, new byte[0]);
        long pygaseConnection = pygase.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofSeconds(1));
        line.post(CLIENT, ownConnection, "of RxGaSe");
        line.post(OTHER, pygaseConnection, "of PyGaSe");
        line.run(Duration.ofSeconds(1));

        assertThat(line.told(SERVER, Connected.class))
                .extracting(connected -> server.dialect(connected.connection()))
                .containsExactlyInAnyOrder(Dialect.RXGASE, Pygase.dialect());
        assertThat(line.texts(SERVER)).containsExactlyInAnyOrder("of RxGaSe", "of PyGaSe");
        assertThat(server.stats(line.told(SERVER, Connected.class).get(0).connection()))
                .isNotNull();
        assertThat(server.datagramsDropped()).isZero();
    }

    @Test
    void shouldBeThePlainMachineWhereNothingElseIsNeeded() {
        assertThat(server(TransportOptions.defaults())).isInstanceOf(Endpoint.class);
    }

    @Test
    void shouldConnectInOneDialectOnly() {
        EndpointMachine machine = client(BOTH);
        assertThatThrownBy(() -> machine.connect(line.nowNanos, SERVER, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one dialect");
    }

    @Test
    void shouldTakeTheTextThatEndsAServerForAMessageOfItsClient() {
        EndpointMachine server = server(BOTH);
        line.open(CLIENT, SERVER);
        line.send(OTHER, SERVER, SHUTDOWN);
        line.send(OTHER, SERVER, SHUT_ME_DOWN);
        line.send(CLIENT, SERVER, SHUT_ME_DOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.texts(SERVER)).isEmpty();
        assertThat(server.datagramsDropped()).isEqualTo(3);

        line.send(CLIENT, SERVER, SHUTDOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.texts(SERVER)).containsExactly("shutdown");
    }

    @Test
    void shouldDropTheTextOfAClientThatIsGone() {
        EndpointMachine server = server(PYGASE);
        line.open(CLIENT, SERVER);
        line.run(Duration.ofSeconds(30));
        assertThat(line.told(SERVER, EndpointEvent.Disconnected.class)).hasSize(1);
        line.send(CLIENT, SERVER, SHUTDOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.texts(SERVER)).isEmpty();
        assertThat(server.datagramsDropped()).isEqualTo(1);
    }

    @Test
    void shouldHoldNoMoreTextsThanMessagesOfAClient() {
        server(PYGASE);
        line.open(CLIENT, SERVER);
        for (int i = 0; i < 10_000; i++) {
            line.send(CLIENT, SERVER, SHUTDOWN);
        }
        line.run(Duration.ofMillis(50));
        assertThat(line.texts(SERVER)).hasSizeBetween(1, PygaseConnection.MAX_WAITING);
    }

    @Test
    void shouldTakeTheTextRightAfterTheDatagramThatProvesItsAddress() {
        EndpointMachine server = server(PYGASE);
        line.send(CLIENT, SERVER, VirtualLine.clientDatagram(1, 0, 0, 0));
        line.send(CLIENT, SERVER, VirtualLine.clientDatagram(2, 0, 0, 0));
        line.send(CLIENT, SERVER, SHUTDOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.texts(SERVER)).isEmpty();
        int answer = line.lastTo(CLIENT).header().sequence();
        server.receive(line.nowNanos, CLIENT, ByteBuffer.wrap(VirtualLine.clientDatagram(3, answer, 0, 0)));
        server.receive(line.nowNanos, CLIENT, ByteBuffer.wrap(SHUTDOWN));
        line.run(Duration.ofMillis(50));
        assertThat(line.texts(SERVER)).containsExactly("shutdown");
    }

    @Test
    void shouldGiveTextNoPowerAtTheAddressOfAClientOfRxgase() {
        EndpointMachine server = server(BOTH);
        EndpointMachine own = line.add(CLIENT, client(TransportOptions.defaults()));
        own.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofSeconds(1));
        line.send(CLIENT, SERVER, SHUTDOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.texts(SERVER)).isEmpty();
        assertThat(server.datagramsDropped()).isEqualTo(1);
    }

    @Test
    void shouldSendTheTextAfterWhatWasSaidBefore() {
        server(PYGASE);
        EndpointMachine host = line.add(CLIENT, client(PYGASE));
        long connection = host.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofSeconds(1));
        line.post(CLIENT, connection, "last words");
        line.post(CLIENT, connection, "shutdown");
        host.close(line.nowNanos, connection, DisconnectReason.CLOSED_LOCALLY, "the end");
        line.run(Duration.ofSeconds(1));
        assertThat(line.texts(SERVER)).startsWith("last words", "shutdown").hasSize(1 + ToServer.SHUTDOWN_COPIES);
        assertThat(line.told(CLIENT, EndpointEvent.Disconnected.class)).hasSize(1);
    }
}
