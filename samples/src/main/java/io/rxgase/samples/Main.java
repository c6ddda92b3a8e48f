package io.rxgase.samples;

import io.reactivex.rxjava3.schedulers.Schedulers;
import io.rxgase.samples.cli.Console;
import io.rxgase.samples.cli.Interrupt;
import io.rxgase.samples.cli.TagCommand;
import io.rxgase.samples.cli.TypedLines;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine.Help.Ansi;

/** Entry point of the samples, from a shell or inside Maven ({@code exec:java}). */
public final class Main {
    private Main() {}

    /**
     * Runs the command that the arguments name. Ends the JVM only to report a failure: otherwise Maven, whose JVM this
     * may be, goes on.
     *
     * @param args the command and its options; {@code --help} lists them
     */
    public static void main(String[] args) {
        int code = run(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int run(String[] args) {
        try (Interrupt interrupt = Interrupt.install()) {
            boolean terminal = Ansi.AUTO.enabled();
            return TagCommand.commandLine(new Console(
                            writer(System.out),
                            writer(System.err),
                            terminal,
                            interrupt.requested(),
                            TypedLines.of(System.in)))
                    .execute(args);
        } finally {
            // Rx keeps daemon threads for the next task; Maven would wait for them.
            Schedulers.shutdown();
        }
    }

    private static PrintWriter writer(java.io.PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }
}
