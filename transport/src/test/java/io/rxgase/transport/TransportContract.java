package io.rxgase.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.observers.BaseTestConsumer;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.testkit.UdpPorts;
import io.rxgase.transport.Admission.Decision;
import io.rxgase.transport.DeliveryException.Reason;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DatagramTransport} does, whatever is below it. Subclasses say how the two ends are made and how time
 * passes.
 */
public abstract class TransportContract {
    protected static final TransportOptions OPTIONS = TransportOptions.defaults();

    private static final int MOST_ATTEMPTS = 20;

    private DatagramTransport server;
    private DatagramTransport client;

    /** Makes the end that listens. */
    protected abstract DatagramTransport newServer();

    /** Makes the end that connects. */
    protected abstract DatagramTransport newClient();

    /** Where the server listens: a host of its own, and the given port. */
    protected abstract InetSocketAddress serverAddress(int port);

    /** An address at which nothing ever answers. */
    protected abstract InetSocketAddress nobody();

    /** Lets time pass until something is true, and fails if it never is. */
    protected abstract void until(BooleanSupplier condition);

    /** Lets at least so much time pass. */
    protected abstract void pass(Duration time);

    /** Of a connection that keep-alives hold up; longer than the machine may stand still where time is real. */
    protected Duration idleTimeout() {
        return Duration.ofSeconds(20);
    }

    /** Connects so that {@link #silence()} works on this connection. */
    protected abstract InetSocketAddress reachable(Listener listener);

    /** From now on nothing gets through between server and client. */
    protected abstract void silence();

    /** Ends the silence. */
    protected abstract void endSilence();

    /** Takes down what is left between the two ends, after these were closed. */
    protected void takeDown() {}

    @BeforeEach
    void makeTransports() {
        server = newServer();
        client = newClient();
    }

    @AfterEach
    void closeTransports() {
        TestObserver<Void> closing = client.close().andThen(server.close()).test();
        until(() -> terminated(closing));
        closing.assertComplete();
        takeDown();
    }

    private static boolean terminated(BaseTestConsumer<?, ?> observer) {
        try {
            observer.assertNotComplete().assertNoErrors();
            return false;
        } catch (AssertionError over) {
            return true;
        }
    }

    private <T> T result(TestObserver<T> observer) {
        until(() -> terminated(observer));
        observer.assertNoErrors();
        return observer.values().get(0);
    }

    private Throwable failure(TestObserver<?> observer) {
        until(() -> terminated(observer));
        List<Throwable> errors = new ArrayList<>();
        observer.assertError(error -> errors.add(error));
        return errors.get(0);
    }

    private Listener listen(TransportOptions options) {
        return result(server.listen(serverAddress(0), options).test());
    }

    /** Both ends of one connection. */
    private record Pair(Listener listener, Connection atServer, Connection atClient) {}

    private Pair pair() {
        return pair(OPTIONS);
    }

    private Pair pair(TransportOptions options) {
        Listener listener = listen(options);
        TestSubscriber<ConnectionEvent> events = listener.events().test();
        Connection atClient = result(client.connect(reachable(listener), "me".getBytes(UTF_8), options)
                .test());
        until(() -> !events.values().isEmpty());
        return new Pair(listener, events.values().get(0).connection(), atClient);
    }

    /**
     * A pair between which nothing gets through any more. One that a standstill of the machine ended before the silence began shows
     * nothing, so another is made.
     */
    private Pair silencedPair(TransportOptions options) {
        for (int attempts = 0; ; attempts++) {
            assertThat(attempts).as("connections that ended too early").isLessThan(MOST_ATTEMPTS);
            Pair pair = pair(options);
            TestSubscriber<ConnectionEvent> atServer = pair.atServer.events().test();
            TestSubscriber<ConnectionEvent> atClient = pair.atClient.events().test();
            silence();
            if (!terminated(atServer) && !terminated(atClient)) {
                return pair;
            }
            endSilence();
        }
    }

    /** Something goes to the server behind all that was sent before, and is acknowledged. */
    private void roundTrip(Pair pair) {
        TestObserver<Void> sending =
                pair.atClient.send(Channel.UNORDERED, new byte[1]).test();
        until(() -> terminated(sending));
        sending.assertComplete();
    }

