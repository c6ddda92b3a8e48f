package io.rxgase.benchmarks.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Fifty updates a second to every client. RxGaSe goes first in each run; what it put on the wire is what the peers then
 * send: as many datagrams of that size, and as many small ones back.
 */
final class FanOutWorkload extends Workload {
    private static final int HZ = 50;
    private static final double IN_STEP = 0.98 * HZ;
    private static final int HEADER_BYTES = 28;
    /** What peers send if RxGaSe is not among those measured. */
    private static final Readings DEFAULT_SHAPE =
            Readings.of("bytes", 500).with("answersPerUpdate", 0.2).with("answerBytes", 30);

    private final Map<Peer, Map<Integer, List<Readings>>> measured = new EnumMap<>(Peer.class);
    private String mostSustained = "";

    FanOutWorkload(Scale scale, Set<Peer> peers, Consumer<String> progress) {
        super(
                scale,
                peers.stream().filter(Peer::fansOut).collect(Collectors.toCollection(LinkedHashSet::new)),
                progress);
    }

    @Override
    Section run() throws InterruptedException {
        for (int clients : scale().clients()) {
            for (int run = 0; run < scale().runs(); run++) {
                Readings shape = DEFAULT_SHAPE;
                double limit = Double.NaN;
                for (Peer peer : peers()) {
                    Readings readings = measure(peer, clients, shape);
                    if (peer == Peer.RXGASE && readings.values().containsKey("bytes")) {
                        shape = readings;
                    }
                    if (peer == Peer.NETTY) {
                        limit = readings.get("us.per.datagram", Double.NaN);
                        relate(Peer.RXGASE, clients, limit);
                    }
                    relate(peer, clients, limit);
                }
            }
        }
        findMostSustained();
        return report();
    }

    private Readings measure(Peer peer, int clients, Readings shape) throws InterruptedException {
        Settings settings = settings()
                .with("clients", clients)
                .with("bytes", (int) shape.get("bytes"))
                .with("answersPerUpdate", shape.get("answersPerUpdate"))
                .with("answerBytes", (int) shape.get("answerBytes"));
        PairOfProcesses.Result result = measure(peer, "fan-out", settings, scale().window(), List.of());
        Readings readings = result == null ? Readings.none() : derived(result);
        measured.computeIfAbsent(peer, key -> new TreeMap<>())
                .computeIfAbsent(clients, key -> new ArrayList<>())
                .add(readings);
        return readings;
    }

    private List<Readings> runs(Peer peer, int clients) {
        return measured.getOrDefault(peer, Map.of()).getOrDefault(clients, List.of());
    }

    private static Readings derived(PairOfProcesses.Result result) {
        Readings load = result.load();
        double updatesPerSecond = load.get("updates") / load.get("counted.seconds");
        double cpuPerSecond = result.serverCpuSeconds() / result.server().get("window.seconds");
        double datagramsPerUpdate = load.get("datagrams.in", load.get("updates")) / load.get("updates");
        Readings readings = load.with("us.per.update", cpuPerSecond * 1e6 / updatesPerSecond)
                .with("us.per.datagram", cpuPerSecond * 1e6 / updatesPerSecond / datagramsPerUpdate)
                .with("server.cpu", cpuPerSecond)
                .with("load.cpu", load.get("cpu.seconds") / load.get("window.seconds"))
                .with("compiler", result.server().get("compiler.seconds"));
        double datagrams = load.get("datagrams.in", 0);
        if (datagrams == 0 || !load.values().containsKey("bytes.in")) {
            return readings;
        }
        double answers = load.get("datagrams.out");
        return readings.with("bytes", load.get("bytes.in") / datagrams)
                .with("datagrams.per.update", datagramsPerUpdate)
                .with("wire.bytes", (load.get("bytes.in") + datagrams * HEADER_BYTES) / load.get("updates"))
                .with("answersPerUpdate", answers / datagrams)
                .with("answerBytes", answers == 0 ? 0 : load.get("bytes.out") / answers);
    }

    /** Says how the latest run relates to plain Netty's. */
    private void relate(Peer peer, int clients, double limit) {
        List<Readings> runs = runs(peer, clients);
        if (!runs.isEmpty() && !Double.isNaN(limit)) {
            int last = runs.size() - 1;
            double cost = runs.get(last).get("us.per.datagram", Double.NaN);
            if (!Double.isNaN(cost)) {
                runs.set(last, runs.get(last).with("to.netty", cost / limit));
            }
        }
    }

