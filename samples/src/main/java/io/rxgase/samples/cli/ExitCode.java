package io.rxgase.samples.cli;

import io.rxgase.transport.TransportException;
import picocli.CommandLine;

/** What the program says to the shell that started it. */
final class ExitCode {
    /** All went well. */
    static final int OK = CommandLine.ExitCode.OK;

    /** The command line made no sense. */
    static final int USAGE = CommandLine.ExitCode.USAGE;

    /** A port could not be opened, or a server not be reached, or it refused. */
    static final int NO_CONNECTION = 3;

    /** The connection ended, not by our doing. */
    static final int CONNECTION_LOST = 4;

    /** The same for the help text, as picocli wants it. */
    static final String[] LIST = {
        " 0:all went well",
        " 1:an error of the program itself",
        " 2:the command line is wrong",
        " 3:a port could not be opened, or a server not be reached, or it refused",
        " 4:the connection was lost",
    };

    private ExitCode() {}

    /** Tells an error that people can do something about in one line, any other with its stack trace. */
    static int report(Console console, Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransportException) {
                console.complain(String.valueOf(cause.getMessage()));
                return NO_CONNECTION;
            }
        }
        error.printStackTrace(console.err());
        console.err().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
