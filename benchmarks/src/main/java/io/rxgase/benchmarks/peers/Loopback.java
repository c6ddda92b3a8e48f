package io.rxgase.benchmarks.peers;

import io.rxgase.benchmarks.load.Readings;
import io.rxgase.benchmarks.load.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The one address that all measurements use. */
final class Loopback {
    static final String HOST = "127.0.0.1";

    private Loopback() {}

    static InetSocketAddress port(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 bytes are an address", impossible);
        }
    }

    static InetSocketAddress server(Settings settings) {
        return port(settings.integer("port"));
    }

    static Readings ready(InetSocketAddress address) {
        return Readings.of("port", address.getPort());
    }
}
