package io.rxgase.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One measurement: a server and its load, started, warmed up, measured for a while, ended.
 *
 * @param peer whose parts, such as {@code netty}
 * @param workload which parts, such as {@code fan-out}
 * @param settings of both
 * @param warmUp before the measured time
 * @param window the measured time; zero if the load has a fixed amount of work
 * @param jvmOptions of both
 * @param serverOptions of the server, besides those of both
 */
record PairOfProcesses(
        String peer,
        String workload,
        Settings settings,
        Duration warmUp,
        Duration window,
        List<String> jvmOptions,
        List<String> serverOptions) {
    private static final int SERVER_PROCESSOR = 0;
    private static final int LOAD_PROCESSOR = 1;

    /** What both sides measured. */
    record Result(Readings server, Readings load) {
        /** Processor time of the server. */
        double serverCpuSeconds() {
            return server.get("cpu.seconds");
        }
    }

    private List<String> optionsOfServer() {
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(serverOptions);
        return options;
    }

    Result measure() throws InterruptedException {
        String name = peer + "-" + workload;
        ChildProcess.Started server =
                ChildProcess.start(name + "-server", SERVER_PROCESSOR, optionsOfServer(), settings);
        try (ChildProcess serverProcess = server.child()) {
            ChildProcess.Started load =
                    ChildProcess.start(name + "-load", LOAD_PROCESSOR, jvmOptions, settings.with(server.ready()));
            try (ChildProcess loadProcess = load.child()) {
                Thread.sleep(warmUp.toMillis());
                serverProcess.begin();
                loadProcess.begin();
                Thread.sleep(window.toMillis());
                Readings loadReadings = loadProcess.end();
                return new Result(serverProcess.end(), loadReadings);
            }
        }
    }
}
