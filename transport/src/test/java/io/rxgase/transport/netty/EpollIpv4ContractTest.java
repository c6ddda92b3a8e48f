package io.rxgase.transport.netty;

import io.rxgase.transport.netty.NettyTransport.Io;

class EpollIpv4ContractTest extends NettyContract {
    EpollIpv4ContractTest() {
        super(Io.EPOLL, "127.0.0.1");
    }
}
