package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.io.PrintWriter;

/**
 * What a command has around it; in a test, everything it says and when it is interrupted.
 *
 * @param out for what was asked for
 * @param err for what went wrong
 * @param terminal whether {@code out} is a terminal that understands ANSI sequences
 * @param interrupted completes when the person wants the program to end (Ctrl-C)
 * @param typed what the person types, line by line
 */
public record Console(
        PrintWriter out, PrintWriter err, boolean terminal, Completable interrupted, Flowable<String> typed) {
    /** A console at which nobody types. */
    Console(PrintWriter out, PrintWriter err, boolean terminal, Completable interrupted) {
        this(out, err, terminal, interrupted, Flowable.never());
    }

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
