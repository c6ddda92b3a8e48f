package io.rxgase.transport.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Admission;
import io.rxgase.transport.Channel;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What is lost of a handshake, or of a farewell that is said once, is told again to the one who would wait for it. */
class JoinUnderLossTest {
    private static final long SECOND = TestPair.SECOND;
    private static final long MILLI = TestPair.MILLI;

    /** Longer than the idle time-out of 5 s, so that a dialing client can outlast the server's patience. */
    private static final TransportOptions PATIENT =
            TransportOptions.defaults().withConnectTimeout(Duration.ofSeconds(20));

    private static final TransportOptions DEFAULTS = TransportOptions.defaults();

    @Test
    void shouldLetNobodyGoWhoIsStillDialingAtThirtyPercentLoss() {
        for (int seed = 0; seed < 600; seed++) {
            TestPair pair = new TestPair(PATIENT, PATIENT, seed, 0, 0);
            pair.up.loss = 0.3;
            pair.down.loss = 0.3;
            dial(pair);

            boolean joined = pair.runUntil(() -> pair.client.connection != 0 || pair.server.end() != null, 20 * SECOND);
            pair.run(SECOND);

            assertThat(joined)
                    .as("seed %d is in within its connect time-out", seed)
                    .isTrue();
            assertThat(pair.server.end()).as("seed %d", seed).isNull();
            assertThat(pair.client.end()).as("seed %d", seed).isNull();
            assertThat(pair.server.events(EndpointEvent.Connected.class))
                    .as("seed %d joined once", seed)
                    .hasSize(1);
        }
    }

    @Test
    void shouldKeepAClientWhoseWelcomeIsLostForLongerThanTheIdleTimeout() {
        TestPair pair = new TestPair(PATIENT, PATIENT, 1, 0, 0);
        whenItComesIn(pair, (event, now) -> cut(pair.down));
        dial(pair);
        pair.run(8 * SECOND);
        assertThat(pair.server.end()).isNull();
        assertThat(pair.client.connection).isZero();

        pair.down.down = false;
        pair.run(2 * SECOND);
        assertThat(pair.client.connection).isNotZero();
        assertThat(pair.server.events(EndpointEvent.Connected.class)).hasSize(1);
        assertThat(pair.server.end()).isNull();
    }

    @Test
    void shouldLetAClientGoThatNoLongerSaysHello() {
        TestPair pair = new TestPair(PATIENT, PATIENT, 1, 0, 0);
        whenItComesIn(pair, (event, now) -> {
            cut(pair.down);
            cut(pair.up);
        });
        dial(pair);
        pair.run(6 * SECOND);

        assertThat(pair.server.end().reason()).isEqualTo(DisconnectReason.TIMED_OUT);
    }

    @Test
    void shouldNotCountAHelloAsHeardThatSomebodyRepeatsOnceTheClientIsIn() {
        TestPair pair = new TestPair(PATIENT, PATIENT, 1, 0, 0);
        pair.client.records = true;
        pair.connect();
        pair.run(SECOND);
        byte[] hello = pair.client.datagramsSent.stream()
                .filter(datagram -> datagram[0] == Wire.HELLO)
                .reduce((first, last) -> last)
                .orElseThrow();
        pair.up.down = true;
        pair.down.down = true;
        for (int i = 0; i < 12; i++) {
            pair.server.receive(pair.client.address, hello);
            pair.run(SECOND / 2);
        }

        assertThat(pair.server.end().reason()).isEqualTo(DisconnectReason.TIMED_OUT);
    }

    @Test
    void shouldRepeatARefusalForEachHello() {
        Admission nobody = (address, hello) -> Admission.Decision.refuse("come back tomorrow");
        shouldTellThoughTheFirstAnswersAreLost(
                new TestPair(DEFAULTS, DEFAULTS.withAdmission(nobody), 1, 0, 0), DisconnectReason.REFUSED);
        shouldTellThoughTheFirstAnswersAreLost(
                new TestPair(DEFAULTS.withChannels(List.of(Channel.ORDERED)), DEFAULTS, 1, 0, 0),
                DisconnectReason.VERSION_MISMATCH);
        shouldTellThoughTheFirstAnswersAreLost(
                new TestPair(DEFAULTS, DEFAULTS.withMaxConnections(1), 1, 0, 0).connect(),
                DisconnectReason.SERVER_FULL);
    }

    @Test
    void shouldTellAClientThatKnocksWhileTheServerIsClosing() {
        TestPair pair = new TestPair();
        pair.server.machine.closeAll(pair.nowNanos, DisconnectReason.PEER_SHUTDOWN, "maintenance");
        shouldTellThoughTheFirstAnswersAreLost(pair, DisconnectReason.PEER_SHUTDOWN);
        assertThat(pair.client.end().detail()).isEqualTo("maintenance");
        assertThat(pair.server.events).isEmpty();
    }

    /** The challenge gets through, then nothing for two seconds. */
    private static void shouldTellThoughTheFirstAnswersAreLost(TestPair pair, DisconnectReason reason) {
        dial(pair);
        pair.run(3 * MILLI);
        cut(pair.down);
        pair.run(2 * SECOND);
        assertThat(pair.client.end()).isNull();

        pair.down.down = false;
        pair.run(2 * SECOND);
        assertThat(pair.client.end()).isNotNull();
        assertThat(pair.client.end().reason()).isEqualTo(reason);
    }

    @Test
    void shouldTellAClientThatItWasSentAwayEvenIfItNeverSawItsWelcome() {
        TestPair pair = new TestPair(PATIENT, PATIENT, 1, 0, 0);
        whenItComesIn(pair, (event, now) -> {
            cut(pair.down);
            pair.server.machine.close(now, event.connection(), DisconnectReason.PEER_SHUTDOWN, "not you");
        });
        dial(pair);
        pair.run(1500 * MILLI);
        assertThat(pair.client.end()).isNull();

        pair.down.down = false;
        pair.run(2 * SECOND);
        assertThat(pair.client.end()).isNotNull();
        assertThat(pair.client.end().detail()).isEqualTo("not you");
    }

    @Test
    void shouldSayTheOneFarewellAgainToAPeerThatGoesOn() {
        TestPair pair = new TestPair();
        pair.client.records = true;
        pair.connect();
        pair.run(SECOND);
        byte[] forged = Forger.inTheNameOf(
                pair.client,
                1,
                out -> out.put((byte) Wire.ACK)
                        .putShort((short) 1_000)
                        .putLong(0)
                        .putShort((short) 0));
        pair.down.down = true;
        pair.server.receive(pair.client.address, forged);
        pair.run(10 * MILLI);
        assertThat(pair.server.end().reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
        assertThat(pair.client.end()).isNull();

        pair.down.down = false;
        long before = pair.down.datagrams;
        pair.client.send(Channel.ORDERED, "still there?");
        pair.run(SECOND);
        assertThat(pair.client.end().reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
        assertThat(pair.down.datagrams - before).as("farewells").isLessThan(4);
    }

    /** With what is under way. */
    private static void cut(TestLink link) {
        link.flights.clear();
        link.down = true;
    }

    private static void dial(TestPair pair) {
        pair.client.machine.connect(pair.nowNanos, pair.server.address, new byte[0]);
    }

    private static void whenItComesIn(TestPair pair, BiConsumer<EndpointEvent.Connected, Long> action) {
        pair.server.listener = (event, now) -> {
            if (event instanceof EndpointEvent.Connected connected) {
                action.accept(connected, now);
            }
        };
    }
}
