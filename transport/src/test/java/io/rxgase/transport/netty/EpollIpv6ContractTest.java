package io.rxgase.transport.netty;

import io.rxgase.transport.netty.NettyTransport.Io;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "epoll is Linux only")
class EpollIpv6ContractTest extends NettyContract {
    EpollIpv6ContractTest() {
        super(Io.EPOLL, "::1");
    }
}
