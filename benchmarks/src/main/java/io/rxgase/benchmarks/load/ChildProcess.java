package io.rxgase.benchmarks.load;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process, as its parent sees it: a JVM of its own, on a processor of its own where there are several. */
final class ChildProcess implements AutoCloseable {
    /** The system's scheduler tool; without it nothing is pinned. */
    private static final File TASKSET = new File("/usr/bin/taskset");

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Whether processes are pinned here. */
    static boolean pins() {
        return TASKSET.canExecute() && Runtime.getRuntime().availableProcessors() > 1;
    }

    /** Starts a part on a processor, and waits until it is ready. */
    static Started start(String part, int processor, List<String> jvmOptions, Settings settings) {
        List<String> command = new ArrayList<>();
        if (pins()) {
            command.addAll(List.of(TASKSET.getPath(), "-c", Integer.toString(processor)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName(), part));
        command.addAll(settings.arguments());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            ChildProcess child = new ChildProcess(part, process);
            return new Started(child, child.await("ready"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + part, e);
        }
    }

    /** A process that is ready, and what it said then. */
    record Started(ChildProcess child, Readings ready) {}

    void begin() {
        say("begin");
        Readings unused = await("begun");
    }

    Readings end() {
        say("end");
        return await("ended");
    }

    private void say(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has ended", e);
        }
    }

    private Readings await(String what) {
        String expected = ChildMain.ANSWER + what;
        try {
            String line;
            while ((line = answers.readLine()) != null) {
                if (line.startsWith(expected)) {
                    return Readings.parse(line.substring(expected.length()));
                }
                if (line.startsWith(ChildMain.ANSWER + "failed")) {
                    throw new IllegalStateException(name + ": " + line.substring(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has ended", e);
        }
        throw new IllegalStateException(name + " ended before it was " + what);
    }

    /** Ends the process, at the latest after two seconds. */
    @Override
    public void close() {
        try {
            say("close");
        } catch (UncheckedIOException alreadyEnded) {
            // Then there is nothing to end.
        }
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
