package io.rxgase;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.loop.Ticks;
import io.rxgase.core.record.Recorder;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.core.record.Replay;
import io.rxgase.server.Backend;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Listener;
import io.rxgase.transport.StateSource;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.discovery.Announcement;
import io.rxgase.transport.discovery.DiscoveryPacket;
import io.rxgase.transport.discovery.LanDiscovery;
import io.rxgase.transport.discovery.LanLink;
import io.rxgase.transport.discovery.LanSockets;
import io.rxgase.transport.simulated.SimulatedNetwork;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** As {@link ThrowingCodeTest}, for what needs no game: ticks, raw connections, the local network, replays. */
class ThrowingSubscribersTest {
    /** Whose code throws. */
    enum Place {
        TICKS,
        LISTENER_EVENTS,
        CONNECTION_EVENTS,
        CONNECTION_MESSAGES,
        CONNECTION_STATES,
        CONNECTION_HEARTBEATS,
        CONNECTION_SEND,
        CONNECTION_SEND_ALL,
        CONNECTION_PUBLISHER,
        CONNECTION_AFTER,
        STATE_SOURCE,
        LAN_FIND,
        LAN_ANNOUNCE,
        LAN_ANNOUNCEMENTS,
        REPLAY_TRANSITIONS,
        REPLAY_SNAPSHOTS,
        REPLAY_STATES,
        REPLAY_RECORD,
        REPLAY_HANDLER;

        /** Whether it is a stream that ends with the error instead. */
        boolean isTold() {
            return EnumSet.of(CONNECTION_PUBLISHER, LAN_ANNOUNCEMENTS, REPLAY_RECORD)
                    .contains(this);
        }
    }

    private static final class Trap {
        private static @Nullable Place place;
        private static final AtomicReference<@Nullable Throwable> ERROR = new AtomicReference<>();
        private static final Set<Place> SPRUNG = EnumSet.noneOf(Place.class);

        static void set(Place where, Throwable what) {
            place = where;
            ERROR.set(what);
        }

        static void at(Place here) {
            Throwable thrown = here == place ? ERROR.getAndSet(null) : null;
            if (thrown != null) {
                SPRUNG.add(here);
                Planted.sneak(thrown);
            }
        }
    }

    record Count(int value) {
        Count {
            Trap.at(Place.REPLAY_RECORD);
        }
    }

    private static final GameLogic<Count> LOGIC = GameLogic.of(Count.class)
            .timeStep((count, dt) -> new Count(count.value + 1))
            .on("ADD", (count, event, sender) -> {
                Trap.at(Place.REPLAY_HANDLER);
                return Next.state(new Count(count.value + 1));
            });

    @TempDir
    Path directory;

    private final Set<Throwable> told = new HashSet<>();

