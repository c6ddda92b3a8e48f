package io.rxgase.benchmarks.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures and writes the report.
 *
 * <pre>
 * mvn -q -pl benchmarks -am compile exec:exec -Dbenchmark.args="--short --write docs/BENCHMARKS.md"
 * </pre>
 */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description = "Measures RxGaSe and its peers over loopback sockets, and writes tables and plots.")
public final class BenchmarkCommand implements Callable<Integer> {
    /** What can be measured. */
    enum What {
        FAN_OUT,
        EVENTS,
        LOSS,
        MEMORY
    }

    @Option(names = "--short", description = "A form of less than three minutes; its figures are coarse.")
    private boolean brief;

    @Option(names = "--tiny", description = "Only shows that everything starts.")
    private boolean tiny;

    @Option(names = "--runs", description = "How often each measurement is made; 3, or 1 in the short form.")
    private int runs;

    @Option(
            names = "--clients",
            split = ",",
            description = "How many clients the fan-out has, instead of its own steps.")
    private List<Integer> clients = List.of();

    @Option(names = "--only", split = ",", description = "Which workloads: ${COMPLETION-CANDIDATES}.")
    private Set<What> only = EnumSet.allOf(What.class);

    @Option(names = "--peers", split = ",", description = "Who: ${COMPLETION-CANDIDATES}.")
    private Set<Peer> peers = EnumSet.allOf(Peer.class);

    @Option(
            names = "--write",
            description = "The document to write into, such as docs/BENCHMARKS.md; printed only if not given.")
    private Path document = Path.of("");

    private BenchmarkCommand() {}

    /**
     * Runs the command.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new BenchmarkCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        Scale scale = tiny ? Scale.TINY : brief ? Scale.SHORT : Scale.FULL;
        if (runs > 0) {
            scale = scale.withRuns(runs);
        }
        if (!clients.isEmpty()) {
            scale = scale.withClients(clients);
        }
        Report report = new Report(document, command());
        for (What what : EnumSet.copyOf(only)) {
            Section section = workload(what, scale).run();
            report.lines(section).forEach(System.out::println);
            if (!document.toString().isEmpty()) {
                report.write(section);
            }
        }
        return 0;
    }

    private Workload workload(What what, Scale scale) {
        Set<Peer> who = EnumSet.copyOf(peers);
        return switch (what) {
            case FAN_OUT -> new FanOutWorkload(scale, who, System.err::println);
            case EVENTS -> new EventsWorkload(scale, who, System.err::println, Peer::isInstalled);
            case LOSS -> new LossWorkload(scale, who, System.err::println);
            case MEMORY -> new MemoryWorkload(scale, who, System.err::println);
        };
    }

    private String command() {
        List<String> arguments = new ArrayList<>();
        if (tiny || brief) {
            arguments.add(tiny ? "--tiny" : "--short");
        }
        if (runs > 0) {
            arguments.add("--runs " + runs);
        }
        if (!clients.isEmpty()) {
            arguments.add("--clients "
                    + clients.stream().map(count -> Integer.toString(count)).collect(Collectors.joining(",")));
        }
        if (only.size() < What.values().length) {
            arguments.add("--only " + names(only));
        }
        if (peers.size() < Peer.values().length) {
            arguments.add("--peers " + names(peers));
        }
        arguments.add("--write docs/BENCHMARKS.md");
        return "mvn -q -pl benchmarks -am compile exec:exec -Dbenchmark.args=\"" + String.join(" ", arguments) + "\"";
    }

    private static String names(Set<? extends Enum<?>> values) {
        return values.stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
