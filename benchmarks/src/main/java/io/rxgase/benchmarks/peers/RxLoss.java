package io.rxgase.benchmarks.peers;

import io.rxgase.benchmarks.load.Part;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import io.rxgase.client.Client;
import io.rxgase.core.event.ClientId;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.StateModel;
import io.rxgase.server.Backend;
import io.rxgase.transport.Delivery;
import io.rxgase.transport.emulation.LinkStats;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.netty.ConditionedRelay;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Reliable events over a bad network: the relay stands in the load's process. The clocks of two processes of one machine are one
 * clock, so the time of each event is that from the caller to the handler.
 */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class RxLoss {
    private static final int HEADER_BYTES = 28;

    private RxLoss() {}

    /** Counts what arrives. */
    static final class Server extends PlainPart {
        private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
        private final BitSet arrived = new BitSet();
        private long doubles;
        private long firstNanos;
        private long lastNanos;
        private Backend<RxEvents.Nothing> backend;

        @Override
        public Readings start(Settings settings) {
            backend = Backend.of(GameLogic.of(StateModel.of(RxEvents.Nothing.class)), new RxEvents.Nothing(0))
                    .onArrival("SHOT", this::arrived)
                    .options(RxFanOut.options())
                    .start(Loopback.HOST, 0);
            return Loopback.ready(backend.localAddress());
        }

        private synchronized @Nullable Event arrived(ClientId sender, Event event) {
            int number = event.getInt(0);
            lastNanos = System.nanoTime();
            if (arrived.isEmpty()) {
                firstNanos = event.getLong(1);
            }
            if (arrived.get(number)) {
                doubles++;
            } else {
                arrived.set(number);
                micros.recordValue(Math.max(0, (lastNanos - event.getLong(1)) / 1000));
            }
            return null;
        }

        @Override
        public synchronized Readings end() {
            return Readings.of("arrived", arrived.cardinality())
                    .with("doubles", doubles)
                    .with("seconds", (lastNanos - firstNanos) / 1e9)
                    .with("p50.ms", micros.getValueAtPercentile(50) / 1e3)
                    .with("p99.ms", micros.getValueAtPercentile(99) / 1e3)
                    .with("max.ms", micros.getMaxValue() / 1e3);
        }

        @Override
        public void close() {
            backend.close();
        }
    }

    /** Sends at a steady rate and waits until all is acknowledged. */
    static final class Load implements Part {
        private static final int SETTLE_SECONDS = 10;

        private ConditionedRelay relay;
        private Client<RxEvents.Nothing> client;
        private int count;
        private int perSecond;
        private LinkStats upBefore;
        private LinkStats downBefore;

        @Override
        public Readings start(Settings settings) {
            count = settings.integer("count");
            perSecond = settings.integer("perSecond");
            NetworkConditions conditions = NetworkConditions.PERFECT
                    .withLoss(settings.number("loss"))
                    .withDelay(Duration.ofMillis(50), Duration.ofMillis(5));
            relay = ConditionedRelay.open(Loopback.server(settings), conditions, 42)
                    .blockingGet();
            client = Client.of(RxEvents.Nothing.class)
                    .options(RxFanOut.options())
                    .blockingConnect(Loopback.HOST, relay.localAddress().getPort());
            return Readings.none();
        }

        @Override
        public void begin() {
            upBefore = relay.statsToTarget().blockingGet();
            downBefore = relay.statsToClients().blockingGet();
        }

        @Override
        public Readings end() throws InterruptedException {
            Bytes padding = Bytes.of(new byte[30]);
            long due = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long wait;
                while ((wait = due - System.nanoTime()) > 0) {
                    LockSupport.parkNanos(wait);
                }
                due += 1_000_000_000L / perSecond;
                client.send(Event.of("SHOT", i, System.nanoTime(), padding), Delivery.RELIABLE_UNORDERED);
            }
            long sentAll = System.nanoTime();
            settle();
            LinkStats up = relay.statsToTarget().blockingGet();
            LinkStats down = relay.statsToClients().blockingGet();
            long datagrams = up.sent() - upBefore.sent() + down.sent() - downBefore.sent();
            long bytes = up.sentBytes() - upBefore.sentBytes() + down.sentBytes() - downBefore.sentBytes();
            return Readings.of("datagrams", datagrams)
                    .with("wire.bytes", bytes + datagrams * HEADER_BYTES)
                    .with("settle.seconds", (System.nanoTime() - sentAll) / 1e9);
        }

        /** Until nothing waits any more, for as long as a fixed time at most. */
        private void settle() throws InterruptedException {
            for (int i = 0; i < SETTLE_SECONDS * 10; i++) {
                Thread.sleep(100);
                if (client.reading().link().queuedBytes() == 0 && i > 10) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            client.close();
            relay.close();
        }
    }
}
