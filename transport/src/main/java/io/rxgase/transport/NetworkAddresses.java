package io.rxgase.transport;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses of this machine, and which of them to tell somebody who wants to join. Asks the operating system anew at each
 * call, which takes about a millisecond; from any thread, but not from one that must never wait.
 *
 * <pre>{@code
 * Backend<Ball> backend = Backend.of(rules, ball).start("0.0.0.0", 8080);
 * for (InetSocketAddress address : NetworkAddresses.toTell(backend.localAddress())) {
 *     System.out.println("join at " + NetworkAddresses.text(address));      // join at 192.168.1.7:8080
 * }
 * }</pre>
 *
 * <p>An address that a router gives to the whole house (NAT) is none of this machine's, so it is not among them: friends outside
 * need that one, and a port forwarded from it.
 */
public final class NetworkAddresses {
    /** Interfaces that lead to machines simulated on this one. Nobody else can reach their addresses. */
    private static final Pattern SIMULATED_MACHINES = Pattern.compile(
            "(docker|br-|veth|virbr|vmnet|vboxnet|podman|cni|lxcbr|lxdbr|flannel|cali).*|.*(hyper-v|virtualbox|vmware|wsl).*");

    private NetworkAddresses() {}

    /**
     * All addresses of this machine's interfaces that are up, the most useful first: IPv4 before IPv6, and within each
     * those that are reached from anywhere, then those of the local network, of tunnels, of one link only, of bridges to
     * virtual machines and containers, and last the loopback ones, which are this machine's own.
     *
     * @return IPv4 and IPv6 addresses, each once; empty if the operating system does not tell
     */
    public static List<InetAddress> available() {
        return sorted(own());
    }

    /**
     * Under which addresses others reach what listens here, the most useful first.
     *
     * @param bound where it listens, such as {@link Listener#localAddress()}
     * @return the address itself if it is a certain one. If it stands for all, those of this machine's that others can use, with
     *     the port: without loopback, and without those of one IPv6 link, which need the name of an interface of the other
     *     machine. If nothing is left, the loopback ones
     */
    public static List<InetSocketAddress> toTell(InetSocketAddress bound) {
        if (bound.isUnresolved() || !bound.getAddress().isAnyLocalAddress()) {
            return List.of(bound);
        }
        // A socket for all IPv4 addresses takes no IPv6, but not the other way round.
        boolean everyKind = bound.getAddress() instanceof Inet6Address;
        List<InetAddress> candidates = available().stream()
                .filter(address -> everyKind || address instanceof Inet4Address)
                .toList();
        List<InetAddress> reached = candidates.stream()
                .filter(Predicate.not(InetAddress::isLoopbackAddress))
                .filter(address -> !(address instanceof Inet6Address && address.isLinkLocalAddress()))
                .toList();
        return (reached.isEmpty() ? candidates : reached)
                .stream()
                        .map(address -> new InetSocketAddress(address, bound.getPort()))
                        .toList();
    }

    /**
     * An address as people write and type it.
     *
     * @param address resolved or not
     * @return {@code 192.168.1.7:8080}, {@code [2001:db8::7]:8080} (shortened as in RFC 5952) or {@code example.org:8080}
     */
    public static String text(InetSocketAddress address) {
        String host = address.isUnresolved() ? address.getHostString() : text(address.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /**
     * An address as people write and type it.
     *
     * @param address IPv4 or IPv6
     * @return {@code 192.168.1.7} or, shortened as in RFC 5952, {@code 2001:db8::7}; an address of one link has {@code %} and the
     *     interface of this machine behind it
     */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        if (address instanceof Inet4Address) {
            return text;
        }
        int scope = text.indexOf('%');
        String groups = scope < 0 ? text : text.substring(0, scope);
        return shortened(groups.split(":", -1))
                + (scope >= 0 && address.isLinkLocalAddress() ? text.substring(scope) : "");
    }

    // RFC 5952, 4.2: the longest run of two or more zero groups, of equal ones the first, becomes "::".
    private static String shortened(String[] groups) {
        int best = 0;
        int bestLength = 1;
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            length = groups[i].equals("0") ? length + 1 : 0;
            if (length > bestLength) {
                bestLength = length;
                best = i - length + 1;
            }
        }
        if (bestLength == 1) {
            return String.join(":", groups);
        }
        return String.join(":", List.of(groups).subList(0, best)) + "::"
                + String.join(":", List.of(groups).subList(best + bestLength, groups.length));
    }

    /** One address of an interface, as the operating system tells it. */
    record Own(InetAddress address, String interfaceName, boolean tunnel) {
        // The lower, the more people can use it.
        private int rank() {
            if (address.isLoopbackAddress()) {
                return 5;
            }
            if (SIMULATED_MACHINES
                    .matcher(interfaceName.toLowerCase(Locale.ROOT))
                    .matches()) {
                return 4;
            }
            if (address.isLinkLocalAddress()) {
                return 3;
            }
            if (tunnel) {
                return 2;
            }
            return isOfTheLocalNetwork() ? 1 : 0;
        }

        // RFC 1918; RFC 4193 (unique local), which Java does not know; RFC 6598 (behind a provider's NAT).
        private boolean isOfTheLocalNetwork() {
            byte[] bytes = address.getAddress();
            return address.isSiteLocalAddress()
                    || (bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc)
                    || (bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
        }

        private boolean isLast() {
            return rank() >= 4;
        }
    }

    /** What is useful first; otherwise in the given order. */
    static List<InetAddress> sorted(List<Own> addresses) {
        return addresses.stream()
                .sorted(Comparator.comparing(Own::isLast)
                        .thenComparing((Own own) -> own.address() instanceof Inet6Address)
                        .thenComparingInt(Own::rank))
                .map(Own::address)
                .distinct()
                .toList();
    }

    private static List<Own> own() {
        List<Own> found = new ArrayList<>();
        try {
            Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
            while (interfaces.hasMoreElements()) {
                NetworkInterface one = interfaces.nextElement();
                if (one.isUp()) {
                    String name = Stream.of(one.getName(), String.valueOf(one.getDisplayName()))
                            .filter(text -> SIMULATED_MACHINES
                                    .matcher(text.toLowerCase(Locale.ROOT))
                                    .matches())
                            .findFirst()
                            .orElse(one.getName());
                    boolean tunnel = one.isPointToPoint();
                    one.inetAddresses().forEach(address -> found.add(new Own(address, name, tunnel)));
                }
            }
        } catch (SocketException e) {
            // An interface went away while it was asked: those found so far are all there are.
            return found;
        }
        return found;
    }
}
