package io.rxgase.transport.internal.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.DeliveryException;
import io.rxgase.transport.DeliveryException.Reason;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.Quality;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.protocol.EndpointEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

/** The driver alone: between a machine that follows a script and a loop that is turned by hand. */
class EndpointDriverTest {
    private static final byte[] ONE = {1};

    private final ScriptedMachine machine = new ScriptedMachine();
    private final ManualLoop loop = new ManualLoop();
    private final EndpointDriver driver = new EndpointDriver(machine, loop, TransportOptions.defaults());

    @AfterEach
    void forgetPlugins() {
        RxJavaPlugins.reset();
    }

    /** Connection 1, which came in. */
    private Connection incoming() {
        TestSubscriber<ConnectionEvent> events =
                driver.listener().events().take(1).test();
        loop.turn();
        machine.connected(true);
        receive();
        events.assertValueCount(1);
        return events.values().get(0).connection();
    }

    /** Lets the driver poll, as an arriving datagram does. */
    private void receive() {
        loop.run(() -> {
            driver.receive(ScriptedMachine.PEER, ByteBuffer.wrap(new byte[] {5}));
            driver.receiveComplete();
        });
    }

    // ---- the pump

    @Test
    void shouldFlushOnceForAllThatOneBatchCauses() {
        machine.datagrams.add(new byte[] {1});
        machine.datagrams.add(new byte[] {2});

        loop.run(() -> {
            driver.receive(ScriptedMachine.PEER, ByteBuffer.wrap(new byte[] {5}));
            driver.receive(ScriptedMachine.PEER, ByteBuffer.wrap(new byte[] {6}));
            driver.receiveComplete();
        });

        assertThat(machine.calls).containsExactly("receive 5", "receive 6");
        assertThat(loop.wire).containsExactly("datagram 1", "datagram 2", "flush");
    }

    @Test
    void shouldWakeTheLoopOnceForManyCommands() {
        Connection connection = incoming();

        connection.send(Channel.ORDERED, new byte[] {1});
        connection.send(Channel.ORDERED, new byte[] {2});
        connection.send(Channel.UNRELIABLE, new byte[] {3});

        assertThat(loop.tasks).hasSize(1);
        loop.turn();
        assertThat(machine.calls).endsWith("send 0 1", "send 0 2", "send 2 3");
    }

    @Test
    void shouldCallTheMachineAtItsTimeout() {
        machine.timeoutNanos = 1_000;
        receive();

        assertThat(loop.timerNanos).isEqualTo(1_000);
        loop.fireTimer();

        assertThat(machine.calls).contains("timeout 1000");
    }

    @Test
    void shouldSetAnEarlierTimerButKeepALaterOne() {
        machine.timeoutNanos = 1_000;
        receive();
        machine.timeoutNanos = 2_000;
        receive();
        assertThat(loop.timerNanos).isEqualTo(1_000);

        machine.timeoutNanos = 500;
        receive();
        assertThat(loop.timerNanos).isEqualTo(500);
    }

    @Test
    void shouldSendOnWhenTheSocketHasRoomAgain() {
        loop.room = 1;
        machine.datagrams.add(new byte[] {1});
        machine.datagrams.add(new byte[] {2});
        receive();
        assertThat(loop.wire).contains("datagram 1").doesNotContain("datagram 2");

        loop.room = 10;
        loop.run(driver::writable);
        assertThat(loop.wire).contains("datagram 2");
    }

    @Test
    void shouldEndAllConnectionsWhenTheMachineHasAFault() {
        Connection connection = incoming();
        TestSubscriber<ConnectionEvent> events = connection.events().test();
        machine.events.add(new EndpointEvent.Message(1, 99, ONE));

        receive();

        assertThat(events.values().get(events.values().size() - 1))
                .isInstanceOfSatisfying(
                        ConnectionEvent.Disconnected.class,
                        end -> assertThat(end.reason()).isEqualTo(DisconnectReason.TRANSPORT_FAILED));
        assertThat(loop.closed).isTrue();
    }

