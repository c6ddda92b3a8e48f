package io.rxgase.samples.cli;

import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Executor;

/** Runs commands and keeps what they say. */
final class Spoken {
    /** A thread for each command: the common pool may have one thread only, and these commands block. */
    static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "command");
        thread.setDaemon(true);
        thread.start();
    };

    final CompletableSubject interrupt = CompletableSubject.create();
    final PublishProcessor<String> typed = PublishProcessor.create();
    private final StringWriter out = new StringWriter() {
        @Override
        public void flush() {
            synchronized (this) {
                notifyAll();
            }
        }
    };

    private final StringWriter err = new StringWriter();

    int run(String... args) {
        Console console =
                new Console(new PrintWriter(out), new PrintWriter(err), false, interrupt, typed.onBackpressureBuffer());
        return TagCommand.commandLine(console).execute(args);
    }

    /** Waits until it was said. */
    void awaitOut(String text) throws InterruptedException {
        synchronized (out) {
            while (!out().contains(text)) {
                out.wait();
            }
        }
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
