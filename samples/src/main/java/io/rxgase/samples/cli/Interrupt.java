package io.rxgase.samples.cli;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a polite kill, as a stream: the JVM is held until {@link #close()}, so that the program can say farewell,
 * but no longer than {@link #PATIENCE_SECONDS}.
 */
public final class Interrupt implements AutoCloseable {
    /** How long the JVM is held, in seconds. */
    static final int PATIENCE_SECONDS = 4;

    private final CompletableSubject requested = CompletableSubject.create();
    private final CompletableSubject closed = CompletableSubject.create();
    private final Thread hook = new Thread(this::hold, "samples-interrupt");

    private Interrupt() {}

    /** Listens from now on. */
    public static Interrupt install() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    /** Completes when the JVM has been asked to end. */
    public Completable requested() {
        return requested;
    }

    /** Listens no more, and lets a JVM that was asked to end go on with that. */
    @Override
    public void close() {
        closed.onComplete();
        if (!requested.hasComplete()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyEnding) {
                // Asked to end between the two lines: the hook finds closed complete and returns at once.
            }
        }
    }

    private void hold() {
        requested.onComplete();
        closed.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).onErrorComplete().blockingAwait();
    }
}
