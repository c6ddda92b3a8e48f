package io.rxgase.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.Future;
import io.reactivex.rxjava3.core.Single;
import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import io.rxgase.transport.discovery.LanDiscovery;
import io.rxgase.transport.discovery.LanLink;
import io.rxgase.transport.discovery.LanSockets;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Discovery over UDP: IPv4 broadcast and IPv6 multicast, on all networks of this machine and within it. The way in is
 * {@link #discovery()}.
 *
 * <p>One daemon thread for all that one discovery does. Java's own sockets on every system: Netty's epoll ones don't join IPv6
 * groups, and a few datagrams a second need no speed.
 */
public final class NettyLan implements LanSockets {
    private final int port;
    private final EventLoopGroup loop = UdpSockets.loops(NettyTransport.Io.NIO, 1, "rxgase-lan");
    private final Set<NettyLanLink> links = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    private NettyLan(int port) {
        this.port = port;
    }

    /**
     * Discovery on port {@value LanDiscovery#PORT}.
     *
     * @return a new one; close it to end its thread
     */
    public static LanDiscovery discovery() {
        return discovery(LanDiscovery.PORT);
    }

    /**
     * Discovery on a port that those who look and those who host agree upon.
     *
     * @param port 1 to 65,535; hosts on one machine share it
     * @return a new one; close it to end its thread
     * @throws IllegalArgumentException if the port is out of range
     */
    public static LanDiscovery discovery(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is out of range: use 1 to 65535");
        }
        SecureRandom random = new SecureRandom();
        return new LanDiscovery(new NettyLan(port), random::nextLong);
    }

    @Override
    public Single<LanLink> ask(LanLink.Receiver receiver) {
        return open(receiver, List.of(SocketProtocolFamily.INET, SocketProtocolFamily.INET6), 0);
    }

    @Override
    public Single<LanLink> answer(InetSocketAddress game, LanLink.Receiver receiver) {
        List<SocketProtocolFamily> families = new ArrayList<>();
        // A game on all IPv6 addresses takes IPv4, too; one on all IPv4 addresses does not take IPv6.
        if (game.getAddress() instanceof Inet4Address || game.getAddress().isAnyLocalAddress()) {
            families.add(SocketProtocolFamily.INET);
        }
        if (game.getAddress() instanceof Inet6Address) {
            families.add(SocketProtocolFamily.INET6);
        }
        return open(receiver, families, port);
    }

    /** One socket of the several is enough: a machine may have IPv4 or IPv6 only. */
    private Single<LanLink> open(LanLink.Receiver receiver, List<SocketProtocolFamily> families, int boundTo) {
        return Single.create(emitter -> {
            if (closed) {
                throw new TransportException(
                        DisconnectReason.TRANSPORT_FAILED, "this discovery was closed: create a new one");
            }
            NettyLanLink link = new NettyLanLink(loop.next(), port, receiver, links::remove);
            links.add(link);
            int[] awaited = {families.size()};
            for (SocketProtocolFamily family : families) {
                ChannelFuture binding = new Bootstrap()
                        .group(loop)
                        .channelFactory(() -> new NioDatagramChannel(family))
                        .option(ChannelOption.SO_BROADCAST, family == SocketProtocolFamily.INET)
                        .option(ChannelOption.SO_REUSEADDR, boundTo != 0)
                        .handler(new ChannelInitializer<DatagramChannel>() {
                            @Override
                            protected void initChannel(DatagramChannel channel) {
                                channel.pipeline().addLast(new DiscoveryCodec(), link.handler(family));
                            }
                        })
                        .bind(new InetSocketAddress(boundTo));
                // One event loop: these run one after the other.
                binding.addListener(done -> {
                    if (binding.isSuccess()) {
                        link.add((DatagramChannel) binding.channel(), family, boundTo != 0);
                    }
                    if (--awaited[0] == 0 && link.isOpen()) {
                        emitter.onSuccess(link);
                    } else if (awaited[0] == 0) {
                        links.remove(link);
                        emitter.tryOnError(failure(boundTo, binding.cause()));
                    }
                });
            }
        });
    }

    private static TransportException failure(int port, Throwable cause) {
        TransportException failure = new TransportException(
                DisconnectReason.TRANSPORT_FAILED,
                port == 0
                        ? "no socket to look for games: this machine seems to have no network"
                        : "port " + port
                                + ", on which those who look for games ask, is in use by a program that does not"
                                + " share it: stop that, or agree upon another port");
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void close() {
        closed = true;
        links.forEach(link -> link.execute(link::end));
        Future<?> unused = loop.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }
}
