package io.rxgase.samples.cli;

import io.rxgase.transport.discovery.LanDiscovery;
import io.rxgase.transport.netty.NettyLan;
import picocli.CommandLine.Option;

/** Where games of the local network are asked for. */
final class LanOption {
    /** What kind of game this is, for those who look. */
    static final String APPLICATION = "io.rxgase.samples.tag";

    @Option(
            names = "--lan-port",
            paramLabel = "PORT",
            defaultValue = "" + LanDiscovery.PORT,
            converter = Port.ToReach.class,
            description = "UDP port on which games of the local network are asked for. Default: ${DEFAULT-VALUE}.")
    private Port port = new Port(LanDiscovery.PORT);

    LanDiscovery discovery() {
        return NettyLan.discovery(port.number());
    }
}
