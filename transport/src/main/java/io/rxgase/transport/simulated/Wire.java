package io.rxgase.transport.simulated;

import io.rxgase.transport.emulation.LinkEmulator;
import io.rxgase.transport.emulation.LinkStats;
import io.rxgase.transport.emulation.NetworkConditions;
import io.rxgase.transport.emulation.SeededRandom;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What lies between the hosts: a link for each way, cuts, and the trace of all that passes; on the stage. */
final class Wire {
    /** Datagrams under way at most, over all links; more are dropped and counted. */
    static final int MAX_UNDER_WAY = 1 << 17;

    private static final int SENT = 1;
    private static final int ARRIVED = 2;

    private final Agenda agenda;
    private final AddressBook addresses;
    private final long seed;
    private final Map<Way, Link> links = new LinkedHashMap<>();
    private final Map<Way, NetworkConditions> exceptions = new HashMap<>();
    private final Set<Way> cuts = new HashSet<>();
    private final TraceHash trace = new TraceHash();

    private NetworkConditions conditions = NetworkConditions.PERFECT;
    private int underWay;
    private long undeliverable;

    /** From one host to another. */
    record Way(String from, String to) {}

    /** A link, and whether it is cut. */
    private static final class Link {
        private final LinkEmulator emulator;
        private boolean cut;

        Link(LinkEmulator emulator, boolean cut) {
            this.emulator = emulator;
            this.cut = cut;
        }
    }

    Wire(Agenda agenda, AddressBook addresses, long seed) {
        this.agenda = agenda;
        this.addresses = addresses;
        this.seed = seed;
    }

    /** Sets the conditions of all ways that have none of their own. */
    void conditions(NetworkConditions value) {
        conditions = value;
        links.forEach((way, link) -> link.emulator.conditions(exceptions.getOrDefault(way, value)));
    }

    /** Sets the conditions of one way. */
    void conditions(Way way, NetworkConditions value) {
        exceptions.put(way, value);
        link(way).emulator.conditions(value);
    }

    /** Cuts a way, or joins it again. */
    void cut(Way way, boolean value) {
        if (value) {
            cuts.add(way);
        } else {
            cuts.remove(way);
        }
        link(way).cut = value;
    }

    /** Joins all ways. */
    void joinAll() {
        cuts.clear();
        links.values().forEach(link -> link.cut = false);
    }

    LinkStats reading() {
        return links.values().stream().map(link -> link.emulator.reading()).reduce(LinkStats.NONE, LinkStats::plus);
    }

    LinkStats reading(Way way) {
        return link(way).emulator.reading();
    }

    long undeliverable() {
        return undeliverable;
    }

    long traceHash() {
        return trace.value();
    }

    private Link link(Way way) {
        Link link = links.get(way);
        if (link == null) {
            long linkSeed = SeededRandom.derive(SeededRandom.derive(seed, way.from()), '>' + way.to());
            link = new Link(new LinkEmulator(exceptions.getOrDefault(way, conditions), linkSeed), cuts.contains(way));
            links.put(way, link);
        }
        return link;
    }

    /** A socket puts a datagram on the wire. */
    void send(SimulatedSocket from, InetSocketAddress to, byte[] datagram) {
        InetSocketAddress sender = from.apparentAddress();
        trace.add(agenda.nanos(), SENT, sender, to, datagram);
        SimulatedSocket target = addresses.socket(to);
        if (target == null || underWay >= MAX_UNDER_WAY) {
            undeliverable++;
            return;
        }
        Link link = link(new Way(from.host().name(), target.host().name()));
        if (link.cut) {
            undeliverable++;
            return;
        }
        link.emulator.send(agenda.nanos(), datagram, (atNanos, bytes) -> {
            underWay++;
            agenda.plan(atNanos, task -> true, () -> arrive(link, sender, to, bytes));
        });
    }

    private void arrive(Link link, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        underWay--;
        // Looked up again: meanwhile the way may have been cut, the host have moved, the port have been closed.
        SimulatedSocket target = addresses.socket(to);
        if (link.cut || target == null) {
            undeliverable++;
            return;
        }
        trace.add(agenda.nanos(), ARRIVED, from, to, datagram);
        if (!target.arrive(from, datagram)) {
            undeliverable++;
        }
    }
}
