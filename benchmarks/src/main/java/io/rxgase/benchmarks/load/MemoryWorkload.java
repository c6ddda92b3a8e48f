package io.rxgase.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What connections keep, what ticks and packets allocate, and how long the loop stands still for it. */
final class MemoryWorkload extends Workload {
    private static final Pattern PAUSE = Pattern.compile("Safepoint \"([^\"]+)\".*Total: *(\\d+) ns");
    private static final double LONG_PAUSE_MILLIS = 5;
    /** The serial collector leaves some dead objects where they are, unless it is told to count them out. */
    private static final List<String> COMPACTING =
            List.of("-XX:MarkSweepDeadRatio=0", "-XX:MarkSweepAlwaysCompactCount=1");

    private final List<Readings> idle = new ArrayList<>();
    private final List<Readings> busy = new ArrayList<>();
    private Readings pauses = Readings.none();

    MemoryWorkload(Scale scale, Set<Peer> peers, Consumer<String> progress) {
        super(scale, peers, progress);
    }

    @Override
    Section run() throws InterruptedException {
        Settings settings = settings().with("clients", scale().memoryClients()).with("memory", 1);
        for (int run = 0; run < scale().runs(); run++) {
            add(idle, measure(Peer.RXGASE, "fan-out", settings.with("moving", 0), scale().window(), COMPACTING));
            add(busy, measure(Peer.RXGASE, "fan-out", settings.with("chat", 1), scale().window(), COMPACTING));
        }
        lookForPauses(settings().with("clients", scale().memoryClients()).with("chat", 1));
        return report();
    }

    private static void add(List<Readings> runs, PairOfProcesses.@Nullable Result result) {
        if (result == null) {
            runs.add(Readings.none());
            return;
        }
        Readings server = result.server();
        Readings load = result.load();
        double allocatedPerSecond = server.get("allocated.bytes") / server.get("window.seconds");
        double datagrams = load.get("datagrams.in") + load.get("datagrams.out");
        runs.add(server.with("kib.per.client", server.get("heap.per.client") / 1024)
                .with("allocated.per.tick", server.get("allocated.bytes") / Math.max(1, server.get("ticks")))
                .with("allocated.per.packet", allocatedPerSecond / (datagrams / load.get("counted.seconds"))));
    }

    private void lookForPauses(Settings settings) throws InterruptedException {
        try {
            Path log = Files.createTempFile("rxgase-safepoints", ".log");
            PairOfProcesses.Result result = measure(
                    Peer.RXGASE,
                    "fan-out",
                    settings,
                    scale().pauseWindow(),
                    List.of("-XX:-UseSerialGC", "-XX:+UseZGC", "-Xlog:safepoint:file=" + log + "::filecount=0"));
            pauses = result == null
                    ? Readings.none()
                    : pauses(Files.readAllLines(log)).with(result.server());
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every stop of all threads, whatever it was for. */
    static Readings pauses(List<String> log) {
        int count = 0;
        int tooLong = 0;
        double longest = 0;
        for (String line : log) {
            Matcher matcher = PAUSE.matcher(line);
            if (matcher.find()) {
                double millis = Long.parseLong(matcher.group(2)) / 1e6;
                count++;
                tooLong += millis > LONG_PAUSE_MILLIS ? 1 : 0;
                longest = Math.max(longest, millis);
            }
        }
        return Readings.of("pauses", count).with("pauses.long", tooLong).with("pause.max.ms", longest);
    }

    private Section report() {
        List<String> lines = new ArrayList<>();
        lines.add("### Memory");
        lines.add("");
        lines.add("Of the server's process, with " + scale().memoryClients()
                + " clients: idle ones have a state that does not change, busy ones get the fan-out's updates");
        lines.add(
                "and send an event of 50 bytes a second, which is echoed. Heap is what lives after a full collection, above that of a");
        lines.add("server without clients.");
        lines.add("");
        Section.Table table = new Section.Table(
                "clients", "heap per connection, KiB", "allocated per tick, bytes", "allocated per packet, bytes");
        table.row(
                "idle",
                cell(idle, "kib.per.client"),
                cell(idle, "allocated.per.tick"),
                cell(idle, "allocated.per.packet"));
        table.row(
                "busy",
                cell(busy, "kib.per.client"),
                cell(busy, "allocated.per.tick"),
                cell(busy, "allocated.per.packet"));
        lines.addAll(table.lines());
        lines.add("");
        lines.add(
                "A tick allocates whether or not there are clients, so with idle clients \"per packet\" is mostly the tick's share.");
        lines.add("");
        lines.add(pauseLine());
        return new Section(lines, List.of());
    }

    private String pauseLine() {
        Duration window = scale().pauseWindow();
        String time = window.toMinutes() > 0 ? window.toMinutes() + " minutes" : window.toMillis() / 1e3 + " s";
        return "Pauses in " + time + " with " + scale().memoryClients()
                + " busy clients, a heap of 512 MiB and the Z garbage collector (`-XX:+UseZGC`): "
                + Spread.format(pauses.get("pauses", 0)) + " stops of all threads, the longest "
                + Spread.format(pauses.get("pause.max.ms", 0)) + " ms, longer than 5 ms: "
                + Spread.format(pauses.get("pauses.long", 0)) + ". Time from tick to tick: p99 "
                + Spread.format(pauses.get("tick.gap.p99.ms", 0)) + " ms, longest "
                + Spread.format(pauses.get("tick.gap.max.ms", 0)) + " ms (20 ms when punctual).";
    }
}
