package io.rxgase.benchmarks.peers;

import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import io.rxgase.client.Client;
import io.rxgase.core.event.Event;
import io.rxgase.core.loop.GameLogic;
import io.rxgase.core.state.Bytes;
import io.rxgase.core.state.StateModel;
import io.rxgase.server.Backend;
import io.rxgase.transport.netty.NettyTransport;

/** RxGaSe's events: from the client's API through the server's to a handler, and back. Reliable and in order. */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class RxEvents {
    private RxEvents() {}

    /** A state that never changes. */
    record Nothing(int nothing) {}

    /** Echoes events as they arrive. */
    static final class Server extends PlainPart {
        private final NettyTransport transport;
        private Backend<Nothing> backend;

        Server(NettyTransport transport) {
            this.transport = transport;
        }

        @Override
        public Readings start(Settings settings) {
            backend = Backend.of(GameLogic.of(StateModel.of(Nothing.class)), new Nothing(0))
                    .onArrival("ECHO", (sender, event) -> event)
                    .options(RxFanOut.options())
                    .transport(transport)
                    .start(Loopback.HOST, 0);
            return Loopback.ready(backend.localAddress());
        }

        @Override
        public void close() {
            backend.close();
            transport.close().onErrorComplete().subscribe();
        }
    }

    /** Sends from the callback that gets the reply, as the peers do. */
    static final class Load extends EchoLoad {
        private final Event event = Event.of("ECHO", Bytes.of(new byte[PAYLOAD_BYTES]));
        private final NettyTransport transport;
        private Client<Nothing> client;

        Load(NettyTransport transport) {
            this.transport = transport;
        }

        @Override
        void connect(Settings settings) {
            client = Client.of(Nothing.class)
                    .options(RxFanOut.options())
                    .transport(transport)
                    .blockingConnect(Loopback.HOST, settings.integer("port"));
            var unused = client.events().subscribe(reply -> replied());
        }

        @Override
        void send() {
            client.send(event);
        }

        @Override
        public void close() {
            client.close();
            transport.close().onErrorComplete().subscribe();
        }
    }
}
