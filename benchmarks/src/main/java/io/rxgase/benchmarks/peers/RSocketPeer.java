package io.rxgase.benchmarks.peers;

import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.DefaultPayload;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.util.ArrayList;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.TcpClient;

/**
 * RSocket over TCP, which does the acknowledging. Updates are one stream per client of bytes that are encoded already, events
 * one channel; payloads are not copied on their way in.
 */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class RSocketPeer {
    private RSocketPeer() {}

    private static CloseableChannel serve(SocketAcceptor acceptor) {
        CloseableChannel channel = RSocketServer.create(acceptor)
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bind(TcpServerTransport.create(Loopback.HOST, 0))
                .block();
        if (channel == null) {
            throw new IllegalStateException("not bound");
        }
        return channel;
    }

    /** Without the default's pool, which ends at 500 connections. */
    private static RSocket connected(Settings settings) {
        RSocket socket = RSocketConnector.create()
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .connect(TcpClientTransport.create(TcpClient.create(ConnectionProvider.newConnection())
                        .host(Loopback.HOST)
                        .port(settings.integer("port"))))
                .block();
        if (socket == null) {
            throw new IllegalStateException("not connected");
        }
        return socket;
    }

    /** Emits the same bytes to all streams in each tick. */
    static final class FanOutServer extends PlainPart {
        private final Sinks.Many<Payload> updates = Sinks.many().multicast().directBestEffort();
        private CloseableChannel channel;
        private TickLoop ticks;

        @Override
        public Readings start(Settings settings) {
            channel = serve(SocketAcceptor.forRequestStream(request -> {
                request.release();
                return updates.asFlux();
            }));
            byte[] bytes = new byte[settings.integer("bytes")];
            ticks = TickLoop.start(() -> {
                Sinks.EmitResult unused = updates.tryEmitNext(DefaultPayload.create(bytes));
            });
            return Loopback.ready(channel.address());
        }

        @Override
        public void close() {
            ticks.close();
            channel.dispose();
        }
    }

    /** A connection and a stream for each client. */
    static final class FanOutLoad extends ListeningLoad {
        private final List<Disposable> streams = new ArrayList<>();

        @Override
        void connect(Settings settings, int clients, ArrivalLog log) {
            for (int i = 0; i < clients; i++) {
                int index = i;
                streams.add(connected(settings)
                        .requestStream(DefaultPayload.create(new byte[0]))
                        .subscribe(payload -> {
                            payload.release();
                            log.arrived(index);
                        }));
            }
        }

        @Override
        public void close() {
            streams.forEach(Disposable::dispose);
        }
    }

    /** Sends back what comes. */
    static final class EchoServer extends PlainPart {
        private CloseableChannel channel;

        @Override
        public Readings start(Settings settings) {
            channel = serve(SocketAcceptor.forRequestChannel(Flux::from));
            return Loopback.ready(channel.address());
        }

        @Override
        public void close() {
            channel.dispose();
        }
    }

    /** The client. */
    static final class EchoLoadPart extends EchoLoad {
        private final Sinks.Many<Payload> events =
                Sinks.unsafe().many().unicast().onBackpressureBuffer();
        private final byte[] event = new byte[PAYLOAD_BYTES];
        private Disposable replies;

        @Override
        void connect(Settings settings) {
            replies = connected(settings).requestChannel(events.asFlux()).subscribe(payload -> {
                payload.release();
                replied();
            });
        }

        // The first ones come from another thread than the rest: never at once, but for the very first turn.
        @Override
        void send() {
            synchronized (events) {
                Sinks.EmitResult unused = events.tryEmitNext(DefaultPayload.create(event));
            }
        }

        @Override
        public void close() {
            replies.dispose();
        }
    }
}
