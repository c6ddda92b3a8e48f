package io.rxgase.benchmarks.peers;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * ENet, the C library, over UDP: reliable packets on one channel. One thread of each side calls {@code enet_host_service}, which
 * first gives what has arrived, then sends what was said meanwhile, several packets to a datagram, and only then waits: so
 * answers go out once per batch. The server sends the very packet that came.
 */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class EnetPeer {
    private static final byte CHANNEL = 0;
    private static final int CHANNELS = 1;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private EnetPeer() {}

    /** Whether ENet can be called here. */
    static boolean isInstalled() {
        try {
            return Native.POINTER_SIZE == Long.BYTES && Enet.initialize() == 0;
        } catch (LinkageError missing) {
            return false;
        }
    }

    private static ByteBuffer outOfHeap(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static long pointer(ByteBuffer outOfHeap) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(outOfHeap));
    }

    /** {@code ENetAddress}: the host in the order of the network, the port in the machine's. */
    private static ByteBuffer address(int port) {
        return outOfHeap(8).put(new byte[] {127, 0, 0, 1}).putShort((short) port);
    }

    /** What to do with a packet. */
    private interface Receiver {
        void received(long peer, long packet);
    }

    /** A host and the thread that serves it; nothing else may touch it once it runs. */
    private static final class Host implements AutoCloseable {
        /** Where {@code ENetEvent} has the peer and the packet. */
        private static final int PEER = 8;

        private static final int PACKET = 24;
        private static final int EVENT_BYTES = 32;

        private final ByteBuffer event = outOfHeap(EVENT_BYTES);
        private final long eventPointer = pointer(event);
        private final long host;
        private volatile boolean closed;

        Host(long address) {
            host = Enet.hostCreate(address, 1, CHANNELS, 0, 0);
            if (host == 0) {
                throw new IllegalStateException("ENet could not make a host");
            }
        }

        long connected(ByteBuffer address) {
            long peer = Enet.hostConnect(host, pointer(address), CHANNELS, 0);
            long began = System.nanoTime();
            while (service(100) != Enet.CONNECTED) {
                if (System.nanoTime() - began > TIMEOUT_NANOS) {
                    throw new IllegalStateException("not connected");
                }
            }
            return peer;
        }

        private int service(int timeoutMillis) {
            int found = Enet.hostService(host, eventPointer, timeoutMillis);
            if (found < 0) {
                throw new IllegalStateException("ENet failed");
            }
            return found == 0 ? 0 : event.getInt(0);
        }

        /** Before each turn something may be done; a turn waits so long at most. */
        void inBackground(Runnable beforeTurn, int timeoutMillis, Receiver receiver) {
            Thread thread = new Thread(
                    () -> {
                        while (!closed) {
                            beforeTurn.run();
                            if (service(timeoutMillis) == Enet.RECEIVED) {
                                receiver.received(event.getLong(PEER), event.getLong(PACKET));
                            }
                        }
                        Enet.hostDestroy(host);
                    },
                    "enet");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Sends back what comes. Also tells what a call from Java costs that does nothing in ENet. */
    static final class EchoServer extends PlainPart {
        private static final int TIMEOUT_MILLIS = 100;
        private static final int CALLS = 2_000_000;

        private Host host;
        private double nanosPerCall;

        @Override
        public Readings start(Settings settings) throws IOException {
            nanosPerCall = nanosPerCall();
            int port;
            try (DatagramSocket free = new DatagramSocket()) {
                port = free.getLocalPort();
            }
            host = new Host(pointer(address(port)));
            host.inBackground(() -> {}, TIMEOUT_MILLIS, (peer, packet) -> {
                int unused = Enet.peerSend(peer, CHANNEL, packet);
            });
            return Readings.of("port", port);
        }

        /** The second time, after the compiler has seen the first. */
        private static double nanosPerCall() {
            long took = 0;
            int sum = 0;
            for (int round = 0; round < 2; round++) {
                long began = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    sum += Enet.linkedVersion();
                }
                took = System.nanoTime() - began;
            }
            return sum == 0 ? 0 : (double) took / CALLS;
        }

        @Override
        public Readings end() {
            return Readings.of("call.ns", nanosPerCall);
        }

        @Override
        public void close() {
            host.close();
        }
    }

    /** The client. */
    static final class EchoLoadPart extends EchoLoad {
        /** How late the first events of a run may be, which another thread asks for. */
        private static final int TIMEOUT_MILLIS = 1;

        private final ByteBuffer event = outOfHeap(PAYLOAD_BYTES);
        private final long eventPointer = pointer(event);
        private final AtomicInteger asked = new AtomicInteger();
        private Host host;
        private long peer;
        private Thread thread;

        @Override
        void connect(Settings settings) {
            host = new Host(0);
            peer = host.connected(address(settings.integer("port")));
            host.inBackground(this::sendWhatWasAsked, TIMEOUT_MILLIS, (from, packet) -> {
                Enet.packetDestroy(packet);
                replied();
            });
        }

        private void sendWhatWasAsked() {
            thread = Thread.currentThread();
            for (int i = asked.getAndSet(0); i > 0; i--) {
                sendNow();
            }
        }

        private void sendNow() {
            int unused = Enet.peerSend(peer, CHANNEL, Enet.packetCreate(eventPointer, PAYLOAD_BYTES, Enet.RELIABLE));
        }

        @Override
        void send() {
            if (Thread.currentThread() == thread) {
                sendNow();
            } else {
                asked.incrementAndGet();
            }
        }

        @Override
        public void close() {
            host.close();
        }
    }
}
