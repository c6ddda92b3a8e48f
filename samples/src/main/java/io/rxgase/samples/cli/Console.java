package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import java.io.PrintWriter;

/**
 * What a command has around it; in a test, everything it says and when it is interrupted.
 *
 * @param out for what was asked for
 * @param err for what went wrong
 * @param terminal whether {@code out} is a terminal that understands ANSI sequences
 * @param interrupted completes when the person wants the program to end (Ctrl-C)
 */
public record Console(PrintWriter out, PrintWriter err, boolean terminal, Completable interrupted) {
    /** Says one line. */
    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Says one line about something that went wrong. */
    void complain(String line) {
        err.println(line);
        err.flush();
    }
}
