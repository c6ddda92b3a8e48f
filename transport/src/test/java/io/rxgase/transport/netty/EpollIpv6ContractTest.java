package io.rxgase.transport.netty;

import io.rxgase.transport.netty.NettyTransport.Io;

class EpollIpv6ContractTest extends NettyContract {
    EpollIpv6ContractTest() {
        super(Io.EPOLL, "::1");
    }
}
