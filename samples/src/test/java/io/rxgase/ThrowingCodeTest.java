package io.rxgase;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.rxgase.client.Client;
import io.rxgase.core.event.Audience;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.guard.Guard;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.record.Recorder;
import io.rxgase.core.record.RecordingException;
import io.rxgase.core.record.RecordingOptions;
import io.rxgase.core.state.StateMap;
import io.rxgase.server.Backend;
import io.rxgase.sync.View;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.Admission;
import io.rxgase.transport.ConnectionEvent;
import io.rxgase.transport.TransportOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Throws each class of error once out of each kind of code that a game brings along: everybody else is served, and it is reported. What
 * a game does not survive ends the backend, and everybody learns why.
 */
class ThrowingCodeTest {
    /** Whose code throws. */
    enum Place {
        HANDLER,
        TIME_STEP,
        ASYNC_FUNCTION,
        ASYNC_ANSWER,
        VIEW,
        PRIORITY,
        RECORD_READ,
        RECORD_ENCODED,
        LIST_READ,
        REQUIREMENT,
        EVENT_MADE,
        EVENT_ENCODED,
        SIGHT_KEY,
        VIEW_KEY,
        ADMISSION,
        ARRIVAL,
        STATES,
        UPDATES,
        STORE_SNAPSHOTS,
        CLIENTS,
        STATS,
        RECORDER,
        RECORD_MADE,
        CLIENT_RECORD_READ,
        CLIENT_TRY,
        CLIENT_STATES,
        CLIENT_SNAPSHOTS,
        CLIENT_UPDATES,
        CLIENT_EVENTS,
        CLIENT_TYPED_EVENTS,
        CLIENT_LIFECYCLE,
        CLIENT_SEND,
        CLIENT_SEND_ALL;

        boolean isOfBackend() {
            return EnumSet.range(HANDLER, STATS).contains(this);
        }
    }

    /** Where and what is thrown, once. */
    private static final class Trap {
        private static @Nullable Place place;
        private static final AtomicReference<@Nullable Throwable> ERROR = new AtomicReference<>();
        private static final Set<Place> SPRUNG = EnumSet.noneOf(Place.class);

        static void disarm() {
            ERROR.set(null);
        }

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

        /** As {@link #at}, only while the server encodes for clients. */
        static void whenEncodedAt(Place here) {
            if (here == place
                    && ERROR.get() != null
                    && StackWalker.getInstance()
                            .walk(frames -> frames.anyMatch(
                                    frame -> frame.getClassName().startsWith("io.rxgase.sync.internal.StateFan")))) {
                at(here);
            }
        }
    }

    record Stone(int moved, int by) {}

    /** A list of the game's own. */
    private static final class Tags extends AbstractList<Integer> {
        private final int tag;

        Tags(int tag) {
            this.tag = tag;
        }

        @Override
        public Integer get(int index) {
            Trap.at(Place.LIST_READ);
            return tag;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    record Isle(int step, StateMap<Integer, Stone> stones, List<Integer> tags) {
        @Override
        public int step() {
            if (!recording) {
                Trap.whenEncodedAt(Place.RECORD_ENCODED);
                Trap.at(Place.RECORD_READ);
            }
            if (recording) {
                Trap.at(Place.RECORDER);
            }
            return step;
        }

        Isle next() {
            StateMap<Integer, Stone> moved = stones;
            for (int i = 0; i < 12; i++) {
                moved = moved.with(i, new Stone(step * 1_000_003 * (i + 1), i));
            }
            return new Isle(step + 1, moved, new Tags(step));
        }
    }

    /** The same as a client of another build has it. */
    record Seen(int step, StateMap<Integer, Stone> stones) {
        Seen {
            Trap.at(Place.RECORD_MADE);
        }

        @Override
        public int step() {
            Trap.at(Place.CLIENT_RECORD_READ);
            return step;
        }
    }

    /** What a client says, and the game reads. */
    record Knob(int number) {
        Knob {
            Trap.at(Place.EVENT_MADE);
        }
    }

    /** What the game says. */
    record Echo(int number) {
        @Override
        public int number() {
            Trap.at(Place.EVENT_ENCODED);
            return number;
        }
    }

    /** A group of a game's own that a client sees. */
    private static final class SightKey {
        @Override
        public int hashCode() {
            Trap.at(Place.SIGHT_KEY);
            return 7;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SightKey;
        }
    }

    /** What clients that are shown the same have in common. */
    private static final class ViewKey {
        @Override
        public int hashCode() {
            return 7;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            Trap.at(Place.VIEW_KEY);
            return other instanceof ViewKey;
        }
    }

    record Ping(int number) {
        Ping {
            Trap.at(Place.CLIENT_TYPED_EVENTS);
        }
    }

    @TempDir
    Path directory;

    private static final List<?> SIGHT = Stream.concat(IntStream.range(0, 12).boxed(), Stream.of(new SightKey()))
            .toList();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.rxgase");
    private static boolean recording;
    private int worlds;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        logger.setLevel(Level.WARN);
        Trap.SPRUNG.clear();
    }

