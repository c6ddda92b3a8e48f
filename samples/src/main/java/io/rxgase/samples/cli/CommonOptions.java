package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command understands: for how long it runs, and a cry for help. */
final class CommonOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    private double seconds = Double.POSITIVE_INFINITY;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "End after this many seconds; without it, play until Ctrl-C.")
    void seconds(double value) {
        if (!(value > 0)) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "Invalid value for option '--seconds': " + value + " is not more than 0");
        }
        seconds = value;
    }

    /** Completes when the time is over; starts to count when subscribed to. */
    Completable over() {
        return Double.isInfinite(seconds)
                ? Completable.never()
                : Completable.timer((long) (seconds * 1000), TimeUnit.MILLISECONDS);
    }
}
