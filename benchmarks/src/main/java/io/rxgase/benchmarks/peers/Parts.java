package io.rxgase.benchmarks.peers;

import io.rxgase.benchmarks.load.Part;
import io.rxgase.transport.netty.NettyTransport;
import java.util.Map;
import java.util.function.Supplier;

/** The parts by name: peer, workload and side. */
public final class Parts {
    private static final Map<String, Supplier<Part>> BY_NAME = Map.ofEntries(
            Map.entry("rxgase-fan-out-server", RxFanOut.Server::new),
            Map.entry("rxgase-fan-out-load", RxFanOut.Load::new),
            Map.entry("rxgase-events-server", () -> new RxEvents.Server(NettyTransport.create())),
            Map.entry("rxgase-events-load", () -> new RxEvents.Load(NettyTransport.create())),
            Map.entry("rxgase-busy-events-server", () -> new RxEvents.Server(busyPolling())),
            Map.entry("rxgase-busy-events-load", () -> new RxEvents.Load(busyPolling())),
            Map.entry("rxgase-loss-server", RxLoss.Server::new),
            Map.entry("rxgase-loss-load", RxLoss.Load::new),
            Map.entry("netty-fan-out-server", NettyFanOut::new),
            Map.entry("netty-fan-out-load", UdpFanOutLoad::new),
            Map.entry("netty-events-server", NettyEvents.Server::new),
            Map.entry("netty-events-load", NettyEvents.Load::new),
            Map.entry("channel-fan-out-server", DatagramPeer.FanOutServer::new),
            Map.entry("channel-fan-out-load", UdpFanOutLoad::new),
            Map.entry("channel-events-server", DatagramPeer.EchoServer::new),
            Map.entry("channel-events-load", DatagramPeer.EchoLoadPart::new),
            Map.entry("kryonet-fan-out-server", KryoPeer.FanOutServer::new),
            Map.entry("kryonet-fan-out-load", KryoPeer.FanOutLoad::new),
            Map.entry("kryonet-events-server", KryoPeer.EchoServer::new),
            Map.entry("kryonet-events-load", KryoPeer.EchoLoadPart::new),
            Map.entry("aeron-fan-out-server", AeronPeer.FanOutServer::new),
            Map.entry("aeron-fan-out-load", AeronPeer.FanOutLoad::new),
            Map.entry("aeron-events-server", AeronPeer.EchoServer::new),
            Map.entry("aeron-events-load", AeronPeer.EchoLoadPart::new),
            Map.entry("enet-events-server", EnetPeer.EchoServer::new),
            Map.entry("enet-events-load", EnetPeer.EchoLoadPart::new),
            Map.entry("rsocket-fan-out-server", RSocketPeer.FanOutServer::new),
            Map.entry("rsocket-fan-out-load", RSocketPeer.FanOutLoad::new),
            Map.entry("rsocket-events-server", RSocketPeer.EchoServer::new),
            Map.entry("rsocket-events-load", RSocketPeer.EchoLoadPart::new));

    private Parts() {}

    private static NettyTransport busyPolling() {
        return NettyTransport.busyPolling(NettyTransport.Io.best(), 1);
    }

    /**
     * Whether a peer can be measured on this machine.
     *
     * @param peer such as {@code netty}
     * @return false if it is a library of the system that is not installed; a library of Java always is
     */
    public static boolean isInstalled(String peer) {
        return !peer.equals("enet") || EnetPeer.isInstalled();
    }

    /**
     * Makes a part.
     *
     * @param name such as {@code netty-fan-out-server}
     * @return a new one
     */
    public static Part named(String name) {
        Supplier<Part> maker = BY_NAME.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("no part " + name + "; there are " + BY_NAME.keySet());
        }
        return maker.get();
    }
}
