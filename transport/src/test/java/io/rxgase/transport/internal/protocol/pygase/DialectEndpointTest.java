package io.rxgase.transport.internal.protocol.pygase;

import static io.rxgase.transport.internal.protocol.pygase.VirtualLine.CLIENT;
import static io.rxgase.transport.internal.protocol.pygase.VirtualLine.OTHER;
import static io.rxgase.transport.internal.protocol.pygase.VirtualLine.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.testkit.PygaseVectors;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.Endpoint;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointEvent.Connected;
import io.rxgase.transport.internal.protocol.EndpointEvent.ShutdownRequested;
import io.rxgase.transport.internal.protocol.EndpointMachine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DialectEndpointTest {
    private static final TransportOptions BOTH =
            TransportOptions.defaults().withDialects(Set.of(Dialect.RXGASE, Dialect.PYGASE));
    private static final TransportOptions PYGASE = TransportOptions.defaults().withDialects(Set.of(Dialect.PYGASE));
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
                DialectEndpoint.of(EndpointConfig.of(options, new Random(1), line.handles::incrementAndGet)
                        .listening());
        return line.add(SERVER, machine);
    }

    private EndpointMachine client(TransportOptions options) {
        return DialectEndpoint.of(EndpointConfig.of(options, new Random(2), line.handles::incrementAndGet));
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
                .containsExactlyInAnyOrder(Dialect.RXGASE, Dialect.PYGASE);
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
    void shouldObeyTheHostClientOnlyAndOnlyIfAllowed() {
        EndpointMachine server = server(BOTH.withHostShutdown(true));
        line.open(CLIENT, SERVER);
        line.open(OTHER, SERVER);
        line.send(OTHER, SERVER, SHUTDOWN);
        line.send(OTHER, SERVER, SHUT_ME_DOWN);
        line.send(CLIENT, SERVER, SHUT_ME_DOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.told(SERVER, ShutdownRequested.class)).isEmpty();
        assertThat(server.datagramsDropped()).isEqualTo(3);

        line.send(CLIENT, SERVER, SHUTDOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.told(SERVER, ShutdownRequested.class)).hasSize(1);
    }

    @Test
    void shouldKeepTheHostsRightWhenItIsGone() {
        server(PYGASE.withHostShutdown(true));
        line.open(CLIENT, SERVER);
        line.run(Duration.ofSeconds(30));
        line.open(OTHER, SERVER);
        line.send(OTHER, SERVER, SHUTDOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.told(SERVER, ShutdownRequested.class)).isEmpty();
        line.send(CLIENT, SERVER, SHUTDOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.told(SERVER, ShutdownRequested.class)).containsExactly(new ShutdownRequested(0));
    }

    @Test
    void shouldTakeTheHostsTextRightAfterTheDatagramThatProvesItsAddress() {
        EndpointMachine server = server(PYGASE.withHostShutdown(true));
        line.send(CLIENT, SERVER, VirtualLine.clientDatagram(1, 0, 0, 0));
        line.send(CLIENT, SERVER, VirtualLine.clientDatagram(2, 0, 0, 0));
        line.send(CLIENT, SERVER, SHUTDOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.told(SERVER, ShutdownRequested.class)).isEmpty();
        int answer = line.lastTo(CLIENT).header().sequence();
        server.receive(line.nowNanos, CLIENT, ByteBuffer.wrap(VirtualLine.clientDatagram(3, answer, 0, 0)));
        server.receive(line.nowNanos, CLIENT, ByteBuffer.wrap(SHUTDOWN));
        line.run(Duration.ofMillis(50));
        assertThat(line.told(SERVER, ShutdownRequested.class)).hasSize(1);
    }

    @Test
    void shouldGiveTextNoPowerWhereTheHostSpeaksRxgase() {
        server(BOTH.withHostShutdown(true));
        EndpointMachine own = line.add(CLIENT, client(TransportOptions.defaults()));
        own.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofSeconds(1));
        line.send(OTHER, SERVER, VirtualLine.clientDatagram(1, 0, 0, 0));
        line.send(OTHER, SERVER, SHUTDOWN);
        line.send(CLIENT, SERVER, SHUTDOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.told(SERVER, ShutdownRequested.class)).isEmpty();
    }

    @Test
    void shouldAskForAShutdownInTextBeforeItCloses() {
        server(PYGASE.withHostShutdown(true));
        EndpointMachine host = line.add(CLIENT, client(PYGASE));
        long connection = host.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofSeconds(1));
        line.post(CLIENT, connection, "last words");
        host.requestShutdown(line.nowNanos, connection);
        host.close(line.nowNanos, connection, DisconnectReason.CLOSED_LOCALLY, "the end");
        line.run(Duration.ofSeconds(1));
        assertThat(line.texts(SERVER)).containsExactly("last words");
        assertThat(line.told(SERVER, ShutdownRequested.class)).isNotEmpty();
        assertThat(line.told(CLIENT, EndpointEvent.Disconnected.class)).hasSize(1);
    }

    @Test
    void shouldGiveTextNoPowerByDefault() {
        EndpointMachine server = server(BOTH);
        line.open(CLIENT, SERVER);
        line.send(CLIENT, SERVER, SHUTDOWN);
        line.send(CLIENT, SERVER, SHUT_ME_DOWN);
        line.run(Duration.ofMillis(50));
        assertThat(line.told(SERVER, ShutdownRequested.class)).isEmpty();
        assertThat(server.datagramsDropped()).isEqualTo(2);
    }
}
