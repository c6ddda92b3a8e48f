package io.rxgase.benchmarks.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Events of 50 bytes, echoed: one after the other for the round trip, 256 at a time for the rate. */
final class EventsWorkload extends Workload {
    private static final int MANY = 256;

    /**
     * Round trips before the measured ones, as a multiple of those: until the compiler has nothing left to do. The measured ones
     * follow at once: after a rest it would begin anew with what the warm-up never did, and that is what the slowest
     * hundredth would show.
     */
    private static final int WARM_UP = 20;

    /** The same with many outstanding. */
    private static final int WARM_UP_OF_MANY = 3;

    private final Predicate<Peer> installed;
    private final Map<Peer, List<Readings>> single = new EnumMap<>(Peer.class);
    private final Map<Peer, List<Readings>> many = new EnumMap<>(Peer.class);

    EventsWorkload(Scale scale, Set<Peer> peers, Consumer<String> progress, Predicate<Peer> installed) {
        super(scale, peers, progress);
        this.installed = installed;
    }

    @Override
    Section run() throws InterruptedException {
        for (int run = 0; run < scale().runs(); run++) {
            for (Peer peer : peers()) {
                if (!installed.test(peer)) {
                    continue;
                }
                measure(peer, single, 1, scale().roundTrips());
                measure(peer, many, MANY, scale().manyEvents());
            }
            relate(single, "p50.us");
            relate(single, "p99.us");
            relate(many, "rate");
        }
        return report();
    }

    private void measure(Peer peer, Map<Peer, List<Readings>> into, int outstanding, int count)
            throws InterruptedException {
        Settings settings = settings()
                .with("outstanding", outstanding)
                .with("count", count)
                .with("warmUp", count * (outstanding == 1 ? WARM_UP : WARM_UP_OF_MANY));
        PairOfProcesses.Result result = measureAtOnce(peer, "events", settings);
        into.computeIfAbsent(peer, key -> new ArrayList<>())
                .add(
                        result == null
                                ? Readings.none()
                                : result.server()
                                        .with(result.load())
                                        .with("us.server", result.serverCpuSeconds() * 1e6 / count));
    }

    private static void relate(Map<Peer, List<Readings>> measured, String reading) {
        List<Readings> limit = measured.getOrDefault(Peer.NETTY, List.of());
        if (limit.isEmpty()) {
            return;
        }
        double of = limit.get(limit.size() - 1).get(reading, Double.NaN);
        measured.values().forEach(runs -> {
            Readings last = runs.get(runs.size() - 1);
            double value = last.get(reading, Double.NaN);
            if (!Double.isNaN(value / of)) {
                runs.set(runs.size() - 1, last.with(reading + ".to.netty", value / of));
            }
        });
    }

    private Section report() {
        List<String> lines = new ArrayList<>();
        lines.add("### Events");
        lines.add("");
        lines.add("A payload of 50 bytes, echoed by a handler: " + scale().roundTrips()
                + " round trips with one outstanding, then " + scale().manyEvents() + " events with " + MANY
                + " outstanding. Directly before that, to warm up: " + WARM_UP + " and " + WARM_UP_OF_MANY
                + " times as many.");
        lines.add("");
        Section.Table table = new Section.Table(
                "who",
                "p50, µs",
                "× Netty",
                "p99, µs",
                "× Netty",
                "p99.9, µs",
                "events/s with 256 outstanding",
                "× Netty",
                "server, µs of processor per event");
        for (Peer peer : peers()) {
            if (!installed.test(peer)) {
                table.row(peer.title(), "not installed", "", "", "", "", "", "", "");
                continue;
            }
            List<Readings> one = single.getOrDefault(peer, List.of());
            List<Readings> all = many.getOrDefault(peer, List.of());
            table.row(
                    peer.title(),
                    cell(one, "p50.us"),
                    cell(one, "p50.us.to.netty"),
                    cell(one, "p99.us"),
                    cell(one, "p99.us.to.netty"),
                    cell(one, "p999.us"),
                    cell(all, "rate"),
                    cell(all, "rate.to.netty"),
                    cell(all, "us.server"));
        }
        lines.addAll(table.lines());
        lines.add("");
        lines.add(
                "Not alike: RxGaSe's events are reliable and in order, typed, encoded and decoded, and go through client, server and");
        lines.add(
                "handler (`onArrival`); many ride in one datagram. Plain Netty and DatagramChannel echo bare datagrams, one an event,");
        lines.add(
                "and would not notice a loss. KryoNet and RSocket use TCP. Aeron is reliable too and spins: it never sleeps, and so has");
        lines.add("no wake-up in its round trip. " + aboutEnet());
        return new Section(lines, plots());
    }

    private String aboutEnet() {
        Spread call = cell(many.getOrDefault(Peer.ENET, List.of()), "call.ns").spread();
        return "ENet is C, reliable and in order, and several events ride in a datagram; it is called through JNA"
                + (call == null
                        ? ","
                        : ", where a call takes " + Spread.format(call.median()) + " ns before ENet does anything,")
                + " two times per event by the server and four times by the client.";
    }

    /** None if nobody could be measured. */
    private List<Section.Plot> plots() {
        List<String> names = new ArrayList<>();
        Map<String, List<Double>> series = new LinkedHashMap<>();
        for (String percentile : List.of("p50.us", "p99.us", "p999.us")) {
            series.put(percentile.replace(".us", ""), new ArrayList<>());
        }
        for (Peer peer : peers()) {
            List<Readings> runs = single.getOrDefault(peer, List.of());
            if (cell(runs, "p50.us").spread() != null) {
                names.add(peer.plainTitle());
                series.forEach((percentile, values) ->
                        values.add(cell(runs, percentile + ".us").median()));
            }
        }
        return names.isEmpty()
                ? List.of()
                : List.of(new Section.Plot("events", Plots.bars("Round trip of an event, µs", names, series)));
    }
}
