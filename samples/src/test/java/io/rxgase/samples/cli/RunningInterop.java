package io.rxgase.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The command {@code interop}, running on a thread of its own. */
final class RunningInterop implements AutoCloseable {
    private final CompletableSubject interrupt = CompletableSubject.create();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Integer> exitCode;

    private RunningInterop(List<String> arguments) {
        Console console =
                new Console(new PrintWriter(new Listening()), new PrintWriter(new StringWriter()), false, interrupt);
        exitCode = CompletableFuture.supplyAsync(
                () -> TagCommand.commandLine(console).execute(arguments.toArray(new String[0])), Spoken.THREADS);
    }

    static RunningInterop start(String... more) {
        List<String> arguments = new ArrayList<>(List.of("interop", "--port", "0"));
        arguments.addAll(List.of(more));
        return new RunningInterop(arguments);
    }

    InetSocketAddress address() throws Exception {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port.get(60, TimeUnit.SECONDS));
    }

    int exitCode() throws Exception {
        return exitCode.get(60, TimeUnit.SECONDS);
    }

    boolean isRunning() {
        return !exitCode.isDone();
    }

    @Override
    public void close() {
        interrupt.onComplete();
        assertThat(exitCode).succeedsWithin(Duration.ofMinutes(1));
    }

    /** Waits for the line that says where it is. */
    private final class Listening extends Writer {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(char[] chars, int from, int count) {
            text.append(chars, from, count);
        }

        @Override
        public void flush() {
            for (String line : text.toString().split("\\R", -1)) {
                if (line.startsWith("READY ")) {
                    port.complete(Integer.parseInt(line.substring("READY ".length())));
                }
            }
        }

        @Override
        public void close() {}
    }
}
