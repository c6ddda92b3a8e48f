package io.rxgase.samples.cli;

import picocli.CommandLine.Option;

/** Where the backend is. */
final class Target {
    @Option(
            names = "--host",
            defaultValue = "localhost",
            description = "Where the backend is. Default: ${DEFAULT-VALUE}.")
    private String host = "";

    @Option(names = "--port", required = true, converter = Port.ToReach.class, description = "The backend's UDP port.")
    private Port port = new Port(1);

    String host() {
        return host;
    }

    int port() {
        return port.number();
    }
}
