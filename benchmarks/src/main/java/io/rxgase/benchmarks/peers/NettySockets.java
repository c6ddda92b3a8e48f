package io.rxgase.benchmarks.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;

/** UDP sockets of plain Netty: epoll, which reads with recvmmsg and writes with sendmmsg; NIO where there is no epoll. */
final class NettySockets {
    private static final int LARGEST_DATAGRAM = 2048;
    private static final int DATAGRAMS_PER_READ = 64;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    /** Datagrams are never split into fragments, so the system need not number them (ip(7): IPPROTO_IP, IP_MTU_DISCOVER, DO). */
    private static final ChannelOption<Integer> DONT_FRAGMENT = new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);

    private static final int ALWAYS = 2;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("netty", true),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

    Channel bind(ChannelHandler handler, int datagramsPerRead) throws InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(8 << 20, 16 << 20))
                .handler(handler);
        if (Epoll.isAvailable()) {
            bootstrap
                    .channelFactory(() -> new EpollDatagramChannel(SocketProtocolFamily.INET))
                    .option(DONT_FRAGMENT, ALWAYS)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_DATAGRAM)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(LARGEST_DATAGRAM * datagramsPerRead));
        } else {
            bootstrap
                    .channelFactory(() -> new NioDatagramChannel(SocketProtocolFamily.INET))
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM));
        }
        return bootstrap.bind(Loopback.port(0)).sync().channel();
    }

    Channel bind(ChannelHandler handler) throws InterruptedException {
        return bind(handler, DATAGRAMS_PER_READ);
    }

    /** Hands a datagram in; what goes wrong with it is of no interest, as with any datagram. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void write(Channel channel, ByteBuf content, InetSocketAddress to) {
        channel.write(new DatagramPacket(content, to), channel.voidPromise());
    }

    void close() {
        var unused = loops.shutdownGracefully();
    }
}