    /**
     * Lets time pass until a publisher rests: the server has acknowledged all that was emitted, and a message that went there and
     * back afterwards has brought nothing that would let the publisher go on. Returns what it has emitted.
     */
    private long atRest(Pair pair, AtomicLong emitted) {
        until(() -> emitted.get() > 0);
        long before;
        do {
            before = emitted.get();
            until(() -> pair.atClient.reading().queuedBytes() == 0);
            roundTrip(pair);
        } while (emitted.get() != before);
        return before;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> texts(TestSubscriber<byte[]> messages) {
        return messages.values().stream().map(bytes -> new String(bytes, UTF_8)).toList();
    }

    // ---- opening and connecting

    @Test
    void shouldShowTheServerWhatTheClientSaidInItsHello() {
        Pair pair = pair();
        assertThat(pair.atServer.hello()).isEqualTo(bytes("me"));
        assertThat(pair.atClient.hello()).isEmpty();
        assertThat(pair.listener.localAddress().getPort()).isPositive();
    }

    @Test
    void shouldSayThatAPortIsInUse() {
        Listener listener = listen(OPTIONS);
        Throwable error =
                failure(server.listen(serverAddress(listener.localAddress().getPort()), OPTIONS)
                        .test());
        assertThat(error).isInstanceOf(TransportException.class).hasMessageContaining("in use");
    }

    @Test
    void shouldSayThatThereIsNoSuchHost() {
        Throwable error = failure(
                client.connect(InetSocketAddress.createUnresolved("no-such-host.invalid", 1), bytes("me"), OPTIONS)
                        .test());
        assertThat(error)
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("no such host")
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void shouldGiveUpConnectingWhenNobodyAnswers() {
        TransportOptions hasty = OPTIONS.withConnectTimeout(Duration.ofMillis(300));
        Throwable error = failure(client.connect(nobody(), bytes("me"), hasty).test());
        assertThat(((TransportException) error).reason()).isEqualTo(DisconnectReason.CONNECT_TIMED_OUT);
    }

    @Test
    void shouldShowTheTextOfARefusal() {
        Listener listener = listen(OPTIONS.withAdmission((address, hello) -> Decision.refuse("bring a ticket")));
        Throwable error = failure(
                client.connect(reachable(listener), bytes("me"), OPTIONS).test());
        assertThat(((TransportException) error).reason()).isEqualTo(DisconnectReason.REFUSED);
        assertThat(error).hasMessageContaining("bring a ticket");
    }

    @Test
    void shouldRefuseMoreConnectionsThanAllowed() {
        Pair pair = pair(OPTIONS.withMaxConnections(1));
        Throwable error = failure(client.connect(reachable(pair.listener), bytes("second"), OPTIONS)
                .test());
        assertThat(((TransportException) error).reason()).isEqualTo(DisconnectReason.SERVER_FULL);
    }

    @Test
    void shouldTellOneListenerOfAllItsConnections() {
        Listener listener = listen(OPTIONS);
        TestSubscriber<ConnectionEvent> events = listener.events().test();
        for (int i = 0; i < 5; i++) {
            result(client.connect(serverAddress(listener.localAddress().getPort()), bytes("client " + i), OPTIONS)
                    .test());
        }
        until(() -> events.values().size() == 5);
        assertThat(events.values())
                .extracting(event -> new String(event.connection().hello(), UTF_8))
                .containsExactlyInAnyOrder("client 0", "client 1", "client 2", "client 3", "client 4");
        assertThat(events.values()).extracting(event -> event.connection().id()).doesNotHaveDuplicates();
    }

    // ---- messages

    @Test
    void shouldCarryMessagesOfEveryChannelBothWays() {
        Pair pair = pair();
        for (Channel channel : OPTIONS.channels()) {
            TestSubscriber<byte[]> atServer = pair.atServer.messages(channel).test();
            TestSubscriber<byte[]> atClient = pair.atClient.messages(channel).test();
            pair.atClient.send(channel, bytes("up " + channel.id()));
            pair.atServer.send(channel, bytes("down " + channel.id()));

            until(() -> atServer.values().size() == 1 && atClient.values().size() == 1);
            assertThat(texts(atServer)).containsExactly("up " + channel.id());
            assertThat(texts(atClient)).containsExactly("down " + channel.id());
        }
    }

    @Test
    void shouldCompleteASendWhenThePeerHasIt() {
        Pair pair = pair();
        TestObserver<Void> reliable =
                pair.atClient.send(Channel.ORDERED, bytes("a")).test();
        TestObserver<Void> unreliable =
                pair.atClient.send(Channel.UNRELIABLE, bytes("b")).test();
        until(() -> terminated(reliable) && terminated(unreliable));
        reliable.assertComplete();
        unreliable.assertComplete();
    }

    @Test
    void shouldCarryEmptyAndLargeMessages() {
        Pair pair = pair();
        TestSubscriber<byte[]> messages =
                pair.atServer.messages(Channel.ORDERED).test();
        byte[] large = new byte[200 * 1024];
        new Random(1).nextBytes(large);
        TestObserver<Void> empty =
                pair.atClient.send(Channel.ORDERED, new byte[0]).test();
        until(() -> terminated(empty));
        TestObserver<Void> sending = pair.atClient.send(Channel.ORDERED, large).test();
        until(() -> terminated(sending));
        sending.assertComplete();

        until(() -> messages.values().size() == 2);
        assertThat(messages.values().get(0)).isEmpty();
        assertThat(messages.values().get(1)).isEqualTo(large);
    }

    @Test
    void shouldKeepTheOrderOfManyMessages() {
        Pair pair = pair();
        TestSubscriber<byte[]> messages =
                pair.atServer.messages(Channel.ORDERED).test();
        List<String> sent =
                IntStream.range(0, 5000).mapToObj(i -> "message " + i).toList();
        TestObserver<Void> sending = pair.atClient
                .send(Channel.ORDERED, Flowable.fromIterable(sent).map(TransportContract::bytes))
                .test();

        until(() -> terminated(sending) && messages.values().size() == sent.size());
        sending.assertComplete();
        assertThat(texts(messages)).isEqualTo(sent);
    }

    @Test
    void shouldSendAPublisherOnEveryChannel() {
        Pair pair = pair();
        for (Channel channel : OPTIONS.channels()) {
            TestSubscriber<byte[]> messages = pair.atServer.messages(channel).test();
            TestObserver<Void> sending = pair.atClient
                    .send(channel, Flowable.range(0, 500).map(i -> new byte[20]))
                    .test();
            until(() -> terminated(sending));
            sending.assertComplete();
            until(() -> messages.values().size() >= (channel.delivery().isReliable() ? 500 : 1));
        }
    }

    @Test
    void shouldKeepMessagesForASubscriberThatComesLate() {
        Pair pair = pair();
        TestObserver<Void> sending =
                pair.atClient.send(Channel.ORDERED, bytes("early")).test();
        until(() -> terminated(sending));
        TestSubscriber<byte[]> messages =
                pair.atServer.messages(Channel.ORDERED).test();
        until(() -> !messages.values().isEmpty());
        assertThat(texts(messages)).containsExactly("early");
    }

    @Test
    void shouldLetTheDemandOfTheConsumerReachThePublisher() {
        Pair pair = pair();
        AtomicLong emitted = new AtomicLong();
        TestSubscriber<byte[]> messages =
                pair.atServer.messages(Channel.ORDERED).test(0);
        TestObserver<Void> sending = pair.atClient
                .send(
                        Channel.ORDERED,
                        Flowable.range(0, 100_000)
                                .doOnNext(i -> emitted.incrementAndGet())
                                .map(i -> new byte[50]))
                .test();
        long window = atRest(pair, emitted);
        assertThat(window).isBetween(1L, 10_000L);
        for (int i = 0; i < 10; i++) {
            roundTrip(pair);
        }
        assertThat(emitted.get()).as("without demand the publisher rests").isEqualTo(window);

        messages.request(window);
        until(() -> messages.values().size() == window && emitted.get() > window);
        assertThat(atRest(pair, emitted)).isBetween(window + 1, 2 * window + 64);
        sending.dispose();
    }

    @Test
    void shouldHoldNoMoreThanItsBudgetWhenNobodyReads() {
        Pair pair = pair();
        pair.listener.offerState(new LargeState(3, 100_000));
        for (int i = 0; i < 400; i++) {
            for (Channel channel : OPTIONS.channels()) {
                pair.atClient.send(channel, new byte[1000]).onErrorComplete().subscribe();
                pair.atServer.send(channel, new byte[1000]).onErrorComplete().subscribe();
            }
        }
        // How the two share it depends on who came first: a side that receives much has less room to send, so its peer
        // holds less.
        until(() -> withinBudget(pair.atClient) + withinBudget(pair.atServer) > OPTIONS.maxQueuedBytes() / 2);
        for (Connection connection : List.of(pair.atClient, pair.atServer)) {
            // What gives way first, here or at the peer, depends on how fast the network took it.
            until(() -> withinBudget(connection) >= 0
                    && connection.reading().drops().keySet().stream()
                            .anyMatch(List.of(ConnectionStats.UNREAD_MESSAGE, "UNRELIABLE_OVERFLOW")::contains));
        }
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofMillis(1));
            withinBudget(pair.atClient);
            withinBudget(pair.atServer);
        }
    }

