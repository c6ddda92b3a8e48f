package io.rxgase.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.transport.internal.driver.EndpointDriver;
import io.rxgase.transport.internal.driver.SocketLoop;
import io.rxgase.transport.internal.protocol.DropRule;
import io.rxgase.transport.internal.protocol.Shard;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One UDP socket and its event loop; the whole of what the driver needs of Netty. */
final class NettySocket extends ChannelInboundHandlerAdapter implements SocketLoop {

    /** How many datagrams may be on their way from the loops of other sockets. */
    private static final int MAX_HANDED_OVER = 1024;

    /** The clock of the event loops themselves, so that timers and readings agree. */
    private static final Ticker CLOCK = Ticker.systemTicker();

    /**
     * How many datagrams are handed to the system at once. So few that they are still in the processor's cache when it
     * copies them, so many that the call itself costs each of them next to nothing.
     */
    private static final int DATAGRAMS_PER_WRITE = 64;

    private volatile @Nullable Channel channel;
    private volatile @Nullable InetSocketAddress local;
    private final AtomicInteger handedOver = new AtomicInteger();
    private @Nullable EndpointDriver driver;
    private boolean closing;

    /** Written and sent, to be used again: no more than the socket had waiting at a time, which its water mark bounds. */
    private final ArrayDeque<OutgoingDatagram> idle = new ArrayDeque<>();

    private OutgoingDatagram next = new OutgoingDatagram(UdpSockets.LARGEST_DATAGRAM, idle);
    private int unflushed;

    /** All sockets that share the port, by their shard's index; empty if it is the only one. */
    private volatile NettySocket[] group = {};

    /** The socket is bound: from now on datagrams go to the driver; on the loop. */
    void drive(EndpointDriver value) {
        local = (InetSocketAddress) channel().localAddress();
        driver = value;
    }

    /** It shares its port with others; any thread. */
    void join(NettySocket[] sockets) {
        group = sockets;
    }

    private Channel channel() {
        return Objects.requireNonNull(channel, "not registered yet");
    }

    // ---- from Netty

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof DatagramPacket packet)) {
            ReferenceCountUtil.release(message);
            return;
        }
        NettySocket owner = owner(packet.content());
        if (owner.equals(this)) {
            take(packet);
        } else {
            owner.handOver(packet);
        }
    }

    private NettySocket owner(ByteBuf content) {
        NettySocket[] sockets = group;
        if (sockets.length == 0 || content.readableBytes() < 2) {
            return this;
        }
        int first = content.readerIndex();
        int index = Shard.owner(content.getByte(first), content.getByte(first + 1));
        return index >= 0 && index < sockets.length ? sockets[index] : this;
    }

    private void take(DatagramPacket packet) {
        try {
            if (driver != null) {
                driver.receive(packet.sender(), packet.content().nioBuffer());
            }
        } finally {
            packet.release();
        }
    }

    /**
     * Another socket of the group received what a connection of this one sent, whose address has changed. More than a
     * bound of them at a time are dropped, as the network would.
     */
    private void handOver(DatagramPacket packet) {
        if (handedOver.incrementAndGet() > MAX_HANDED_OVER) {
            handedOver.decrementAndGet();
            if (driver != null) {
                driver.dropped(DropRule.HANDOVER_FULL, packet.sender());
            }
            packet.release();
            return;
        }
        try {
            execute(() -> {
                handedOver.decrementAndGet();
                take(packet);
                channelReadComplete();
            });
        } catch (RejectedExecutionException loopEnded) {
            packet.release();
        }
    }

    private void channelReadComplete() {
        if (driver != null) {
            driver.receiveComplete();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        channelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (driver != null && context.channel().isWritable()) {
            driver.writable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // "Port unreachable", "network is unreachable", "message too long": to the protocol, a datagram that got lost.
        if (driver != null) {
            driver.dropped(DropRule.UNSENT_DATAGRAM, cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (driver != null && !closing) {
            driver.failed("the socket was closed by the system");
        }
    }

    // ---- SocketLoop

    @Override
    public long nanos() {
        return CLOCK.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        channel().eventLoop().execute(task);
    }

    @Override
    public Disposable schedule(long atNanos, Runnable task) {
        long delayNanos = Math.max(0, atNanos - nanos());
        Future<?> timer = channel().eventLoop().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return Disposable.fromAction(() -> timer.cancel(false));
    }

    @Override
    public Disposable scheduleElsewhere(long delayNanos, Runnable task) {
        return Schedulers.computation().scheduleDirect(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean isOnLoop() {
        Channel open = channel;
        return open != null && open.eventLoop().inEventLoop();
    }

    @Override
    public boolean enter() {
        return channel().eventLoop().inEventLoop();
    }

    @Override
    public void leave() {
        // Whoever is on the event loop's thread leaves it by returning.
    }

    @Override
    public ByteBuffer buffer() {
        return next.buffer().clear();
    }

    // The void promise has no outcome to check: it tells errors to exceptionCaught, and costs no allocation.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public boolean send(InetSocketAddress to) {
        Channel out = channel();
        OutgoingDatagram datagram = next.addressed(to);
        OutgoingDatagram used = idle.poll();
        next = used != null ? used : new OutgoingDatagram(UdpSockets.LARGEST_DATAGRAM, idle);
        out.write(datagram, out.voidPromise());
        if (++unflushed >= DATAGRAMS_PER_WRITE) {
            flush();
        }
        return out.isWritable();
    }

    @Override
    public void flush() {
        unflushed = 0;
        channel().flush();
    }

    @Override
    public InetSocketAddress localAddress() {
        return Objects.requireNonNull(local, "not bound yet");
    }

    @Override
    public void close(Runnable closed) {
        closing = true;
        EventLoop loop = channel().eventLoop();
        if (loop.isShuttingDown()) {
            // The loop closes its channels on its way out. Then it no longer calls listeners of other futures than
            // this one, and runs no timers.
            loop.terminationFuture().addListener(done -> closed.run());
        } else if (channel() instanceof NioDatagramChannel) {
            channel().close().addListener(done -> afterNextSelect(loop, closed));
        } else {
            channel().close().addListener(done -> closed.run());
        }
    }

    /** Java's channels keep their port until the selector has noticed that they are closed, before the next timers. */
    private static void afterNextSelect(EventLoop loop, Runnable closed) {
        loop.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).addListener(done -> closed.run());
    }
}
