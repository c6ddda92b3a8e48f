package io.rxgase.pygase.internal.protocol;

import static io.rxgase.pygase.internal.protocol.VirtualLine.CLIENT;
import static io.rxgase.pygase.internal.protocol.VirtualLine.OTHER;
import static io.rxgase.pygase.internal.protocol.VirtualLine.SERVER;
import static io.rxgase.pygase.internal.protocol.VirtualLine.clientDatagram;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rxgase.pygase.Pygase;
import io.rxgase.pygase.internal.protocol.VirtualLine.Flight;
import io.rxgase.testkit.PygaseVectors;
import io.rxgase.transport.Admission;
import io.rxgase.transport.Channel;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Quality;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointEvent.Connected;
import io.rxgase.transport.internal.protocol.EndpointEvent.Disconnected;
import io.rxgase.transport.internal.protocol.EndpointEvent.Failed;
import io.rxgase.transport.internal.protocol.EndpointEvent.PeerRestarted;
import io.rxgase.transport.internal.protocol.EndpointEvent.QualityChanged;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening, silence, coming back and hostile bytes: the life of connections of the PyGaSe machine, in virtual time. */
class PygaseLifeTest {
    private static final Duration STEP = Duration.ofMillis(25);

    private final VirtualLine line = new VirtualLine();
    private int number;
    private int ack;

    /** A hand-made client that sends for a while and acknowledges what it gets, without remembering more than the newest. */
    private void play(InetSocketAddress from, int datagrams, int timeOrder) {
        for (int i = 0; i < datagrams; i++) {
            number = CircularNumber.plus(number, 1);
            line.send(from, SERVER, clientDatagram(number, ack, 0, timeOrder));
            line.run(STEP);
            List<Flight> received = line.flownTo(from);
            if (!received.isEmpty()) {
                ack = received.get(received.size() - 1).header().sequence();
            }
        }
    }

    @Test
    void shouldConnectWithTheFirstDatagramsOfBothSides() {
        PygaseEndpoint server = line.machine(SERVER);
        PygaseEndpoint client = line.machine(CLIENT);
        long toServer = client.connect(line.nowNanos, SERVER, new byte[0]);
        // Two datagrams pay for the answer, which the third acknowledges.
        line.run(Duration.ofMillis(60));

        assertThat(line.told(SERVER, Connected.class)).singleElement().satisfies(connected -> {
            assertThat(connected.remoteAddress()).isEqualTo(CLIENT);
            assertThat(connected.incoming()).isTrue();
            assertThat(server.dialect(connected.connection())).isEqualTo(Pygase.dialect());
        });
        assertThat(line.told(CLIENT, Connected.class)).singleElement().satisfies(connected -> {
            assertThat(connected.connection()).isEqualTo(toServer);
            assertThat(connected.incoming()).isFalse();
        });
        assertThat(line.flown.get(0).bytes())
                .isEqualTo(PygaseVectors.ofKind("client").get(0).bytes());
        Flight answer = line.flownTo(CLIENT).get(0);
        assertThat(answer.header().ack()).isEqualTo(2);
        assertThat(Arrays.copyOfRange(answer.bytes(), PacketHeader.BYTES, answer.bytes().length))
                .isEqualTo(Arrays.copyOfRange(
                        PygaseVectors.ofKind("server").get(0).bytes(), PacketHeader.BYTES, answer.bytes().length));
    }

