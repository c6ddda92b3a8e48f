package io.rxgase.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.rxgase.transport.discovery.Announcement;
import io.rxgase.transport.discovery.DiscoveryPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveryCodecTest {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final InetSocketAddress THERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);

    private final EmbeddedChannel channel = new EmbeddedChannel(new DiscoveryCodec());

    @Test
    void shouldReadFromADatagramWhatItWroteIntoOne() {
        for (DiscoveryPacket packet : List.of(
                new DiscoveryPacket.Query(7, "com.example.tag"),
                new DiscoveryPacket.Answer(7, -8, 65_535, Announcement.of("com.example.tag", "Alice's game")),
                new DiscoveryPacket.Farewell(7, -8))) {
            assertThat(channel.writeOutbound(new DiscoveryCodec.Addressed(THERE, packet)))
                    .isTrue();
            DatagramPacket sent = channel.readOutbound();
            assertThat(sent.recipient()).isEqualTo(THERE);
            assertThat(sent.content().nioBuffer()).isEqualTo(packet.encoded());

            channel.writeInbound(new DatagramPacket(sent.content(), THERE, HERE));
            assertThat(channel.<Object>readInbound()).isEqualTo(new DiscoveryCodec.Addressed(HERE, packet));
            assertThat(sent.refCnt()).as("nobody needs the buffer any more").isZero();
        }
    }

    @Test
    void shouldPassOnThatADatagramCannotBeRead() {
        ByteBuf bytes = Unpooled.copiedBuffer(ByteBuffer.allocate(256));
        channel.writeInbound(new DatagramPacket(bytes, THERE, HERE));

        assertThat(channel.<Object>readInbound())
                .isEqualTo(new DiscoveryCodec.Addressed(HERE, new DiscoveryPacket.Unreadable()));
        assertThat(bytes.refCnt()).isZero();
    }
}
