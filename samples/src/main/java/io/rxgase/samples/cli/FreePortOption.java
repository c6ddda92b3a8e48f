package io.rxgase.samples.cli;

import picocli.CommandLine.Option;

/** Where a backend listens that need not be found by its port's number. */
final class FreePortOption {
    @Option(
            names = "--port",
            defaultValue = "0",
            converter = Port.ToOpen.class,
            description = "UDP port of the backend. Default: a free one.")
    private Port port = new Port(0);

    /** 0 for a free one. */
    int number() {
        return port.number();
    }
}