    @AfterEach
    void leave() {
        logger.setAdditive(true);
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    @Test
    void shouldServeEverybodyElseWhateverIsThrownFromWherever() {
        Set<String> failures = new TreeSet<>();
        Set<String> kinds = new TreeSet<>();
        for (Place place : Place.values()) {
            for (String name : Planted.errorsFor(List.of(Place.values()).indexOf(place))) {
                kinds.add(name);
                try {
                    play(
                            place,
                            Objects.requireNonNull(Planted.SURVIVED.get(name)).apply("planted"),
                            false);
                } catch (Throwable failure) {
                    failures.add(place + " " + name + ": " + firstLines(failure));
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(Trap.SPRUNG).as("else a kind of code was never tried").containsExactlyInAnyOrder(Place.values());
        assertThat(kinds)
                .as("else a kind of error was never tried")
                .containsExactlyInAnyOrderElementsOf(Planted.SURVIVED.keySet());
    }

    @Test
    void shouldEndTheBackendWithWhatAGameDoesNotSurvive() {
        Set<String> failures = new TreeSet<>();
        for (Place place : Place.values()) {
            try {
                play(place, new OutOfMemoryError("planted"), place.isOfBackend());
            } catch (Throwable failure) {
                failures.add(place + ": " + firstLines(failure));
            }
        }
        assertThat(failures).isEmpty();
        assertThat(Trap.SPRUNG).containsExactlyInAnyOrder(Place.values());
    }

    private static String firstLines(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        String text = String.valueOf(failure);
        return text.substring(0, Math.min(300, text.length())).replace('\n', ' ') + " at "
                + (stack.length == 0
                        ? ""
                        : List.of(stack).stream()
                                .filter(frame -> frame.getClassName().startsWith("io.rxgase"))
                                .findFirst());
    }

    private static Completable started(Completable cold) {
        Completable outcome = cold.cache();
        var unused = outcome.subscribe(() -> {}, error -> {});
        return outcome;
    }

    private void play(Place place, Throwable planted, boolean fatal) {
        worlds++;
        log.list.clear();
        Trap.disarm();
        AtomicInteger told = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        try (VirtualWorld world = VirtualWorld.of(7).toleratingGameFaults()) {
            GameLogic<Isle> logic = GameLogic.of(Isle.class)
                    .timeStep((state, dt) -> {
                        Trap.at(Place.TIME_STEP);
                        return state.next();
                    })
                    .on("PING", (state, event, sender) -> {
                        Trap.at(Place.HANDLER);
                        return Next.state(state)
                                .reply(Event.of("PONG"))
                                .toAll(new Echo(state.step))
                                .toBackend(Event.of("ASK"));
                    })
                    .on(Knob.class, (state, knob, sender) -> Next.state(state.next()))
                    .require((before, after) -> Trap.at(Place.REQUIREMENT))
                    .onLeft((state, client) -> {
                        left.incrementAndGet();
                        return Next.state(state);
                    });
            Backend<Isle> backend = world.start(Backend.of(logic, new Isle(0, StateMap.empty(), new Tags(0)))
                    .onArrival("KNOCK", (sender, event) -> {
                        Trap.at(Place.ARRIVAL);
                        return Event.of("OPEN");
                    })
                    .options(TransportOptions.defaults().withAdmission((address, hello) -> {
                        Trap.at(Place.ADMISSION);
                        return Admission.Decision.admit();
                    }))
                    .budget(3_000)
                    .priority((state, entity, client) -> {
                        Trap.at(Place.PRIORITY);
                        return 1;
                    })
                    .view(viewFor(place)));
            backend.machine().async("ASK", request -> {
                Trap.at(Place.ASYNC_FUNCTION);
                return Single.fromCallable(() -> {
                    Trap.at(Place.ASYNC_ANSWER);
                    return Event.of("ANSWERED");
                });
            });
            Client<Seen> alice = world.join(Client.of(Seen.class), "alice");
            Client<Seen> bob = world.join(Client.of(Seen.class), "bob");
            TestObserver<Void> closed = backend.closed().test();
            TestSubscriber<ConnectionEvent> life = bob.lifecycle().test();
            List<Completable> outcomes = new ArrayList<>();
            Recorder<Isle> recorder = backend.record(
                    directory.resolve(worlds + ".rec"),
                    RecordingOptions.defaults().withWriter(writer(world)));

            Map<Place, Flowable<?>> streams = new LinkedHashMap<>();
            streams.put(Place.STATES, backend.states());
            streams.put(Place.UPDATES, backend.updates());
            streams.put(Place.STORE_SNAPSHOTS, backend.store().snapshots());
            streams.put(Place.CLIENTS, backend.clients());
            streams.put(Place.STATS, backend.stats(Duration.ofMillis(100)));
            streams.put(Place.CLIENT_STATES, alice.states());
            streams.put(Place.CLIENT_SNAPSHOTS, alice.snapshots());
            streams.put(Place.CLIENT_UPDATES, alice.updates());
            streams.put(Place.CLIENT_EVENTS, alice.events());
            streams.put(Place.CLIENT_LIFECYCLE, alice.lifecycle());
            streams.put(Place.CLIENT_TYPED_EVENTS, alice.events(Ping.class));
            Map<Place, AtomicInteger> others = new LinkedHashMap<>();
            streams.forEach((kind, stream) -> {
                AtomicInteger count = new AtomicInteger();
                others.put(kind, count);
                var unused = stream.subscribe(
                        element -> {
                            if (kind != Place.CLIENT_TYPED_EVENTS) {
                                Trap.at(kind);
                            }
                        },
                        error -> told.incrementAndGet());
                var unusedToo = stream.subscribe(element -> count.incrementAndGet(), error -> {});
            });
            world.advanceTimeBy(Duration.ofMillis(300));
            others.values().forEach(count -> count.set(0));

            Trap.set(place, planted);
            var dave = Client.of(Seen.class)
                    .transport(world.network().host("dave"))
                    .connect(VirtualWorld.SERVER, VirtualWorld.PORT)
                    .subscribe(client -> {}, error -> {});
            outcomes.add(started(alice.deliver(Event.of("KNOCK"))));
            outcomes.add(started(alice.deliver(Event.of("PING"))));
            outcomes.add(started(alice.deliver(Event.of("Knob", 3))));
            AtomicInteger tried = new AtomicInteger();
            for (Place who : List.of(Place.CLIENT_TRY, Place.CLIENT_STATES)) {
                var unused = alice.tryTo(state -> {
                            if (who == Place.CLIENT_TRY) {
                                Trap.at(who);
                            }
                            return state.stones;
                        })
                        .subscribe(stones -> tried.incrementAndGet(), error -> told.incrementAndGet());
            }
            alice.deliver(Event.of("PING")).subscribe(new CompletableObserver() {
                @Override
                public void onSubscribe(Disposable disposable) {}

                @Override
                public void onComplete() {
                    Trap.at(Place.CLIENT_SEND);
                }

                @Override
                public void onError(Throwable error) {}
            });
            var unusedToo = alice.sendAll(Flowable.fromCallable(() -> {
                        Trap.at(Place.CLIENT_SEND_ALL);
                        return Event.of("PING");
                    }))
                    .subscribe(() -> {}, error -> told.incrementAndGet());
            backend.send(Audience.all(), Event.of(Event.typeOf(Ping.class), 1));
            world.advanceTimeBy(Duration.ofMillis(700));
            if (fatal) {
                world.advanceTimeBy(Duration.ofSeconds(2));
                closed.assertError(planted);
                assertThat(life.values())
                        .last()
                        .isInstanceOfSatisfying(
                                ConnectionEvent.Disconnected.class,
                                end -> assertThat(end.detail()).contains("the game ended", "OutOfMemoryError"));
                backend.states().test().assertComplete();
                recorder.finish().test().assertComplete();
                assertThat(reports()).as("lines in the log").isPositive();
                return;
            }
            outcomes.forEach(outcome -> outcome.test().assertComplete());
            assertThat(tried).as("who tried a function").hasPositiveValue();
            backend.send(Audience.all(), Event.of(Event.typeOf(Ping.class), 2));
            backend.send(Audience.all(), Event.of(Event.typeOf(Ping.class), 3));
            Client<Seen> carol = world.join(Client.of(Seen.class), "carol");
            int before = backend.snapshot().state().step();
            others.values().forEach(count -> count.set(0));
            outcomes.add(started(carol.deliver(Event.of("PING"))));
            backend.send(Audience.all(), Event.of(Event.typeOf(Ping.class), 4));
            List<ClientId> present = backend.server().connected();
            backend.disconnect(present.get(present.size() - 1), "go");
            world.advanceTimeBy(Duration.ofMillis(900));

            closed.assertNotComplete().assertNoErrors();
            assertThat(left).as("leaves that the game has seen").hasPositiveValue();
            for (Client<Seen> client : List.of(alice, bob)) {
                assertThat(client.store().current().state().step()).isGreaterThan(before);
            }
            others.forEach((kind, count) -> {
                if (kind != Place.CLIENT_LIFECYCLE) {
                    assertThat(count).as("the other subscriber of %s", kind).hasPositiveValue();
                }
            });
            alice.close();
            world.advanceTimeBy(Duration.ofMillis(300));
            assertThat(others.get(Place.CLIENT_LIFECYCLE)).hasPositiveValue();
            if (Guard.isFatal(planted)) {
                assertThat(reports() + told.get()).as("reports").isPositive();
            } else {
                assertThat(reports() + told.get()).as("reports").isEqualTo(1);
            }
            dave.dispose();
            TestObserver<Void> finished = recorder.finish().test();
            backend.close();
            TestObserver<Void> down = backend.closed().test();
            world.advanceTimeBy(Duration.ofSeconds(1));
            down.assertComplete();
            if (place == Place.RECORDER && planted instanceof Error && !(planted instanceof StackOverflowError)) {
                finished.assertError(RecordingException.class);
                assertThat(recorder.reading().lostFrames()).isPositive();
            } else {
                finished.assertComplete();
            }
        }
    }

    /** All that a client may see, by a function or by keys of the game's own. */
    private static View<Isle> viewFor(Place place) {
        if (place == Place.SIGHT_KEY) {
            return View.byAttribute("stones", "by", (state, client) -> SIGHT);
        } else if (place == Place.VIEW_KEY) {
            return View.shared((state, client) -> new ViewKey(), (state, key) -> state);
        }
        return View.of((state, client) -> {
            Trap.at(Place.VIEW);
            return state;
        });
    }

    /** The recorder's thread, which in this world is none of its own. */
    private static Scheduler writer(VirtualWorld world) {
        return Schedulers.from(task -> world.scheduler().scheduleDirect(() -> {
            recording = true;
            try {
                task.run();
            } finally {
                recording = false;
            }
        }));
    }

    /** How many lines tell of it. */
    private int reports() {
        int count = 0;
        for (ILoggingEvent line : log.list) {
            if (line.getLevel().isGreaterOrEqual(Level.WARN) && tellsOfIt(line)) {
                count++;
            }
        }
        return count;
    }

    private static boolean tellsOfIt(ILoggingEvent line) {
        if (Planted.isIn(line.getFormattedMessage())) {
            return true;
        }
        for (IThrowableProxy error = line.getThrowableProxy(); error != null; error = error.getCause()) {
            if (Planted.isIn(String.valueOf(error.getMessage()))) {
                return true;
            }
        }
        return false;
    }
}
