package io.rxgase.benchmarks.peers;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.benchmarks.HeldVersions;
import io.rxgase.benchmarks.load.Part;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import io.rxgase.benchmarks.peers.Reference.World;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.internal.codec.EventCodec;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.loop.Next;
import io.rxgase.core.state.StateModel;
import io.rxgase.server.Backend;
import io.rxgase.transport.Channel;
import io.rxgase.transport.Connection;
import io.rxgase.transport.ConnectionStats;
import io.rxgase.transport.TransportOptions;
import io.rxgase.transport.netty.NettyTransport;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * RxGaSe's fan-out. The server is a {@link Backend} as any game has it. Of the clients ten are whole ones, which apply each
 * update to their state; the others take the bytes and say which version they hold, so that one process can play two thousand.
 */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class RxFanOut {
    private static final int MAX_CLIENTS = 10_000;
    private static final int WHOLE_CLIENTS = 10;
    private static final int CONNECTING_AT_A_TIME = 32;

    private RxFanOut() {}

    static TransportOptions options() {
        return TransportOptions.defaults()
                .withMaxConnections(MAX_CLIENTS)
                .withConnectTimeout(Duration.ofSeconds(20))
                .withIdleTimeout(Duration.ofSeconds(10));
    }

    /** The server. */
    static final class Server extends PlainPart {
        private final Histogram tickGapMicros = new Histogram(TimeUnit.MINUTES.toMicros(1), 2);
        private Backend<World> backend;
        private boolean memory;
        private long emptyHeapBytes;
        private long ticksBefore;
        private long latestTickNanos;

        @Override
        public Readings start(Settings settings) {
            boolean moving = settings.integer("moving", 1) == 1;
            GameLogic<World> logic = GameLogic.of(StateModel.of(World.class));
            if (moving) {
                logic = logic.onTick((world, tick) -> Next.state(world.after(tick)));
            }
            backend = Backend.of(logic, World.initial())
                    .onArrival("ECHO", (sender, event) -> event)
                    .options(options())
                    .start(Loopback.HOST, 0);
            memory = settings.integer("memory", 0) == 1;
            emptyHeapBytes = memory ? usedHeapBytes() : 0;
            var unused = backend.states().subscribe(world -> ticked());
            return Loopback.ready(backend.localAddress());
        }

        private synchronized void ticked() {
            long now = System.nanoTime();
            if (latestTickNanos != 0) {
                tickGapMicros.recordValue(
                        Math.min(tickGapMicros.getHighestTrackableValue(), (now - latestTickNanos) / 1000));
            }
            latestTickNanos = now;
        }

        /** What lives after a full collection; a second one takes what the first one's finalizers let go. */
        private static long usedHeapBytes() {
            System.gc();
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }

        @Override
        public synchronized void begin() {
            ticksBefore = backend.machine().tickNumber();
            latestTickNanos = 0;
            tickGapMicros.reset();
        }

        @Override
        public synchronized Readings end() {
            int clients = backend.server().connected().size();
            Readings readings = Readings.of("clients", clients)
                    .with("ticks", backend.machine().tickNumber() - ticksBefore)
                    .with("tick.gap.p99.ms", tickGapMicros.getValueAtPercentile(99) / 1e3)
                    .with("tick.gap.max.ms", tickGapMicros.getMaxValue() / 1e3);
            return memory
                    ? readings.with(
                            "heap.per.client", (usedHeapBytes() - emptyHeapBytes) / (double) Math.max(1, clients))
                    : readings;
        }

        @Override
        public void close() {
            backend.close();
        }
    }

    /** Clients that take the states, and send an event now and then if they are told to. */
    static final class Load implements Part {
        private final NettyTransport transport = NettyTransport.create();
        private final List<Connection> connections = new ArrayList<>();
        private final List<Client<World>> clients = new ArrayList<>();
        private ArrivalLog log;
        private Totals before = Totals.NONE;
        private Disposable chatting = Disposable.disposed();

        @Override
        public Readings start(Settings settings) throws Exception {
            int count = settings.integer("clients");
            log = new ArrivalLog(count);
            InetSocketAddress server = Loopback.server(settings);
            for (int i = 0; i < Math.min(WHOLE_CLIENTS, count); i++) {
                clients.add(whole(i, server));
            }
            Flowable.range(clients.size(), count - clients.size())
                    .flatMapSingle(i -> light(i, server), false, CONNECTING_AT_A_TIME)
                    .blockingForEach(connections::add);
            if (settings.integer("chat", 0) == 1) {
                chat();
            }
            log.awaitAll();
            return Readings.none();
        }

        private Client<World> whole(int index, InetSocketAddress server) {
            Client<World> client = Client.of(World.class)
                    .transport(transport)
                    .options(options())
                    .blockingConnect(Loopback.HOST, server.getPort());
            var unused = client.snapshots().subscribe(snapshot -> log.arrived(index));
            return client;
        }

        private Single<Connection> light(int index, InetSocketAddress server) {
            return transport
                    .connect(server, new byte[0], options())
                    .doOnSuccess(connection -> HeldVersions.take(connection, frame -> log.arrived(index)));
        }

        /** Each client sends an event a second, which is echoed; spread over the second. */
        private void chat() {
            Event event = Event.of("ECHO", "fifty bytes of chat, more or less, as people do");
            byte[] payload = EventCodec.encode(event);
            int all = clients.size() + connections.size();
            for (Connection connection : connections) {
                var unused = connection.messages(Channel.ORDERED).subscribe();
            }
            chatting = Flowable.interval(1_000_000L / all, TimeUnit.MICROSECONDS)
                    .onBackpressureDrop()
                    .subscribe(i -> {
                        int who = (int) (i % all);
                        if (who < clients.size()) {
                            clients.get(who).send(event);
                        } else {
                            var unused = connections.get(who - clients.size()).send(Channel.ORDERED, payload);
                        }
                    });
        }

        @Override
        public void begin() throws InterruptedException {
            before = totals();
            log.begin();
        }

        @Override
        public Readings end() throws InterruptedException {
            Readings arrivals = log.end();
            return arrivals.with(totals().since(before, arrivals.get("counted.seconds")));
        }

        /** Of all connections. A reading from another thread may be old, but asks for a new one. */
        private Totals totals() throws InterruptedException {
            long now = System.nanoTime();
            readAll(now);
            Thread.sleep(500);
            return readAll(now);
        }

        private Totals readAll(long now) {
            Totals totals = new Totals(now, 0, 0, 0, 0);
            for (Connection connection : connections) {
                totals = totals.plus(connection.reading());
            }
            for (Client<World> client : clients) {
                totals = totals.plus(client.reading().link());
            }
            return totals;
        }

        @Override
        public void close() {
            chatting.dispose();
            transport.close().onErrorComplete().subscribe();
        }
    }

    /** Datagrams and their payload bytes, as the clients count them. */
    private record Totals(long nanos, long datagramsIn, long bytesIn, long datagramsOut, long bytesOut) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0);

        Totals plus(ConnectionStats stats) {
            return new Totals(
                    nanos,
                    datagramsIn + stats.packetsReceived(),
                    bytesIn + stats.bytesReceived(),
                    datagramsOut + stats.packetsSent(),
                    bytesOut + stats.bytesSent());
        }

        /** What there was in as many seconds; the readings themselves were a little more apart. */
        Readings since(Totals before, double seconds) {
            double share = seconds / ((nanos - before.nanos) / 1e9);
            return Readings.of("datagrams.in", share * (datagramsIn - before.datagramsIn))
                    .with("bytes.in", share * (bytesIn - before.bytesIn))
                    .with("datagrams.out", share * (datagramsOut - before.datagramsOut))
                    .with("bytes.out", share * (bytesOut - before.bytesOut));
        }
    }
}
