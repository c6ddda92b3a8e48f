package io.rxgase.benchmarks.peers;

import com.esotericsoftware.kryonet.Client;
import com.esotericsoftware.kryonet.Connection;
import com.esotericsoftware.kryonet.EndPoint;
import com.esotericsoftware.kryonet.Listener;
import com.esotericsoftware.kryonet.Server;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * KryoNet. Updates go by UDP, as bytes that are encoded already, and nothing is acknowledged; events go by TCP, which is its way to
 * be reliable. A client has a thread of its own there.
 */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class KryoPeer {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private KryoPeer() {}

    /** Bytes in either direction. */
    public static final class Message {
        /** What it carries. */
        public byte[] bytes = {};
    }

    private static <E extends EndPoint> E registered(E endPoint) {
        endPoint.getKryo().register(Message.class);
        endPoint.getKryo().register(byte[].class);
        return endPoint;
    }

    private static Message message(int bytes) {
        Message message = new Message();
        message.bytes = new byte[bytes];
        return message;
    }

    private static Readings bind(Server server) throws IOException {
        int tcp;
        int udp;
        try (ServerSocket freeTcp = new ServerSocket(0);
                DatagramSocket freeUdp = new DatagramSocket()) {
            tcp = freeTcp.getLocalPort();
            udp = freeUdp.getLocalPort();
        }
        server.start();
        server.bind(tcp, udp);
        return Readings.of("port", tcp).with("udpPort", udp);
    }

    private static Client connected(Settings settings, Listener listener, int bufferBytes) throws IOException {
        Client client = registered(new Client(bufferBytes, bufferBytes));
        client.addListener(listener);
        client.start();
        client.connect(TIMEOUT_MILLIS, Loopback.HOST, settings.integer("port"), settings.integer("udpPort"));
        client.setTimeout(0);
        return client;
    }

    /** Hears messages, not what KryoNet itself sends to keep a connection alive. */
    private static Listener onMessage(BiConsumer<Connection, Message> heard) {
        return new Listener() {
            @Override
            public void received(Connection connection, Object object) {
                if (object instanceof Message message) {
                    heard.accept(connection, message);
                }
            }
        };
    }

    /** Sends the same object to all in each tick. */
    static final class FanOutServer extends PlainPart {
        private final Server server = registered(new Server(BUFFER_BYTES, BUFFER_BYTES));
        private TickLoop ticks;

        @Override
        public Readings start(Settings settings) throws IOException {
            Readings ports = bind(server);
            Message update = message(settings.integer("bytes"));
            ticks = TickLoop.start(() -> server.sendToAllUDP(update));
            return ports;
        }

        @Override
        public void close() {
            ticks.close();
            server.stop();
        }
    }

    /** Clients that only listen: answering would cost their server more. */
    static final class FanOutLoad extends ListeningLoad {
        private static final int CLIENT_BUFFER_BYTES = 4096;
        private final List<Client> connected = new ArrayList<>();

        @Override
        void connect(Settings settings, int clients, ArrivalLog log) throws IOException {
            for (int i = 0; i < clients; i++) {
                int index = i;
                connected.add(connected(
                        settings, onMessage((connection, message) -> log.arrived(index)), CLIENT_BUFFER_BYTES));
            }
        }

        @Override
        public void close() {
            connected.forEach(Client::stop);
        }
    }

    /** Sends back what comes. */
    static final class EchoServer extends PlainPart {
        private final Server server = registered(new Server(BUFFER_BYTES, BUFFER_BYTES));

        @Override
        public Readings start(Settings settings) throws IOException {
            server.addListener(new Listener() {
                @Override
                public void connected(Connection connection) {
                    connection.setTimeout(0);
                }
            });
            server.addListener(onMessage(Connection::sendTCP));
            return bind(server);
        }

        @Override
        public void close() {
            server.stop();
        }
    }

    /** The client. */
    static final class EchoLoadPart extends EchoLoad {
        private final Message event = message(PAYLOAD_BYTES);
        private Client client;

        @Override
        void connect(Settings settings) throws IOException {
            client = connected(settings, onMessage((connection, message) -> replied()), BUFFER_BYTES);
        }

        @Override
        void send() {
            client.sendTCP(event);
        }

        @Override
        public void close() {
            client.stop();
        }
    }
}