    @Test
    void shouldSendFortyTimesASecondFromTheStart() {
        line.machine(SERVER);
        PygaseEndpoint client = line.machine(CLIENT);
        client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofMillis(100));
        int before = line.flownTo(CLIENT).size();
        line.run(Duration.ofMillis(9900));
        assertThat(line.flownTo(SERVER)).hasSizeBetween(400, 401);
        assertThat(line.flownTo(CLIENT).size() - before).isBetween(395, 397);
    }

    @Test
    void shouldHalveTheRateWhileTheLineIsSlow() {
        line.machine(SERVER);
        PygaseEndpoint client = line.machine(CLIENT);
        line.delay = Duration.ofMillis(200);
        client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofSeconds(3));
        assertThat(line.told(CLIENT, QualityChanged.class))
                .extracting(QualityChanged::quality)
                .containsExactly(Quality.BAD);
        int before = line.flownTo(SERVER).size();
        line.run(Duration.ofSeconds(2));
        assertThat(line.flownTo(SERVER).size() - before).isBetween(39, 41);
    }

    @Test
    void shouldGiveUpConnectingToNobody() {
        PygaseEndpoint client = line.machine(CLIENT);
        client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofMillis(4999));
        assertThat(line.told(CLIENT, Disconnected.class)).isEmpty();
        line.run(Duration.ofMillis(1));
        assertThat(line.told(CLIENT, Disconnected.class))
                .extracting(Disconnected::reason)
                .containsExactly(DisconnectReason.CONNECT_TIMED_OUT);
        assertThat(client.pollTimeout()).isEqualTo(PygaseEndpoint.NEVER);
    }

    @Test
    void shouldTimeOutOnTimeThoughNothingArrives() {
        line.machine(SERVER);
        PygaseEndpoint client = line.machine(CLIENT);
        client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofSeconds(1));
        line.lost = flight -> true;
        line.run(Duration.ofMillis(4970));
        assertThat(line.told(SERVER, Disconnected.class)).isEmpty();
        line.run(Duration.ofMillis(60));
        assertThat(line.told(SERVER, Disconnected.class))
                .extracting(Disconnected::reason)
                .containsExactly(DisconnectReason.TIMED_OUT);
        assertThat(line.told(CLIENT, Disconnected.class))
                .extracting(Disconnected::reason)
                .containsExactly(DisconnectReason.TIMED_OUT);
        int before = line.flown.size();
        line.run(Duration.ofSeconds(10));
        assertThat(line.flown).hasSize(before);
    }

    @Test
    void shouldDeliverWhatIsQueuedBeforeItCloses() {
        line.machine(SERVER);
        PygaseEndpoint client = line.machine(CLIENT);
        long toServer = client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofMillis(200));
        for (int i = 0; i < 15; i++) {
            line.post(CLIENT, toServer, "bye");
        }
        client.close(line.nowNanos, toServer, DisconnectReason.CLOSED_LOCALLY, "enough");
        line.run(Duration.ofMillis(500));
        assertThat(line.texts(SERVER)).hasSize(15);
        assertThat(line.told(CLIENT, Disconnected.class))
                .containsExactly(new Disconnected(toServer, DisconnectReason.CLOSED_LOCALLY, "enough"));
    }

    @Test
    void shouldIgnoreTheClientThatItSentAway() {
        PygaseEndpoint server = line.machine(SERVER);
        play(CLIENT, 4, 0);
        long connection = line.told(SERVER, Connected.class).get(0).connection();
        server.close(line.nowNanos, connection, DisconnectReason.CLOSED_LOCALLY, "kicked");
        play(CLIENT, 80, 0);
        assertThat(line.told(SERVER, Connected.class)).hasSize(1);
        assertThat(line.told(SERVER, Disconnected.class)).hasSize(1);
        assertThat(server.datagramsDropped()).isEqualTo(80);

        number = 0;
        ack = 0;
        play(CLIENT, 3, 0);
        assertThat(line.told(SERVER, Connected.class)).hasSize(2);
    }

    @Test
    void shouldAskTheAdmissionOnce() {
        int[] asked = {0};
        Admission nobody = (address, hello) -> {
            asked[0]++;
            return Admission.Decision.refuse("full");
        };
        line.machine(SERVER, TransportOptions.defaults().withAdmission(nobody), 0);
        play(CLIENT, 40, 0);
        assertThat(asked[0]).isEqualTo(1);
        assertThat(line.flownTo(CLIENT)).isEmpty();
    }

    @Test
    void shouldTakeNoMoreConnectionsThanAllowed() {
        PygaseEndpoint server = line.machine(SERVER, TransportOptions.defaults().withMaxConnections(1), 0);
        play(CLIENT, 3, 0);
        play(OTHER, 1, 0);
        assertThat(line.told(SERVER, Connected.class)).hasSize(1);
        assertThat(server.datagramsDropped()).isEqualTo(1);
    }

    @Test
    void shouldKeepItsNumbersTowardsAnAddressForTenSecondsBeyondTheTimeOut() {
        line.machine(SERVER);
        play(CLIENT, 40, 0);
        line.run(Duration.ofMillis(4900)); // silence
        line.run(Duration.ofMillis(9900)); // and its time-out
        int last = line.lastTo(CLIENT).header().sequence();
        assertThat(line.flownTo(CLIENT)).hasSizeGreaterThan(200);

        int before = line.flownTo(CLIENT).size();
        play(CLIENT, 3, 0);
        assertThat(line.told(SERVER, Connected.class)).hasSize(2);
        assertThat(line.flownTo(CLIENT).get(before).header().sequence()).isEqualTo(CircularNumber.plus(last, 1));

        line.run(Duration.ofMillis(15_200));
        last = line.lastTo(CLIENT).header().sequence();
        before = line.flownTo(CLIENT).size();
        number = 0;
        ack = 0;
        play(CLIENT, 3, 0);
        assertThat(line.told(SERVER, Connected.class)).hasSize(3);
        assertThat(line.flownTo(CLIENT).get(before).header().sequence()).isNotEqualTo(CircularNumber.plus(last, 1));
    }

    @Test
    void shouldGoOnWhereAServerBeforeItStopped() {
        line.machine(SERVER);
        number = 60_000;
        ack = 65_500;
        play(CLIENT, 4, 4711);
        assertThat(line.told(SERVER, Connected.class)).hasSize(1);
        assertThat(line.flownTo(CLIENT))
                .isNotEmpty()
                .allMatch(flight -> CircularNumber.distance(flight.header().sequence(), 65_500) > 0);
        assertThat(line.lastTo(CLIENT).header().ack()).isEqualTo(60_004);
    }

    @Test
    void shouldRecognizeAClientThatStartedAgainOnTheSamePort() {
        line.machine(SERVER);
        play(CLIENT, 100, 5);
        line.send(CLIENT, SERVER, clientDatagram(1, 0, 0, 0, "JOIN"));
        line.run(STEP);
        assertThat(line.told(SERVER, Disconnected.class)).isEmpty();
        int last = line.lastTo(CLIENT).header().sequence();

        line.send(CLIENT, SERVER, clientDatagram(2, 0, 0, 0));
        line.run(STEP);
        assertThat(line.told(SERVER, Disconnected.class))
                .extracting(Disconnected::reason)
                .containsExactly(DisconnectReason.CLOSED_BY_PEER);
        int answer = line.lastTo(CLIENT).header().sequence();
        assertThat(answer).isEqualTo(CircularNumber.plus(last, 1));
        line.send(CLIENT, SERVER, clientDatagram(3, answer, 0, 0));
        line.run(STEP);
        assertThat(line.told(SERVER, Connected.class)).hasSize(2);
        assertThat(line.texts(SERVER)).containsExactly("JOIN");
        assertThat(line.lastTo(CLIENT).header().ack()).isEqualTo(3);
    }

    @Test
    void shouldRecognizeARestartWhoseNumbersLookNewer() {
        line.machine(SERVER);
        number = 50_000;
        play(CLIENT, 20, 5);
        line.send(CLIENT, SERVER, clientDatagram(1, 0, 0, 0, "JOIN again, with what pays for an answer"));
        line.run(STEP);
        int answer = line.lastTo(CLIENT).header().sequence();
        line.send(CLIENT, SERVER, clientDatagram(2, answer, 0, 0));
        line.run(STEP);
        assertThat(line.told(SERVER, Connected.class)).hasSize(2);
        assertThat(line.texts(SERVER)).containsExactly("JOIN again, with what pays for an answer");
    }

    @Test
    void shouldRecognizeARestartOfAClientThatGotADatagramOfTheClientBefore() {
        line.machine(SERVER);
        play(CLIENT, 100, 5);
        int ack = this.ack;
        for (int number = 1; number <= 12; number++) {
            line.send(CLIENT, SERVER, clientDatagram(number, ack, 0, 700, "event " + number));
            line.run(Duration.ofMillis(25));
            ack = number < 9 ? ack : line.lastTo(CLIENT).header().sequence();
        }
        assertThat(line.told(SERVER, Connected.class)).hasSize(2);
        assertThat(line.texts(SERVER))
                .hasSize(12)
                .startsWith("event 1", "event 2")
                .endsWith("event 12");
    }

    @Test
    void shouldNotTakeABatchOfLateCopiesForARestart() {
        line.machine(SERVER);
        play(CLIENT, 100, 5);
        for (int number = 20; number <= 50; number++) {
            line.send(CLIENT, SERVER, clientDatagram(number, 10, 0, 700));
        }
        play(CLIENT, 10, 5);
        for (int number = 51; number <= 70; number++) {
            line.send(CLIENT, SERVER, clientDatagram(number, 10, 0, 700));
            play(CLIENT, 1, 5);
        }
        assertThat(line.told(SERVER, Disconnected.class)).isEmpty();
    }

    @Test
    void shouldNotTakeALateCopyForARestart() {
        line.machine(SERVER);
        play(CLIENT, 100, 5);
        line.send(CLIENT, SERVER, clientDatagram(1, 0, 0, 0));
        play(CLIENT, 60, 5);
        line.send(CLIENT, SERVER, clientDatagram(2, 0, 0, 0));
        play(CLIENT, 10, 5);
        assertThat(line.told(SERVER, Disconnected.class)).isEmpty();
    }

    @Test
    void shouldHandleADatagramOnceHoweverOftenItComes() {
        PygaseEndpoint server = line.machine(SERVER);
        line.open(CLIENT, SERVER);
        int ack = line.lastTo(CLIENT).header().sequence();
        for (int i = 0; i < 5; i++) {
            line.send(CLIENT, SERVER, clientDatagram(4, ack, 0, 0, "once"));
        }
        line.send(CLIENT, SERVER, clientDatagram(42, ack, 0, 0));
        line.send(CLIENT, SERVER, clientDatagram(9, ack, 0, 0, "too late"));
        line.send(CLIENT, SERVER, clientDatagram(10, ack, 0, 0, "late"));
        line.run(Duration.ofMillis(50));
        assertThat(line.texts(SERVER)).containsExactly("once", "late");
        long connection = line.told(SERVER, Connected.class).get(0).connection();
        assertThat(server.stats(connection).packetsDropped()).isEqualTo(5);
    }

    @Test
    void shouldIgnoreDatagramsOfStrangersAsAClient() {
        line.machine(SERVER);
        PygaseEndpoint client = line.machine(CLIENT);
        client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofMillis(100));
        byte[] injected = PygaseVectors.ofKind("server").stream()
                .filter(vector -> vector.name().equals("server-delta-events"))
                .findFirst()
                .orElseThrow()
                .bytes();
        line.send(OTHER, CLIENT, injected);
        line.send(OTHER, CLIENT, clientDatagram(1, 0, 0, 0, "MOVE"));
        line.run(Duration.ofMillis(100));
        assertThat(line.texts(CLIENT)).isEmpty();
        assertThat(client.datagramsDropped()).isEqualTo(2);
    }

    @Test
    void shouldSurviveAnyBytes() {
        PygaseEndpoint server = line.machine(SERVER);
        PygaseEndpoint client = line.machine(CLIENT);
        client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofSeconds(1));
        List<byte[]> seeds = PygaseVectors.ofKind("client", "server", "text", "header").stream()
                .map(PygaseVectors.Vector::bytes)
                .toList();
        long seed = Long.getLong("seed", 42);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
            for (int j = random.nextInt(4); j > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ByteBuffer datagram = ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1));
            server.receive(line.nowNanos, VirtualLine.address(5000 + random.nextInt(50)), datagram.duplicate());
            client.receive(line.nowNanos, SERVER, datagram.duplicate());
            if (i % 100 == 0) {
                line.run(Duration.ofMillis(1));
            }
        }
        line.run(Duration.ofSeconds(8));
        assertThat(server.stats(line.told(SERVER, Connected.class).get(0).connection()))
                .as("the honest client's connection, seed %d", seed)
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 30, 5_000, 40_000, 65_530})
    void shouldTellThatAnotherServerAnswers(long firstOfTheSecond) {
        for (long first : new long[] {1, 100, 32_000, 60_000}) {
            VirtualLine line = new VirtualLine();
            line.machine(SERVER, TransportOptions.defaults(), first);
            PygaseEndpoint client = line.machine(CLIENT);
            long toServer = client.connect(line.nowNanos, SERVER, new byte[0]);
            line.run(Duration.ofMillis(700));
            client.holdState(line.nowNanos, toServer, 20_000, false);
            line.run(Duration.ofMillis(300));
            line.remove(SERVER);
            line.post(CLIENT, toServer, "for the first", SendOptions.DEFAULT, 1, Channel.ORDERED);
            line.run(Duration.ofSeconds(2));
            assertThat(line.told(CLIENT, PeerRestarted.class)).isEmpty();

            line.machine(SERVER, TransportOptions.defaults(), firstOfTheSecond);
            line.run(Duration.ofSeconds(2));
            assertThat(line.told(CLIENT, PeerRestarted.class))
                    .as("from %d to %d", first, firstOfTheSecond)
                    .hasSize(1);
            assertThat(line.told(CLIENT, Failed.class)).hasSize(1);
            assertThat(line.lastTo(SERVER).fromClient().timeOrder()).isZero();
            line.post(CLIENT, toServer, "for the second");
            line.run(Duration.ofSeconds(1));
            assertThat(line.texts(SERVER)).containsExactly("for the second");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void shouldTakeNoLineForAnotherServer(long seed) {
        line.random = new Random(seed);
        line.machine(SERVER);
        PygaseEndpoint client = line.machine(CLIENT);
        client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofSeconds(1));
        line.jitter = Duration.ofMillis(300);
        line.copies = 0.2;
        for (int i = 0; i < 20; i++) {
            double loss = line.random.nextDouble();
            line.lost = flight -> line.random.nextDouble() < loss;
            line.run(Duration.ofSeconds(2));
            line.lost = flight -> true;
            line.run(Duration.ofMillis(line.random.nextInt(2000)));
            line.lost = flight -> false;
            line.run(Duration.ofMillis(200));
        }
        assertThat(line.told(CLIENT, PeerRestarted.class)).as("seed %d", seed).isEmpty();
        assertThat(line.told(SERVER, Disconnected.class)).as("seed %d", seed).isEmpty();
    }

    @Test
    void shouldRefuseMisuse() {
        PygaseEndpoint client = line.machine(CLIENT);
        long toServer = client.connect(line.nowNanos, SERVER, new byte[0]);
        assertThatThrownBy(() -> client.connect(line.nowNanos, SERVER, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from another socket");
        assertThatThrownBy(() ->
                        client.connect(line.nowNanos, InetSocketAddress.createUnresolved("nowhere", 1), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unresolved");
        assertThatThrownBy(() -> client.holdState(line.nowNanos, toServer, 65_536, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 65535");
    }
}
