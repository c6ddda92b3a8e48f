package io.rxgase.benchmarks.peers;

import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the JDK alone offers: a {@link DatagramChannel} and a selector, a system call per datagram. */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class DatagramPeer {
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private DatagramPeer() {}

    private static DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
        channel.bind(Loopback.port(0));
        return channel;
    }

    private static void inBackground(IoTask task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (ClosedChannelException closed) {
                        // That is how it ends.
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "datagrams");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads and writes until its socket is closed. */
    private interface IoTask {
        void run() throws IOException;
    }

    /** Sends the same bytes to everybody in each tick. */
    static final class FanOutServer extends PlainPart {
        private final Set<SocketAddress> clients = new LinkedHashSet<>();
        private DatagramChannel channel;
        private Selector selector;
        private ByteBuffer update;

        @Override
        public Readings start(Settings settings) throws IOException {
            channel = open();
            channel.configureBlocking(false);
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            update = ByteBuffer.allocateDirect(settings.integer("bytes"));
            inBackground(this::serve);
            return Loopback.ready((InetSocketAddress) channel.getLocalAddress());
        }

        private void serve() throws IOException {
            ByteBuffer in = ByteBuffer.allocateDirect(2048);
            long due = System.nanoTime() + TickLoop.STEP_NANOS;
            while (channel.isOpen()) {
                long waitMillis = (due - System.nanoTime()) / 1_000_000;
                if (waitMillis > 0) {
                    selector.select(waitMillis);
                } else {
                    selector.selectNow();
                }
                selector.selectedKeys().clear();
                SocketAddress from;
                while ((from = channel.receive(in.clear())) != null) {
                    clients.add(from);
                }
                if (System.nanoTime() - due >= 0) {
                    due += TickLoop.STEP_NANOS;
                    for (SocketAddress client : clients) {
                        channel.send(update.clear(), client);
                    }
                }
            }
        }

        @Override
        public void close() {
            closeQuietly(channel);
        }
    }

    /** Sends back what comes. */
    static final class EchoServer extends PlainPart {
        private DatagramChannel channel;

        @Override
        public Readings start(Settings settings) throws IOException {
            channel = open();
            inBackground(() -> {
                ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
                while (channel.isOpen()) {
                    SocketAddress from = channel.receive(buffer.clear());
                    channel.send(buffer.flip(), from);
                }
            });
            return Loopback.ready((InetSocketAddress) channel.getLocalAddress());
        }

        @Override
        public void close() {
            closeQuietly(channel);
        }
    }

    /** The client: blocking calls on a connected socket. */
    static final class EchoLoadPart extends EchoLoad {
        private DatagramChannel channel;
        private final ByteBuffer out = ByteBuffer.allocateDirect(PAYLOAD_BYTES);

        @Override
        void connect(Settings settings) throws IOException {
            channel = open();
            channel.connect(Loopback.server(settings));
            inBackground(() -> {
                ByteBuffer in = ByteBuffer.allocateDirect(2048);
                while (channel.isOpen()) {
                    channel.read(in.clear());
                    replied();
                }
            });
        }

        @Override
        void send() {
            try {
                synchronized (out) {
                    channel.write(out.clear());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }
}
