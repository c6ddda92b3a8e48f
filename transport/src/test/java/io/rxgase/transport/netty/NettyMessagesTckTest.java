package io.rxgase.transport.netty;

import io.rxgase.transport.EndToEndTck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** Messages over real sockets. */
@Test
public class NettyMessagesTckTest extends EndToEndTck {
    public NettyMessagesTckTest() {
        super(
                NettyTransport.create(),
                NettyTransport.create(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterClass
    @Override
    public void closeTransports() {
        super.closeTransports();
    }
}
