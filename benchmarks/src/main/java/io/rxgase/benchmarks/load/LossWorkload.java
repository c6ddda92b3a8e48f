package io.rxgase.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reliable events at a steady rate through a relay that loses datagrams. */
final class LossWorkload extends Workload {
    private static final List<Double> LOSSES = List.of(0.0, 0.05, 0.10, 0.20);
    private static final int PER_SECOND = 100;

    private final Map<Double, List<Readings>> measured = new TreeMap<>();

    LossWorkload(Scale scale, Set<Peer> peers, Consumer<String> progress) {
        super(scale, peers, progress);
    }

    @Override
    Section run() throws InterruptedException {
        for (int run = 0; run < scale().runs(); run++) {
            double baseline = Double.NaN;
            for (double loss : LOSSES) {
                Settings settings = settings()
                        .with("count", scale().shots())
                        .with("perSecond", PER_SECOND)
                        .with("loss", loss);
                PairOfProcesses.Result result = measure(Peer.RXGASE, "loss", settings, Duration.ZERO, List.of());
                Readings readings =
                        result == null ? Readings.none() : result.server().with(result.load());
                double bytes = readings.get("wire.bytes", Double.NaN);
                baseline = loss == 0 ? bytes : baseline;
                if (!Double.isNaN(bytes / baseline)) {
                    readings = readings.with("bytes.to.lossless", bytes / baseline);
                }
                measured.computeIfAbsent(loss, key -> new ArrayList<>()).add(readings);
            }
        }
        return report();
    }

    private Section report() {
        List<String> lines = new ArrayList<>();
        lines.add("### Loss");
        lines.add("");
        lines.add(scale().shots() + " reliable, unordered events at " + PER_SECOND
                + "/s through a relay that delays each datagram by 50 ± 5 ms and loses");
        lines.add(
                "some, each way; from the call of `send` to the handler. Wire bytes have IP and UDP headers in them, both ways.");
        lines.add("");
        Section.Table table = new Section.Table(
                "loss", "arrived", "twice", "all after, s", "p50, ms", "p99, ms", "wire bytes", "× without loss");
        measured.forEach((loss, runs) -> table.row(
                Math.round(loss * 100) + " %",
                cell(runs, "arrived"),
                cell(runs, "doubles"),
                cell(runs, "seconds"),
                cell(runs, "p50.ms"),
                cell(runs, "p99.ms"),
                cell(runs, "wire.bytes"),
                cell(runs, "bytes.to.lossless")));
        lines.addAll(table.lines());
        return new Section(
                lines,
                List.of(new Section.Plot(
                        "loss", Plots.lines("Time of a reliable event, ms", "datagrams lost, %", delays()))));
    }

    private Map<String, Map<Double, Spread>> delays() {
        Map<String, Map<Double, Spread>> series = new LinkedHashMap<>();
        for (String percentile : List.of("p50", "p99")) {
            Map<Double, Spread> points = new TreeMap<>();
            measured.forEach((loss, runs) -> {
                Spread spread = cell(runs, percentile + ".ms").spread();
                if (spread != null) {
                    points.put(loss * 100, spread);
                }
            });
            series.put(percentile, points);
        }
        return series;
    }
}
