package io.rxgase.transport.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import io.reactivex.rxjava3.disposables.Disposable;
import io.rxgase.transport.discovery.DiscoveryPacket;
import io.rxgase.transport.discovery.LanLink;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An IPv4 and an IPv6 socket, or one of them, on one event loop. */
final class NettyLanLink implements LanLink {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLanLink.class);

    /** Of the event loop. */
    private boolean toldOfError;

    private static final Ticker CLOCK = Ticker.systemTicker();

    /** Everybody on this machine; several programs that share a port each get a copy. */
    private static final InetAddress THIS_MACHINE = address(new byte[] {127, (byte) 255, (byte) 255, (byte) 255});

    /** ff12::5278:4761: for one link, not assigned by anybody (RFC 4291, 2.7), and "RxGa". */
    private static final byte[] GROUP = {(byte) 0xff, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x52, 0x78, 0x47, 0x61};

    private final EventLoop loop;
    private final int port;
    private final Receiver receiver;
    private final Consumer<NettyLanLink> closing;
    private final Map<SocketProtocolFamily, DatagramChannel> sockets = new EnumMap<>(SocketProtocolFamily.class);

    NettyLanLink(EventLoop loop, int port, Receiver receiver, Consumer<NettyLanLink> closing) {
        this.loop = loop;
        this.port = port;
        this.receiver = receiver;
        this.closing = closing;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are an address", impossible);
        }
    }

    private static InetAddress group(NetworkInterface over) {
        try {
            return Inet6Address.getByAddress(null, GROUP, over);
        } catch (UnknownHostException e) {
            // No IPv6 on this interface, so it has no number there.
            return THIS_MACHINE;
        }
    }

    // ---- on the loop

    /** A socket of this link is bound. */
    void add(DatagramChannel channel, SocketProtocolFamily family, boolean answering) {
        sockets.put(family, channel);
        if (!answering || family != SocketProtocolFamily.INET6) {
            return;
        }
        for (NetworkInterface one : interfaces()) {
            if (multicasts(one)) {
                ChannelFuture unused = channel.joinGroup(new InetSocketAddress(group(one), port), one)
                        .addListener(joined -> {
                            if (!joined.isSuccess()) {
                                LOG.debug("IPv6 questions on {} are not heard", one, joined.cause());
                            }
                        });
            }
        }
    }

    boolean isOpen() {
        return !sockets.isEmpty();
    }

    /** Closes, and tells the receiver. */
    void end() {
        close();
        receiver.closed();
    }

    /** Goes behind a {@link DiscoveryCodec}. */
    ChannelHandler handler(SocketProtocolFamily family) {
        return new SimpleChannelInboundHandler<DiscoveryCodec.Addressed>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, DiscoveryCodec.Addressed message) {
                // An IPv6 socket hears IPv4, too, of which the other socket has a copy.
                if (family(message.peer()) == family) {
                    receiver.receive(NettyLanLink.this, message.peer(), message.packet());
                }
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                // Each question goes out on each way again: the first error tells as much as all of them.
                if (!toldOfError) {
                    toldOfError = true;
                    LOG.warn(
                            "Discovery on {}: a datagram was not sent or not received, and others after it are not"
                                    + " told of; a network that is down, or a firewall",
                            context.channel().localAddress(),
                            cause);
                }
            }
        };
    }

    private static SocketProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    // ---- LanLink

    @Override
    public long nanos() {
        return CLOCK.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.debug("discovery was closed before a task of it ran");
        }
    }

    @Override
    public Disposable schedule(long delayNanos, Runnable task) {
        Future<?> timer = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return Disposable.fromAction(() -> timer.cancel(false));
    }

    @Override
    public void sendToAll(DiscoveryPacket packet) {
        send(new InetSocketAddress(THIS_MACHINE, port), packet);
        // Anew each time: networks come and go.
        for (NetworkInterface one : interfaces()) {
            for (InterfaceAddress address : one.getInterfaceAddresses()) {
                if (address.getBroadcast() != null) {
                    send(new InetSocketAddress(address.getBroadcast(), port), packet);
                }
            }
            if (multicasts(one)) {
                send(new InetSocketAddress(group(one), port), packet);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the void promise has no outcome: errors come to exceptionCaught
    @Override
    public void send(InetSocketAddress to, DiscoveryPacket packet) {
        DatagramChannel socket = sockets.get(family(to));
        if (socket != null) {
            socket.writeAndFlush(new DiscoveryCodec.Addressed(to, packet), socket.voidPromise());
        }
    }

    @Override
    public void close() {
        sockets.values().forEach(socket -> {
            ChannelFuture unused = socket.close();
        });
        closing.accept(this);
    }

    private static boolean multicasts(NetworkInterface one) {
        try {
            return one.supportsMulticast()
                    && !one.isLoopback()
                    && one.inetAddresses().anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException e) {
            return false;
        }
    }

    /** Those that are up; none if the system does not tell. */
    private static List<NetworkInterface> interfaces() {
        try {
            List<NetworkInterface> up = new ArrayList<>();
            for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
                if (one.isUp()) {
                    up.add(one);
                }
            }
            return up;
        } catch (SocketException e) {
            LOG.debug("the interfaces of this machine cannot be listed", e);
            return List.of();
        }
    }
}
