package io.rxgase.transport.netty;

import io.rxgase.transport.netty.NettyTransport.Io;

class NioIpv4ContractTest extends NettyContract {
    NioIpv4ContractTest() {
        super(Io.NIO, "127.0.0.1");
    }
}
