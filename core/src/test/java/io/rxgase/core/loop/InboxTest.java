package io.rxgase.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class InboxTest {
    private static final ClientId ALICE = new ClientId(1);
    private static final ClientId BOB = new ClientId(2);
    private static final ClientId CAROL = new ClientId(3);

    private final Inbox inbox = Inbox.bounded(4, 10);

    private static Incoming event(ClientId sender, int number) {
        return new Incoming(sender, Event.of("E", number));
    }

    private static Flowable<Event> events(int count) {
        return Flowable.range(0, count).map(number -> Event.of("E", number));
    }

    private static List<Integer> numbers(List<Incoming> events, ClientId sender) {
        return events.stream()
                .filter(each -> each.sender().equals(sender))
                .map(each -> each.event().getInt(0))
                .toList();
    }

    @Test
    void shouldKeepTheOrderOfASender() {
        IntStream.range(0, 3).forEach(i -> inbox.offer(event(ALICE, i)));

        assertThat(inbox.size()).isEqualTo(3);
        assertThat(numbers(inbox.drain(100), ALICE)).containsExactly(0, 1, 2);
        assertThat(inbox.size()).isZero();
        assertThat(inbox.drain(100)).isEmpty();
    }

    @Test
    void shouldTakeFromSendersInTurn() {
        IntStream.range(0, 4).forEach(i -> inbox.offer(event(ALICE, i)));
        IntStream.range(0, 2).forEach(i -> inbox.offer(event(BOB, i)));
        inbox.offer(event(CAROL, 0));

        assertThat(inbox.drain(100))
                .containsExactly(
                        event(ALICE, 0),
                        event(BOB, 0),
                        event(CAROL, 0),
                        event(ALICE, 1),
                        event(BOB, 1),
                        event(ALICE, 2),
                        event(ALICE, 3));
    }

    @Test
    void shouldGoOnWhereTheLastDrainStopped() {
        IntStream.range(0, 3).forEach(i -> inbox.offer(event(ALICE, i)));
        IntStream.range(0, 3).forEach(i -> inbox.offer(event(BOB, i)));

        assertThat(inbox.drain(3)).containsExactly(event(ALICE, 0), event(BOB, 0), event(ALICE, 1));
        assertThat(inbox.drain(3)).containsExactly(event(BOB, 1), event(ALICE, 2), event(BOB, 2));
    }

    @Test
    void shouldDropTheOldestThatASenderOfferedBeyondItsBound() {
        IntStream.range(0, 6)
                .forEach(i -> assertThat(inbox.offer(event(ALICE, i))).isTrue());

        assertThat(inbox.droppedCount()).isEqualTo(2);
        assertThat(inbox.size()).isEqualTo(4);
        assertThat(numbers(inbox.drain(100), ALICE)).containsExactly(2, 3, 4, 5);
    }

    @Test
    void shouldNotDropWhatIsAttachedForWhatIsOffered() {
        UnicastProcessor<Event> source = UnicastProcessor.create();
        Disposable attached = inbox.attach(ALICE, source);
        source.onNext(Event.of("E", 100));
        IntStream.range(0, 6).forEach(i -> inbox.offer(event(ALICE, i)));
        source.onNext(Event.of("E", 101));

        assertThat(numbers(inbox.drain(100), ALICE)).containsExactly(100, 2, 3, 4, 5, 101);
        attached.dispose();
    }

    @Test
    void shouldDropWhatAllOfferBeyondTheTotal() {
        for (int client = 1; client <= 5; client++) {
            ClientId sender = new ClientId(client);
            boolean full = client == 5;
            IntStream.range(0, 3)
                    .forEach(i -> assertThat(inbox.offer(event(sender, i))).isEqualTo(!full));
        }

        assertThat(inbox.size()).isEqualTo(10);
        assertThat(inbox.droppedCount()).isEqualTo(5);
        List<Incoming> drained = inbox.drain(100);
        assertThat(drained).hasSize(10);
        assertThat(numbers(drained, new ClientId(4))).containsExactly(2);
        assertThat(inbox.offer(event(ALICE, 0))).isTrue();
    }

    @Test
    void shouldAskAPublisherForWhatThereIsRoomForAndForMoreAsItIsTakenOut() {
        AtomicLong requested = new AtomicLong();
        UnicastProcessor<Event> source = UnicastProcessor.create();
        Disposable attached = inbox.attach(ALICE, source.doOnRequest(requested::addAndGet));
        IntStream.range(0, 20).forEach(i -> source.onNext(Event.of("E", i)));

        assertThat(requested).hasValue(4);
        assertThat(inbox.size()).isEqualTo(4);
        assertThat(numbers(inbox.drain(3), ALICE)).containsExactly(0, 1, 2);
        assertThat(requested).hasValue(7);
        assertThat(inbox.size()).isEqualTo(4);
        assertThat(numbers(inbox.drain(100), ALICE)).containsExactly(3, 4, 5, 6);
        assertThat(attached.isDisposed()).isFalse();
    }

    @Test
    void shouldLoseNothingOfAPublisherHoweverSlowTheLoop() {
        Disposable attached = inbox.attach(ALICE, events(1000));
        List<Incoming> all = new ArrayList<>();

        for (int tick = 0; tick < 1000; tick++) {
            all.addAll(inbox.drain(1));
        }

        assertThat(numbers(all, ALICE)).hasSize(1000).isSorted();
        assertThat(inbox.droppedCount()).isZero();
        assertThat(attached.isDisposed()).isTrue();
    }

    @Test
    void shouldKeepTheOrderOfOfferedAndAttachedEvents() {
        UnicastProcessor<Event> source = UnicastProcessor.create();
        Disposable attached = inbox.attach(ALICE, source);

        source.onNext(Event.of("E", 0));
        inbox.offer(event(ALICE, 1));
        source.onNext(Event.of("E", 2));

        assertThat(numbers(inbox.drain(100), ALICE)).containsExactly(0, 1, 2);
        attached.dispose();
    }

    @Test
    void shouldDelayOthersByAtMostOneTickInAFlood() {
        Inbox flooded = Inbox.bounded(256, 65_536);
        Disposable attached = flooded.attach(ALICE, events(1_000_000));
        for (int tick = 0; tick < 50; tick++) {
            for (int i = 0; i < 1000; i++) {
                flooded.offer(event(CAROL, i));
            }
            flooded.offer(event(BOB, tick));

            // A tick that takes no more events than there are senders: the least that fairness needs.
            assertThat(numbers(flooded.drain(3), BOB)).containsExactly(tick);
        }
        attached.dispose();
    }

    @Test
    void shouldDropAndCountWhatAPublisherSendsThatIgnoresDemand() {
        Disposable attached = inbox.attach(ALICE, (Subscriber<? super Event> subscriber) -> {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            IntStream.range(0, 100).forEach(i -> subscriber.onNext(Event.of("E", i)));
        });

        assertThat(numbers(inbox.drain(100), ALICE)).containsExactly(0, 1, 2, 3);
        assertThat(inbox.droppedCount()).isEqualTo(96);
        attached.dispose();
    }

    @Test
    void shouldTakeTheEventsOfManySendersFromOnePublisher() {
        Disposable attached = inbox.attach(Flowable.range(0, 6).map(i -> event(i % 2 == 0 ? ALICE : BOB, i)));

        assertThat(inbox.drain(100)).hasSize(4);
        assertThat(inbox.drain(100)).containsExactly(event(ALICE, 4), event(BOB, 5));
        assertThat(attached.isDisposed()).isTrue();
    }

    @Test
    void shouldCancelThePublishersOfASenderOnDetach() {
        PublishProcessor<Event> first = PublishProcessor.create();
        PublishProcessor<Event> second = PublishProcessor.create();
        PublishProcessor<Event> other = PublishProcessor.create();
        Disposable one = inbox.attach(ALICE, first);
        Disposable two = inbox.attach(ALICE, second);
        Disposable three = inbox.attach(BOB, other);
        first.onNext(Event.of("E", 1));

        inbox.detach(ALICE);
        inbox.detach(CAROL);

        assertThat(first.hasSubscribers()).isFalse();
        assertThat(second.hasSubscribers()).isFalse();
        assertThat(other.hasSubscribers()).isTrue();
        assertThat(List.of(one, two)).allMatch(Disposable::isDisposed);
        assertThat(three.isDisposed()).isFalse();
        assertThat(numbers(inbox.drain(100), ALICE)).containsExactly(1);
    }

    @Test
    void shouldEndTheAttachmentWhenThePublisherFails() {
        Disposable attached =
                inbox.attach(ALICE, events(2).concatWith(Flowable.error(new IllegalStateException("on purpose"))));

        assertThat(attached.isDisposed()).isTrue();
        assertThat(numbers(inbox.drain(100), ALICE)).containsExactly(0, 1);
    }

    @Test
    void shouldRefuseEverythingOnceClosed() {
        PublishProcessor<Event> early = PublishProcessor.create();
        PublishProcessor<Incoming> mixed = PublishProcessor.create();
        PublishProcessor<Event> late = PublishProcessor.create();
        List<Disposable> attached = new ArrayList<>(List.of(inbox.attach(ALICE, early), inbox.attach(mixed)));
        inbox.offer(event(ALICE, 1));

        inbox.close();
        attached.add(inbox.attach(BOB, late));

        assertThat(inbox.offer(event(ALICE, 2))).isFalse();
        assertThat(attached).allMatch(Disposable::isDisposed);
        assertThat(List.of(early.hasSubscribers(), mixed.hasSubscribers(), late.hasSubscribers()))
                .containsOnly(false);
        assertThat(inbox.droppedCount()).isEqualTo(1);
        assertThat(inbox.drain(100)).containsExactly(event(ALICE, 1));
    }

    @Test
    void shouldForgetSendersThatAreGone() {
        for (int client = 1; client <= 1000; client++) {
            ClientId sender = new ClientId(client);
            inbox.offer(event(sender, 0));
            Disposable attached = inbox.attach(sender, events(1));
            assertThat(inbox.drain(100)).hasSize(2);
            assertThat(attached.isDisposed()).isTrue();
        }

        assertThat(inbox.senders()).isZero();
    }

    @Test
    @Timeout(60)
    void shouldLoseAndReorderNothingWithManyThreads() throws InterruptedException {
        Inbox shared = Inbox.bounded(64, 1000);
        int threads = 4;
        int each = 20_000;
        CountDownLatch finished = new CountDownLatch(threads);
        CompletableSubject go = CompletableSubject.create();
        for (int thread = 0; thread < threads; thread++) {
            ClientId sender = new ClientId(1 + thread);
            new Thread(() -> {
                        go.blockingAwait();
                        Disposable attached = shared.attach(sender, events(each));
                        for (int i = 0; i < each; i++) {
                            shared.offer(new Incoming(sender, Event.of("OFFERED", i)));
                        }
                        assertThat(attached).isNotNull();
                        finished.countDown();
                    })
                    .start();
        }
        go.onComplete();

        Map<ClientId, List<Integer>> attachedEvents = new HashMap<>();
        Map<ClientId, List<Integer>> offeredEvents = new HashMap<>();
        while (finished.getCount() > 0 || shared.size() > 0) {
            for (Incoming incoming : shared.drain(100)) {
                (incoming.event().type().equals("E") ? attachedEvents : offeredEvents)
                        .computeIfAbsent(incoming.sender(), sender -> new ArrayList<>())
                        .add(incoming.event().getInt(0));
            }
        }

        assertThat(attachedEvents)
                .hasSize(threads)
                .allSatisfy(
                        (sender, numbers) -> assertThat(numbers).hasSize(each).isSorted());
        assertThat(offeredEvents.values())
                .allSatisfy(numbers ->
                        assertThat(numbers).isSorted().doesNotHaveDuplicates().endsWith(each - 1));
        assertThat(offeredEvents.values().stream().mapToInt(List::size).sum() + shared.droppedCount())
                .isEqualTo((long) threads * each);
        assertThat(shared.senders()).isZero();
    }

    @Test
    void shouldRefuseAnInboxWithoutRoom() {
        assertThatThrownBy(() -> Inbox.bounded(0, 10)).hasMessageContaining("room for at least 1 event");
        assertThatThrownBy(() -> Inbox.bounded(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
