package io.rxgase.benchmarks.peers;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.net.InetSocketAddress;

/** A UDP echo in plain Netty: a datagram an event, nothing is acknowledged. Flushes once per batch that was read. */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class NettyEvents {
    private NettyEvents() {}

    /** Sends back what comes, in the buffer in which it came. */
    static final class Server extends PlainPart {
        private final NettySockets sockets = new NettySockets();

        @Override
        public Readings start(Settings settings) throws Exception {
            Channel channel = sockets.bind(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    DatagramPacket packet = (DatagramPacket) message;
                    NettySockets.write(context.channel(), packet.content(), packet.sender());
                }

                @Override
                public void channelReadComplete(ChannelHandlerContext context) {
                    context.flush();
                }
            });
            return Loopback.ready((InetSocketAddress) channel.localAddress());
        }

        @Override
        public void close() {
            sockets.close();
        }
    }

    /** The client. */
    static final class Load extends EchoLoad {
        private final NettySockets sockets = new NettySockets();
        private Channel channel;
        private InetSocketAddress server;

        @Override
        void connect(Settings settings) throws Exception {
            server = Loopback.server(settings);
            channel = sockets.bind(new SimpleChannelInboundHandler<DatagramPacket>() {
                @Override
                protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                    replied();
                }

                @Override
                public void channelReadComplete(ChannelHandlerContext context) {
                    context.flush();
                }
            });
        }

        @Override
        void send() {
            NettySockets.write(
                    channel, channel.alloc().directBuffer(PAYLOAD_BYTES).writeZero(PAYLOAD_BYTES), server);
            if (!channel.eventLoop().inEventLoop()) {
                channel.flush();
            }
        }

        @Override
        public void close() {
            sockets.close();
        }
    }
}