    private static long withinBudget(Connection connection) {
        long queued = connection.reading().queuedBytes();
        assertThat(queued).isLessThanOrEqualTo(OPTIONS.maxQueuedBytes());
        return queued;
    }

    @Test
    void shouldSendAPublisherOfMessagesThatAreLargerThanItsRoom() {
        Pair pair = pair();
        TestSubscriber<Integer> sizes = pair.atServer
                .messages(Channel.ORDERED)
                .map(bytes -> bytes.length)
                .test();
        TestObserver<Void> sending = pair.atClient
                .send(Channel.ORDERED, Flowable.range(0, 20).map(i -> new byte[i % 2 == 0 ? 10 : 150_000]))
                .test();
        until(() -> terminated(sending) && sizes.values().size() == 20);
        sending.assertComplete();
    }

    @Test
    void shouldFailWhatIsNotAcknowledgedWhenTheConnectionEnds() {
        Pair pair = silencedPair(OPTIONS.withKeepAlive(Duration.ofMillis(100)).withIdleTimeout(Duration.ofMillis(400)));
        TestObserver<Void> sending =
                pair.atClient.send(Channel.ORDERED, bytes("lost")).test();
        Throwable error = failure(sending);
        assertThat(((DeliveryException) error).reason()).isEqualTo(Reason.CONNECTION_ENDED);
    }

