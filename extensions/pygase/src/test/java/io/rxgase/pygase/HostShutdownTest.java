package io.rxgase.pygase;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.client.Client;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.server.Backend;
import io.rxgase.server.ClientEvent;
import io.rxgase.testkit.pygase.UdpWirePeer;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may end the server for everybody, and who may not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostShutdownTest {
    private static Backend<Pond> start(boolean allowed, Dialect... dialects) {
        return Backend.of(Pond.LOGIC, Pond.EMPTY)
                .options(TransportOptions.defaults().withHostShutdown(allowed))
                .dialects(dialects)
                .start("localhost", 0);
    }

    static List<Dialect> dialects() {
        return List.of(Dialect.RXGASE, Pygase.dialect());
    }

    private static Client<Pond> connect(Backend<Pond> backend, Dialect dialect) {
        return Client.of(Pond.class)
                .dialect(dialect)
                .blockingConnect("localhost", backend.localAddress().getPort());
    }

    /** The host is the first that joins, which a client knows only when the server has heard of it. */
    private static void awaitJoined(Backend<Pond> backend, int count) {
        backend.clients()
                .ofType(ClientEvent.Joined.class)
                .take(count)
                .ignoreElements()
                .blockingAwait();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldEndForTheHostClientInEitherDialect(Dialect dialect) {
        try (Backend<Pond> backend = start(true, dialect);
                Client<Pond> host = connect(backend, dialect)) {
            awaitJoined(backend, 1);
            host.shutdownServer();
            host.closed().blockingAwait();
            assertThat(backend.closed().blockingAwait(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void shouldGoOnIfItIsNotAllowedOrAnotherClientAsks(Dialect dialect) {
        try (Backend<Pond> forbidding = start(false, dialect);
                Client<Pond> powerless = connect(forbidding, dialect);
                Backend<Pond> allowing = start(true, dialect);
                Client<Pond> host = connect(allowing, dialect)) {
            awaitJoined(allowing, 1);
            try (Client<Pond> guest = connect(allowing, dialect)) {
                awaitJoined(allowing, 2);
                guest.shutdownServer();
                guest.closed().blockingAwait();
            }
            powerless.shutdownServer();
            powerless.closed().blockingAwait();
            // What came after is answered, so what came before had no effect.
            host.deliver(Event.of(new Pond.Jump(0.5, 2))).blockingAwait();
            try (Client<Pond> another = connect(forbidding, dialect)) {
                another.deliver(Event.of(new Pond.Jump(0.5, 2))).blockingAwait();
            }
            assertThat(allowing.closed().blockingAwait(0, TimeUnit.SECONDS)).isFalse();
            assertThat(forbidding.closed().blockingAwait(0, TimeUnit.SECONDS)).isFalse();
        }
    }

    @SuppressWarnings("try") // the end is what this is about
    @ParameterizedTest
    @MethodSource("dialects")
    void shouldPassHostRightsOnToTheNextClient(Dialect dialect) {
        try (Backend<Pond> backend = start(true, dialect);
                Client<Pond> first = connect(backend, dialect);
                Client<Pond> second = connect(backend, dialect)) {
            awaitJoined(backend, 2);
            var left = backend.clients()
                    .ofType(ClientEvent.Left.class)
                    .firstOrError()
                    .cache();
            var unused = left.subscribe();
            first.close();
            first.closed().blockingAwait();
            assertThat(left.blockingGet().client()).isEqualTo(new ClientId(1));
            assertThat(backend.server().hostClient()).contains(new ClientId(2));
            second.shutdownServer();
            second.closed().blockingAwait();
            assertThat(backend.closed().blockingAwait(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldGiveNoDatagramOfTextAnyPowerInOurOwnDialect() {
        try (Backend<Pond> backend = start(true, Dialect.RXGASE);
                Client<Pond> host = connect(backend, Dialect.RXGASE);
                UdpWirePeer stranger = UdpWirePeer.clientOf(backend.localAddress())) {
            awaitJoined(backend, 1);
            stranger.sendText("shutdown");
            stranger.sendText("shut_me_down");
            host.deliver(Event.of(new Pond.Jump(0.5, 2))).blockingAwait();
            assertThat(backend.closed().blockingAwait(0, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void shouldTellTheOthersThatTheServerEnds() {
        try (Backend<Pond> backend = start(true, Dialect.RXGASE);
                Client<Pond> host = connect(backend, Dialect.RXGASE)) {
            awaitJoined(backend, 1);
            try (Client<Pond> guest = connect(backend, Dialect.RXGASE)) {
                host.shutdownServer();
                host.closed().blockingAwait();
                var last = (ConnectionEvent.Disconnected) guest.lifecycle().blockingLast();
                assertThat(last.reason()).isEqualTo(DisconnectReason.PEER_SHUTDOWN);
            }
        }
    }
}
