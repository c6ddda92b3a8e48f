package io.rxgase.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import io.reactivex.rxjava3.core.Single;
import io.rxgase.transport.emulation.LinkEmulator;
import io.rxgase.transport.emulation.LinkStats;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.emulation.SeededRandom;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP relay on this machine that makes the way between two real programs as bad as you like: clients connect to it instead of
 * the server. For demonstrations and for tests over real sockets; in virtual time use {@code SimulatedNetwork}.
 *
 * <pre>{@code
 * ConditionedRelay relay = ConditionedRelay.open(serverAddress, NetworkConditions.WIFI, 42).blockingGet();
 * client.connect(relay.localAddress(), hello, options)…
 * relay.conditions(NetworkConditions.AWFUL);          // while the game goes on
 * relay.close();
 * }</pre>
 *
 * <p>Each client gets a path of its own: a socket towards the target, so that the target tells clients apart, and a link for
 * each direction. At most {@value #MAX_PATHS} paths are kept, the one that was used longest ago gives way; at most
 * {@value #MAX_UNDER_WAY} datagrams are under way, more are dropped. Delays are as exact as the event loop's timers: to
 * the millisecond.
 *
 * <p>Methods may be called from any thread and do not block. One daemon thread.
 */
public final class ConditionedRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConditionedRelay.class);

    private static final int MAX_PATHS = 4096;
    private static final int MAX_UNDER_WAY = 1 << 16;
    private static final Ticker CLOCK = Ticker.systemTicker();

    private final NettyTransport.Io io = NettyTransport.Io.best();
    private final EventLoopGroup loop = UdpSockets.loops(io, 1, "rxgase-relay");
    private final InetSocketAddress target;
    private final long seed;
    private final Map<InetSocketAddress, Path> paths = new LinkedHashMap<>(16, 0.75f, true);
    private final ChannelFuture binding;
    private final Channel front;

    private NetworkConditions toTarget;
    private NetworkConditions toClients;
    private LinkStats closedToTarget = LinkStats.NONE;
    private LinkStats closedToClients = LinkStats.NONE;
    private int underWay;
    private long tooMany;
    private long pathsMade;

    private ConditionedRelay(InetSocketAddress target, NetworkConditions conditions, long seed) {
        this.target = target;
        this.toTarget = conditions;
        this.toClients = conditions;
        this.seed = seed;
        this.binding = UdpSockets.bootstrap(io, loop, target)
                .handler(new Front())
                .bind(new InetSocketAddress(loopback(target.getAddress()), 0));
        this.front = binding.channel();
    }

    private static InetAddress loopback(InetAddress kind) {
        byte[] address = kind instanceof Inet6Address ? new byte[16] : new byte[] {127, 0, 0, 1};
        address[address.length - 1] = 1;
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are an address", impossible);
        }
    }

    /**
     * Opens a relay on a free port of the loopback address.
     *
     * @param target a resolved address
     * @param conditions of both directions, to begin with
     * @param seed of the faults; the times are real, so a run is not exactly repeatable
     * @return the open relay, when subscribed
     * @throws IllegalArgumentException if the target is unresolved
     */
    public static Single<ConditionedRelay> open(InetSocketAddress target, NetworkConditions conditions, long seed) {
        if (target.isUnresolved()) {
            throw new IllegalArgumentException(target + " is unresolved: use new InetSocketAddress(host, port)");
        }
        return Single.create(emitter -> {
            ConditionedRelay relay = new ConditionedRelay(target, conditions, seed);
            relay.binding.addListener(bound -> {
                if (bound.isSuccess() && !emitter.isDisposed()) {
                    emitter.onSuccess(relay);
                } else {
                    relay.close();
                    emitter.tryOnError(new IllegalStateException("no relay was opened", bound.cause()));
                }
            });
        });
    }

    /**
     * Where clients connect to.
     *
     * @return a loopback address of the target's kind, IPv4 or IPv6
     */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) front.localAddress();
    }

    /**
     * Changes both directions, from the next datagram on.
     *
     * @param value from now on
     */
    public void conditions(NetworkConditions value) {
        conditions(value, value);
    }

    /**
     * Changes the conditions, from the next datagram on.
     *
     * @param towardsTarget from the clients to the target
     * @param towardsClients from the target to the clients
     */
    public void conditions(NetworkConditions towardsTarget, NetworkConditions towardsClients) {
        front.eventLoop().execute(() -> {
            toTarget = towardsTarget;
            toClients = towardsClients;
            for (Path path : paths.values()) {
                path.up.conditions(towardsTarget);
                path.down.conditions(towardsClients);
            }
        });
    }

    /**
     * What became of the datagrams from the clients to the target.
     *
     * @return the sum over all clients, when subscribed
     */
    public Single<LinkStats> statsToTarget() {
        return onLoop(
                () -> paths.values().stream().map(path -> path.up.reading()).reduce(closedToTarget, LinkStats::plus));
    }

    /**
     * What became of the datagrams from the target to the clients.
     *
     * @return the sum over all clients, when subscribed
     */
    public Single<LinkStats> statsToClients() {
        return onLoop(() ->
                paths.values().stream().map(path -> path.down.reading()).reduce(closedToClients, LinkStats::plus));
    }

    private <T> Single<T> onLoop(Callable<T> reading) {
        return Single.create(emitter -> front.eventLoop().execute(() -> {
            try {
                emitter.onSuccess(reading.call());
            } catch (Exception e) {
                emitter.tryOnError(e);
            }
        }));
    }

    /** Closes all sockets and ends the thread, soon; what is under way is lost. */
    @Override
    public void close() {
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    // ---- on the loop

    /** Puts a datagram on a link, and on the other end out of a socket. */
    private void relay(LinkEmulator link, ByteBuf content, ChannelFuture out, InetSocketAddress to) {
        byte[] datagram = ByteBufUtil.getBytes(content);
        long nowNanos = CLOCK.nanoTime();
        link.send(nowNanos, datagram, (atNanos, bytes) -> {
            if (underWay >= MAX_UNDER_WAY) {
                tooMany++;
                if (tooMany == 1 || tooMany % MAX_UNDER_WAY == 0) {
                    LOG.warn(
                            "{} datagrams were dropped, as {} are under way: relay less, or with less delay",
                            tooMany,
                            MAX_UNDER_WAY);
                }
                return;
            }
            underWay++;
            Future<?> unused =
                    front.eventLoop().schedule(() -> arrive(out, to, bytes), atNanos - nowNanos, TimeUnit.NANOSECONDS);
        });
    }

    private void arrive(ChannelFuture out, InetSocketAddress to, byte[] bytes) {
        underWay--;
        // A path's socket may not be bound yet when its first datagram comes.
        ChannelFuture unused = out.addListener(bound -> write(out.channel(), to, bytes));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the void promise has no outcome: errors come to exceptionCaught
    private static void write(Channel out, InetSocketAddress to, byte[] bytes) {
        out.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(bytes), to), out.voidPromise());
    }

    private Path pathOf(InetSocketAddress client) {
        Path path = paths.get(client);
        if (path == null) {
            path = new Path(client);
            paths.put(client, path);
            if (paths.size() > MAX_PATHS) {
                Path oldest = paths.remove(paths.keySet().iterator().next());
                if (oldest != null) {
                    oldest.close();
                }
            }
        }
        return path;
    }

    /** One client's way to the target and back. */
    private final class Path extends SimpleChannelInboundHandler<DatagramPacket> {
        private final InetSocketAddress client;
        private final LinkEmulator up;
        private final LinkEmulator down;
        private final ChannelFuture back;

        Path(InetSocketAddress client) {
            this.client = client;
            long number = pathsMade++;
            this.up = new LinkEmulator(toTarget, SeededRandom.derive(seed, "up " + number));
            this.down = new LinkEmulator(toClients, SeededRandom.derive(seed, "down " + number));
            this.back = UdpSockets.bootstrap(io, loop, target).handler(this).bind(new InetSocketAddress(0));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            relay(down, packet.content(), binding, client);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("a datagram was not relayed", cause);
        }

        void close() {
            closedToTarget = closedToTarget.plus(up.reading());
            closedToClients = closedToClients.plus(down.reading());
            ChannelFuture unused = back.channel().close();
        }
    }

    /** What clients talk to. */
    private final class Front extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            Path path = pathOf(packet.sender());
            relay(path.up, packet.content(), path.back, target);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("a datagram was not relayed", cause);
        }
    }
}
