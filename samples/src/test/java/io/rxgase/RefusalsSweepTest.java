package io.rxgase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.client.Client;
import io.rxgase.client.ClientStats;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.event.Incoming;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.LoopStats;
import io.rxgase.core.loop.Next;
import io.rxgase.server.Backend;
import io.rxgase.server.ServerStats;
import io.rxgase.testing.VirtualWorld;
import io.rxgase.transport.Admission;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.internal.driver.EndpointDriver;
import io.rxgase.transport.internal.driver.SocketLoop;
import io.rxgase.transport.internal.protocol.DropRule;
import io.rxgase.transport.internal.protocol.Endpoint;
import io.rxgase.transport.internal.protocol.EndpointConfig;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Provokes every kind of refusal and looks whether it is told where it ought to be: to the caller, in the log once with the remedy, and in a
 * counter. The kinds are taken from the counters themselves, so a new one fails here until it is provoked, too.
 */
class RefusalsSweepTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** What happens on any network, heals by itself or was asked for; and what its own tests look at with the state at hand. */
    private static final Set<DropRule> COUNTED_ONLY = EnumSet.of(
            DropRule.UNKNOWN_CONNECTION,
            DropRule.DUPLICATE,
            DropRule.TOO_OLD,
            DropRule.BAD_COOKIE,
            DropRule.WRONG_PHASE,
            DropRule.DUPLICATE_MESSAGE,
            DropRule.STALE_MESSAGE,
            DropRule.STALE_STATE,
            DropRule.MISSING_BASE,
            DropRule.PARTIAL_STATE,
            DropRule.EXPIRED_MESSAGE,
            DropRule.REPLACED_STATE,
            DropRule.UNSENDABLE_STATE);

    /** Measures, and what the tests of states look at. */
    private static final Set<String> NO_REFUSALS = Set.of(
            "ticks",
            "skippedTicks",
            "slowTicks",
            "clients",
            "total",
            "tickNanos",
            "publishNanos",
            "revision",
            "encodings",
            "eventsWaiting",
            "datagramsDropped",
            "drops",
            "link",
            "resyncs",
            "divergences",
            "statesMalformed",
            "misfits",
            "gameTimeNanos",
            "gameTimeAgeNanos");

    /** A bell that breaks at a hundred. */
    record Bell(int rung) {
        @Override
        public int rung() {
            if (rung == 100) {
                throw new IllegalStateException("broken");
            }
            return rung;
        }
    }

    record Ring(int times) {}

    private static final GameLogic<Bell> LOGIC = GameLogic.of(Bell.class)
            .onTick((bell, tick) -> {
                if (tick.number() % 50 == 49) {
                    throw new IllegalStateException("a time step that fails");
                }
                return Next.unchanged();
            })
            .on(Ring.class, (bell, ring, sender) -> Next.state(new Bell(ring.times())))
            .on("FAIL", (bell, event, sender) -> {
                throw new IllegalStateException("a handler that fails");
            })
            .on(
                    "ASK",
                    (bell, event, sender) -> Next.state(bell)
                            .toBackend(Event.of("NOBODY_ANSWERS"))
                            .toBackend(Event.of("ANSWER_FAILS")))
            .on(
                    "TELL",
                    (bell, event, sender) -> Next.state(bell)
                            .send(new ClientId(999), Event.of("GONE"))
                            .toAll(Event.of("LARGE", "x".repeat(300_000))));

    @Test
    void shouldTellOfEveryRefusalOfAGame() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(1).toleratingGameFaults()) {
            Backend<Bell> backend = world.start(Backend.of(LOGIC, new Bell(0))
                    .onArrival("ECHO", (sender, event) -> Event.of("ECHO", "x".repeat(300_000))));
            backend.machine().async("ANSWER_FAILS", request -> Single.error(new IllegalStateException("no answer")));
            Client<Bell> client = world.join(Bell.class, "Ann");
            var stranger = world.network()
                    .host("stranger")
                    .connect(
                            InetSocketAddress.createUnresolved(VirtualWorld.SERVER, VirtualWorld.PORT),
                            new byte[0],
                            TransportOptions.defaults())
                    .test();
            world.advanceTimeBy(SECOND);
            List.of("FAIL", "ASK", "TELL", "UNHEARD_OF", "Ring").forEach(type -> send(client, Event.of(type)));
            send(client, Event.of("ECHO"));
            for (int i = 0; i < 300; i++) {
                backend.machine().inbox().offer(new Incoming(ClientId.BACKEND, Event.of("Ring", 1)));
            }
            ClientId ann = backend.server().connected().get(0);
            Connection toAnn = backend.server().connection(ann).orElseThrow();
            var garbage = toAnn.send(Channel.ORDERED, new byte[] {1, 2, 3}).test();
            var more = stranger.values()
                    .get(0)
                    .send(Channel.ORDERED, new byte[] {1, 2, 3})
                    .test();
            world.advanceTimeBy(SECOND);
            send(client, Event.of(new Ring(100)));
            for (int i = 0; i < 200; i++) {
                backend.send(ann, Event.of("NEWS"));
            }
            world.advanceTimeBy(SECOND);
            var rings = client.events(Ring.class).test();
            backend.send(ann, Event.of("Ring", "no number"));
            world.advanceTimeBy(SECOND);
            rings.assertEmpty();
            garbage.assertComplete();
            more.assertComplete();

            Map<String, Long> counted = new TreeMap<>();
            counters(LoopStats.class, backend.machine().reading(), counted);
            counters(ClientStats.class, client.reading(), counted);
            counters(ServerStats.class, backend.reading(), counted);
            assertThat(counted)
                    .allSatisfy((name, count) -> assertThat(count).as(name).isPositive());
            assertThat(log.lines())
                    .as("one line each, and one more at each tenfold")
                    .hasSizeBetween(counted.size(), 3 * counted.size());
            for (String told : List.of(
                    "no room in the inbox",
                    "have no function",
                    "ended with an error",
                    "not connected",
                    "can't be sent",
                    "arrival handlers can't be sent",
                    "can't be read",
                    "nobody listens",
                    "there is no handler for it",
                    "Event Ring of")) {
                assertThat(log.lines(told)).as(told).isNotEmpty();
            }
        }
    }

    private static void send(Client<?> client, Event event) {
        client.send(event);
    }

    /** The counters of a reading that count refusals, by their names. */
    private static void counters(Class<? extends Record> type, Record reading, Map<String, Long> into) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (!NO_REFUSALS.contains(component.getName())) {
                try {
                    into.put(
                            component.getName(),
                            ((Number) component.getAccessor().invoke(reading)).longValue());
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError("a counter can't be read", e);
                }
            }
        }
    }

    @Test
    void shouldTellOfEveryRuleThatHasARemedyOnce() {
        for (DropRule rule : DropRule.values()) {
            try (CapturedLog log = CapturedLog.open()) {
                QuietLoop loop = new QuietLoop();
                EndpointDriver driver = driver(loop);
                for (int i = 0; i < 1_000; i++) {
                    driver.dropped(rule, "somebody");
                }
                loop.runFor(1_000_000_000L);

                assertThat(driver.listener().drops()).containsExactly(Map.entry(rule.name(), 1_000L));
                assertThat(rule.isLogged()).as("%s is told in the log", rule).isEqualTo(!COUNTED_ONLY.contains(rule));
                if (rule.isLogged()) {
                    assertThat(log.lines())
                            .singleElement()
                            .asString()
                            .contains("1000 ", rule.what(), "somebody", rule.remedy(), rule.name());
                } else {
                    assertThat(log.lines()).isEmpty();
                }
            }
        }
    }

    @Test
    void shouldTellWhatGoesOnAtGrowingIntervals() {
        try (CapturedLog log = CapturedLog.open()) {
            QuietLoop loop = new QuietLoop();
            EndpointDriver driver = driver(loop);
            for (int second = 0; second < 1_000; second++) {
                driver.dropped(DropRule.REFUSED_MESSAGE, "somebody");
                loop.runFor(1_000_000_000L);
            }
            assertThat(log.lines()).hasSize(3);
            assertThat(log.lines().get(2)).contains("(111 in all");

            driver.close(DisconnectReason.PEER_SHUTDOWN, "").subscribe();
            assertThat(log.lines().get(3)).contains("(1000 in all");
        }
    }

    private static EndpointDriver driver(QuietLoop loop) {
        TransportOptions options = TransportOptions.defaults();
        return new EndpointDriver(
                new Endpoint(EndpointConfig.of(options, new Random(1), () -> 1).listening()), loop, options);
    }

    @Test
    void shouldTellAClientThatIsNotLetInAndTheServersLog() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Bell> backend = world.start(Backend.of(GameLogic.of(Bell.class), new Bell(0))
                    .options(TransportOptions.defaults()
                            .withAdmission((from, hello) -> Admission.Decision.refuse("come back tomorrow"))));
            var joining = Client.of(Bell.class)
                    .transport(world.network().host("Ann"))
                    .connect(VirtualWorld.SERVER, VirtualWorld.PORT)
                    .test();
            world.advanceTimeBy(SECOND);

            joining.assertError(error -> error.getMessage().contains("come back tomorrow"));
            assertThat(backend.reading().drops()).containsEntry("REFUSED_CLIENT", 1L);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("1 greetings were answered with a refusal", "withMaxConnections");
        }
    }

    @Test
    void shouldTellOfUnreliableMessagesThatNobodyTakes() {
        try (CapturedLog log = CapturedLog.open();
                VirtualWorld world = VirtualWorld.of(1)) {
            Backend<Bell> backend = world.start(GameLogic.of(Bell.class), new Bell(0));
            var connected = world.network()
                    .host("Ann")
                    .connect(
                            InetSocketAddress.createUnresolved(VirtualWorld.SERVER, VirtualWorld.PORT),
                            new byte[0],
                            TransportOptions.defaults())
                    .test();
            world.advanceTimeBy(SECOND);
            ClientId ann = backend.server().connected().get(0);
            for (int i = 0; i < 500; i++) {
                backend.server().send(ann, Event.of("NEWS", i), Delivery.UNRELIABLE);
                world.advanceTimeBy(Duration.ofMillis(5));
            }
            world.advanceTimeBy(SECOND);

            assertThat(connected.values().get(0).reading().drops()).containsEntry("UNREAD_MESSAGE", 244L);
            assertThat(log.lines("UNREAD_MESSAGE"))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("subscribe to messages()"));
        }
    }

    @Test
    void shouldRefuseAtTheCallerWhatThePeerNeverTakes() {
        try (VirtualWorld world = VirtualWorld.of(1)) {
            world.start(Backend.of(GameLogic.of(Bell.class), new Bell(0))
                    .options(TransportOptions.defaults().withMaxMessageBytes(1_000)));
            Client<Bell> client = world.join(Bell.class, "Ann");

            assertThatThrownBy(() -> client.send(Event.of("LARGE", "x".repeat(2_000))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("split it");
        }
    }

    /** A socket that sends to nobody, in virtual time. */
    private static final class QuietLoop implements SocketLoop {
        private record Task(long atNanos, Runnable run) {}

        private final PriorityQueue<Task> tasks = new PriorityQueue<>((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        private final ByteBuffer buffer = ByteBuffer.allocate(2_000);
        private long now;

        void runFor(long nanos) {
            long end = now + nanos;
            while (!tasks.isEmpty() && tasks.element().atNanos() <= end) {
                Task next = tasks.remove();
                now = Math.max(now, next.atNanos());
                next.run().run();
            }
            now = end;
        }

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Disposable schedule(long atNanos, Runnable task) {
            Task planned = new Task(Math.max(now, atNanos), task);
            tasks.add(planned);
            return Disposable.fromAction(() -> tasks.remove(planned));
        }

        @Override
        public boolean isOnLoop() {
            return true;
        }

        @Override
        public boolean enter() {
            return true;
        }

        @Override
        public void leave() {}

        @Override
        public ByteBuffer buffer() {
            return buffer.clear();
        }

        @Override
        public boolean send(InetSocketAddress to) {
            return true;
        }

        @Override
        public void flush() {}

        @Override
        public InetSocketAddress localAddress() {
            return new InetSocketAddress(1);
        }

        @Override
        public void close(Runnable closed) {
            closed.run();
        }
    }
}
