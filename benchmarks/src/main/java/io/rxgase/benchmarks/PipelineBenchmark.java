package io.rxgase.benchmarks;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.MessageToMessageCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What Netty's pipeline costs a datagram: where the socket's one handler takes the buffer, as it does, and with a
 * {@code MessageToMessageCodec} between them that makes an object of each datagram and a datagram of each object. No
 * socket; one thread.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) org.openjdk.jmh.Main PipelineBenchmark -f 1 -wi 3 -i 3 -w 1 -r 1 -prof gc
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PipelineBenchmark {
    private static final int BYTES = 100;

    /** Of what handlers look at, so that no compiler leaves that out. */
    static int sum;

    private final InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private final DatagramPacket datagram =
            new DatagramPacket(Unpooled.directBuffer(BYTES).writeZero(BYTES), peer, peer);
    private final Addressed addressed = new Addressed(peer, datagram.content().nioBuffer());
    private final EmbeddedChannel plain = new EmbeddedChannel(new Swallowing(), new Sink());
    private final EmbeddedChannel withCodec = new EmbeddedChannel(new Swallowing(), new Codec(), new AddressedSink());

    private record Addressed(InetSocketAddress peer, ByteBuffer bytes) {}

    /** Instead of a socket. */
    private static final class Swallowing extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ((DatagramPacket) message).release();
        }
    }

    private static final class Sink extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            sum += packet.sender().getPort() + packet.content().nioBuffer().get(0);
            packet.release();
        }
    }

    private static final class AddressedSink extends SimpleChannelInboundHandler<Addressed> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, Addressed message) {
            sum += message.peer.getPort() + message.bytes.get(0);
        }
    }

    private static final class Codec extends MessageToMessageCodec<DatagramPacket, Addressed> {
        @Override
        protected void encode(ChannelHandlerContext context, Addressed message, List<Object> out) {
            out.add(new DatagramPacket(Unpooled.wrappedBuffer(message.bytes), message.peer));
        }

        @Override
        protected void decode(ChannelHandlerContext context, DatagramPacket message, List<Object> out) {
            out.add(new Addressed(message.sender(), message.content().nioBuffer()));
        }
    }

    /** A datagram comes in; the handler takes its buffer. */
    @Benchmark
    public Object in() {
        return plain.pipeline().fireChannelRead(datagram.retain());
    }

    /** A datagram comes in; the handler takes the codec's object. */
    @Benchmark
    public Object inThroughCodec() {
        return withCodec.pipeline().fireChannelRead(datagram.retain());
    }

    /** A datagram that is used again goes out. */
    @Benchmark
    @SuppressWarnings("FutureReturnValueIgnored") // a void promise
    public void out() {
        plain.write(datagram.retain(), plain.voidPromise());
    }

    /** An object goes out, of which the codec makes a datagram. */
    @Benchmark
    @SuppressWarnings("FutureReturnValueIgnored") // a void promise
    public void outThroughCodec() {
        withCodec.write(addressed, withCodec.voidPromise());
    }
}