    private void findMostSustained() throws InterruptedException {
        if (scale().sustained().isEmpty() || !peers().contains(Peer.RXGASE)) {
            return;
        }
        int most = 0;
        for (int clients : scale().clients()) {
            most = inStep(clients) ? clients : most;
        }
        for (int clients : scale().sustained()) {
            Readings readings = measure(Peer.RXGASE, clients, DEFAULT_SHAPE);
            if (readings.get("worst.rate", 0) < IN_STEP) {
                mostSustained =
                        "Most clients in step with one processor for the server and one for all clients: " + most
                                + "; at " + clients + " the server used " + Spread.format(readings.get("server.cpu", 0))
                                + " of its processor and the clients " + Spread.format(readings.get("load.cpu", 0))
                                + " of theirs, and the worst client got " + Spread.format(readings.get("worst.rate", 0))
                                + " updates a second.";
                return;
            }
            most = clients;
        }
        mostSustained = "All of " + most + " clients were in step; more were not tried.";
    }

    private boolean inStep(int clients) {
        return cell(runs(Peer.RXGASE, clients), "worst.rate").median() >= IN_STEP;
    }

    private Section report() {
        List<String> lines = new ArrayList<>();
        lines.add("### Fan-out");
        lines.add("");
        lines.add(
                "50 Hz; 100 entities {id, x, y, hp}, 20 move in each tick and 2 of those change hp. Processor time is the");
        lines.add(
                "server's, in µs per update that reached a client; \"× Netty\" compares it, per datagram, with plain Netty in the same run.");
        lines.add("");
        Section.Table table = new Section.Table(
                "clients",
                "who",
                "µs per update",
                "× Netty",
                "updates/s, worst client",
                "p99 gap, ms",
                "datagram, bytes",
                "datagrams per update",
                "wire bytes per update",
                "datagrams back per datagram",
                "server's processor");
        for (int clients : scale().clients()) {
            for (Peer peer : peers()) {
                List<Readings> runs = runs(peer, clients);
                table.row(
                        clients,
                        peer.title(),
                        cell(runs, "us.per.update"),
                        cell(runs, "to.netty"),
                        cell(runs, "worst.rate"),
                        cell(runs, "gap.p99.ms"),
                        cell(runs, "bytes"),
                        cell(runs, "datagrams.per.update"),
                        cell(runs, "wire.bytes"),
                        cell(runs, "answersPerUpdate"),
                        cell(runs, "server.cpu"));
            }
        }
        lines.addAll(table.lines());
        lines.addAll(notAlike());
        Section.Plot plot =
                new Section.Plot("fan-out", Plots.lines("Server's processor time per update, µs", "clients", costs()));
        return new Section(lines, List.of(plot));
    }

    private List<String> notAlike() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                "Not alike: only RxGaSe computes a state, finds and encodes what changed against what each client holds, and makes");
        lines.add(
                "good what is lost. The peers send bytes that are ready, of the size that RxGaSe's datagrams had in the same run");
        lines.add(
                "(500 bytes where it has none). Plain Netty and DatagramChannel receive as many small datagrams as RxGaSe does");
        lines.add(
                "and ignore them; KryoNet and RSocket receive none, RSocket's TCP is acknowledged by the system, Aeron's clients send");
        lines.add(
                "status messages. Aeron's server naps 1 ms between turns instead of spinning, which is cheapest here. Wire bytes have");
        lines.add("IP and UDP headers in them.");
        if (!mostSustained.isEmpty()) {
            lines.add("");
            lines.add(mostSustained);
        }
        return lines;
    }

    private Map<String, Map<Double, Spread>> costs() {
        Map<String, Map<Double, Spread>> costs = new LinkedHashMap<>();
        for (Peer peer : peers()) {
            Map<Double, Spread> points = new TreeMap<>();
            measured.getOrDefault(peer, Map.of()).forEach((clients, runs) -> {
                Spread spread = cell(runs, "us.per.update").spread();
                if (spread != null) {
                    points.put((double) clients, spread);
                }
            });
            costs.put(peer.plainTitle(), points);
        }
        return costs;
    }
}
