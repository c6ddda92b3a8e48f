package io.rxgase.testkit.pygase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WirePeer} on a socket of the loopback interface, that sends 40 times a second while it is pumped. Runs on the test's
 * thread: nothing happens between two calls.
 *
 * <pre>{@code
 * try (UdpWirePeer client = UdpWirePeer.clientOf(backend.localAddress())) {
 *     client.peer().send(WireEvent.of("JOIN", "Ada"));
 *     client.pumpUntil(() -> !client.peer().received().isEmpty());
 * }
 * }</pre>
 */
public final class UdpWirePeer implements AutoCloseable {
    private static final long INTERVAL_NANOS = 25_000_000L;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DatagramSocket socket;
    private final byte[] buffer = new byte[4096];
    private WirePeer peer;
    private @Nullable SocketAddress remote;
    /** Clients that are closed may still have datagrams under way. */
    private final Set<SocketAddress> former = new HashSet<>();

    private Random random = new Random(1);
    private double loss;
    private long slotNanos = System.nanoTime();

    private UdpWirePeer(WirePeer peer, @Nullable SocketAddress remote) {
        try {
            this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.peer = peer;
        this.remote = remote;
    }

    /**
     * A client.
     *
     * @param server where the server is
     * @return a client that has sent nothing yet
     */
    public static UdpWirePeer clientOf(InetSocketAddress server) {
        return new UdpWirePeer(WirePeer.client(), server);
    }

    /**
     * A server for one client: the first that sends something.
     *
     * @return bound to a free port
     */
    public static UdpWirePeer server() {
        return new UdpWirePeer(WirePeer.server(), null);
    }

    /**
     * The port that it is bound to.
     *
     * @return its number
     */
    public int port() {
        return socket.getLocalPort();
    }

    /**
     * The port of the other side.
     *
     * @return its number, 0 if a server has heard of nobody yet
     */
    public int remotePort() {
        return remote instanceof InetSocketAddress address ? address.getPort() : 0;
    }

    /**
     * What it has sent and received.
     *
     * @return the peer without a socket
     */
    public WirePeer peer() {
        return peer;
    }

    /**
     * Starts again as another program on the same port.
     *
     * @param another takes the place of the peer
     */
    public void become(WirePeer another) {
        peer = another;
    }

    /**
     * For a server: forgets its client and waits for one at another address, whatever the one before still sends.
     *
     * @param another takes the place of the peer
     */
    public void awaitAnother(WirePeer another) {
        peer = another;
        if (remote != null) {
            former.add(remote);
        }
        remote = null;
    }

    /**
     * Loses datagrams both ways.
     *
     * @param share of all, 0 to 1
     * @param seed of the chance
     * @return this
     */
    public UdpWirePeer losing(double share, long seed) {
        loss = share;
        random = new Random(seed);
        return this;
    }

    /**
     * Sends bytes as they are.
     *
     * @param bytes anything
     */
    public void sendRaw(byte[] bytes) {
        SocketAddress to = remote;
        if (to != null) {
            try {
                socket.send(new DatagramPacket(bytes, bytes.length, to));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Sends plain text.
     *
     * @param text ASCII
     */
    public void sendText(String text) {
        sendRaw(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Sends and receives for a while.
     *
     * @param time how long
     */
    public void pump(Duration time) {
        long endNanos = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - endNanos < 0) {
            turn();
        }
    }

    /**
     * Sends and receives until something holds.
     *
     * @param condition looked at after each datagram and slot
     * @throws AssertionError if it does not hold within a minute
     */
    public void pumpUntil(BooleanSupplier condition) {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNanos >= 0) {
                throw new AssertionError("not within " + PATIENCE + "; received " + peer.received() + ", state "
                        + peer.state().attributes());
            }
            turn();
        }
    }

    private void turn() {
        long now = System.nanoTime();
        if (now - slotNanos >= 0) {
            slotNanos = Math.max(slotNanos + INTERVAL_NANOS, now);
            if (remote != null) {
                byte[] datagram = peer.datagram();
                if (random.nextDouble() >= loss) {
                    sendRaw(datagram);
                }
            }
        }
        receive(Math.max(1, (int) ((slotNanos - now) / 1_000_000L)));
    }

    private void receive(int millis) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            socket.setSoTimeout(millis);
            socket.receive(packet);
        } catch (SocketTimeoutException nothing) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (remote == null && !former.contains(packet.getSocketAddress())) {
            remote = packet.getSocketAddress();
        }
        if (packet.getSocketAddress().equals(remote) && random.nextDouble() >= loss) {
            peer.receive(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
