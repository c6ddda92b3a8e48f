package io.rxgase.transport.simulated;

import io.rxgase.transport.DisconnectReason;
import io.rxgase.transport.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has which name, address and port in a simulated network; on the stage. */
final class AddressBook {
    private static final String LOCALHOST = "localhost";
    private static final int FIRST_FREE_PORT = 49_152;
    private static final int LAST_PORT = 65_535;

    private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
    private final Map<InetSocketAddress, SimulatedSocket> sockets = new LinkedHashMap<>();
    private int addresses;

    /** The host of that name, or null. */
    @Nullable
    SimulatedHost host(String name) {
        return hosts.get(name);
    }

    /** The host of that name, for a caller who believes that there is one. */
    SimulatedHost existing(String name) {
        SimulatedHost host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("no host \"" + name + "\" in this network: make it first, with host(\""
                    + name + "\"); there are " + hosts.keySet());
        }
        return host;
    }

    void add(SimulatedHost host) {
        hosts.put(host.name(), host);
    }

    /** An address that no host has had: 10.0.0.1, 10.0.0.2 and so on. */
    InetAddress newAddress(String name) {
        addresses++;
        byte[] bytes = {10, (byte) (addresses >>> 16), (byte) (addresses >>> 8), (byte) addresses};
        try {
            return InetAddress.getByAddress(name, bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    @Nullable
    SimulatedSocket socket(InetSocketAddress address) {
        return sockets.get(address);
    }

    void bound(SimulatedSocket socket) {
        sockets.put(socket.apparentAddress(), socket);
    }

    void release(SimulatedSocket socket) {
        sockets.remove(socket.apparentAddress(), socket);
    }

    /** Where a host binds when it asks for an address. */
    InetSocketAddress bindAddress(SimulatedHost host, InetSocketAddress asked) {
        InetAddress address = asked.getAddress();
        boolean own = asked.getHostString().equals(host.name())
                || isHere(asked)
                || host.address().equals(address);
        if (!own) {
            throw new TransportException(
                    DisconnectReason.TRANSPORT_FAILED,
                    asked.getHostString() + " is no address of host \"" + host.name()
                            + "\": listen on its name or on \"localhost\"");
        }
        if (asked.getPort() == 0) {
            return freePort(host);
        }
        InetSocketAddress bound = new InetSocketAddress(host.address(), asked.getPort());
        if (sockets.containsKey(bound)) {
            throw new TransportException(
                    DisconnectReason.TRANSPORT_FAILED,
                    "port " + asked.getPort() + " of host \"" + host.name()
                            + "\" is in use: close the other listener, choose another port, or port 0 for any free one");
        }
        return bound;
    }

    /** A port that nobody uses, the lowest. */
    InetSocketAddress freePort(SimulatedHost host) {
        for (int port = FIRST_FREE_PORT; port <= LAST_PORT; port++) {
            InetSocketAddress candidate = new InetSocketAddress(host.address(), port);
            if (!sockets.containsKey(candidate)) {
                return candidate;
            }
        }
        throw new TransportException(
                DisconnectReason.TRANSPORT_FAILED,
                "host \"" + host.name() + "\" has no free port left: close connections that are not needed");
    }

    /** What the name service of this network says. */
    InetSocketAddress resolve(SimulatedHost asking, InetSocketAddress remote) {
        int port = remote.getPort();
        String name = remote.getHostString();
        SimulatedHost named = hosts.get(name);
        if (named != null) {
            return new InetSocketAddress(named.address(), port);
        }
        for (SimulatedHost host : hosts.values()) {
            if (host.address().getHostAddress().equals(name)) {
                return new InetSocketAddress(host.address(), port);
            }
        }
        if (isHere(remote)) {
            return new InetSocketAddress(hereFor(asking, port), port);
        }
        throw new TransportException(
                DisconnectReason.TRANSPORT_FAILED,
                "no such host: " + name + "; this simulated network has " + hosts.keySet()
                        + ", and \"localhost\" for the one that listens");
    }

    private InetAddress hereFor(SimulatedHost asking, int port) {
        if (sockets.containsKey(new InetSocketAddress(asking.address(), port))) {
            return asking.address();
        }
        List<SimulatedHost> listening = new ArrayList<>();
        for (SimulatedHost host : hosts.values()) {
            if (sockets.containsKey(new InetSocketAddress(host.address(), port))) {
                listening.add(host);
            }
        }
        if (listening.size() > 1) {
            throw new TransportException(
                    DisconnectReason.TRANSPORT_FAILED,
                    "localhost:" + port + " could be any of "
                            + listening.stream().map(SimulatedHost::name).toList()
                            + ": connect to one of them by its name");
        }
        return listening.isEmpty() ? asking.address() : listening.get(0).address();
    }

    private static boolean isHere(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        return address.getHostString().toLowerCase(Locale.ROOT).equals(LOCALHOST)
                || (resolved != null && (resolved.isLoopbackAddress() || resolved.isAnyLocalAddress()));
    }
}