    // ---- connecting

    @Test
    void shouldHandOutAConnectionOnceItIsMade() {
        TestObserver<Connection> outcome =
                driver.connect(ScriptedMachine.PEER, "me".getBytes(UTF_8)).test();
        loop.turn();
        outcome.assertEmpty();

        machine.connected(false);
        receive();

        outcome.assertComplete()
                .assertValue(connection -> connection.remoteAddress().equals(ScriptedMachine.PEER));
    }

    @Test
    void shouldFailWithTheReasonWhenNoConnectionComesAbout() {
        TestObserver<Connection> outcome =
                driver.connect(ScriptedMachine.PEER, new byte[0]).test();
        loop.turn();
        machine.events.add(new EndpointEvent.Disconnected(1, DisconnectReason.REFUSED, "no ticket"));
        receive();

        outcome.assertError(error -> error instanceof TransportException failure
                && failure.reason() == DisconnectReason.REFUSED
                && failure.getMessage().equals("no ticket"));
        assertThat(loop.closed).isTrue();
    }

    @Test
    void shouldGiveUpConnectingWhenDisposed() {
        TestObserver<Connection> outcome =
                driver.connect(ScriptedMachine.PEER, new byte[0]).test();
        loop.turn();
        outcome.dispose();
        loop.turn();

        assertThat(machine.calls).contains("close given up");
        assertThat(loop.closed).isTrue();
    }

    @Test
    void shouldKeepTheSocketOfAClientForItsLastAcknowledgements() {
        driver.connect(ScriptedMachine.PEER, new byte[0]).subscribe(new TestObserver<>());
        loop.turn();
        machine.connected(false);
        receive();
        machine.timeoutNanos = 300;
        machine.events.add(new EndpointEvent.Disconnected(1, DisconnectReason.CLOSED_BY_PEER, "bye"));
        receive();
        assertThat(loop.closed).isFalse();

        loop.fireTimer();
        assertThat(loop.closed).isTrue();
    }

    // ---- messages

    @Test
    void shouldGiveCreditForWhatTheSubscriberTook() {
        Connection connection = incoming();
        TestSubscriber<byte[]> messages = connection.messages(Channel.ORDERED).test(2);
        for (int i = 1; i <= 3; i++) {
            machine.message(0, i);
        }
        receive();

        messages.assertValueCount(2);
        assertThat(machine.calls)
                .filteredOn(call -> call.startsWith("consumed"))
                .containsExactly("consumed 0 2");

        messages.request(5);
        loop.turn();
        messages.assertValueCount(3);
        assertThat(machine.calls)
                .filteredOn(call -> call.startsWith("consumed"))
                .containsExactly("consumed 0 2", "consumed 0 1");
    }

    @Test
    void shouldKeepMessagesForALaterSubscriber() {
        Connection connection = incoming();
        machine.message(0, 1);
        receive();
        connection.messages(Channel.ORDERED).take(1).subscribe(new TestSubscriber<>());
        machine.message(0, 2);
        receive();

        TestSubscriber<byte[]> later = connection.messages(Channel.ORDERED).test();
        loop.turn();

        later.assertValueCount(1);
        assertThat(later.values().get(0)).containsExactly(2);
    }

    @Test
    void shouldRefuseASecondSubscriberAtTheSameTime() {
        Connection connection = incoming();
        TestSubscriber<byte[]> first = connection.messages(Channel.ORDERED).test();
        TestSubscriber<byte[]> second = connection.messages(Channel.ORDERED).test();
        loop.turn();

        second.assertError(IllegalStateException.class);
        machine.message(0, 1);
        receive();
        first.assertValueCount(1).assertNoErrors();
    }

    @Test
    void shouldDropTheOldestUnreliableMessageAndCountIt() {
        Connection connection = incoming();
        for (int i = 0; i < MessageInbox.UNRELIABLE_MESSAGES + 3; i++) {
            machine.message(Channel.UNRELIABLE.id(), i);
        }
        receive();
        TestSubscriber<byte[]> messages =
                connection.messages(Channel.UNRELIABLE).test();
        loop.turn();

        messages.assertValueCount(MessageInbox.UNRELIABLE_MESSAGES);
        assertThat(messages.values().get(0)).containsExactly(3);
        loop.run(() -> assertThat(connection.reading().messagesDropped()).isEqualTo(3));
    }