    // ---- states

    @Test
    void shouldBringEveryPeerToTheNewestState() {
        Pair pair = pair();
        TestSubscriber<StateSource.Frame> frames = pair.atClient.states().test();
        pair.listener.offerState(new CountingState(1));
        until(() -> !frames.values().isEmpty());
        assertThat(frames.values().get(0).baseVersion()).isEqualTo(StateSource.NONE);
        assertThat(frames.values().get(0).version()).isEqualTo(1);

        pair.atClient.holdState(1);
        // What the client holds is told in its own time: until the server knows it, a state comes whole, or as before.
        for (long version = 2; last(frames).baseVersion() != 1; version++) {
            long offered = version;
            assertThat(offered).as("states after the first one was held").isLessThan(10_000);
            pair.listener.offerState(new CountingState(offered));
            until(() -> last(frames).version() == offered);
        }
        StateSource.Frame difference = last(frames);
        assertThat(UTF_8.decode(difference.bytes().duplicate()).toString()).isEqualTo("1.." + difference.version());
    }

    @Test
    void shouldOfferTheStateToThoseWhoComeLater() {
        Listener listener = listen(OPTIONS);
        listener.offerState(new CountingState(7));
        Connection late = result(
                client.connect(reachable(listener), bytes("late"), OPTIONS).test());
        TestSubscriber<StateSource.Frame> frames = late.states().test();
        until(() -> !frames.values().isEmpty());
        assertThat(frames.values().get(0).version()).isEqualTo(7);
    }

