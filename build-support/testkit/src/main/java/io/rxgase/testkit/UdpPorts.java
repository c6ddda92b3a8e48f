package io.rxgase.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;

/** UDP ports for tests that have to know a port before anybody binds it, or that bind one again. Others bind port 0. */
public final class UdpPorts {
    private static final int LOWEST = 15_000;

    /** Above it the system chooses for those who bind port 0, so that a port there may be taken at any moment. */
    private static final int HIGHEST = 32_000;

    private static final int MOST_ATTEMPTS = 1_000;

    private UdpPorts() {}

    /**
     * Finds a port that nobody has, and that the system gives to nobody who doesn't ask for it.
     *
     * @return a port that was free on all addresses a moment ago
     */
    public static int free() {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (DatagramSocket probe = new DatagramSocket(null)) {
                probe.setReuseAddress(false);
                probe.bind(new InetSocketAddress(port));
                return port;
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new AssertionError("none of " + MOST_ATTEMPTS + " ports was free");
    }
}
