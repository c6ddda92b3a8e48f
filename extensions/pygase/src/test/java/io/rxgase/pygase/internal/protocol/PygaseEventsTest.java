package io.rxgase.pygase.internal.protocol;

import static io.rxgase.pygase.internal.protocol.VirtualLine.CLIENT;
import static io.rxgase.pygase.internal.protocol.VirtualLine.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.rxgase.transport.Channel;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.SendOptions;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import io.rxgase.transport.internal.protocol.EndpointEvent.Acked;
import io.rxgase.transport.internal.protocol.EndpointEvent.Failed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages on the PyGaSe machine: both sides are ours, on a line in virtual time. */
class PygaseEventsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualLine line = new VirtualLine();
    private PygaseEndpoint server;
    private PygaseEndpoint client;
    private long toServer;
    private long toClient;

    private void connect() {
        connect(TransportOptions.defaults(), 0);
    }

    private void connect(TransportOptions options, long firstSequence) {
        server = line.machine(SERVER, options, firstSequence);
        client = line.machine(CLIENT, options, firstSequence);
        toServer = client.connect(line.nowNanos, SERVER, new byte[0]);
        line.run(Duration.ofMillis(200));
        toClient = line.told(SERVER, EndpointEvent.Connected.class).get(0).connection();
    }

    private void takeAll() {
        server.consumed(line.nowNanos, toClient, Channel.ORDERED.id(), 1000);
        client.consumed(line.nowNanos, toServer, Channel.ORDERED.id(), 1000);
    }

    @Test
    void shouldDeliverInOrderBothWaysAndTellThatItDid() {
        connect();
        for (int i = 1; i <= 20; i++) {
            line.post(CLIENT, toServer, "up " + i, SendOptions.DEFAULT, i, Channel.ORDERED);
            line.post(SERVER, toClient, "down " + i, SendOptions.DEFAULT, i, Channel.ORDERED);
        }
        line.run(SECOND);

        assertThat(line.texts(SERVER)).containsExactlyElementsOf(numbered("up ", 20));
        assertThat(line.texts(CLIENT)).containsExactlyElementsOf(numbered("down ", 20));
        assertThat(line.told(SERVER, Acked.class)).hasSize(20);
        assertThat(line.told(CLIENT, Acked.class)).hasSize(20);
    }

    @Test
    void shouldPackAtMostFiveEventsAndAsManyBytesAsPygaseReads() {
        connect();
        for (int i = 0; i < 12; i++) {
            line.post(SERVER, toClient, "small");
        }
        for (int i = 0; i < 6; i++) {
            line.post(SERVER, toClient, "x".repeat(900));
        }
        line.post(SERVER, toClient, "y".repeat(ToClient.MAX_EVENT_BYTES));
        line.post(CLIENT, toServer, "z".repeat(ToServer.MAX_EVENT_BYTES));
        line.run(SECOND);

        assertThat(line.flown)
                .allSatisfy(flight -> assertThat(flight.bytes().length).isLessThanOrEqualTo(2048));
        assertThat(line.flownTo(CLIENT))
                .allSatisfy(flight -> assertThat(flight.fromServer().events()).hasSizeLessThanOrEqualTo(5));
        assertThat(line.texts(CLIENT)).hasSize(19);
        assertThat(line.texts(SERVER)).hasSize(1);
    }

    @Test
    void shouldRefuseAnEventThatNoDatagramCanCarry() {
        connect();
        assertThat(server.maxMessageBytes(toClient)).isEqualTo(2017);
        assertThat(client.maxMessageBytes(toServer)).isEqualTo(2032);
        assertThat(server.send(line.nowNanos, toClient, 0, new byte[2018], SendOptions.DEFAULT, 1, false))
                .isEqualTo(DeliveryException.Reason.TOO_LARGE);
        assertThat(client.send(line.nowNanos, toServer, 0, new byte[2033], SendOptions.DEFAULT, 1, false))
                .isEqualTo(DeliveryException.Reason.TOO_LARGE);
    }

    @Test
    void shouldSendAgainWhatWasLost() {
        connect();
        line.lost = flight -> flight.to().equals(CLIENT);
        line.post(SERVER, toClient, "event", SendOptions.DEFAULT, 1, Channel.ORDERED);
        line.run(Duration.ofMillis(100));
        line.lost = flight -> false;
        line.run(Duration.ofMillis(30));
        assertThat(line.texts(CLIENT)).isEmpty();

        // The next datagrams are acknowledged, this one is not: that, and the time for it, is the evidence.
        line.run(Duration.ofMillis(90));
        assertThat(line.texts(CLIENT)).containsExactly("event");
        assertThat(line.told(SERVER, Acked.class)).hasSize(1);
        assertThat(server.stats(toClient).messagesResent()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpAfterTheLastResendAndOnTime() {
        connect();
        line.lost = flight ->
                flight.to().equals(CLIENT) && !flight.fromServer().events().isEmpty();
        long sentNanos = line.nowNanos;
        line.post(SERVER, toClient, "event", SendOptions.DEFAULT.withMaxResends(2), 7, Channel.ORDERED);
        line.run(Duration.ofMillis(3300));

        List<VirtualLine.Flight> tries = line.flownTo(CLIENT).stream()
                .filter(flight -> !flight.fromServer().events().isEmpty())
                .toList();
        assertThat(tries).hasSize(3);
        assertThat(line.told(SERVER, Failed.class))
                .containsExactly(new Failed(toClient, 7, DeliveryException.Reason.EXPIRED));
        assertThat(tries.get(0).sentNanos() - sentNanos).isLessThanOrEqualTo(Pacing.FAST_NANOS);
    }

    @Test
    void shouldFailOnTimeWhenTheLineBreaks() {
        connect();
        line.post(SERVER, toClient, "event", SendOptions.DEFAULT.withMaxResends(0), 7, Channel.ORDERED);
        line.lost = flight -> true;
        line.run(Duration.ofMillis(26));
        line.run(Duration.ofMillis(973));
        assertThat(line.told(SERVER, Failed.class)).isEmpty();
        line.run(Duration.ofMillis(26));
        assertThat(line.told(SERVER, Failed.class)).hasSize(1);
    }

    @Test
    void shouldNotDoubleAnEventForAPeerThatIsOnlySlow() {
        connect();
        line.delay = Duration.ofMillis(1500);
        line.post(SERVER, toClient, "event", SendOptions.DEFAULT, 1, Channel.ORDERED);
        line.run(Duration.ofSeconds(6));
        assertThat(line.texts(CLIENT)).containsExactly("event");
        assertThat(line.told(SERVER, Acked.class)).hasSize(1);
    }

    @Test
    void shouldDropAnEventWhoseDeadlineHasPassed() {
        connect();
        for (int i = 0; i < 40; i++) {
            line.post(SERVER, toClient, "before " + i);
        }
        SendOptions options = SendOptions.DEFAULT.withDeadline(Duration.ofMillis(100));
        line.post(SERVER, toClient, "too late", options, 9, Channel.ORDERED);
        line.run(SECOND);
        assertThat(line.texts(CLIENT)).hasSize(40).doesNotContain("too late");
        assertThat(line.told(SERVER, Failed.class))
                .containsExactly(new Failed(toClient, 9, DeliveryException.Reason.EXPIRED));
    }

    @Test
    void shouldSendUnreliableEventsOnce() {
        connect();
        line.lost = flight ->
                flight.to().equals(CLIENT) && !flight.fromServer().events().isEmpty();
        line.post(SERVER, toClient, "event", SendOptions.DEFAULT, 3, Channel.UNRELIABLE);
        line.run(Duration.ofSeconds(3));
        assertThat(line.told(SERVER, Acked.class)).containsExactly(new Acked(toClient, 3));
        assertThat(line.texts(CLIENT)).isEmpty();
    }

    @Test
    void shouldTellTheFateOfEveryEventWhenTheConnectionEnds() {
        connect();
        line.lost = flight -> true;
        for (int i = 1; i <= 50; i++) {
            line.post(SERVER, toClient, "event", SendOptions.DEFAULT, i, Channel.ORDERED);
        }
        line.run(Duration.ofSeconds(6));
        assertThat(line.told(SERVER, Failed.class)).hasSize(50);
        assertThat(line.told(SERVER, EndpointEvent.Disconnected.class)).hasSize(1);
    }

    @Test
    void shouldRefuseEventsWhenTheQueueIsFull() {
        connect();
        byte[] payload = new byte[1000];
        DeliveryException.Reason refusal = null;
        int accepted = 0;
        while (refusal == null) {
            refusal = server.send(line.nowNanos, toClient, 0, payload, SendOptions.DEFAULT, 0, false);
            accepted++;
        }
        assertThat(refusal).isEqualTo(DeliveryException.Reason.QUEUE_FULL);
        assertThat(accepted).isEqualTo(TransportOptions.defaults().maxQueuedBytes() / 1000 + 1);
        assertThat(server.stats(toClient).queuedBytes()).isEqualTo((accepted - 1) * 1000L);
        assertThat(server.send(line.nowNanos, toClient, 0, payload, SendOptions.DEFAULT, 0, true))
                .isNull();
    }

    @Test
    void shouldGiveCreditForWhatIsAcknowledged() {
        connect();
        assertThat(server.credit(toClient, 0)).isEqualTo(EventOutbox.WINDOW);
        for (int i = 0; i < EventOutbox.WINDOW; i++) {
            line.post(SERVER, toClient, "event");
        }
        assertThat(server.credit(toClient, 0)).isZero();
        assertThat(line.told(SERVER, EndpointEvent.CreditChanged.class)).isEmpty();
        line.run(SECOND);
        assertThat(line.told(SERVER, EndpointEvent.CreditChanged.class))
                .hasSize(Channel.defaults().size());
        assertThat(server.credit(toClient, 0)).isEqualTo(EventOutbox.WINDOW);
    }

    @Test
    void shouldLoseNothingWhenTheApplicationIsSlow() {
        connect();
        int total = 3 * PygaseConnection.MAX_WAITING;
        for (int i = 1; i <= total; i++) {
            line.post(CLIENT, toServer, "event " + i);
        }
        line.run(Duration.ofSeconds(4));
        assertThat(line.texts(SERVER)).hasSizeLessThanOrEqualTo(PygaseConnection.MAX_WAITING);
        assertThat(server.stats(toClient).packetsDropped()).isPositive();
        for (int i = 0; i < 20; i++) {
            takeAll();
            line.run(Duration.ofMillis(1200));
        }
        assertThat(line.texts(SERVER)).containsExactlyInAnyOrderElementsOf(numbered("event ", total));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldDeliverEveryEventOnceOnABadLineAcrossTheWrap(long seed) {
        line.random = new Random(seed);
        connect(TransportOptions.defaults(), 65_400 - seed);
        line.delay = Duration.ofMillis(30);
        line.jitter = Duration.ofMillis(60);
        line.copies = 0.1;
        line.lost = flight -> line.random.nextDouble() < 0.2;
        for (int i = 1; i <= 100; i++) {
            line.post(CLIENT, toServer, "up " + i);
            line.post(SERVER, toClient, "down " + i);
            takeAll();
            line.run(Duration.ofMillis(100));
        }
        line.run(Duration.ofSeconds(8));
        assertThat(line.texts(SERVER)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(numbered("up ", 100));
        assertThat(line.texts(CLIENT)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(numbered("down ", 100));
        assertThat(line.lastTo(CLIENT).header().sequence()).isLessThan(1000);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void shouldKeepTheOrderOfEventsWhateverIsLostAndLate(long seed) {
        line.random = new Random(seed);
        connect();
        line.delay = Duration.ofMillis(20);
        line.jitter = Duration.ofMillis(seed % 2 * 40);
        line.lost = flight -> line.random.nextDouble() < 0.3;
        for (int i = 1; i <= 100; i++) {
            line.post(CLIENT, toServer, "up " + i);
            line.post(SERVER, toClient, "down " + i);
        }
        line.run(Duration.ofSeconds(15));
        takeAll();
        assertThat(line.texts(SERVER)).as("seed %d", seed).containsExactlyElementsOf(numbered("up ", 100));
        assertThat(line.texts(CLIENT)).as("seed %d", seed).containsExactlyElementsOf(numbered("down ", 100));
    }

    @Test
    void shouldNotLetUnorderedEventsWaitForOrderedOnes() {
        connect();
        line.lost = flight -> flight.to().equals(SERVER)
                && flight.fromClient().events().stream()
                        .anyMatch(event -> new String(event, StandardCharsets.UTF_8).startsWith("first"));
        line.post(CLIENT, toServer, "first");
        line.run(Duration.ofMillis(30));
        line.post(CLIENT, toServer, "second");
        line.post(CLIENT, toServer, "aside", SendOptions.DEFAULT, 0, Channel.UNORDERED);
        line.post(CLIENT, toServer, "by the way", SendOptions.DEFAULT, 0, Channel.UNRELIABLE);
        line.run(SECOND);
        assertThat(line.texts(SERVER)).containsExactly("aside", "by the way");
        line.lost = flight -> false;
        line.run(SECOND);
        assertThat(line.texts(SERVER)).containsExactly("aside", "by the way", "first", "second");
    }

    @Test
    void shouldGoOnBehindAnOrderedEventThatIsGivenUp() {
        connect();
        line.lost = flight -> flight.to().equals(SERVER)
                && flight.fromClient().events().stream()
                        .anyMatch(event -> new String(event, StandardCharsets.UTF_8).startsWith("first"));
        line.post(CLIENT, toServer, "first", SendOptions.DEFAULT.withMaxResends(0), 5, Channel.ORDERED);
        line.run(Duration.ofMillis(30));
        line.post(CLIENT, toServer, "second");
        line.run(Duration.ofMillis(400));
        assertThat(line.told(CLIENT, Failed.class))
                .containsExactly(new Failed(toServer, 5, DeliveryException.Reason.EXPIRED));
        assertThat(line.texts(SERVER)).containsExactly("second");
    }

    /** How long 100 events take that are sent at once, in virtual time. */
    private static long millisForAHundred(Channel channel, int roundTripMillis, double loss) {
        PygaseEventsTest run = new PygaseEventsTest();
        run.connect();
        run.line.delay = Duration.ofMillis(roundTripMillis).dividedBy(2);
        run.line.random = new Random(5);
        run.line.lost = flight -> run.line.random.nextDouble() < loss;
        for (int i = 1; i <= 100; i++) {
            run.line.post(CLIENT, run.toServer, "event " + i, SendOptions.DEFAULT, i, channel);
        }
        long start = run.line.nowNanos;
        while (run.line.texts(SERVER).size() < 100) {
            run.line.run(Duration.ofMillis(5));
        }
        return (run.line.nowNanos - start) / 1_000_000;
    }

    @Test
    void shouldPayForOrderWithARoundTripForEachDatagram() {
        StringBuilder figures = new StringBuilder("100 events at once in PyGaSe's dialect, ordered / unordered, ms:");
        for (int roundTrip : new int[] {2, 40, 100, 200}) {
            for (double loss : new double[] {0, 0.05, 0.3}) {
                long ordered = millisForAHundred(Channel.ORDERED, roundTrip, loss);
                long unordered = millisForAHundred(Channel.UNORDERED, roundTrip, loss);
                figures.append(String.format(
                        Locale.ROOT,
                        "%n  round trip %d, loss %.0f %%: %d / %d",
                        roundTrip,
                        loss * 100,
                        ordered,
                        unordered));
                assertThat(ordered).isBetween(unordered, 20_000L);
                if (loss == 0) {
                    // 20 datagrams; a slot at each end comes to the round trip.
                    assertThat(ordered).isLessThanOrEqualTo(20L * (roundTrip + 2 * 25));
                    assertThat(unordered).isLessThanOrEqualTo(21L * 25 + roundTrip);
                }
            }
        }
        System.out.println(figures);
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }
}
