package io.rxgase.server;

import io.rxgase.transport.DatagramTransport;
import io.rxgase.transport.Dialect;
import io.rxgase.transport.Listener;
import io.rxgase.transport.TransportOptions;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a backend listens, and what is spoken there.
 *
 * @param transport null for one of its own
 * @param options bounds
 * @param dialects what is spoken on the first port; empty for those of the options
 * @param secondPort the port, if there is a second one
 * @param secondDialects what is spoken there; empty if there is none
 */
record PortSettings(
        @Nullable DatagramTransport transport,
        TransportOptions options,
        Set<Dialect> dialects,
        int secondPort,
        Set<Dialect> secondDialects) {
    static PortSettings defaults() {
        return new PortSettings(null, TransportOptions.defaults(), Set.of(), 0, Set.of());
    }

    PortSettings withTransport(DatagramTransport value) {
        return new PortSettings(value, options, dialects, secondPort, secondDialects);
    }

    PortSettings withOptions(TransportOptions value) {
        return new PortSettings(transport, value, dialects, secondPort, secondDialects);
    }

    PortSettings withDialects(Set<Dialect> value) {
        return new PortSettings(transport, options, value, secondPort, secondDialects);
    }

    PortSettings withSecondPort(int port, Set<Dialect> value) {
        return new PortSettings(transport, options, dialects, port, value);
    }

    /** The options of the first port. */
    TransportOptions first() {
        return dialects.isEmpty() ? options : options.withDialects(dialects);
    }

    /** What is spoken on either port. */
    Set<Dialect> spoken() {
        Set<Dialect> all = new LinkedHashSet<>(first().dialects());
        all.addAll(secondDialects);
        return all;
    }

    /** Opens one port, or both; blocks until they are bound. */
    Listener open(DatagramTransport used, String host, int port, TransportOptions admitting) {
        Listener first = used.listen(InetSocketAddress.createUnresolved(host, port), admitting)
                .blockingGet();
        if (secondDialects.isEmpty()) {
            return first;
        }
        try {
            Listener second = used.listen(
                            InetSocketAddress.createUnresolved(host, secondPort),
                            admitting.withDialects(secondDialects))
                    .blockingGet();
            return new Ports(List.of(first, second));
        } catch (RuntimeException e) {
            var unused =
                    first.close("the backend does not start").onErrorComplete().subscribe();
            throw e;
        }
    }
}
