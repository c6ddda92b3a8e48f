package io.rxgase.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the workloads: measures, then tells what it found. */
abstract class Workload {
    private final Scale scale;
    private final Set<Peer> peers;
    private final Consumer<String> progress;

    Workload(Scale scale, Set<Peer> peers, Consumer<String> progress) {
        this.scale = scale;
        this.peers = peers;
        this.progress = progress;
    }

    abstract Section run() throws InterruptedException;

    final Scale scale() {
        return scale;
    }

    final Set<Peer> peers() {
        return peers;
    }

    final Settings settings() {
        return Settings.none().with("deadline", scale.deadlineSeconds());
    }

    /** One measurement; null if it failed, which is told and leaves a gap in the table. */
    final PairOfProcesses.@Nullable Result measure(
            Peer peer, String workload, Settings settings, Duration window, List<String> serverOptions)
            throws InterruptedException {
        return measure(peer, workload, settings, scale.warmUp(), window, serverOptions);
    }

    /** The same where the load has a fixed amount of work and warms up by itself. */
    final PairOfProcesses.@Nullable Result measureAtOnce(Peer peer, String workload, Settings settings)
            throws InterruptedException {
        return measure(peer, workload, settings, Duration.ZERO, Duration.ZERO, List.of());
    }

    private PairOfProcesses.@Nullable Result measure(
            Peer peer, String workload, Settings settings, Duration warmUp, Duration window, List<String> serverOptions)
            throws InterruptedException {
        progress.accept(peer.plainTitle() + ", " + workload + ", " + settings.values());
        try {
            return new PairOfProcesses(
                            peer.parts(), workload, settings, warmUp, window, scale.jvmOptions(), serverOptions)
                    .measure();
        } catch (IllegalStateException failed) {
            progress.accept("  failed: " + failed.getMessage());
            return null;
        }
    }

    /** The figure of all runs that have one. */
    static Cell cell(List<Readings> runs, String reading) {
        List<Double> values = new ArrayList<>();
        for (Readings run : runs) {
            Double value = run.values().get(reading);
            if (value != null) {
                values.add(value);
            }
        }
        return new Cell(values.isEmpty() ? null : Spread.of(values));
    }

    /** A figure, if there is one. */
    record Cell(@Nullable Spread spread) {
        double median() {
            return spread == null ? Double.NaN : spread.median();
        }

        @Override
        public String toString() {
            return spread == null ? "—" : spread.toString();
        }
    }
}