    @Test
    void shouldCarryAStateThatIsLargerThanADatagram() {
        Pair pair = pair();
        TestSubscriber<StateSource.Frame> frames = pair.atClient.states().test();
        LargeState large = new LargeState(3, 100_000);
        pair.listener.offerState(large);
        until(() -> !frames.values().isEmpty());
        assertThat(frames.values().get(0).bytes())
                .isEqualTo(large.frame(new TestReceiver(1, StateSource.NONE), StateSource.NONE)
                        .bytes());
    }

    private record LargeState(long version, int size) implements StateSource {
        @Override
        public Frame frame(Receiver receiver, long baseVersion) {
            byte[] bytes = new byte[size];
            new Random(version).nextBytes(bytes);
            return new Frame(NONE, version, ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        }
    }

    private record CountingState(long version) implements StateSource {
        @Override
        public Frame frame(Receiver receiver, long baseVersion) {
            return new Frame(baseVersion, version, ByteBuffer.wrap(bytes(baseVersion + ".." + version)));
        }
    }

    // ---- life

    @Test
    void shouldTellThePeerWhyAConnectionWasClosed() {
        Pair pair = pair();
        TestSubscriber<ConnectionEvent> atServer = pair.atServer.events().test();
        TestSubscriber<ConnectionEvent> atClient = pair.atClient.events().test();
        TestSubscriber<byte[]> messages =
                pair.atServer.messages(Channel.ORDERED).test();
        TestObserver<Void> closing = pair.atClient.close("going home").test();

        until(() -> terminated(closing) && terminated(atServer) && terminated(atClient) && terminated(messages));
        assertThat(atServer.values()).hasSize(2);
        assertEnd(atServer, DisconnectReason.CLOSED_BY_PEER, "going home");
        assertEnd(atClient, DisconnectReason.CLOSED_LOCALLY, "going home");
        atServer.assertComplete();
        messages.assertComplete();
    }

    @Test
    void shouldDeliverWhatWasSentBeforeAClose() {
        Pair pair = pair();
        TestSubscriber<byte[]> messages =
                pair.atServer.messages(Channel.ORDERED).test();
        pair.atClient.send(Channel.ORDERED, bytes("last words"));
        TestObserver<Void> closing = pair.atClient.close("bye").test();
        until(() -> terminated(closing) && terminated(messages));
        assertThat(texts(messages)).containsExactly("last words");
    }

    @Test
    void shouldTellAllPeersWhenTheServerShutsDown() {
        Pair pair = pair();
        TestSubscriber<ConnectionEvent> atClient = pair.atClient.events().test();
        TestObserver<Void> closing = pair.listener.close("maintenance").test();
        until(() -> terminated(closing) && atClient.values().size() == 2);
        assertEnd(atClient, DisconnectReason.PEER_SHUTDOWN, "maintenance");
    }

    @Test
    void shouldFreeThePortWhenClosed() {
        InetSocketAddress same = serverAddress(UdpPorts.free());
        Listener first = result(server.listen(same, OPTIONS).test());
        TestObserver<Void> closing = first.close("moving").test();
        until(() -> terminated(closing));
        Listener second = result(server.listen(same, OPTIONS).test());
        assertThat(second.localAddress().getPort()).isEqualTo(same.getPort());
    }

    @Test
    void shouldNoticeOnBothSidesThatNothingComesAnyMore() {
        Pair pair = silencedPair(OPTIONS.withKeepAlive(Duration.ofMillis(100)).withIdleTimeout(Duration.ofMillis(400)));
        TestSubscriber<ConnectionEvent> atServer = pair.listener.events().test();
        TestSubscriber<ConnectionEvent> atClient = pair.atClient.events().test();
        until(() -> atServer.values().stream().anyMatch(ConnectionEvent.Disconnected.class::isInstance)
                && atClient.values().stream().anyMatch(ConnectionEvent.Disconnected.class::isInstance));
        assertThat(((ConnectionEvent.Disconnected) last(atServer)).reason()).isEqualTo(DisconnectReason.TIMED_OUT);
        assertThat(((ConnectionEvent.Disconnected) last(atClient)).reason()).isEqualTo(DisconnectReason.TIMED_OUT);
    }

