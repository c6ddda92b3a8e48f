package io.rxgase.benchmarks.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The limit: per tick one datagram of the same bytes to everybody who was ever heard, written from one shared buffer and
 * flushed in batches. Nothing is computed, nothing is remembered.
 */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class NettyFanOut extends PlainPart {
    /** What goes to the system at once: so few that the cache still has them, which is faster here than all at once. */
    private static final int DATAGRAMS_PER_WRITE = 64;

    private final NettySockets sockets = new NettySockets();
    private final Set<InetSocketAddress> clients = new LinkedHashSet<>();
    private ByteBuf update;
    private Channel channel;
    private ScheduledFuture<?> ticks;

    @Override
    public Readings start(Settings settings) throws Exception {
        channel = sockets.bind(new SimpleChannelInboundHandler<DatagramPacket>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                clients.add(packet.sender());
            }
        });
        int bytes = settings.integer("bytes");
        update = channel.alloc().directBuffer(bytes).writeZero(bytes);
        ticks = channel.eventLoop()
                .scheduleAtFixedRate(this::tick, TickLoop.STEP_NANOS, TickLoop.STEP_NANOS, TimeUnit.NANOSECONDS);
        return Loopback.ready((InetSocketAddress) channel.localAddress());
    }

    private void tick() {
        int written = 0;
        for (InetSocketAddress client : clients) {
            NettySockets.write(channel, update.retainedDuplicate(), client);
            if (++written % DATAGRAMS_PER_WRITE == 0) {
                channel.flush();
            }
        }
        channel.flush();
    }

    @Override
    public void close() {
        ticks.cancel(false);
        // On the thread of the ticks, so behind the last of them.
        channel.eventLoop().execute(() -> {
            boolean unused = update.release();
        });
        sockets.close();
    }
}
