package io.rxgase.samples.cli;

import io.rxgase.transport.Dialect;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which wire protocols a backend speaks. */
final class DialectOption {
    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "rxgase",
            description = "Wire protocol: rxgase, pygase, or rxgase,pygase for both on one port. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Set<Wire> wires = EnumSet.of(Wire.RXGASE);

    /** At least one. */
    Dialect[] dialects() {
        return wires.stream().map(Wire::dialect).toArray(Dialect[]::new);
    }
}