    @Test
    void shouldGoOnAfterASilenceWithinTheGraceTime() {
        Duration idle = Duration.ofMillis(200);
        Pair pair = pair(OPTIONS.withKeepAlive(Duration.ofMillis(50))
                .withIdleTimeout(idle)
                .withResumeGrace(Duration.ofMinutes(10)));
        TestSubscriber<ConnectionEvent> events = pair.atServer.events().test();
        TestSubscriber<byte[]> messages =
                pair.atServer.messages(Channel.ORDERED).test();
        List<String> kept = new ArrayList<>();
        // A server that stood still itself excuses the silence, and then none was noticed.
        while (!events.values().contains(new ConnectionEvent.Resumed(pair.atServer))) {
            assertThat(kept).as("silences").hasSizeLessThan(MOST_ATTEMPTS);
            silence();
            kept.add("kept " + kept.size());
            pair.atClient.send(Channel.ORDERED, bytes(kept.get(kept.size() - 1)));
            until(() -> events.values().contains(new ConnectionEvent.QualityChanged(pair.atServer, Quality.BAD)));
            pass(idle.multipliedBy(2));
            assertThat(messages.values()).hasSize(kept.size() - 1);

            endSilence();

            until(() -> messages.values().size() == kept.size());
            assertThat(texts(messages)).isEqualTo(kept);
            roundTrip(pair);
        }
    }

    @Test
    void shouldStayConnectedWhileNobodySaysAnything() {
        Pair pair = pair(OPTIONS.withKeepAlive(Duration.ofMillis(20)).withIdleTimeout(idleTimeout()));
        TestSubscriber<ConnectionEvent> events = pair.atClient.events().test();
        long before = pair.atClient.reading().packetsReceived();
        // Where time is virtual, these take longer than the idle time-out.
        until(() -> pair.atClient.reading().packetsReceived() >= before + 25);
        assertThat(events.values()).noneMatch(ConnectionEvent.Disconnected.class::isInstance);
        TestObserver<Void> sending =
                pair.atClient.send(Channel.ORDERED, bytes("still here")).test();
        until(() -> terminated(sending));
        sending.assertComplete();
    }

    @Test
    void shouldConnectAgainAfterAnEnd() {
        Pair pair = pair();
        TestObserver<Void> closing = pair.atClient.close("break").test();
        until(() -> terminated(closing));
        Connection again = result(
                client.connect(reachable(pair.listener), bytes("back"), OPTIONS).test());
        TestObserver<Void> sending =
                again.send(Channel.ORDERED, bytes("hello again")).test();
        until(() -> terminated(sending));
        sending.assertComplete();
    }

    @Test
    void shouldCountWhatItDoes() {
        Pair pair = pair();
        TestObserver<Void> sending =
                pair.atClient.send(Channel.ORDERED, bytes("a")).test();
        until(() -> terminated(sending));
        until(() -> pair.atClient.reading().packetsReceived() > 0
                && pair.atClient.reading().rttNanos() > 0);
        assertThat(pair.atClient.reading().packetsSent()).isPositive();
        assertThat(pair.atClient.reading().bytesSent())
                .isGreaterThanOrEqualTo(pair.atClient.reading().packetsSent());
    }

    @Test
    void shouldFailAllThatComesAfterTheTransportWasClosed() {
        Pair pair = pair();
        TestObserver<Void> closing = client.close().test();
        until(() -> terminated(closing));
        assertThat(failure(
                        client.connect(serverAddress(1), bytes("me"), OPTIONS).test()))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("closed");
        assertThat(failure(pair.atClient.send(Channel.ORDERED, bytes("x")).test()))
                .isInstanceOf(DeliveryException.class);
        TestSubscriber<ConnectionEvent> events = pair.atClient.events().test();
        until(() -> terminated(events));
        assertThat(events.values()).isNotEmpty();
        events.assertComplete();
    }

    private static <T> T last(TestSubscriber<T> events) {
        return events.values().get(events.values().size() - 1);
    }

    private static void assertEnd(TestSubscriber<ConnectionEvent> events, DisconnectReason reason, String detail) {
        assertThat(last(events)).isInstanceOfSatisfying(ConnectionEvent.Disconnected.class, end -> {
            assertThat(end.reason()).isEqualTo(reason);
            assertThat(end.detail()).contains(detail);
        });
    }
}
