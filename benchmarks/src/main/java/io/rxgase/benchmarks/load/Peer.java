package io.rxgase.benchmarks.load;

import io.rxgase.benchmarks.peers.Parts;
import java.util.Locale;

/** Who is measured. */
enum Peer {
    RXGASE("RxGaSe", true),
    RXGASE_BUSY("RxGaSe, busy polling", true),
    NETTY("plain Netty, epoll", false),
    CHANNEL("plain DatagramChannel", false),
    KRYONET("KryoNet", false),
    AERON("Aeron", false),
    ENET("ENet", false),
    RSOCKET("RSocket-java, TCP", false);

    private final String title;
    private final boolean own;

    Peer(String title, boolean own) {
        this.title = title;
        this.own = own;
    }

    String title() {
        return own ? "**" + title + "**" : title;
    }

    String plainTitle() {
        return title;
    }

    /** As the parts are named. */
    String parts() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it takes part in the fan-out: busy polling is for latency, and has no processor time to compare; ENet only echoes. */
    boolean fansOut() {
        return this != RXGASE_BUSY && this != ENET;
    }

    /** Whether it can be measured on this machine. */
    boolean isInstalled() {
        return Parts.isInstalled(parts());
    }
}
