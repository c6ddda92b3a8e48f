package io.rxgase.benchmarks.peers;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.rxgase.benchmarks.load.Part;
import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Clients of plain UDP servers: a socket each; they say hello, take updates, and answer as often as they are told. */
@SuppressWarnings("NullAway.Init") // Part.start sets the fields
final class UdpFanOutLoad implements Part {
    /** A client has one datagram per tick to read; room for more would only cost memory. */
    private static final int DATAGRAMS_PER_READ = 2;

    private final NettySockets sockets = new NettySockets();
    private final List<Channel> channels = new ArrayList<>();
    private ArrivalLog log;
    private InetSocketAddress server;
    private double answersPerUpdate;
    private int answerBytes;
    private final LongAdder datagramsIn = new LongAdder();
    private final LongAdder datagramsOut = new LongAdder();
    private long inBefore;
    private long outBefore;

    @Override
    public Readings start(Settings settings) throws Exception {
        int clients = settings.integer("clients");
        log = new ArrivalLog(clients);
        server = Loopback.server(settings);
        answersPerUpdate = settings.number("answersPerUpdate");
        answerBytes = settings.integer("answerBytes");
        for (int i = 0; i < clients; i++) {
            channels.add(sockets.bind(new Client(i), DATAGRAMS_PER_READ));
            answer(channels.get(i));
            channels.get(i).flush();
        }
        log.awaitAll();
        return Readings.none();
    }

    private void answer(Channel channel) {
        NettySockets.write(channel, channel.alloc().directBuffer(answerBytes).writeZero(answerBytes), server);
    }

    /** One of them; on the event loop. */
    private final class Client extends SimpleChannelInboundHandler<DatagramPacket> {
        private final int index;
        private double due;

        Client(int index) {
            this.index = index;
            // Spread, so that not all answer in the same tick.
            this.due = index * answersPerUpdate % 1;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            log.arrived(index);
            datagramsIn.increment();
            due += answersPerUpdate;
            if (due >= 1) {
                due -= 1;
                datagramsOut.increment();
                answer(context.channel());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    @Override
    public void begin() {
        inBefore = datagramsIn.sum();
        outBefore = datagramsOut.sum();
        log.begin();
    }

    @Override
    public Readings end() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1);
        return log.end()
                .with("datagrams.in", datagramsIn.sum() - inBefore)
                .with("datagrams.out", datagramsOut.sum() - outBefore);
    }

    @Override
    public void close() {
        sockets.close();
    }
}