    @Test
    void shouldGoOnWhenASubscriberThrows() {
        List<Throwable> unhandled = new ArrayList<>();
        RxJavaPlugins.setErrorHandler(unhandled::add);
        Connection connection = incoming();
        connection.messages(Channel.ORDERED).subscribe(new FlowableSubscriber<byte[]>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(byte[] payload) {
                throw new IllegalArgumentException("bad subscriber");
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        TestSubscriber<byte[]> other = connection.messages(Channel.UNORDERED).test();
        machine.message(0, 1);
        machine.message(1, 2);

        receive();

        assertThat(driver.guard().count()).isEqualTo(1);
        assertThat(unhandled).isEmpty();
        other.assertValueCount(1);
    }

    @Test
    void shouldTellWhoWaitsForAnEndThatTheLoopDoesNotGetTo() {
        Connection connection = incoming();
        TestObserver<Void> end = connection.close("enough").test();
        end.assertNotComplete().assertNoErrors();

        Objects.requireNonNull(loop.elsewhere).run();

        end.assertError(error -> String.valueOf(error.getMessage()).contains("does not get to it"));
    }

    @Test
    void shouldNotMistakeALoopThatIsAliveForOneThatHangs() {
        TestObserver<Void> end = incoming().close("enough").test();
        loop.turn();

        assertThat(loop.elsewhere).isNull();
        end.assertNoErrors();
    }

    @Test
    void shouldRefuseToBlockTheLoopThatHasToComplete() {
        Connection connection = incoming();
        List<Throwable> refused = new ArrayList<>();
        loop.run(() -> {
            refused.add(blocking(connection.send(Channel.ORDERED, ONE)));
            refused.add(blocking(connection.send(Channel.ORDERED, ONE).timeout(1, TimeUnit.SECONDS)));
            refused.add(blocking(Completable.mergeArray(
                    connection.send(Channel.ORDERED, ONE), connection.send(Channel.ORDERED, ONE))));
            refused.add(blocking(connection.send(Channel.ORDERED, Flowable.just(ONE))));
            refused.add(blocking(connection.close("enough")));
            refused.add(blocking(driver.close(DisconnectReason.CLOSED_LOCALLY, "enough")));
        });

        assertThat(refused)
                .hasSize(6)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("wait for itself"));
    }

    private static Throwable blocking(Completable outcome) {
        return catchThrowable(outcome::blockingAwait);
    }

    @Test
    void shouldServeTheOthersWhoeverThrowsOrLeaves() {
        long seed = Long.getLong("seed", 15);
        Random random = new Random(seed);
        TestSubscriber<ConnectionEvent> listener = driver.listener().events().test();
        Connection connection = incoming();
        TestSubscriber<ConnectionEvent> faithful = connection.events().test();
        List<TestSubscriber<ConnectionEvent>> present = new ArrayList<>();
        int events = 0;
        for (int step = 0; step < 300; step++) {
            int manner = random.nextInt(4);
            TestSubscriber<ConnectionEvent> newcomer = new TestSubscriber<>(random.nextInt(3)) {
                @Override
                public void onNext(ConnectionEvent event) {
                    super.onNext(event);
                    if (manner == 0) {
                        throw new NoClassDefFoundError("of the test");
                    } else if (manner == 1) {
                        cancel();
                    } else if (manner == 2) {
                        request(1);
                    }
                }
            };
            (random.nextBoolean() ? connection.events() : driver.listener().events()).subscribe(newcomer);
            present.add(newcomer);
            if (random.nextInt(3) == 0) {
                present.remove(random.nextInt(present.size())).cancel();
            }
            machine.events.add(new EndpointEvent.Resumed(connection.id()));
            events++;
            receive();
        }

        assertThat(faithful.values())
                .as("seed %s: replay with -Dseed=%s", seed, seed)
                .hasSize(1 + events);
        assertThat(listener.values()).as("seed %s", seed).hasSize(1 + events);
        assertThat(driver.guard().count()).isPositive();
    }

    @Test
    void shouldEndTheStreamsWithWhatHadArrived() {
        Connection connection = incoming();
        TestSubscriber<byte[]> messages = connection.messages(Channel.ORDERED).test(0);
        machine.message(0, 1);
        machine.events.add(new EndpointEvent.Disconnected(1, DisconnectReason.TIMED_OUT, "silence"));
        receive();
        messages.assertNotComplete();

        messages.request(1);
        loop.turn();

        messages.assertValueCount(1).assertComplete();
    }

    // ---- sending

    @Test
    void shouldSendWithoutASubscriber() {
        Connection connection = incoming();
        connection.send(Channel.ORDERED, ONE);
        loop.turn();
        assertThat(machine.calls).contains("send 0 1");
    }

    @Test
    void shouldTellTheOutcomeEarlyAndLate() {
        Connection connection = incoming();
        Completable sending = connection.send(Channel.ORDERED, ONE);
        TestObserver<Void> early = sending.test();
        loop.turn();
        early.assertNotComplete();

        machine.events.add(new EndpointEvent.Acked(1, machine.tickets.get(0)));
        receive();

        early.assertComplete();
        sending.test().assertComplete();
    }

    @Test
    void shouldFailWhatIsUnderWayWhenTheConnectionEnds() {
        Connection connection = incoming();
        TestObserver<Void> sending = connection.send(Channel.ORDERED, ONE).test();
        loop.turn();
        machine.events.add(new EndpointEvent.Disconnected(1, DisconnectReason.TIMED_OUT, "silence"));
        receive();

        sending.assertError(error -> ((DeliveryException) error).reason() == Reason.CONNECTION_ENDED);
        connection
                .send(Channel.ORDERED, ONE)
                .test()
                .assertError(error -> ((DeliveryException) error).reason() == Reason.CONNECTION_ENDED);
    }

    @Test
    void shouldPassOnThatAQueueIsFull() {
        Connection connection = incoming();
        machine.refusal = Reason.QUEUE_FULL;
        TestObserver<Void> sending = connection.send(Channel.ORDERED, ONE).test();
        loop.turn();
        sending.assertError(error -> ((DeliveryException) error).reason() == Reason.QUEUE_FULL);
    }

    @Test
    void shouldBoundWhatIsOnItsWayToTheLoop() {
        Connection connection = incoming();
        for (int i = 0; i < Outbox.MAX_HANDED_OVER; i++) {
            connection.send(Channel.ORDERED, ONE).test().assertNotComplete().assertNoErrors();
        }
        connection
                .send(Channel.ORDERED, ONE)
                .test()
                .assertError(error -> ((DeliveryException) error).reason() == Reason.QUEUE_FULL);

        loop.turn();
        connection.send(Channel.ORDERED, ONE).test().assertNoErrors();
    }

    @Test
    void shouldThrowAtTheCallerWhoMisusesAChannel() {
        Connection connection = incoming();
        Channel foreign = new Channel(9, Delivery.RELIABLE_ORDERED, 3);
        assertThatThrownBy(() -> connection.send(foreign, ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TransportOptions.channels()");
        assertThatThrownBy(() -> connection.messages(foreign)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> connection.send(Channel.ORDERED, new byte[1 << 20]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxMessageBytes");
    }

    // ---- sending a publisher

    @Test
    void shouldAskAPublisherForNoMoreThanTheCredit() {
        Connection connection = incoming();
        PublishProcessor<byte[]> source = PublishProcessor.create();
        List<Long> requests = new ArrayList<>();
        machine.credit = 0;
        TestObserver<Void> sending = connection
                .send(Channel.ORDERED, source.doOnRequest(requests::add))
                .test();
        loop.turn();
        assertThat(requests).isEmpty();

        machine.credit = 1;
        machine.events.add(new EndpointEvent.CreditChanged(1, 0));
        receive();
        assertThat(requests).containsExactly(1L);

        source.onNext(ONE);
        source.onComplete();
        loop.turn();
        assertThat(machine.calls).contains("send 0 credited 1");
        sending.assertNotComplete();

        machine.events.add(new EndpointEvent.Acked(1, machine.tickets.get(0)));
        receive();
        sending.assertComplete();
    }

    @Test
    void shouldShareTheCreditOfAChannelAmongItsPublishers() {
        Connection connection = incoming();
        machine.credit = 10;
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        connection
                .send(Channel.ORDERED, PublishProcessor.<byte[]>create().doOnRequest(first::add))
                .subscribe(new TestObserver<>());
        connection
                .send(Channel.ORDERED, PublishProcessor.<byte[]>create().doOnRequest(second::add))
                .subscribe(new TestObserver<>());
        loop.turn();

        long asked = first.stream().mapToLong(n -> n).sum()
                + second.stream().mapToLong(n -> n).sum();
        assertThat(first).isNotEmpty();
        assertThat(second).isNotEmpty();
        assertThat(asked).isLessThanOrEqualTo(10);
    }

    @Test
    void shouldCancelThePublisherWhenTheConnectionEnds() {
        Connection connection = incoming();
        PublishProcessor<byte[]> source = PublishProcessor.create();
        TestObserver<Void> sending = connection.send(Channel.ORDERED, source).test();
        loop.turn();
        assertThat(source.hasSubscribers()).isTrue();

        machine.events.add(new EndpointEvent.Disconnected(1, DisconnectReason.CLOSED_BY_PEER, "bye"));
        receive();

        assertThat(source.hasSubscribers()).isFalse();
        sending.assertError(DeliveryException.class);
    }

    @Test
    void shouldCancelThePublisherWhenDisposed() {
        Connection connection = incoming();
        PublishProcessor<byte[]> source = PublishProcessor.create();
        TestObserver<Void> sending = connection.send(Channel.ORDERED, source).test();
        loop.turn();

        sending.dispose();
        loop.turn();

        assertThat(source.hasSubscribers()).isFalse();
    }

    @Test
    void shouldPassOnThePublishersOwnError() {
        Connection connection = incoming();
        PublishProcessor<byte[]> source = PublishProcessor.create();
        TestObserver<Void> sending = connection.send(Channel.ORDERED, source).test();
        loop.turn();
        source.onError(new IllegalStateException("source"));
        loop.turn();
        sending.assertError(IllegalStateException.class);
    }

    // ---- states

    @Test
    void shouldKeepTheNewestStateOnly() {
        Connection connection = incoming();
        TestSubscriber<StateSource.Frame> states = connection.states().test(0);
        for (long version = 1; version <= 3; version++) {
            machine.events.add(new EndpointEvent.StateArrived(
                    1, new StateSource.Frame(StateSource.NONE, version, ByteBuffer.allocate(1))));
        }
        receive();
        states.request(10);
        loop.turn();

        assertThat(states.values()).extracting(StateSource.Frame::version).containsExactly(3L);
    }

    @Test
    void shouldHandOverOnlyTheNewestOffer() {
        driver.listener().offerState(source(1));
        driver.listener().offerState(source(2));
        loop.turn();
        assertThat(machine.calls).containsExactly("offer 2");

        assertThatThrownBy(() -> driver.listener().offerState(source(2))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTellTheMachineWhichStateIsHeld() {
        Connection connection = incoming();
        connection.holdState(4);
        connection.holdState(5);
        loop.turn();
        assertThat(machine.calls).contains("hold 5").doesNotContain("hold 4");
    }

    private static StateSource source(long version) {
        return new StateSource() {
            @Override
            public long version() {
                return version;
            }

            @Override
            public Frame frame(Receiver receiver, long baseVersion) {
                return new Frame(NONE, version, ByteBuffer.allocate(1));
            }
        };
    }

    // ---- events

    @Test
    void shouldReplayTheLatestEventOfAConnectionAndItsEnd() {
        Connection connection = incoming();
        machine.events.add(new EndpointEvent.QualityChanged(1, Quality.BAD));
        receive();
        TestSubscriber<ConnectionEvent> late = connection.events().test();
        loop.turn();
        late.assertValue(new ConnectionEvent.QualityChanged(connection, Quality.BAD));

        machine.events.add(new EndpointEvent.Disconnected(1, DisconnectReason.TIMED_OUT, "silence"));
        receive();
        late.assertComplete();
        TestSubscriber<ConnectionEvent> later = connection.events().test();
        loop.turn();
        later.assertValue(new ConnectionEvent.Disconnected(connection, DisconnectReason.TIMED_OUT, "silence"))
                .assertComplete();
    }

    @Test
    void shouldGreetANewSubscriberOfTheListenerWithWhoIsThere() {
        Connection connection = incoming();
        TestSubscriber<ConnectionEvent> late = driver.listener().events().test();
        loop.turn();
        late.assertValue(new ConnectionEvent.Connected(connection));
    }

    @Test
    void shouldEndASubscriberThatFallsTooFarBehind() {
        Connection connection = incoming();
        TestSubscriber<ConnectionEvent> slow = connection.events().test(1);
        TestSubscriber<ConnectionEvent> quick = connection.events().test();
        for (int i = 0; i < 1025; i++) {
            machine.events.add(new EndpointEvent.QualityChanged(1, i % 2 == 0 ? Quality.BAD : Quality.GOOD));
        }
        receive();

        slow.assertError(error ->
                error instanceof IllegalStateException && error.getMessage().contains("behind"));
        quick.assertNoErrors().assertValueCount(1026);
    }

    @Test
    void shouldReadTheMeasurementsAtOnceOnTheLoopAndOneCallLaterElsewhere() {
        Connection connection = incoming();
        long before = machine.received;
        receive();
        assertThat(connection.reading().packetsReceived()).isEqualTo(before);
        loop.turn();
        assertThat(connection.reading().packetsReceived()).isEqualTo(before + 1);
        loop.run(() -> {
            machine.received = 99;
            assertThat(connection.reading().packetsReceived()).isEqualTo(99);
        });
    }

    // ---- the end

    @Test
    void shouldCloseTheSocketAfterAllConnectionsHaveEnded() {
        incoming();
        TestSubscriber<ConnectionEvent> events = driver.listener().events().test();
        TestObserver<Void> closing = driver.listener().close("over").test();
        loop.turn();
        assertThat(machine.calls).contains("closeAll over");
        closing.assertNotComplete();

        machine.events.add(new EndpointEvent.Disconnected(1, DisconnectReason.CLOSED_LOCALLY, "over"));
        receive();

        closing.assertComplete();
        events.assertComplete();
        assertThat(loop.closed).isTrue();
    }

    @Test
    void shouldTellTheListenersSubscribersWhatHasEndedAPortThatNobodyClosed() {
        incoming();
        TestSubscriber<ConnectionEvent> events = driver.listener().events().test();
        loop.turn();

        loop.run(() -> driver.failed("pulled out"));

        events.assertValueCount(2)
                .assertError(error -> error instanceof TransportException failure
                        && failure.reason() == DisconnectReason.TRANSPORT_FAILED
                        && failure.getMessage().contains("pulled out"));
        TestSubscriber<ConnectionEvent> late = driver.listener().events().test();
        loop.turn();
        late.assertError(TransportException.class);
    }

    @Test
    void shouldServeLateSubscribersAfterTheLoopHasEnded() {
        Connection connection = incoming();
        machine.events.add(new EndpointEvent.Disconnected(1, DisconnectReason.CLOSED_LOCALLY, "over"));
        receive();
        loop.ended = true;

        connection.events().test().assertValueCount(1).assertComplete();
        connection.messages(Channel.ORDERED).test().assertComplete();
        connection.send(Channel.ORDERED, ONE).test().assertError(DeliveryException.class);
    }
}
