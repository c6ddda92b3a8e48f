package io.rxgase.transport.netty;

import io.rxgase.transport.netty.NettyTransport.Io;

class NioIpv6ContractTest extends NettyContract {
    NioIpv6ContractTest() {
        super(Io.NIO, "::1");
    }
}
