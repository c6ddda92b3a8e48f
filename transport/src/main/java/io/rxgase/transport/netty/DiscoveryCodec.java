package io.rxgase.transport.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.MessageToMessageCodec;
import io.rxgase.transport.discovery.DiscoveryPacket;
import java.net.InetSocketAddress;
import java.util.List;

/** The datagrams of discovery as what they say, with the address that it came from or goes to. */
final class DiscoveryCodec extends MessageToMessageCodec<DatagramPacket, DiscoveryCodec.Addressed> {
    /**
     * What one datagram says.
     *
     * @param peer who sent it, or who gets it
     */
    record Addressed(InetSocketAddress peer, DiscoveryPacket packet) {}

    @Override
    protected void encode(ChannelHandlerContext context, Addressed message, List<Object> out) {
        out.add(new DatagramPacket(Unpooled.wrappedBuffer(message.packet().encoded()), message.peer()));
    }

    @Override
    protected void decode(ChannelHandlerContext context, DatagramPacket message, List<Object> out) {
        out.add(new Addressed(
                message.sender(), DiscoveryPacket.decode(message.content().nioBuffer())));
    }
}
