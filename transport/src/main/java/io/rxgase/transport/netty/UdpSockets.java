package io.rxgase.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.rxgase.transport.netty.NettyTransport.Io;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;

/** How event loops and UDP sockets are made, for each way to ask the operating system. */
final class UdpSockets {
    /** Larger datagrams are cut off, which makes them malformed; no sender of ours makes one, whatever its dialect. */
    static final int LARGEST_DATAGRAM = 2048;

    /** How many datagrams one system call reads where recvmmsg is there. */
    private static final int DATAGRAMS_PER_READ = 16;

    /** A client's socket has one peer: more room would be made and cleared for nothing with each read. */
    private static final int DATAGRAMS_PER_READ_OF_ONE = 4;

    /** What is asked for; the system gives what its administrator allows. */
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    /** What may wait in a socket that the system takes nothing from; Netty adds about a hundred bytes to each datagram. */
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(64 << 10, 128 << 10);

    /** Level IPPROTO_IP and option IP_MTU_DISCOVER with IP_PMTUDISC_DO, see ip(7). */
    private static final ChannelOption<Integer> MTU_DISCOVERY = new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);

    private static final int DONT_FRAGMENT = 2;

    private UdpSockets() {}

    static EventLoopGroup loops(Io io, int threads, String name) {
        return loops(io, threads, name, DefaultSelectStrategyFactory.INSTANCE);
    }

    /** Loops that never sleep: each turn asks the system what there is, and goes on. */
    static EventLoopGroup busyLoops(Io io, int threads, String name) {
        return loops(io, threads, name, () -> (selectNow, hasTasks) -> selectNow.get());
    }

    private static EventLoopGroup loops(Io io, int threads, String name, SelectStrategyFactory waiting) {
        IoHandlerFactory handler = io == Io.EPOLL
                ? EpollIoHandler.newFactory(0, waiting)
                : NioIoHandler.newFactory(SelectorProvider.provider(), waiting);
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handler);
    }

    /**
     * A bootstrap that lacks only its handler.
     *
     * @param reaching an address that the socket must be able to reach, or be bound to: IPv4 gets an IPv4 socket;
     *     IPv6 and the wildcard address get what this machine does best, which is one that does both
     */
    static Bootstrap bootstrap(Io io, EventLoopGroup loops, InetSocketAddress reaching) {
        boolean ipv4 = reaching.getAddress() instanceof Inet4Address
                && !reaching.getAddress().isAnyLocalAddress();
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channelFactory(sockets(io, ipv4))
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT);
        if (io == Io.NIO) {
            return bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM));
        }
        // Netty reads with recvmmsg if the buffer has room for several datagrams of the stated size.
        return bootstrap
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_DATAGRAM)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(LARGEST_DATAGRAM * DATAGRAMS_PER_READ));
    }

    /** For a socket with one peer. */
    static Bootstrap forOnePeer(Io io, Bootstrap bootstrap) {
        return io == Io.NIO
                ? bootstrap
                : bootstrap.option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(LARGEST_DATAGRAM * DATAGRAMS_PER_READ_OF_ONE));
    }

    /** Lets the sockets of several loops have one port; the system spreads the peers over them. */
    static Bootstrap sharingPort(Bootstrap bootstrap) {
        return bootstrap.option(EpollChannelOption.SO_REUSEPORT, true);
    }

    /**
     * Has no datagram split into fragments: one lost fragment would lose all of it, and many routers drop them. So the system
     * need not number the datagrams either, for which it takes a lock. One that is too large for the way gets lost, or is refused
     * here, which comes to the same.
     */
    static Bootstrap withoutFragments(Bootstrap bootstrap) {
        return bootstrap.option(MTU_DISCOVERY, DONT_FRAGMENT);
    }

    private static ChannelFactory<? extends Channel> sockets(Io io, boolean ipv4) {
        if (io == Io.EPOLL) {
            return ipv4 ? () -> new EpollDatagramChannel(SocketProtocolFamily.INET) : EpollDatagramChannel::new;
        }
        return ipv4 ? () -> new NioDatagramChannel(SocketProtocolFamily.INET) : NioDatagramChannel::new;
    }
}