    @Test
    void shouldServeEverybodyElseWhateverIsThrown() {
        Path recording = recorded();
        Set<String> failures = new TreeSet<>();
        Set<String> kinds = new TreeSet<>();
        for (Place place : Place.values()) {
            for (String kind : Planted.errorsFor(List.of(Place.values()).indexOf(place))) {
                kinds.add(kind);
                Throwable planted =
                        Objects.requireNonNull(Planted.SURVIVED.get(kind)).apply("planted");
                try (CapturedLog log = CapturedLog.open()) {
                    told.clear();
                    play(place, planted, recording);
                    long lines = log.lines().stream()
                            .filter(line ->
                                    line.contains("threw") || line.contains("can't be sent") || Planted.isIn(line))
                            .count();
                    assertThat(lines
                                    + (place.isTold()
                                            ? told.stream()
                                                    .filter(ThrowingSubscribersTest::isPlanted)
                                                    .count()
                                            : 0))
                            .as("reports in %s", log.lines())
                            .isEqualTo(place == Place.REPLAY_HANDLER ? 0 : 1);
                } catch (Throwable failure) {
                    failures.add(place + " " + kind + ": " + failure);
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(Trap.SPRUNG).as("else a kind of code was never tried").containsExactlyInAnyOrder(Place.values());
        assertThat(kinds).containsExactlyInAnyOrderElementsOf(Planted.SURVIVED.keySet());
    }

    private static boolean isPlanted(Throwable error) {
        return Planted.isIn(Guard.legible(error).toString());
    }

    private Path recorded() {
        Path file = directory.resolve("counted.rec");
        try (VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Count> backend = world.start(LOGIC, new Count(0));
            Recorder<Count> recorder = backend.record(file, RecordingOptions.defaults());
            var client = world.join(Client.of(Count.class), "alice");
            client.send(Event.of("ADD"));
            world.advanceTimeBy(Duration.ofMillis(300));
            recorder.finish().blockingAwait();
        }
        return file;
    }

    private void play(Place place, Throwable planted, Path recording) {
        TestScheduler time = new TestScheduler();
        SimulatedNetwork network = SimulatedNetwork.on(time, 5);
        Listener listener = await(
                time,
                network.host("server")
                        .listen(InetSocketAddress.createUnresolved("server", 1), TransportOptions.defaults()));
        List<Connection> accepted = new ArrayList<>();
        var unused = listener.events().subscribe(event -> accepted.add(event.connection()));
        Connection client = await(
                time,
                network.host("client")
                        .connect(
                                InetSocketAddress.createUnresolved("server", 1),
                                new byte[0],
                                TransportOptions.defaults()));
        Connection server = accepted.get(0);
        Lan lan = new Lan(time);
        LanDiscovery host = lan.discovery();
        LanDiscovery seeker = lan.discovery();
        Map<Place, AtomicInteger> others = new EnumMap<>(Place.class);

        Trap.set(place, planted);
        both(Place.TICKS, Ticks.fixed(Duration.ofMillis(20)).on(time), others);
        both(Place.LISTENER_EVENTS, listener.events(), others);
        both(Place.CONNECTION_EVENTS, server.events(), others);
        both(Place.LAN_FIND, seeker.find("test.tag"), others);
        Replay<Count> replay = Replay.of(recording, LOGIC);
        both(Place.REPLAY_TRANSITIONS, replay.transitions(), others);
        both(Place.REPLAY_SNAPSHOTS, replay.snapshots(), others);
        both(Place.REPLAY_STATES, replay.states(), others);
        throwing(Place.CONNECTION_MESSAGES, server.messages(Channel.ORDERED));
        throwing(Place.CONNECTION_STATES, client.states());
        throwing(Place.CONNECTION_HEARTBEATS, client.heartbeats());
        throwing(Place.CONNECTION_SEND, client.send(Channel.UNORDERED, new byte[1]));
        throwing(Place.CONNECTION_SEND_ALL, client.send(Channel.UNORDERED, Flowable.just(new byte[1])));
        throwing(Place.CONNECTION_AFTER, client.after(Duration.ofMillis(10)));
        var unusedPublisher = client.send(Channel.UNORDERED, publisher()).subscribe(() -> {}, told::add);
        InetSocketAddress game = new InetSocketAddress("10.0.0.1", 7777);
        throwing(Place.LAN_ANNOUNCE, host.announce(game, Flowable.error(new IllegalStateException("over"))));
        var unusedAnnouncements = host.announce(game, Flowable.defer(() -> {
                    Trap.at(Place.LAN_ANNOUNCEMENTS);
                    return Flowable.just(Announcement.of("test.tag", "first"));
                }))
                .subscribe(() -> {}, told::add);
        listener.offerState(new Frames(1, 1));
        var unusedMessage = client.send(Channel.ORDERED, new byte[1]);
        time.advanceTimeBy(500, TimeUnit.MILLISECONDS);
        client.holdState(1);
        listener.offerState(new Frames(1, 2));
        time.advanceTimeBy(2, TimeUnit.SECONDS);

        // Who comes now is served, whoever has thrown.
        others.forEach((kind, count) -> count.set(kind.name().startsWith("REPLAY") ? count.get() : 0));
        TestObserver<Void> announced = host.announce(game, Flowable.just(Announcement.of("test.tag", "second")))
                .test();
        counting(Place.CONNECTION_MESSAGES, server.messages(Channel.ORDERED), others, place);
        counting(Place.CONNECTION_STATES, client.states(), others, place);
        counting(Place.CONNECTION_HEARTBEATS, client.heartbeats(), others, place);
        AtomicInteger sent = others.computeIfAbsent(Place.CONNECTION_SEND, unusedKind -> new AtomicInteger());
        for (Completable sending : List.of(
                client.send(Channel.ORDERED, new byte[2]),
                client.send(Channel.UNORDERED, Flowable.just(new byte[2])),
                client.after(Duration.ofMillis(5)))) {
            var unusedSending = sending.subscribe(sent::incrementAndGet, error -> {});
        }
        listener.offerState(new Frames(2, 3));
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        client.holdState(2);
        listener.offerState(new Frames(2, 4));
        time.advanceTimeBy(2, TimeUnit.SECONDS);
        TestObserver<Void> closed = client.close("done").test();
        time.advanceTimeBy(1, TimeUnit.SECONDS);

        closed.assertComplete();
        announced.assertNoErrors();
        assertThat(sent).hasValue(3);
        others.forEach((kind, count) ->
                assertThat(count).as("the other subscriber of %s", kind).hasPositiveValue());
        if (place == Place.REPLAY_RECORD) {
            assertThat(Replay.of(recording, LOGIC).states().test().values()).isNotEmpty();
        }
        host.close();
        seeker.close();
    }

    private static <T> T await(TestScheduler time, Single<T> outcome) {
        TestObserver<T> observer = outcome.test();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        return observer.assertComplete().values().get(0);
    }

    /** Two subscribers, of which one throws. */
    private void both(Place place, Flowable<?> stream, Map<Place, AtomicInteger> others) {
        throwing(place, stream);
        AtomicInteger count = others.computeIfAbsent(place, unused -> new AtomicInteger());
        var unused = stream.subscribe(element -> count.incrementAndGet(), error -> {});
    }

    /** Who comes after one that has thrown; of what has one subscriber only, and another one still is there otherwise. */
    private static void counting(Place kind, Flowable<?> stream, Map<Place, AtomicInteger> others, Place thrown) {
        if (kind == thrown) {
            AtomicInteger count = others.computeIfAbsent(kind, unused -> new AtomicInteger());
            var unused = stream.subscribe(element -> count.incrementAndGet(), error -> {});
        }
    }

    /** A raw subscriber: nothing of RxJava's stands between it and the stream. */
    private <T> void throwing(Place place, Flowable<T> stream) {
        stream.subscribe((Subscriber<T>) new Subscriber<T>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(T element) {
                Trap.at(place);
            }

            @Override
            public void onError(Throwable error) {
                told.add(error);
            }

            @Override
            public void onComplete() {}
        });
    }

    private static void throwing(Place place, Completable outcome) {
        outcome.subscribe(new CompletableObserver() {
            @Override
            public void onSubscribe(Disposable disposable) {}

            @Override
            public void onComplete() {
                Trap.at(place);
            }

            @Override
            public void onError(Throwable error) {
                Trap.at(place);
            }
        });
    }

    private static Flowable<byte[]> publisher() {
        return new Flowable<>() {
            @Override
            protected void subscribeActual(Subscriber<? super byte[]> subscriber) {
                subscriber.onSubscribe(new Subscription() {
                    @Override
                    public void request(long n) {
                        Trap.at(Place.CONNECTION_PUBLISHER);
                    }

                    @Override
                    public void cancel() {}
                });
            }
        };
    }

    private static final class Frames implements StateSource {
        private final long version;
        private final byte[] heartbeat;

        Frames(long version, int beat) {
            this.version = version;
            this.heartbeat = new byte[] {(byte) beat};
        }

        @Override
        public long version() {
            return version;
        }

        @Override
        public byte[] heartbeat() {
            return heartbeat;
        }

        @Override
        public Frame frame(StateSource.Receiver receiver, long baseVersion) {
            Trap.at(Place.STATE_SOURCE);
            return new Frame(NONE, version, ByteBuffer.wrap(new byte[] {1}).asReadOnlyBuffer());
        }
    }

    /** Two machines on one network; datagrams arrive at once. */
    private static final class Lan {
        private final TestScheduler time;
        private final List<Link> links = new ArrayList<>();
        private long numbers;

        Lan(TestScheduler time) {
            this.time = time;
        }

        LanDiscovery discovery() {
            return new LanDiscovery(
                    new LanSockets() {
                        @Override
                        public Single<LanLink> ask(LanLink.Receiver receiver) {
                            return Single.fromCallable(() -> new Link(receiver));
                        }

                        @Override
                        public Single<LanLink> answer(InetSocketAddress game, LanLink.Receiver receiver) {
                            return Single.fromCallable(() -> new Link(receiver));
                        }

                        @Override
                        public void close() {}
                    },
                    () -> ++numbers);
        }

        private final class Link implements LanLink {
            private final LanLink.Receiver receiver;
            private final InetSocketAddress address = new InetSocketAddress("10.0.0.1", 5000 + links.size());

            Link(LanLink.Receiver receiver) {
                this.receiver = receiver;
                links.add(this);
            }

            @Override
            public long nanos() {
                return time.now(TimeUnit.NANOSECONDS);
            }

            @Override
            public void execute(Runnable task) {
                schedule(0, task);
            }

            @Override
            public Disposable schedule(long delayNanos, Runnable task) {
                return time.scheduleDirect(task, delayNanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void sendToAll(DiscoveryPacket packet) {
                links.forEach(link -> send(link.address, packet));
            }

            @Override
            public void send(InetSocketAddress to, DiscoveryPacket packet) {
                links.stream()
                        .filter(link -> link.address.equals(to) && link != this)
                        .forEach(link -> {
                            var unused = link.schedule(1_000, () -> link.receiver.receive(link, address, packet));
                        });
            }

            @Override
            public void close() {
                execute(() -> links.remove(this));
            }
        }
    }
}
