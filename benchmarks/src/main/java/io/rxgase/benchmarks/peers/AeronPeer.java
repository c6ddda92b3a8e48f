package io.rxgase.benchmarks.peers;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron over UDP. The media driver is embedded and run by the application's own thread ("invoker" mode), which is what suits a
 * process with one processor; fan-out is its multi-destination-cast. Echoes spin, which is what Aeron is made for.
 */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class AeronPeer {
    private static final int STREAM = 1;
    private static final int FRAGMENTS = 64;
    private static final String FAN_OUT_TERM = "|term-length=64k";

    private AeronPeer() {}

    /** A driver, a client of it, and the thread that runs both. */
    private static final class Node implements AutoCloseable {
        private final MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
                .threadingMode(ThreadingMode.INVOKER)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .spiesSimulateConnection(true)
                .warnIfDirectoryExists(false));
        private final Aeron aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .useConductorAgentInvoker(true)
                .driverAgentInvoker(driver.sharedAgentInvoker()));
        private final AgentInvoker client = aeron.conductorAgentInvoker();
        private volatile boolean closed;

        /** One round of all duties. */
        int turn() {
            return driver.sharedAgentInvoker().invoke() + client.invoke();
        }

        void inBackground(Runnable round) {
            Thread thread = new Thread(
                    () -> {
                        while (!closed) {
                            turn();
                            round.run();
                        }
                        aeron.close();
                        driver.close();
                    },
                    "aeron");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static int somePort() {
        return ThreadLocalRandom.current().nextInt(20_000, 30_000);
    }

    private static String endpoint(int port) {
        return "aeron:udp?endpoint=" + Loopback.HOST + ":" + port;
    }

    /** Offers the same bytes once per tick; the driver sends them to each client. */
    static final class FanOutServer extends PlainPart {
        private static final long NAP_NANOS = 1_000_000;

        private final Node node = new Node();

        @Override
        public Readings start(Settings settings) {
            int port = somePort();
            Publication publication = node.aeron.addExclusivePublication(
                    "aeron:udp?control-mode=dynamic|control=" + Loopback.HOST + ":" + port + "|fc=max" + FAN_OUT_TERM,
                    STREAM);
            UnsafeBuffer update = new UnsafeBuffer(new byte[settings.integer("bytes")]);
            long[] due = {System.nanoTime() + TickLoop.STEP_NANOS};
            node.inBackground(() -> {
                if (System.nanoTime() - due[0] >= 0) {
                    due[0] += TickLoop.STEP_NANOS;
                    long unused = publication.offer(update);
                } else {
                    LockSupport.parkNanos(NAP_NANOS);
                }
            });
            return Readings.of("port", port);
        }

        @Override
        public void close() {
            node.close();
        }
    }

    /** A subscription with a socket of its own for each client. */
    static final class FanOutLoad extends ListeningLoad {
        private static final long NAP_NANOS = 500_000;

        private final Node node = new Node();
        private final List<Subscription> subscriptions = new ArrayList<>();
        private final List<FragmentHandler> handlers = new ArrayList<>();

        @Override
        void connect(Settings settings, int clients, ArrivalLog log) {
            String control = "|control-mode=dynamic|control=" + Loopback.HOST + ":" + settings.integer("port");
            for (int i = 0; i < clients; i++) {
                int index = i;
                subscriptions.add(node.aeron.addSubscription(endpoint(0) + control, STREAM));
                handlers.add((buffer, offset, length, header) -> log.arrived(index));
            }
            node.inBackground(() -> {
                int fragments = 0;
                for (int i = 0; i < clients; i++) {
                    fragments += subscriptions.get(i).poll(handlers.get(i), FRAGMENTS);
                }
                if (fragments == 0) {
                    LockSupport.parkNanos(NAP_NANOS);
                }
            });
        }

        @Override
        public void close() {
            node.close();
        }
    }

    /** Sends back what comes. */
    static final class EchoServer extends PlainPart {
        private final Node node = new Node();

        @Override
        public Readings start(Settings settings) {
            int port = somePort();
            Subscription in = node.aeron.addSubscription(endpoint(port), STREAM);
            Publication out = node.aeron.addExclusivePublication(endpoint(port + 1), STREAM);
            FragmentHandler echo = (buffer, offset, length, header) -> offer(node, out, buffer, offset, length);
            node.inBackground(() -> {
                int unused = in.poll(echo, FRAGMENTS);
            });
            return Readings.of("port", port);
        }

        @Override
        public void close() {
            node.close();
        }
    }

    private static void offer(Node node, Publication out, DirectBuffer buffer, int offset, int length) {
        while (out.offer(buffer, offset, length) < 0) {
            if (node.closed || node.turn() < 0) {
                return;
            }
        }
    }

    /** The client: spins. */
    static final class EchoLoadPart extends EchoLoad {
        private final Node node = new Node();
        private final UnsafeBuffer event = new UnsafeBuffer(new byte[PAYLOAD_BYTES]);
        private final AtomicInteger asked = new AtomicInteger();
        private Publication out;
        private Thread thread;

        @Override
        void connect(Settings settings) {
            int port = settings.integer("port");
            out = node.aeron.addExclusivePublication(endpoint(port), STREAM);
            Subscription in = node.aeron.addSubscription(endpoint(port + 1), STREAM);
            while (!in.isConnected() || !out.isConnected()) {
                node.turn();
            }
            FragmentHandler replies = new FragmentAssembler((buffer, offset, length, header) -> replied());
            node.inBackground(() -> {
                thread = Thread.currentThread();
                for (int i = asked.getAndSet(0); i > 0; i--) {
                    offer(node, out, event, 0, PAYLOAD_BYTES);
                }
                int unused = in.poll(replies, FRAGMENTS);
            });
        }

        @Override
        void send() {
            if (Thread.currentThread() == thread) {
                offer(node, out, event, 0, PAYLOAD_BYTES);
            } else {
                asked.incrementAndGet();
            }
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
